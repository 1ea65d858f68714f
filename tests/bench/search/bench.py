#!/usr/bin/env python3
"""Runs the whole comparison; called by run.sh. What is done already in the work
folder is not done again: remove a file there to have it made again."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import queries
import report

HERE = pathlib.Path(__file__).resolve().parent


def say(what):
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


def run(command, **kwargs):
    """Wall seconds and peak resident bytes."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], **kwargs)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed ({os.waitstatus_to_exitcode(status)})")
    process.returncode = 0
    return time.perf_counter() - begin, usage.ru_maxrss << 10


def head(source, documents, path):
    if not path.exists():
        part = path.with_suffix(".part")
        with open(source, "rb") as lines, open(part, "wb") as out:
            for _, line in zip(range(documents), lines):
                out.write(line)
        part.rename(path)
    return path


def folder_bytes(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


class Bench:
    def __init__(self, options):
        self.o, self.work, self.results = options, options.work, options.work / "results"
        self.results.mkdir(parents=True, exist_ok=True)
        self.python = sys.executable

    def script(self, name, *arguments):
        run([self.python, HERE / name, *arguments])

    def corpus(self):
        if not (self.work / "docs_metadata.jsonl").exists():
            say(f"making {self.o.documents:,} documents")
            self.script("corpus.py", "--data", self.o.data, "--out", self.work,
                        "--documents", self.o.documents, "--targets", self.o.targets,
                        "--unindexed", self.o.unindexed,
                        "--metadata", min(self.o.documents, 100_000))

    def queries(self):
        """Everything there is to ask, and the part of it that goes to all systems and sizes."""
        spin = ["--spin", self.o.spin, "--model", self.o.model]
        shapes, unindexed = self.work / "shapes.jsonl", self.work / "unindexed_shapes.jsonl"
        whole = ["--shape", "article", "--shape", "paragraph"]
        some = ["--sources", self.o.targets // 4]
        for name, spinner, arguments in (
                ("simulator", "simulator", ["--shapes", shapes, *whole, *spin]),
                ("moved", "simulator", ["--shapes", shapes, "--shape", "shuffled",
                                        "--shape", "dropped", *some, *spin]),
                ("unindexed", "simulator", ["--shapes", unindexed, "--rates", "0,30", *spin]),
                ("nlpaug", "nlpaug", ["--shapes", shapes, *whole, *some]),
                ("textattack", "textattack", ["--shapes", shapes, *whole, *some])):
            path = self.query_file(name)
            if not path.exists():
                say(f"spinning: {name}")
                self.script("queries.py", spinner, "--out", path, *arguments)
        if not self.query_file("side").exists():
            self.take_some(self.query_file("simulator"), self.query_file("side"))

    def take_some(self, source, path):
        """Of the queries those of a quarter of the targets."""
        with open(self.work / "targets.jsonl", encoding="utf-8") as lines:
            names = [json.loads(line)["id"] for line in lines]
        kept = queries.some_sources(names, self.o.targets // 4)
        part = path.with_suffix(".part")
        with open(source, encoding="utf-8") as lines, open(part, "w", encoding="utf-8") as out:
            out.writelines(line for line in lines if json.loads(line)["source_id"] in kept)
        part.rename(path)

    def query_file(self, name):
        return self.work / f"queries_{name}.jsonl"

    def build(self, documents, source, name):
        """Indexes as a user does, by the command; then merges, which is timed apart."""
        done = self.results / f"{name}.build.json"
        folder = self.work / f"{name}.index"
        if done.exists() and folder.exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        say(f"indexing {documents:,} documents")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        run([self.o.despin, "index", "create", folder], **quiet)
        seconds, peak = run([self.o.despin, "index", "add", folder, source], **quiet)
        unmerged = folder_bytes(folder)
        merge_seconds, merge_peak = run([self.o.despin, "index", "merge", folder], **quiet)
        held = subprocess.run([self.o.despin, "index", "stat", folder, "--json"], check=True,
                              stdout=subprocess.PIPE).stdout
        done.write_text(json.dumps({
            "stat": json.loads(held), "documents": documents, "seconds": seconds, "peak": peak, "unmerged": unmerged,
            "merge_seconds": merge_seconds, "merge_peak": merge_peak,
            "bytes": folder_bytes(folder)}) + "\n", encoding="utf-8")
        return folder

    def despin(self, documents):
        name = f"despin_{documents}"
        largest = documents == self.o.documents
        source = self.work / "docs.jsonl"
        if not largest:
            source = head(source, documents, self.work / f"docs_{documents}.jsonl")
        folder = self.build(documents, source, name)
        for asked in (["side", "unindexed"] +
                        (["simulator", "moved", "nlpaug", "textattack"] if largest else [])):
            self.search(folder, name, asked)

    def search(self, folder, name, asked):
        rows = self.results / f"{name}.{asked}.tsv"
        if rows.exists():
            return
        say(f"searching {name} for {asked}")
        for file in sorted(folder.rglob("*")):   # a warm cache
            if file.is_file():
                subprocess.run(["cat", file], stdout=subprocess.DEVNULL, check=True)
        found, summary = rows.with_suffix(".found"), rows.with_suffix(".json")
        with open(found, "wb") as out, open(summary, "wb") as errors:
            run([self.o.timing, self.o.model, folder, self.query_file(asked)],
                stdout=out, stderr=errors)
        with open(found, encoding="utf-8") as lines, open(rows, "w", encoding="utf-8") as out:
            for line in lines:
                took, answer = line.split("\t", 1)
                answer = json.loads(answer)
                best = answer["matches"][0] if answer["matches"] else {"id": "", "score": 0}
                out.write(f"{answer['id']}\t{best['id']}\t{best['score']:.6g}\t{took}\n")

    def metadata(self):
        documents = min(self.o.documents, 100_000)
        source = head(self.work / "docs_metadata.jsonl", documents,
                      self.work / f"docs_metadata_{documents}.jsonl")
        self.build(documents, source, "despin_metadata")

    def peers(self, documents):
        for peer, most in (("bm25", 1_000_000), ("rensa", 1_000_000), ("rensa-low", 1_000_000),
                           ("minhash", 1_000_000)):
            name = f"{peer}_{documents}"
            if documents > most or (self.results / f"{name}.json").exists():
                continue
            say(f"{peer} with {documents:,} documents")
            self.script("peers.py", peer, "--docs", self.work / "docs.jsonl",
                        "--documents", documents,
                        "--every", 4 if peer == "bm25" and documents > 10_000 else 1,
                        "--queries", self.query_file("side"), self.query_file("unindexed"),
                        "--work", self.work / "peers", "--out", self.results)
            shutil.rmtree(self.work / "peers", ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "data", "charts"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    for name in ("model", "despin", "spin", "timing"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--targets", type=int, default=4_000)
    parser.add_argument("--unindexed", type=int, default=20_000)
    parser.add_argument("--only", default="corpus,queries,despin,peers,report",
                        help="steps, divided by commas")
    options = parser.parse_args()
    bench = Bench(options)
    steps = options.only.split(",")
    sizes = sorted({n for n in (10_000, 100_000) if n < options.documents} | {options.documents})
    if "corpus" in steps:
        bench.corpus()
    if "queries" in steps:
        bench.queries()
    for documents in sizes:
        if "despin" in steps:
            bench.despin(documents)
    if "despin" in steps:
        bench.metadata()
    for documents in sizes:
        if "peers" in steps:
            bench.peers(documents)
    if "report" in steps:
        text = report.write(options.work, sizes, options.charts)
        print(text)


if __name__ == "__main__":
    main()
