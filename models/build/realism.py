"""Measures how well a classifier separates the simulator's texts from real spun pages.

  measure.py --data DATA --work WORK --only realism

The classifier sees the swaps that the detector finds (how many, where, which substitutes), but nothing
that depends on the topic. Genuine texts are spun at the rates of the swaps listed for real pages. Every
text, real or simulated, is analyzed by a channel trained without the records of one fold, so that
neither side has an advantage.
"""
import collections
import json
import math
import os
import re

from estimates import auroc, cross_validated, logistic, stumps

KINDS = ("seo-copy", "product-description", "health-copy", "technical-docs", "student-readme", "non-native",
         "academic-abstract", "machine-translated", "professional-news", "legal")
OTHERS = 60  # texts of each other source
WORDS = 120
PROFILES = (0, 1, 2, 3)
FUNCTION = frozenset("""a about after all also an and any are as at be because been before but by can could did do
  does during each few for from had has have he her here him his how i if in into is it its just may me might more
  most must my no nor not of off on once only or other our out over own same she should so some such than that the
  their them then there these they this those through to too under until up upon very via was we were what when
  where which while who whom why will with within without would you your""".split())
ENDINGS = ("ing", "ed", "ly", "s")
# Of despin-features, those that do not see how familiar a topic is, by column.
DOCUMENT = {"evidence": 0, "swap rate": 1, "expected swaps": 2, "firm swaps": 3, "strong swaps": 4,
            "phrase swaps": 5, "traces": 9}


def ending(word):
    return next((e for e in ENDINGS if word.endswith(e)), "")


def mean(values, otherwise=0.0):
    values = list(values)
    return sum(values) / len(values) if values else otherwise


class Counts:
    """Logarithms of how often a word is written."""

    def __init__(self, path):
        self.log = {}
        if os.path.exists(path):
            for line in open(path, encoding="utf-8"):
                word, count, *_ = line.rstrip("\n").split("\t")
                self.log[word] = math.log(float(count) + 1)

    def of(self, phrase):
        return min((self.log.get(w, 0.0) for w in phrase.lower().split()), default=0.0)


def swap_features(text, report, counts):
    """What can be told of the places that the detector thinks were swapped."""
    found = report["findings"]
    written = [f["written"] for f in found]
    meant = [f["likely_originals"][0] if f["likely_originals"] else "" for f in found]
    words = re.findall(r"[A-Za-z']+", text)
    n = max(len(words), 1)
    single = [(w.lower(), m) for w, m in zip(written, meant) if m and " " not in w + m]
    low = [w.lower() for w in written]
    gaps = [b["begin_byte"] - a["end_byte"] for a, b in zip(found, found[1:])]
    raw = text.encode()
    return {
        "findings": len(found) / n,
        "words in findings": sum(len(w.split()) for w in written) / n,
        "several words written": mean(" " in w for w in written),
        "words written": mean(len(w.split()) for w in written),
        "several words meant": mean(" " in m for m in meant),
        "longer than meant": mean(math.log((len(w) + 1) / (len(m) + 1)) for w, m in zip(low, meant) if m),
        "no original": mean(not m for m in meant),
        "evidence": mean(math.log1p(max(f["evidence_nats"], 0)) for f in found),
        "said again": mean(w in low[:i] for i, w in enumerate(low)),
        "capital": mean(w[0].isupper() for w in written),
        "function word": mean(w in FUNCTION for w in low),
        "begins with function word": mean(" " in w and w.split()[0] in FUNCTION for w in low),
        "ends with function word": mean(" " in w and w.split()[-1] in FUNCTION for w in low),
        "next to another": mean(g <= 2 for g in gaps),
        "gaps even": -math.sqrt(mean((math.log1p(max(g, 0)) - mean(math.log1p(max(h, 0)) for h in gaps)) ** 2
                                     for g in gaps)),
        "other ending": mean(ending(w) != ending(m) for w, m in single),
        "adverb": mean(w.endswith("ly") for w in low),
        "hyphened": mean(raw[f["begin_byte"] - 1:f["begin_byte"]] == b"-" or
                         raw[f["end_byte"]:f["end_byte"] + 1] == b"-" for f in found),
        "commoner than meant": mean(counts.of(w) - counts.of(m) for w, m in zip(written, meant) if m),
        "a for an": len(re.findall(r"\b[Aa] [aeio]\w|\b[Aa]n [bcdfgjklmnpqrstvwxz]\w\w", text)) / n,
        "word twice": len(re.findall(r"\b(\w+) \1\b", text)) / n,
    }


# --- The texts ----------------------------------------------------------------------------


def share_listed(record):
    """Share of a page's words that readers say were swapped; words both sides have were not."""
    swapped = 0
    for written, meant in record["substitutions"]:
        same = collections.Counter(written.lower().split()) & collections.Counter(meant.lower().split())
        swapped += len(meant.split()) - sum(same.values())
    return min(0.6, swapped / max(len(record["text"].split()), 1))


def ordinary(bench):
    """Ordinary texts of the kinds that spinners are fed: [(id, text)]."""
    out = [(r["id"], r["text"]) for r in bench.records if r["label"] == "clean" and r["kind"] in KINDS]
    news = [json.loads(line)["text"] for line in
            open(os.path.join(bench.data, "originals/wikinews_2019.jsonl"), encoding="utf-8")]
    articles = [" ".join(text.split()[:WORDS]) for text in news]
    out += [(f"news-{i}", text) for i, text in enumerate(articles[::len(articles) // OTHERS][:OTHERS])]
    words = open(f"{bench.texts}/opensource_com/honest.txt", encoding="utf-8").read()
    words = words.replace("<num>", "7").replace("<code>", "main.c").split()
    step = len(words) // OTHERS
    return out + [(f"open-{i}", " ".join(words[i * step:i * step + WORDS])) for i in range(OTHERS)]


def spun(bench, texts, rates, profile, options=()):
    """Each text at one of the rates, in turn."""
    out = []
    for number, rate in enumerate(rates):
        file = bench.write_records("plain.jsonl", [{"id": name, "text": text}
                                                   for name, text in texts[number::len(rates)]])
        lines = bench.tool("despin-spin", "--model", bench.finished(), "--profile", str(profile), "--rate",
                           f"{rate:.3f}", *options, file).splitlines()
        out += [(record["id"], record["text"]) for record in map(json.loads, lines)]
    return out


def looked_at(bench, texts, counts):
    """Features by id; texts of fold K by the channel without fold K: {id: ({name: value}, fold)}."""
    folds = bench.recipe["folds"]
    fold_of = {row[3]: k for k in range(folds)
               for row in bench.rows(os.path.join(bench.own, f"labelled.{k}.tsv"))}
    mask = [re.compile(re.escape(m.strip()), re.I) for m in
            sorted(open(bench.file("markers"), encoding="utf-8"), key=len, reverse=True) if m.strip()]
    out = {}
    for k in range(folds):
        mine = []
        for number, (name, text) in enumerate(texts):
            if fold_of.get(name, number % folds) == k:
                for marker in mask:
                    text = marker.sub(" ", text)
                mine.append({"id": name, "text": text, "label": "spun", "kind": "x"})
        file = bench.write_records("realism.jsonl", mine)
        channel = os.path.join(bench.own, f"channel.{k}")
        rows = {row[3]: [float(x) for x in row[5:]] for row in bench.features(channel, "--labelled", file)}
        model = bench.pack("realism.despin", channel)
        reports = [json.loads(line) for line in bench.tool(
            "despin", "check", "--json", "--explain", "--max-findings", "0", "--model", model,
            file).splitlines()]
        for record, report in zip(mine, reports):
            features = {f"text: {what}": rows[record["id"]][c] for what, c in DOCUMENT.items()}
            features.update(swap_features(record["text"], report, counts))
            out[record["id"]] = features, k
    return out


def measure(bench, show, spread):
    counts = Counts(os.path.join(bench.own, "counts.tsv"))
    pages = [r for r in bench.records if r["label"] == "spun"]
    real = looked_at(bench, [(r["id"], r["text"]) for r in pages], counts)
    listed = sorted(share_listed(r) for r in pages)
    rates = [listed[len(listed) * (2 * i + 1) // 16] for i in range(8)]
    texts = ordinary(bench)
    for profile, options in [(p, o) for p in PROFILES for o in ((), ("--lifelike",))]:
        mock = looked_at(bench, spun(bench, texts, rates, profile, options), counts)
        of = f"profile {profile}{', lifelike' if options else ''}"
        names = list(next(iter(real.values()))[0])
        both = [(f, fold, 1) for f, fold in real.values()] + [(f, fold, 0) for f, fold in mock.values()]
        for what, chosen in (("text", [n for n in names if n.startswith("text: ")]),
                             ("swaps", [n for n in names if not n.startswith("text: ")]), ("all", names)):
            given = ([[f[n] for n in chosen] for f, _, _ in both], [y for _, _, y in both],
                     [fold for _, fold, _ in both])
            linear, fitted = cross_validated(*given, logistic())
            trees, _ = cross_validated(*given, stumps())
            weights = sum(one.coef_[0] for one in fitted) / len(fitted)
            for how, scores in (("logistic", linear), ("stumps", trees)):
                mine = [s for s, (_, _, y) in zip(scores, both) if y]
                others = [s for s, (_, _, y) in zip(scores, both) if not y]
                show(f"realism, {of}, {what}, {how}: area", auroc(mine, others), spread(auroc, mine, others, 200))
        gives_away = sorted(zip(weights, names), key=lambda p: -abs(p[0]))[:8]
        for weight, name in gives_away:
            show(f"realism, {of}, more in real pages: {name}", float(weight),
                 f"{mean(f[name] for f, _ in real.values()):.3f} real, "
                 f"{mean(f[name] for f, _ in mock.values()):.3f} simulated")
