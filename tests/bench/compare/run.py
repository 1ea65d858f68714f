#!/usr/bin/env python3
"""Measures comparing against truth and a peer; prints tables, writes a chart.

    cmake --build build/release --target compare_pairs despin-spin
    python3 tests/bench/compare/run.py --data DATA [--out FOLDER]

DATA is the folder of texts (default $DESPIN_DATA). FOLDER (build/compare) gets chart.svg,
tables.md and every pair with what was found, for looking at. What the spinners need is put
into a venv there, once.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path[:0] = [HERE, os.path.dirname(HERE), os.path.join(ROOT, "models", "build")]

RATES = [0.1, 0.2, 0.3, 0.4, 0.5]
SPINNERS = ["despin-spin", "nlpaug", "textattack"]
PLAGIARISM = [("as it was", "despin-spin", 0.0), ("despin-spin 10 %", "despin-spin", 0.1),
              ("despin-spin 30 %", "despin-spin", 0.3), ("despin-spin 50 %", "despin-spin", 0.5),
              ("nlpaug 30 %", "nlpaug", 0.3), ("textattack 30 %", "textattack", 0.3)]
# The spinner of the measured model must not be the only one: profiles like other words.
PROFILES = 4


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("DESPIN_DATA"))
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "release"))
    parser.add_argument("--model", default=os.path.join(ROOT, "models", "en.despin"))
    parser.add_argument("--spin-with", metavar="MODEL",
                        help="whose channel spins, if not that of --model")
    parser.add_argument("--out", default=os.path.join(ROOT, "build", "compare"))
    parser.add_argument("--texts", type=int, default=60, help="of each kind (60)")
    parser.add_argument("--pairs", type=int, default=100, help="of each group (100)")
    parser.add_argument("--seed", type=int, default=1, help="another one, other texts (1)")
    parser.add_argument("--only", choices=["substitutions", "passages", "independent"],
                        action="append")
    args = parser.parse_args()
    if not args.data or not os.path.isdir(args.data):
        parser.error("the folder of texts is not there; give --data or set DESPIN_DATA")
    return args


def enter_venv(folder):
    """Runs this again by the venv's Python, which has what the spinners need."""
    if os.path.realpath(sys.prefix) == os.path.realpath(folder):
        return
    import spinners
    with open(os.path.join(ROOT, "models", "build", "requirements.txt"), encoding="utf-8") as lines:
        spinners.setup(folder, extra=[line.strip() for line in lines if line[0] not in "#\n"])
    python = os.path.join(folder, "bin", "python")
    os.execv(python, [python, "-B", os.path.abspath(__file__), *sys.argv[1:]])


class Programs:
    def __init__(self, args):
        self.args = args

    def _path(self, *parts):
        path = os.path.join(self.args.build, *parts)
        if not os.path.exists(path):
            sys.exit(f"{parts[-1]} is not built; build the target {parts[-1]}")
        return path

    def _lines(self, command, records):
        feed = "".join(json.dumps(r) + "\n" for r in records)
        done = subprocess.run(command, input=feed.encode(), stdout=subprocess.PIPE, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def spin(self, texts, spinner, rate, seed, *options):
        """[(spun text, truth, rate reached)] of the texts."""
        import spinners
        if rate == 0 and not options:
            return [(t, [], 0.0) for t in texts]
        if spinner != "despin-spin":
            out = []
            for i, text in enumerate(texts):
                spun, truth = spinners.SPINNERS[spinner](text, rate, seed * 100003 + i)
                out.append((spun, truth, spinners.reached(text, truth)))
            return out
        out = [None] * len(texts)
        program = self._path("models", "build", "simulate", "despin-spin")
        for profile in range(PROFILES):
            mine = list(range(profile, len(texts), PROFILES))
            lines = self._lines(
                [program, "--model", self.args.spin_with or self.args.model, "--rate", str(rate), "--seed", str(seed),
                 "--profile", str(profile), *options],
                [{"id": str(i), "text": texts[i]} for i in mine])
            for i, line in zip(mine, lines):
                out[i] = line["text"], line["substitutions"], line["rate"]
        return out

    def compare(self, pairs):
        """What despin says of (id, original, suspect), and the seconds it took."""
        start = time.monotonic()
        out = self._lines(
            [self._path("tests", "bench", "compare", "compare_pairs"), self.args.model],
            [{"id": i, "original": o, "suspect": s} for i, o, s in pairs])
        return out, time.monotonic() - start


def number(triple):
    return f"{triple[0]:.3f} ({triple[1]:.3f}-{triple[2]:.3f})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def keep(args, name, records):
    with open(os.path.join(args.out, name), "w") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def mean(values):
    return sum(values) / len(values)


def measure_substitutions(args, programs):
    import measures
    import texts

    pool = ([a["text"] for a in random.Random(args.seed).sample(
        texts.news(args.data), args.texts)]
            + texts.press(args.data, args.texts, args.seed)
            + texts.encyclopedia(args.data, args.texts, args.seed))
    pool = [texts.cut(t, 600) for t in pool]
    settings = [(s, r, ()) for s in SPINNERS for r in RATES]
    settings += [("despin-spin", 0.3, o) for o in (
        ("--shuffle-sentences",), ("--drop-sentences", "0.3"), ("--names",), ("--twice",))]
    rows, curves, kept = [], {}, []
    for spinner, rate, options in settings:
        spun = programs.spin(pool, spinner, rate, 11 * args.seed, *options)
        pairs = [(str(i), o, s[0]) for i, (o, s) in enumerate(zip(pool, spun))]
        found, seconds = programs.compare(pairs)
        strict, bare, near, calls = [], [], [], []
        for (_, original, suspect), (_, truth, _), f in zip(pairs, spun, found):
            for rows_of, row in zip((strict, bare, near), measures.substitutions(
                    f["substitutions"], truth, original, suspect)):
                rows_of.append(row)
            calls.append(f["verdict"] == "spun")
            kept.append({"spinner": spinner, "rate": rate, "options": options, "truth": truth,
                         "original": original, "suspect": suspect, "found": f["substitutions"],
                         "verdict": f["verdict"]})
        score = measures.bootstrap(strict, measures.f1)
        if not options:
            curves.setdefault(spinner, []).append(score)
        rows.append([
            " ".join((spinner, *options)), f"{100 * rate:.0f} %",
            f"{100 * mean([s[2] for s in spun]):.1f} %", number(score),
            f"{measures.precision(strict):.3f}", f"{measures.recall(strict):.3f}",
            number(measures.bootstrap(bare, measures.f1)),
            number(measures.bootstrap(near, measures.f1)), f"{mean(calls):.3f}",
            f"{1000 * seconds / len(pairs):.1f}"])
    keep(args, "substitutions.jsonl", kept)
    head = ["spun by", "asked", "reached", "F1, spans equal", "precision", "recall",
            "F1, kept words trimmed", "F1, spans overlap", "called spun", "ms a pair"]
    return f"## Substitutions ({len(pool)} texts)\n\n" + table(head, rows), curves


def plagiarised_pairs(pool, programs, spinner, rate, seed):
    """(id, original, suspect, cases): three spun passages of one text in another; every
    fifth pair has none. Cases in characters: original begin, end, suspect begin, end."""
    import texts
    rng = random.Random(seed)
    plans = []
    for i in range(0, len(pool) - 1, 2):
        original, host = pool[i], pool[i + 1]
        spans = texts.passages_of(original, rng)
        if texts.shares_run(original, host, 5):
            continue  # on one topic, or in one standing phrase
        if spans and len(texts.sentences(host)) > 4:
            plans.append((original, host, spans if len(plans) % 5 else []))
    pieces = [o[a:b] for o, _, spans in plans for a, b in spans]
    spun = iter(programs.spin(pieces, spinner, rate, 17 * seed))
    out = []
    for n, (original, host, spans) in enumerate(plans):
        suspect, where = host, []
        if spans:
            suspect, where = texts.insert(host, [next(spun)[0] for _ in spans], rng)
        out.append((str(n), original, suspect, [s + w for s, w in zip(spans, where)]))
    return out


def in_characters(text, spans):
    at, table = 0, {}
    for i, c in enumerate(text):
        table[at] = i
        at += len(c.encode())
    table[at] = len(text)
    return [(table[a], table[b]) for a, b in spans]


def measure_passages(args, programs):
    import measures
    import pan2014
    import texts

    pools = [[a["text"] for a in random.Random(1000 + args.seed).sample(
        texts.news(args.data), 2 * args.texts)],
             texts.press(args.data, 2 * args.texts, 1000 + args.seed),
             texts.encyclopedia(args.data, 2 * args.texts, 1000 + args.seed)]
    rows, curves, kept = [], {"despin": [], "PAN 2014's winner": []}, []
    for name, spinner, rate in PLAGIARISM:
        pairs = [p for pool in pools for p in plagiarised_pairs(
            [texts.cut(t, 600) for t in pool], programs, spinner, rate, args.seed)]
        found, seconds = programs.compare([p[:3] for p in pairs])
        ours, theirs = [], []
        start = time.monotonic()
        peer = [pan2014.align(original, suspect) for _, original, suspect, _ in pairs]
        peer_seconds = time.monotonic() - start
        for (_, original, suspect, cases), f, p in zip(pairs, found, peer):
            def spans(side, text):
                return in_characters(text, [(x[side]["begin_byte"], x[side]["end_byte"])
                                            for x in f["passages"]])
            mine = [a + b for a, b in zip(spans("original", original), spans("suspect", suspect))]
            ours.append(measures.plagdet_row(cases, mine))
            theirs.append(measures.plagdet_row(cases, p))
            kept.append({"setting": name, "original": original, "suspect": suspect,
                         "cases": cases, "found": mine, "peer": p})
        called = [f["verdict"] in ("spun", "verbatim") for f, p in zip(found, pairs) if p[3]]
        for who, result, took, copies in (
                ("despin", ours, seconds, f"{mean(called):.3f}"),
                ("PAN 2014's winner", theirs, peer_seconds, "")):
            score = measures.bootstrap(result, measures.plagdet)
            curves[who].append(score)
            rows.append([name, who, number(score),
                         f"{measures.precision([r[:4] for r in result]):.3f}",
                         f"{measures.recall([r[:4] for r in result]):.3f}",
                         f"{measures.granularity(result):.3f}", copies,
                         f"{1000 * took / len(pairs):.1f}"])
    keep(args, "passages.jsonl", kept)
    head = ["passages", "method", "PlagDet", "precision", "recall", "granularity", "called copies",
            "ms a pair"]
    return f"## Passages ({len(pairs)} pairs)\n\n" + table(head, rows), curves


def measure_independent(args, programs):
    import measures
    import texts

    rows, kept = [], []
    for name, pairs in texts.independent_pairs(args.data, args.pairs, args.seed).items():
        if not pairs:
            continue
        found, _ = programs.compare(pairs)
        fine = [f["verdict"] in ("unrelated", "independent") for f in found]
        for (i, original, suspect), f in zip(pairs, found):
            kept.append({"group": name, "id": i, "verdict": f["verdict"], "copied": f["copied"],
                         "swapped": f["swapped"], "original": original, "suspect": suspect,
                         "passages": f["passages"]})
        rows.append([name, len(pairs), number(measures.bootstrap(fine, measures.share)),
                     *(sum(f["verdict"] == v for f in found)
                       for v in ("unrelated", "independent", "spun", "verbatim"))])
    keep(args, "independent.jsonl", kept)
    head = ["pairs of", "pairs", "not called copies", "unrelated", "independent", "spun",
            "verbatim"]
    return "## Not copied\n\n" + table(head, rows)


def draw(substitutions, passages, path):
    import charts
    panels = []
    if substitutions:
        panels.append(("Substitutions: F1, both spans equal", RATES, substitutions))
    if passages:
        panels.append(("Spun passages in other texts: PlagDet", [rate for _, _, rate in PLAGIARISM[:4]],
                       {name: points[:4] for name, points in passages.items()}))
    if not panels:
        return
    figure = charts.sheet("Comparing a text with a given original", height=4.4, width=5 * len(panels))
    for axes, (title, rates, series) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels):
        for (name, points), line in zip(series.items(), charts.LINES):
            value, low, high = zip(*points)
            axes.errorbar(rates, value, [[v - x for v, x in zip(value, low)], [x - v for v, x in zip(value, high)]],
                          marker="o", capsize=3, label=name, **line)
        axes.set(title=title, xlabel="words swapped, as asked", ylim=(0.5, 1.01))
        charts.spell(axes.xaxis, rates, lambda rate: f"{100 * rate:.0f} %")
        axes.legend(loc="lower left")
    about = [f"{title}, {name}: " +
             ", ".join(f"{100 * rate:.0f} % {point[0]:.3f}" for rate, point in zip(rates, points)) + "."
             for title, rates, series in panels for name, points in series.items()]
    charts.save(figure, path, " ".join(about), "Bars: 95 % intervals, bootstrap.")


def main():
    args = arguments()
    args.out = os.path.abspath(args.out)
    os.makedirs(args.out, exist_ok=True)
    enter_venv(os.path.join(args.out, "venv"))
    programs = Programs(args)
    only = args.only or ["substitutions", "passages", "independent"]
    parts, substitutions, passages = [], None, None
    if "substitutions" in only:
        text, substitutions = measure_substitutions(args, programs)
        parts.append(text)
        print(text, flush=True)
    if "passages" in only:
        text, passages = measure_passages(args, programs)
        parts.append(text)
        print(text, flush=True)
    if "independent" in only:
        parts.append(measure_independent(args, programs))
        print(parts[-1], flush=True)
    with open(os.path.join(args.out, "tables.md"), "w") as out:
        out.write("\n".join(parts))
    draw(substitutions, passages, os.path.join(args.out, "chart.svg"))


if __name__ == "__main__":
    main()
