#!/usr/bin/env python3
"""Measures quality and speed of the extraction of articles from pages, compared with other programs.

  extract.py --pages FOLDER [--program build/release/tests/bench/extract_pages]
             [--node-modules FOLDER] [--only NAME] [--worst N] [--save FOLDER]

FOLDER holds Mozilla Readability's test pages: */source.html and */expected.html. README.md says
how to get them and what is measured. --node-modules holds @mozilla/readability and jsdom; without
it they are left out, as is whatever Python lacks of trafilatura and resiliparse. --save writes
each page's texts, to look at.
"""
import argparse
import collections
import html.parser
import importlib.util
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

WORD = re.compile(r"\w+")
HERE = pathlib.Path(__file__).resolve().parent
INLINE = frozenset("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label "
                   "mark q rb ruby s samp small span strike strong sub sup time tt u var "
                   "wbr".split())


class TextOf(html.parser.HTMLParser):
    """The text of HTML, a space wherever a block begins or ends."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.skipping = 0

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in ("script", "style")
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        self.skipping -= tag in ("script", "style") and self.skipping > 0
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_startendtag(self, tag, attrs):
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.skipping:
            self.parts.append(data)


def text_of(markup):
    parser = TextOf()
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)


def words(text):
    return collections.Counter(WORD.findall(text.lower()))


def score(found, expected):
    """Precision, recall and F1 of two bags of words."""
    both = sum((found & expected).values())
    precision = both / max(1, sum(found.values()))
    recall = both / max(1, sum(expected.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def load(folder):
    pages, expected = {}, {}
    for path in sorted(folder.iterdir()):
        if (path / "source.html").exists() and (path / "expected.html").exists():
            pages[path.name] = (path / "source.html").read_text("utf-8", "replace")
            expected[path.name] = words(text_of((path / "expected.html").read_text("utf-8")))
    return pages, expected


def run_despin(program, folder):
    done = subprocess.run([program, folder], capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    summary = json.loads(done.stderr)
    print("despin: parsing {ms_parsing:.3f} ms a page, blocks and content {ms_content:.3f} ms"
          .format(**summary), file=sys.stderr)
    return {row["page"]: row["text"] for row in rows}, summary["pages_per_second"]


def run_readability(modules, folder):
    done = subprocess.run(["node", HERE / "readability.js", folder], capture_output=True, text=True,
                          check=True, env={**os.environ, "NODE_PATH": str(modules)})
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    texts = {row["page"]: text_of(row["html"]) for row in rows[:-1]}
    return texts, len(texts) / rows[-1]["seconds"]


def run_python(extract, pages, rounds):
    best, texts = float("inf"), {}
    for _ in range(rounds):
        begin = time.process_time()
        texts = {name: extract(page) or "" for name, page in pages.items()}
        best = min(best, time.process_time() - begin)
    return texts, len(pages) / best


def runners(args, pages):
    yield "despin", lambda: run_despin(args.program, args.pages)
    if importlib.util.find_spec("trafilatura"):
        import trafilatura
        for name, options in (("trafilatura", {}),
                              ("trafilatura, precision", {"favor_precision": True}),
                              ("trafilatura, recall", {"favor_recall": True}),
                              ("trafilatura, no comments", {"include_comments": False}),
                              ("trafilatura, recall, no comments",
                               {"favor_recall": True, "include_comments": False})):
            yield name, lambda options=options: run_python(
                lambda page: trafilatura.extract(page, **options), pages, 3)
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text
        yield "resiliparse", lambda: run_python(
            lambda page: extract_plain_text(page, main_content=True), pages, 5)
    if args.node_modules:
        yield "Readability.js", lambda: run_readability(args.node_modules, args.pages)


def report(name, scores, pooled, speed):
    ordered = sorted(scores)
    f1 = [scores[page][2] for page in ordered]
    halves = [statistics.mean(f1[half::2]) for half in (0, 1)]
    precision, recall = (statistics.mean(s[i] for s in scores.values()) for i in (0, 1))
    print(f"| {name} | {statistics.mean(f1):.3f} | {precision:.3f} | {recall:.3f} "
          f"| {statistics.median(f1):.3f} | {pooled[2]:.3f} | {halves[0]:.3f} | {halves[1]:.3f} "
          f"| {speed:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=pathlib.Path, required=True)
    parser.add_argument("--program", default="build/release/tests/bench/extract_pages")
    parser.add_argument("--node-modules", type=pathlib.Path)
    parser.add_argument("--only", help="the name of one program")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--save", type=pathlib.Path)
    args = parser.parse_args()
    pages, expected = load(args.pages)
    if not pages:
        sys.exit("no pages; expected folders with source.html and expected.html")
    print(f"{len(pages)} pages\n\n| program | F1 | precision | recall | median F1 | pooled F1 "
          "| F1, even | F1, odd | pages/s |\n|---|---|---|---|---|---|---|---|---|")
    worst = {}
    for name, run in runners(args, pages):
        if args.only and name != args.only:
            continue
        texts, speed = run()
        found = {page: words(texts.get(page, "")) for page in pages}
        scores = {page: score(found[page], expected[page]) for page in pages}
        pooled = score(*(collections.Counter({(page, word): count for page in pages
                                              for word, count in side[page].items()})
                         for side in (found, expected)))
        report(name, scores, pooled, speed)
        worst[name] = sorted(scores.items(), key=lambda item: item[1][2])[:args.worst]
        if args.save:
            folder = args.save / name.replace(", ", "-")
            folder.mkdir(parents=True, exist_ok=True)
            for page, text in texts.items():
                (folder / (page + ".txt")).write_text(text, "utf-8")
    for name, items in worst.items():
        print(f"\nworst of {name} (F1, precision, recall): "
              + "; ".join(f"{page} {s[2]:.2f} {s[0]:.2f} {s[1]:.2f}" for page, s in items))


if __name__ == "__main__":
    main()
