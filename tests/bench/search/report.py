#!/usr/bin/env python3
"""Turns what bench.py measured into tables (markdown) and charts (SVG).

  report.py --work FOLDER --charts FOLDER --documents N
"""
import argparse
import collections
import json
import math
import pathlib
import sys

import numpy

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "models" / "build"))
import charts  # noqa: E402
from estimates import wilson  # noqa: E402

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "models" / "build" / "search"))
import near_copies  # noqa: E402

RATES = (0, 10, 20, 30, 40, 50)
ALLOWED = 10_000   # texts without a source, of which one may be given one
NAMES = {"despin": "despin", "bm25": "BM25 (tantivy)", "minhash": "MinHash LSH (datasketch)",
         "rensa": "R-MinHash LSH (rensa)", "rensa-low": "R-MinHash LSH, 64 bands of 2"}
LINES = dict(zip(NAMES, charts.LINES))
MEANT = {"article": "whole article", "paragraph": "80-word paragraph",
         "shuffled": "sentences shuffled", "dropped": "3 of 10 sentences dropped"}

Row = collections.namedtuple("Row", "query found score ms")


def percentile(values, share):
    return numpy.quantile(values, share, method="higher") if values else math.nan


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [Row(q, f, float(s), float(ms)) for q, f, s, ms in rows]


def parts(query):
    """SPINNER/RATE/SOURCE/SHAPE"""
    spinner, rate, source, shape = query.split("/")
    return spinner, int(rate), source, shape


def table(header, rows, names=1):
    """The first columns, as many as `names`, are text; the others numbers."""
    lines = ["| " + " | ".join(header) + " |",
             "|" + " --- |" * names + " ---: |" * (len(header) - names)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def share(hits, of):
    """".9990" and the interval; a 1 that is exact says so."""
    if not of:
        return "-"
    low, high = wilson(hits, of)
    point = "1" if hits == of else f"{hits / of:.4f}".lstrip("0") if hits else "0"
    return f"{point} ({low:.4f}-{high:.4f})".replace("(0.", "(.").replace("-0.", "-.")


def short(hits, of):
    if not of:
        return "-"
    return "1" if hits == of else "0" if not hits else f"{hits / of:.3f}".lstrip("0")


class Report:
    def __init__(self, work, sizes):
        self.work, self.results, self.sizes = work, work / "results", sizes
        self.near = near_copies.NearCopies(
            [work / "shapes.jsonl", work / "unindexed_shapes.jsonl"], work / "docs.jsonl")
        with open(work / "targets.jsonl", encoding="utf-8") as lines:
            self.targets = {json.loads(line)["id"] for line in lines}
        self.cases = []   # of wrong or false matches, for a file of their own

    def indexed(self, row):
        return parts(row.query)[2] in self.targets

    def rows(self, system, documents):
        """Answers on what every system was asked; None if it did not run."""
        if system == "despin":
            paths = [self.results / f"despin_{documents}.{q}.tsv" for q in ("side", "unindexed")]
        else:
            paths = [self.results / f"{system}_{documents}.tsv"]
        if not all(path.exists() for path in paths):
            return None
        return [row for path in paths for row in read_rows(path)]

    def judge(self, rows):
        """What each wrong or false match is to the text all the same (NearCopies.kind)."""
        wrong = [r for r in rows if r.found and r.found != parts(r.query)[2]]
        self.near.load({r.found for r in wrong})
        return {r: self.near.kind(r.query, r.found) for r in wrong}

    def threshold(self, strangers):
        """The score that one in 10,000 texts without source may exceed, copies aside."""
        ranked = sorted((r for r in strangers if r.found), key=lambda r: -r.score)
        allowed = len(strangers) // ALLOWED
        self.near.load({r.found for r in ranked[:1000]})
        for row in ranked:
            self.near.load({row.found})
            if self.near.genuine(row.query, row.found):
                continue
            if allowed == 0:
                return row.score
            allowed -= 1
        return 0.

    # -- tables

    def recall(self):
        documents = self.sizes[-1]
        out, reached = [], {}
        for queries in ("simulator", "moved", "nlpaug", "textattack"):
            path = self.results / f"despin_{documents}.{queries}.tsv"
            if not path.exists():
                continue
            rows = read_rows(path)
            kinds = self.judge(rows)
            found, asked = collections.Counter(), collections.Counter()
            for row in rows:
                spinner, rate, source, shape = parts(row.query)
                asked[shape, rate] += 1
                found[shape, rate] += row.found == source
                if row.found != source:
                    self.note(f"despin_{documents}", row, kinds.get(row, "none"))
            for shape in MEANT:
                if asked[shape, 0]:
                    out.append([f"{spinner}, {MEANT[shape]}", f"{asked[shape, 0]:,}"] +
                               [share(found[shape, rate], asked[shape, rate]) for rate in RATES])
            reached[spinner] = min(self.reached(queries, RATES[-1]), reached.get(spinner, 100))
        notes = ["95 % intervals (Wilson) in brackets."] + [
            f"Where {RATES[-1]} % are asked for, {spinner} finds {now:.0f} % to swap on average."
            for spinner, now in reached.items() if now < RATES[-1] - 1]
        return (f"### Recall@1 among {documents:,} documents, by words swapped\n\n" +
                table(["spun by, asked for", "texts"] + [f"{rate} %" for rate in RATES], out) +
                "\n" + " ".join(notes) + "\n") if out else ""

    def reached(self, queries, rate):
        """What was swapped in truth, in percent."""
        with open(self.work / f"queries_{queries}.jsonl", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if f"/{rate}\"" in line[-200:]]
        return 100 * sum(row["rate"] for row in rows) / max(1, len(rows))

    def note(self, system, row, kind):
        common = of = 0
        if row.found:
            common, of = self.near.common(row.query, row.found)
        self.cases.append(f"{system}\t{row.query}\t{row.found}\t{row.score:.6g}\t"
                          f"{kind}\t{common}/{of}")

    def false_matches(self):
        out = []
        for documents in self.sizes:
            path = self.results / f"despin_{documents}.unindexed.tsv"
            if not path.exists():
                continue
            rows = read_rows(path)
            kinds = self.judge(rows)
            groups = collections.defaultdict(list)
            for row in rows:
                _, rate, _, shape = parts(row.query)
                groups[MEANT[shape], f"{rate} % swapped"].append(row)
                if row.found:
                    self.note(f"despin_{documents}", row, kinds[row])
            groups["all", ""] = rows
            for (kind, rate), group in groups.items():
                count = collections.Counter(kinds[r] for r in group if r.found)
                false = count[near_copies.PASSAGE] + count[near_copies.NOTHING]
                strangers = len(group) - count[near_copies.NEAR]
                out.append([f"{documents:,}", f"{kind}{', ' if rate else ''}{rate}",
                            f"{len(group):,}"] +
                           [f"{count[k]}" for k in (near_copies.NEAR, near_copies.EDITED,
                                                    near_copies.PASSAGE, near_copies.NOTHING)] +
                           [f"{n / of * ALLOWED:.2f} (at most {wilson(n, of)[1] * ALLOWED:.2f})"
                            for n, of in ((false, strangers - count[near_copies.EDITED]),
                                          (false + count[near_copies.EDITED], strangers))])
        return ("### Texts whose source is not indexed\n\n" +
                table(["documents", "texts", "asked", "near copies of a document",
                       "edited copies", "matches by a shared passage", "by nothing shared",
                       "these two in 10,000", "edited copies too"], out, 2) +
                f"\nThe texts repeat themselves. A near copy shares a tenth of its runs of "
                f"{near_copies.LENGTH} words with the document it was matched with, or "
                f"{near_copies.ENOUGH_RUNS} of them; an edited copy has "
                f"{near_copies.EDITED_SHARE:.0%} of its words in runs of {near_copies.SHORT} that "
                "the document has too, and is no recipe; a passage is shared if one run of "
                f"{near_copies.LENGTH} is.\n") if out else ""

    def growth(self):
        out, parts_of = [], []
        names = [(f"{n:,}", f"despin_{n}") for n in self.sizes]
        names.append(("with address and title", "despin_metadata"))
        for label, name in names:
            path = self.results / f"{name}.build.json"
            if not path.exists():
                continue
            built = json.loads(path.read_text())
            count = built["documents"]
            row = [label if label[0].isdigit() else f"{count:,}, {label}",
                   f"{built['bytes'] / count:.0f}", f"{count / built['seconds']:,.0f}",
                   f"{count / (built['seconds'] + built['merge_seconds']):,.0f}",
                   f"{max(built['peak'], built['merge_peak']) / 1e6:,.0f}"]
            rows = [r for queries in ("side", "unindexed")
                    if (p := self.results / f"{name}.{queries}.tsv").exists()
                    for r in read_rows(p)]
            for shape in ("article", "paragraph"):
                times = [r.ms for r in rows if parts(r.query)[3] == shape]
                row += [f"{percentile(times, .5):.2f}", f"{percentile(times, .99):.2f}"] \
                    if times else ["", ""]
            if rows:
                memory = [json.loads(p.read_text())
                          for queries in ("side", "unindexed", "simulator", "moved")
                          if (p := self.results / f"{name}.{queries}.json").exists()]
                row += [f"{max(m['peak_kib'] for m in memory) / 1024:.0f}",
                        f"{max(m['open_ms'] for m in memory):.1f}"]
            else:
                row += ["", ""]
            out.append(row)
            held = built["stat"]
            parts_of.append([row[0], f"{held['words'] / count:.0f}"] +
                            [f"{size / count:.1f}" for size in held["parts"].values()] +
                            [f"{held['estimate']['disk_bytes'] / 1e6:,.0f}"])
            header = ["documents", "words each", *held["parts"], "MB of a million, as estimated"]
        return ("### Cost and growth\n\n" +
                table(["documents", "bytes each", "added a second", "added and merged",
                       "MB to build", "article p50 ms", "p99", "paragraph p50 ms", "p99",
                       "MB to search", "ms to open"], out) +
                "\nMemory to search is all the process holds beyond mapped files, the model's "
                "share included.\n\nBytes a document by what they hold:\n\n" +
                table(header, parts_of)) if out else ""

    def side_by_side(self):
        out, lines = [], {}
        for documents in self.sizes:
            for system in NAMES:
                rows = self.rows(system, documents)
                if rows is None:
                    continue
                strangers = [r for r in rows if not self.indexed(r)]
                asked = [r for r in rows if self.indexed(r)]
                limit = 0. if system == "despin" else self.threshold(strangers)
                counts = collections.defaultdict(lambda: [0, 0, 0])
                for row in asked:
                    _, rate, source, shape = parts(row.query)
                    count = counts[shape, rate]
                    count[0] += 1
                    count[1] += row.found == source
                    count[2] += row.found == source and (system == "despin" or row.score > limit)
                lines[system, documents] = counts
                cost = self.cost(system, documents)
                times = [r.ms for r in rows]
                for what, column in (("best candidate", 1), ("at 1 false in 10,000", 2)):
                    if column == 1 and system == "despin":
                        continue
                    out.append([f"{documents:,}", NAMES[system],
                                what if system != "despin" else "verified"] +
                               [short(counts["article", r][column], counts["article", r][0])
                                for r in RATES] +
                               [short(counts["paragraph", r][column], counts["paragraph", r][0])
                                for r in (0, 30, 50)] +
                               (cost + [f"{percentile(times, .5):.2f}",
                                        f"{percentile(times, .99):.2f}"]
                                if column == 1 or system == "despin" else [""] * 4))
        self.lines = lines
        return ("### Side by side\n\n" +
                table(["documents", "system", "what counts"] + [f"article {r} %" for r in RATES] +
                      [f"paragraph {r} %" for r in (0, 30, 50)] +
                      ["bytes each", "added a second", "p50 ms", "p99 ms"], out, 3) +
                "\nThe best candidate counts whatever its score. The second line of a peer counts "
                "it only above the score that gives one text in 10,000 without source a match "
                "(near and edited copies aside), chosen on these same texts in the peer's favour; despin "
                "decides by itself. (m): in memory, else on disk.\n") if out else ""

    def cost(self, system, documents):
        if system == "despin":
            built = json.loads((self.results / f"despin_{documents}.build.json").read_text())
            return [f"{built['bytes'] / documents:,.0f}",
                    f"{documents / (built['seconds'] + built['merge_seconds']):,.0f}"]
        built = json.loads((self.results / f"{system}_{documents}.json").read_text())
        return [f"{built['bytes'] / documents:,.0f}{'' if built['on_disk'] else ' (m)'}",
                f"{documents / built['build_seconds']:,.0f}"]

    def draw(self, folder):
        """Recall by rate, each system at the most documents it was given."""
        largest = {}
        for system, documents in self.lines:
            largest[system] = max(documents, largest.get(system, 0))
        if not largest:
            return
        title = f"Source named among {self.sizes[-1]:,} documents, at one false match in 10,000 texts"
        figure = charts.sheet(title, height=4.8, width=9)
        about = []
        for axes, shape in zip(figure.subplots(1, 2), ("article", "paragraph")):
            for system, documents in largest.items():
                counts = {r: self.lines[system, documents][shape, r] for r in RATES}
                counts = {r: count for r, count in counts.items() if count[0]}
                label = NAMES[system] + ("" if documents == self.sizes[-1] else f", {documents:,} only")
                found = [count[2] / count[0] for count in counts.values()]
                axes.plot(list(counts), found, marker="o", label=label, **LINES[system])
                if system == "bm25":
                    axes.plot(list(counts), [count[1] / count[0] for count in counts.values()], linewidth=1,
                              label=f"{label}, any score", color=LINES[system]["color"])
                about.append(f"{MEANT[shape]}, {label}: " +
                             ", ".join(f"{r} % {x:.3f}" for r, x in zip(counts, found)) + ".")
            axes.set(title=MEANT[shape][0].upper() + MEANT[shape][1:], xlabel="words swapped", ylim=(0, 1.02))
            charts.spell(axes.xaxis, RATES, "{} %".format)
            charts.spell(axes.yaxis, (0, .25, .5, .75, 1), lambda share: f"{100 * share:.0f} %")
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=2)
        folder.mkdir(parents=True, exist_ok=True)
        charts.save(figure, folder / "search_recall.svg", " ".join(about))


def write(work, sizes, folder):
    report = Report(work, sizes)
    text = "\n".join(part for part in (report.recall(), report.false_matches(), report.growth(),
                                       report.side_by_side()) if part)
    report.draw(folder)
    (work / "results" / "report.md").write_text(text, encoding="utf-8")
    (work / "results" / "cases.tsv").write_text("\n".join(report.cases) + "\n", encoding="utf-8")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--charts", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    options = parser.parse_args()
    sizes = sorted({n for n in (10_000, 100_000) if n < options.documents} | {options.documents})
    print(write(options.work, sizes, options.charts))


if __name__ == "__main__":
    main()
