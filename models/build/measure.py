#!/usr/bin/env python3
"""Measures a model on held-out families of spinners, writers and articles.

  models/build/make_model.py en --data DATA --work WORK
  models/build/measure.py --data DATA --work WORK

WORK is the folder that make_model.py filled: channels are trained again from its steps, without what
each figure tests. Prints one line a figure: name, value, 95 % interval or remark, tab-separated.
Intervals of areas and shares come from 1,000 bootstrap draws with a fixed seed. Twenty minutes. Needs the
packages of requirements.txt.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import time

import measure_families
import realism
import steps
from estimates import DRAWS, auroc, interval, share_above
from recipe import ROOT, Recipe, find_tool

here = os.path.dirname(os.path.abspath(__file__))
PARTS = ("verdict", "families", "family_posterior", "profiles", "realism", "honest", "swaps", "halves", "cost")
WORDS = 5  # fields of a row of features before the features themselves


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--build", default=str(ROOT / "build" / "release"))
    parser.add_argument("--only", nargs="*", metavar="PART", choices=PARTS, help=" ".join(PARTS))
    options = parser.parse_args()
    bench = Bench(options)
    for name in PARTS:
        if not options.only or name in options.only:
            getattr(bench, name)()


def show(name, value, remark=""):
    print(f"{name}\t{value:.3f}\t{remark}" if isinstance(value, float) else f"{name}\t{value}\t{remark}",
          flush=True)


def spread(measure, spun, clean, draws=DRAWS):
    return "{:.3f} to {:.3f}".format(*interval(measure, spun, clean, draws=draws))


def show_curve(name, spun, clean):
    draws = 1000 if len(spun) * len(clean) < 20000 else 200
    for what, measure in (("auroc", auroc), ("tpr_at_5%", lambda s, c: share_above(s, c, 0.05)),
                          ("tpr_at_1%", lambda s, c: share_above(s, c, 0.01))):
        show(f"{name} {what}", measure(spun, clean), spread(measure, spun, clean, draws))


class Weights:
    """As printed by despin-train-verdict."""

    def __init__(self, text):
        self.features, self.bands = [], []
        for line in text.splitlines():
            f = line.replace("mean ", "").replace("scale ", "").replace("weight ", "").split("\t")
            if f[0] == "bias":
                self.bias = float(f[1])
            elif f[0] == "band":
                self.bands.append((int(f[1]), [float(x) for x in f[6:]]))
            elif len(f) == 4 and "mean" in line:
                self.features.append([float(x) for x in f[1:]])

    def score(self, row):
        return self.bias + sum(
            weight * max(-12.0, min(12.0, (float(x) - mean) * scale))
            for x, (mean, scale, weight) in zip(row[WORDS:], self.features))

    def threshold(self, words, place):
        """Least score at the rate of that place in the tool's list."""
        least = math.inf
        for lower, thresholds in self.bands:
            if words >= lower:
                least = thresholds[place]
        return least


class Bench:
    def __init__(self, options):
        self.data, self.build = options.data, options.build
        self.own = os.path.join(options.work, "en")
        self.texts = os.path.join(options.work, "texts")
        self.glove = os.path.join(options.work, "glove")
        self.python = os.path.join(options.work, "python")
        self.scratch = os.path.join(options.work, "measure")
        os.makedirs(self.scratch, exist_ok=True)
        self.recipe = Recipe("en", options.data)
        self.sources, self.file, self.options_of = self.recipe.sources, self.recipe.file, self.recipe.options
        self.teacher = os.path.join(options.work, self.recipe["told"]["model"])
        self.dev = self.file("dev")
        self.records = [json.loads(line) for line in open(self.dev, encoding="utf-8")]
        self.labelled = [row for k in range(self.recipe["folds"])
                         for row in self.rows(os.path.join(self.own, f"labelled.{k}.tsv"))]

    def path(self, name):
        return os.path.join(self.scratch, name)

    def path_of(self, name):
        path = find_tool(name, self.build)
        if path is None:
            sys.exit(f"measure: {name} is not built; run: cmake --workflow --preset release")
        return path

    def tool(self, name, *arguments, text=None):
        run = subprocess.run([self.path_of(name), *arguments], input=text, capture_output=True, encoding="utf-8",
                             check=False)
        if run.returncode not in (0, 1):  # 1: check found no spun text
            sys.exit(f"measure: {name} failed: {run.stderr[-500:]}")
        return run.stdout

    def finished(self):
        """The model that make_model.py left there."""
        places = [self.own + ".despin", os.path.join(self.own, "en.despin")]
        return next((p for p in places if os.path.exists(p)), places[0])

    @staticmethod
    def rows(path):
        return [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]

    def channel(self, out, pairs, records, lm=None, vectors=None, told=None):
        """Trains a channel on pairs [(file, weight)] and records, in this order; told: the recipe's
        table of what a language model tells, another, or "" for none."""
        if told is None and "told" in self.recipe:
            told = os.path.join(self.own, "told")
        lm = lm or os.path.join(self.own, "lm")
        nulls = [os.path.join(self.texts, t, "null.tokens") for t in self.recipe["texts"]]
        self.tool("despin-train-channel", "--vocabulary", f"{lm}/VOCB", "--ngrams", f"{lm}/NGRM",
                  "--vectors", vectors or f"{self.own}/vectors", "--lexicon", f"{self.own}/lexicon/table.tsv",
                  *(["--tsv", *(f"{f}:{w}" for f, w in pairs)] if pairs else []),
                  *(["--jsonl", *(f"{f}:{w}" for f, w in records)] if records else []),
                  *(["--told", told] if told else []), *self.cloze_of(lm), "--null-text", *nulls, *self.options_of("channel"),
                  "--out", self.path(out))
        return self.path(out)

    def cloze_of(self, lm):
        """Options for the network: its words are those of the recipe's language model alone."""
        own = lm == os.path.join(self.own, "lm") and "cloze" in self.recipe
        return ["--cloze", os.path.join(self.own, "cloze")] if own else []

    def tagger(self, *arguments):
        lm = os.path.join(self.own, "lm")
        self.tool("despin-train-tagger", "--vocabulary", f"{lm}/VOCB", "--ngrams", f"{lm}/NGRM",
                  *self.cloze_of(lm), "--channels",
                  *(os.path.join(self.own, f"channel.{k}") for k in range(self.recipe["folds"])),
                  "--records", self.dev, *self.options_of("tagger"), *arguments, "--out", self.path("TAGR"))
        return self.path("TAGR")

    def pack(self, out, channel, lm=None, tagger=None, terms=None):
        lm = lm or os.path.join(self.own, "lm")
        optional = [f"CLOZ={file}" for file in self.cloze_of(lm)[1:]]
        optional += [f"{tag}={file}" for tag, file in (("TAGR", tagger), ("TERM", terms)) if file]
        self.tool("despin-pack-model", "--section", f"VOCB={lm}/VOCB", f"NGRM={lm}/NGRM",
                  f"CHAN={channel}", f"SCOR={self.own}/verdict/SCOR", f"CALB={self.own}/verdict/CALB",
                  *(["--optional", *optional] if optional else []), "--recipe", self.recipe.path,
                  "--out", self.path(out))
        return self.path(out)

    def features(self, channel, *arguments):
        lm = os.path.join(self.own, "lm")
        return [line.split("\t") for line in self.tool(
            "despin-features", "--vocabulary", f"{lm}/VOCB", "--ngrams", f"{lm}/NGRM", "--channel",
            channel, *self.cloze_of(lm), *arguments).splitlines()]

    def weights(self, labelled, honest):
        with open(self.path("rows.tsv"), "w", encoding="utf-8") as file:
            file.writelines("\t".join(row) + "\n" for row in labelled)
        return Weights(self.tool("despin-train-verdict", "--labelled", self.path("rows.tsv"), "--honest",
                                 *honest, *self.options_of("verdict"), "--scor", self.path("SCOR"),
                                 "--calb", self.path("CALB")))

    def honest_files(self, words=None):
        return [os.path.join(self.own, f"honest.{h['words']}.tsv") for h in self.recipe["honest"]
                if words is None or h["words"] == words]

    def some_honest(self):
        """One row in twenty of each table trains; the tool keeps the others to calibrate."""
        rows = [row for f in self.honest_files() for row in self.rows(f)[::20]]
        filler = "\t".join(rows[-1]) + "\n"
        with open(self.path("honest.tsv"), "w", encoding="utf-8") as file:
            for row in rows:  # the tool trains on every twentieth row it reads
                file.writelines(["\t".join(row) + "\n"] + 19 * [filler])
        return [self.path("honest.tsv")]

    def cross_score(self, learn, test, folds=5):
        """Scores `test` by weights of `learn`, no page being weighed by what it taught."""
        honest, scores = self.some_honest(), []
        for k in range(folds):
            out = {row[3] for i, row in enumerate(test) if i % folds == k}
            w = self.weights([row for row in learn if row[3] not in out], honest)
            scores += [(row, w.score(row)) for row in test if row[3] in out]
        return ([s for row, s in scores if row[1] == "spun"],
                [s for row, s in scores if row[1] == "clean"])

    def all_pairs(self, without=None):
        """Files of pairs with their weights; the phrases that a family is known for may be left out."""
        with open(self.path("phrases.tsv"), "w", encoding="utf-8") as file:
            for name, family in self.recipe["families"].items():
                if name != without:
                    file.writelines(f"{w}\t{m}\n" for w, m in family["phrases"].items())
        return [*((self.file(p), w) for p, w in self.recipe["pairs"].items()),
                (self.path("phrases.tsv"), self.recipe["family_phrases"])]

    def write_records(self, name, records):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.writelines(json.dumps(r) + "\n" for r in records)
        return self.path(name)

    # --- The figures ----------------------------------------------------------------------

    def verdict(self):
        show_curve("dev", *self.cross_score(self.labelled, self.labelled))

    def families(self):
        mask = ["--mask", self.file("markers")]
        tortured = self.file("tortured")
        for family in ("B", "C", "D", "C and the pairs of papers"):
            kind = family[0]
            rest = self.write_records("rest.jsonl", [r for r in self.records if r["kind"] != kind])
            pairs = [p for p in self.all_pairs(kind) if family == kind or p[0] != tortured]
            # The language model is shown pairs of papers.
            told = None if family == kind else ""
            channel = self.channel("CHAN.family", pairs, [(rest, self.recipe["records"]["dev"])], told=told)
            test = self.features(channel, "--labelled", self.dev, *mask)
            test = [row for row in test if row[1] == "clean" or row[2] == kind]
            learn = [row for row in self.labelled if row[1] == "clean" or row[2] != kind]
            show_curve(f"without {family}", *self.cross_score(learn, test))

    def family_posterior(self):
        measure_families.family_posterior(self, show)

    def profiles(self):
        """Nothing learns from simulated text, so every profile is one left out."""
        articles = [json.loads(line) for line in
                    open(os.path.join(self.data, "originals/wikinews_2019.jsonl"), encoding="utf-8")]
        model, chan = self.finished(), os.path.join(self.own, "CHAN")
        texts = []
        for a in articles:
            words = a["text"].split()
            if len(words) >= 120:
                texts.append({"id": a["id"], "text": " ".join(words[:120])})
        source = self.write_records("articles.jsonl", texts)
        weights = self.weights(self.labelled, self.some_honest())

        def scored(label, records):
            file = self.write_records(
                "spun.jsonl", [{**r, "label": label, "kind": "news"} for r in records])
            return [weights.score(row) for row in self.features(chan, "--labelled", file)]

        clean = scored("clean", texts)
        for profile in range(4):
            for rate in (0.05, 0.1, 0.2, 0.3, 0.6):
                lines = self.tool("despin-spin", "--model", model, "--profile", str(profile), "--rate",
                                  str(rate), source).splitlines()
                spun = scored("spun", [{k: json.loads(l)[k] for k in ("id", "text")} for l in lines])
                show(f"profile {profile} rate {rate} auroc", auroc(spun, clean),
                     f"tpr_at_5% {share_above(spun, clean, 0.05):.3f}")

    def realism(self):
        realism.measure(self, show, spread)

    def honest(self):
        tables = self.honest_files()
        rows = [row for f in tables for row in self.rows(f)]
        shipped = self.weights(self.labelled, tables)
        for source in [*self.recipe["texts"], *self.recipe["calibration_texts"]]:
            path = (f"{self.texts}/{source}/honest.txt" if source in self.recipe["texts"]
                    else f"{self.texts}/{source}.txt")
            # Thresholds of all other files, weights of all: these are ten numbers.
            with open(self.path("others.tsv"), "w", encoding="utf-8") as file:
                file.writelines("\t".join(r) + "\n" for r in rows
                                if r[0] != path and 100 <= int(r[4]) < 200)
            others = self.weights(self.labelled, [self.path("others.tsv")])
            groups = self.features(f"{self.own}/CHAN", "--honest", path, "--words", "120", "--texts", "5000")
            groups = [g for g in groups if int(g[4]) >= 100]
            place = 8  # 0.001
            default = shipped.threshold(120, place)
            with_it = sum(shipped.score(g) >= default for g in groups)
            without = sum(others.score(g) >= others.threshold(120, place) for g in groups)
            show(f"called spun, {source}", f"{with_it} of {len(groups)}",
                 f"{without} by thresholds that have not seen the file")

    def swaps(self):
        article = open(os.path.join(self.data, "real/seed_spun_article.txt"), encoding="utf-8").read()
        listed = [line.rstrip("\n").split("\t") for line in open(self.file("seed_pairs"), encoding="utf-8")]
        record = {"id": "seed", "label": "spun", "kind": "E", "text": article,
                  "substitutions": [p for p in listed if len(p) == 2]}
        seed = self.write_records("seed.jsonl", [record])
        pairs = [p for p in self.all_pairs("E") if p[0] != self.file("seed_pairs")]
        channel = self.channel("CHAN.seed", pairs, [(self.dev, self.recipe["records"]["dev"])])
        self.findings("seed article", self.pack("seed.despin", channel, tagger=self.tagger()), seed)
        with_it = self.pack("all.despin", os.path.join(self.own, "CHAN"), tagger=self.tagger())
        self.findings("seed article, learned", with_it, seed)
        self.findings("dev, learned", with_it, self.dev)
        total = {}
        for k in range(self.recipe["folds"]):
            ids = {row[3] for row in self.rows(os.path.join(self.own, f"labelled.{k}.tsv"))}
            fold = self.write_records("fold.jsonl", [r for r in self.records if r["id"] in ids])
            model = self.pack("fold.despin", os.path.join(self.own, f"channel.{k}"),
                              tagger=self.tagger("--without-fold", str(k)))
            for key, value in self.findings("", model, fold).items():
                total[key] = total.get(key, 0) + value
        n = total["swaps"]
        show("dev, cross-validated: found", total["found"] / n, f"of {n} swaps")
        show("dev, cross-validated: right first", total["first"] / n)
        show("dev, cross-validated: among five", total["five"] / n)
        show("dev, cross-validated: findings per 200 words of clean pages",
             200 * total["odd"] / total["words"], "whether shown or not")
        show("dev, cross-validated: shown per 200 words of clean pages",
             200 * total["shown"] / total["words"], "where the page is called spun")

    def findings(self, name, model, file):
        """Counts of `despin eval`, and of findings on clean pages, of one file."""
        figures = json.loads(self.tool("despin", "eval", "--json", "--model", model, file))
        n = figures["findings"]["listed"]
        r = figures["restoration"]
        counts = {"swaps": n, "found": round(n * figures["findings"]["recall"]),
                  "first": round(n * r["top1"]), "five": round(n * r["top5"]),
                  "odd": 0, "shown": 0, "words": 0}
        for line in open(file, encoding="utf-8"):
            record = json.loads(line)
            if record["label"] == "clean":
                report = json.loads(self.tool("despin", "check", "--json", "--model", model, "-",
                                              text=record["text"]).splitlines()[0])
                counts["odd"] += len(report["findings"])
                counts["shown"] += len(report["findings"]) if report["verdict"] == "spun" else 0
                counts["words"] += report["words"]
        if name:
            show(f"{name}: found", counts["found"] / n, f"of {n} swaps")
            show(f"{name}: right first", counts["first"] / n)
            show(f"{name}: among five", counts["five"] / n)
        return counts

    def halves(self):
        """A language model and channel of each half of the pairs, measured on the other."""
        tortured = self.file("tortured")
        for half in (0, 1):
            mine, others = self.path(f"half{half}.tsv"), self.path(f"half{1 - half}.tsv")
            self.tool("despin-align-pairs", "--tsv", tortured, "--half", str(half), "--others", others,
                      "--out", self.path("swaps.tsv"))
            self.tool("despin-align-pairs", "--tsv", tortured, "--half", str(1 - half), "--others", mine,
                      "--out", self.path("swaps.tsv"))
            lm = self.language_model(half, mine)
            vectors = self.path("vectors")
            self.tool("despin-build-vectors", "--vocabulary", f"{lm}/VOCB", "--require",
                      self.path("words.txt"), "--wink-json",
                      os.path.join(self.glove, self.sources["glove"]["member"]),
                      *self.options_of("vectors"), "--output", vectors)
            pairs = [(mine if f == tortured else f, w) for f, w in self.all_pairs()]
            channel = self.channel("CHAN.half", pairs, [(self.dev, self.recipe["records"]["dev"])], lm,
                                   vectors, self.told(lm, mine))
            terms = self.path("TERM")
            self.tool("despin-list-terms", "--vocabulary", f"{lm}/VOCB", "--tsv", mine, "--out", terms)
            figures = json.loads(self.tool("despin", "eval", "--json", "--pairs", others, "--model",
                                           self.pack("half.despin", channel, lm, terms=terms)))
            r = figures["pairs"]
            show(f"pairs of half {1 - half}: first", r["top1"], f"of {r['pairs']}, no network")
            show(f"pairs of half {1 - half}: among five", r["top5"])

    def told(self, lm, mine):
        """What the recipe's teacher tells of the words of pairs when these pairs alone are shown to it."""
        teacher = self.sources[self.recipe["told"]["model"]]
        subprocess.run(
            [os.path.join(self.python, "bin", "python"), os.path.join(here, "teacher", "tell.py"), "--model",
             os.path.join(self.teacher, teacher["member"]), "--vocabulary", f"{lm}/VOCB", "--counts",
             f"{self.own}/counts.tsv", "--lexicon", f"{self.own}/lexicon/table.tsv", "--demonstrations", mine,
             "--pairs", *(f for f, _ in self.all_pairs()), "--records", self.dev, "--of-pairs-only", "--out",
             self.path("told")], check=True)
        return self.path("told")

    def language_model(self, half, mine):
        terms, required, tokenize = self.recipe["terms"], self.recipe["required_words"], self.path_of("despin-tokenize")
        steps.terms(tokenize, self.recipe.files(terms["titles"]), [mine], terms["repeat"], self.path("terms.tokens"))
        steps.required_words(tokenize, [mine, self.file("seed_pairs")], [self.dev], required["words"],
                             os.path.join(self.own, "lexicon", "dictionary.txt"), self.path("words.txt"))
        inputs = [f"{self.texts}/{t}/learn.tokens={share}" for t, share in self.recipe["texts"].items()]
        out = self.path(f"lm{half}")
        self.tool("despin-train-lm", "--out", out, "--input", *inputs, self.path("terms.tokens"), "--require",
                  self.path("words.txt"), *self.options_of("language_model"), "--scratch", self.scratch)
        return out

    def cost(self):
        file = self.path("articles.txt")
        with open(file, "w", encoding="utf-8") as out:
            for line in open(os.path.join(self.data, "originals/wikinews_2019.jsonl"), encoding="utf-8"):
                out.write(json.loads(line)["text"] + "\n\n")
        model = self.pack("all.despin", os.path.join(self.own, "CHAN"), tagger=self.tagger())
        seconds = []
        for _ in range(5):
            before = time.process_time(), os.times().children_user
            self.tool("despin", "check", "--json", "--model", model, file)
            seconds.append(os.times().children_user - before[1])
        show("check, MB/s of one core", os.path.getsize(file) / 1e6 / min(seconds),
             "news in one document, processor time with start-up")


if __name__ == "__main__":
    main()
