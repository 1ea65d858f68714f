#!/usr/bin/env python3
"""Draws charts of a model's quality: detection, text lengths, reliability, kinds of text.

  models/build/make_model.py en --data DATA --work WORK
  models/build/curves.py --data DATA --work WORK --out models/cards/en

WORK is the folder that make_model.py filled. Writes detection.svg, lengths.svg, reliability.svg and
kinds.svg, and prints their figures: name, value, remark, tab-separated. The measurements are kept in
WORK/measure/curves.json; --redraw uses them again. Six minutes on one core.
Needs the packages of requirements.txt.
"""
import argparse
import bisect
import json
import math
import os
import sys

import numpy as np

import curve_charts
from estimates import clopper_pearson, interval
from measure import Bench, show
from recipe import ROOT

BANDS = (30, 50, 100, 200, 400, 800)  # lower ends, words
CUTS = {30: 36, 50: 58, 100: 115, 200: 235, 400: 470}  # whose table of honest texts fills a band
LONGEST = 850  # words of the honest texts cut for the last band
RATES = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)  # as despin-train-verdict lists them
DEFAULT = RATES.index(0.001)
SPUN_WORDS = {50: 75, 100: 150, 200: 300, 400: 600, 800: 1000}  # of the texts that are spun
SPUN_RATES = (0.05, 0.1, 0.2, 0.3)
SPUN_TEXTS = 100
SPUN_SOURCES = ("congress_press", "senate_press")  # the nearest to news that nothing has learned
FOLDS = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--build", default=str(ROOT / "build" / "release"))
    parser.add_argument("--redraw", action="store_true", help="draw what the last run measured")
    options = parser.parse_args()
    kept = os.path.join(options.work, "measure", "curves.json")
    if not options.redraw:
        figures = Curves(options).measure()
        with open(kept, "w", encoding="utf-8") as file:
            json.dump(figures, file)
    elif not os.path.exists(kept):
        sys.exit("curves: nothing measured to draw again; run without --redraw")
    with open(kept, encoding="utf-8") as file:
        figures = json.load(file)
    os.makedirs(options.out, exist_ok=True)
    for name in ("detection", "lengths", "reliability", "kinds"):
        getattr(curve_charts, name)(figures[name], os.path.join(options.out, f"{name}.svg"))


def band_of(words):
    return max((b for b in BANDS if words >= b), default=None)


def steps(falses, grid):
    """The share of spun texts (last axis) whose own false-positive share is at most each of `grid` (first axis)."""
    falses = np.asarray(falses)
    return np.array([(falses <= x + 1e-12).mean(axis=-1) for x in grid])


def short(path):
    """A source by its name, whatever file of its folder it is."""
    folder, name = os.path.split(path)
    return os.path.basename(folder) if name == "honest.txt" else name.rsplit(".", 1)[0]


class Curves:
    def __init__(self, options):
        self.bench = Bench(options)
        self.tables = {cut: [row for file in self.bench.honest_files(cut) for row in self.bench.rows(file)]
                       for cut in CUTS.values()}
        self.order = [row for table in self.tables.values() for row in table]
        self.learned = {id(row) for row in self.order[::20]}  # weighed the features

    def measure(self):
        self.cross()
        self.leave_sources_out()
        return {"detection": self.detection(), "lengths": self.lengths(),
                "reliability": self.reliability(), "kinds": self.kinds()}

    def weights(self, labelled):
        return self.bench.weights(labelled, self.bench.honest_files())

    def honest_rows(self, band):
        """Of a band's own table, so that no paragraph counts twice; without those that weigh features."""
        if band == BANDS[-1]:
            return self.long_texts
        return [row for row in self.tables[CUTS[band]] if band_of(int(row[4])) == band]

    def cross(self):
        """Scores every dev page by weights that have not learned from it."""
        labelled = self.bench.labelled
        self.pages = []  # (row, score, weights)
        self.shipped = self.weights(labelled)
        for fold in range(FOLDS):
            out = {row[3] for i, row in enumerate(labelled) if i % FOLDS == fold}
            w = self.weights([row for row in labelled if row[3] not in out])
            self.pages += [(row, w.score(row), w) for row in labelled if row[3] in out]

    def leave_sources_out(self):
        """Weights and thresholds without each source of honest text."""
        self.without = {}
        for source in sorted({row[0] for row in self.order}):
            with open(self.bench.path("others.tsv"), "w", encoding="utf-8") as file:
                file.writelines("\t".join(row) + "\n" for row in self.order if row[0] != source)
            self.without[source] = self.bench.weights(self.bench.labelled, [self.bench.path("others.tsv")])
        self.long_texts = self.bench.features(
            os.path.join(self.bench.own, "CHAN"), "--honest", *self.without, "--words", str(LONGEST),
            "--texts", "1000")

    # --- What each drawing shows ----------------------------------------------------------

    def detection(self):
        honest = [row for row in self.honest_rows(100) if id(row) not in self.learned]
        spun = [page for page in self.pages if page[0][1] == "spun"]
        clean = [score for row, score, _ in self.pages if row[1] == "clean"]
        ranked = {}
        for _, _, w in self.pages:
            if id(w) not in ranked:
                ranked[id(w)] = sorted(w.score(row) for row in honest)
        grid = [10 ** (-3 + i / 50) for i in range(151)]
        out = {"grid": grid, "honest": len(honest), "clean": len(clean), "spun": len(spun), "curves": []}
        for against in ("pages", "honest"):
            for family in ("all", *sorted({row[2] for row, _, _ in spun})):
                falses = [sum(c >= score for c in clean) / len(clean) if against == "pages"
                          else (len(honest) - bisect.bisect_left(ranked[id(w)], score)) / len(honest)
                          for row, score, w in spun if family in ("all", row[2])]
                curve = {"against": against, "family": family, "texts": len(falses),
                         "found": steps(falses, grid).tolist(), "area": 1 - sum(falses) / len(falses)}
                if family == "all":
                    curve["band"] = self.band(against, spun, clean, falses, grid)
                out["curves"].append(curve)
                for rate in (0.001, 0.01, 0.05):
                    show(f"detection, {against}, {family}: found at {rate:g}", float(steps(falses, [rate])[0]),
                         f"of {len(falses)}")
        return out

    @staticmethod
    def band(against, spun, clean, falses, grid):
        """Bootstrap of the curve: texts are drawn again, spun ones and, if few, the others."""
        if against == "pages":
            def curve(scores, others):
                return steps((others[:, None, :] >= scores[:, :, None]).mean(axis=-1), grid)
            ends = interval(curve, [score for _, score, _ in spun], clean)
        else:  # twenty thousand: their share hardly moves
            ends = interval(lambda again: steps(again, grid), falses)
        return np.transpose(ends).tolist()

    def lengths(self):
        out = {"bands": BANDS[1:], "pages": [], "spun": [], "honest": [], "texts": SPUN_TEXTS,
               "sizes": list(SPUN_WORDS.values())}
        for band in BANDS[1:]:
            pages = [score >= w.threshold(int(row[4]), DEFAULT) for row, score, w in self.pages
                     if row[1] == "spun" and band_of(int(row[4])) == band]
            out["pages"].append([sum(pages), len(pages), *clopper_pearson(sum(pages), len(pages))]
                                if pages else None)
        for rate in SPUN_RATES:
            out["spun"].append([rate, [self.found_when_spun(band, rate) for band in BANDS[1:]]])
        for band in BANDS[1:]:
            hits, n, worst = self.called(band, DEFAULT)
            out["honest"].append([hits, n, *clopper_pearson(hits, n), *worst])
        for i, band in enumerate(BANDS[1:]):
            show(f"lengths, {band} words: false positives", "{} of {}".format(*out["honest"][i][:2]),
                 "95 % {:.6f} to {:.6f}; worst {}: {} of {}".format(*out["honest"][i][2:]))
            if out["pages"][i]:
                show(f"lengths, {band} words: found of real pages", "{} of {}".format(*out["pages"][i][:2]))
            for rate, found in out["spun"]:
                show(f"lengths, {band} words: found, {rate:.0%} swapped", found[i][0] / found[i][1],
                     f"of {found[i][1]}")
        return out

    def found_when_spun(self, band, rate):
        """Held out honest text cut to length and spun, the simulator's four profiles in turn."""
        words = []
        for source in SPUN_SOURCES:
            for line in open(f"{self.bench.texts}/{source}/honest.txt", encoding="utf-8"):
                words += line.replace("<num>", "7").replace("<code>", "main.c").split()
        size = SPUN_WORDS[band]
        step = len(words) // SPUN_TEXTS  # spread over all of it
        records = []
        texts = [{"id": f"{band}-{i}", "text": " ".join(words[i * step:i * step + size])}
                 for i in range(SPUN_TEXTS)]
        for profile in range(4):
            source = self.bench.write_records("articles.jsonl", texts[profile::4])
            for line in self.bench.tool("despin-spin", "--model", self.bench.finished(), "--profile", str(profile),
                                        "--lifelike", "--rate", str(rate), source).splitlines():
                spun = json.loads(line)
                records.append({"id": spun["id"], "text": spun["text"], "label": "spun", "kind": "news"})
        rows = self.bench.features(os.path.join(self.bench.own, "CHAN"), "--labelled",
                                   self.bench.write_records("spun.jsonl", records))
        found = [self.shipped.score(row) >= self.shipped.threshold(int(row[4]), DEFAULT) for row in rows]
        return [sum(found), len(found)]

    def called(self, band, place):
        """Honest texts called spun by thresholds without their source, all and of the worst source."""
        counts = {}
        for row in self.honest_rows(band):
            w = self.without[row[0]]
            threshold = w.threshold(int(row[4]), place)
            if threshold < math.inf:  # else the remaining texts do not bear the promise
                hits, n = counts.get(row[0], (0, 0))
                counts[row[0]] = hits + (w.score(row) >= threshold), n + 1
        worst = max(((hits / n, hits, n, source) for source, (hits, n) in counts.items() if n >= 1000),
                    default=(0, 0, 0, ""))
        return (sum(h for h, _ in counts.values()), sum(n for _, n in counts.values()),
                (short(worst[3]), worst[1], worst[2]))

    def reliability(self):
        out = []
        for band in BANDS:
            points = []
            for place, rate in enumerate(RATES):
                hits, n, worst = self.called(band, place)
                if n:
                    points.append([rate, hits, n, *clopper_pearson(hits, n), *worst])
                    show(f"reliability, {band} words, promised {rate:g}", hits / n,
                         f"of {n}; worst {worst[0]}: {worst[1]} of {worst[2]}")
            out.append([band, points])
        return out

    def kinds(self):
        """Scores by kind, of about 120 words."""
        kinds = {}
        for row, score, _ in self.pages:
            kinds.setdefault((row[1], row[2]), []).append(score)
        few = [key for key, scores in kinds.items() if len(scores) < 5]
        for key in few:
            kinds.setdefault(("clean", "other kinds"), []).extend(kinds.pop(key))
        for row in self.honest_rows(100):
            if id(row) not in self.learned:
                kinds.setdefault(("honest", short(row[0])), []).append(self.without[row[0]].score(row))
        out = [[label, kind, len(scores), summary(scores)] for (label, kind), scores in kinds.items()]
        out.sort(key=lambda k: (("spun", "clean", "honest").index(k[0]), -k[3][2]))
        return {"kinds": out, "threshold": self.shipped.threshold(115, DEFAULT)}


def summary(scores):
    """Quantiles 5, 25, 50, 75, 95 % and the highest."""
    return np.quantile(scores, (0.05, 0.25, 0.5, 0.75, 0.95, 1), method="nearest").tolist()


if __name__ == "__main__":
    main()
