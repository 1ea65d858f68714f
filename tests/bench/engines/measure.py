#!/usr/bin/env python3
"""Measures despin.spark against the command on the same documents, in turns, in one run.

    build/engines/bin/python tests/bench/engines/measure.py [--documents 6000] [--rounds 3]

Prints documents a second on two cores (wall and CPU of the workers), the memory of a worker after
each round, and what a document and a batch cost besides the check. Of the wall the best round of
each counts, as other work shares the machine.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
os.environ["PYTHONPATH"] = str(ROOT / "lib/python")
os.environ.setdefault("DESPIN_EXE", str(ROOT / "build/release/despin"))
os.environ["DESPIN_MODEL"] = str(ROOT / "models/en.despin")
sys.path[:0] = [str(ROOT / "examples/engines"), str(ROOT / "lib/python")]

import corpus  # noqa: E402
import pyarrow as pa  # noqa: E402
from spark_equals_scan import descendants, session  # noqa: E402

import despin.engines  # noqa: E402
import despin.spark  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def workers():
    """Of Spark: process, CPU seconds, resident MiB."""
    found = []
    for process, (_, command) in descendants(os.getpid()).items():
        if "pyspark.daemon" not in command:
            continue
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
        found.append((process, (int(fields[11]) + int(fields[12])) / TICKS, pages * 4 / 1024))
    return found


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_command(paths):
    before = cpu_of_children()
    began = time.monotonic()
    subprocess.run(
        [os.environ["DESPIN_EXE"], "scan", "-q", "--threads", "2", "--model",
         os.environ["DESPIN_MODEL"], *paths],
        stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return time.monotonic() - began, cpu_of_children() - before


def run_spark(spark, paths):
    before = sum(cpu for _, cpu, _ in workers())
    began = time.monotonic()
    despin.spark.scan(spark, paths, split=200).write.format("noop").mode("overwrite").save()
    wall = time.monotonic() - began
    return wall, sum(cpu for _, cpu, _ in workers()) - before


def overheads():
    """Microseconds of a document and of a batch, besides the check: of empty texts."""
    scanner = despin.engines.Scanner(columns=[*despin.engines.REPORT_COLUMNS, "record"])
    texts = pa.array([""] * 4096)

    def cost(rows):
        batch = pa.RecordBatch.from_arrays([texts], names=["bytes"])
        pieces = [batch.slice(begin, rows) for begin in range(0, 4096, rows)]
        best = 1e9
        for _ in range(5):
            began = time.process_time()
            for piece in pieces:
                scanner(piece)
            best = min(best, time.process_time() - began)
        return best

    one, many = cost(1), cost(1024)
    per_batch = (one - many) / (4096 - 4)
    return (many - 4 * per_batch) / 4096 * 1e6, per_batch * 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    document, batch = overheads()
    print(f"overhead: {document:.0f} us a document (empty, with record), {batch:.0f} us a batch")
    with tempfile.TemporaryDirectory() as scratch:
        files = corpus.write(Path(scratch), options.documents)
        paths = [str(files[kind]) for kind in ("warc", "jsonl", "exported")]
        spark = session("local[2,4]")
        run_spark(spark, paths[:1])  # warm
        walls = {"command": [], "spark": []}
        cpus = {"command": [], "spark": []}
        for number in range(options.rounds):
            for name, run in (("command", run_command), ("spark", lambda p: run_spark(spark, p))):
                wall, cpu = run(paths)
                walls[name].append(wall)
                cpus[name].append(cpu)
            memory = max(size for _, _, size in workers())
            print(f"round {number + 1}: memory of a worker {memory:.0f} MiB")
        for name in walls:
            rate = options.documents / min(walls[name])
            by_cpu = options.documents / min(cpus[name])
            print(f"{name}: {rate:.0f} documents a second, {by_cpu:.0f} a second of CPU")
        print(f"ratio: {min(walls['command']) / min(walls['spark']):.2f} of the wall, "
              f"{min(cpus['command']) / min(cpus['spark']):.2f} of the CPU")  # fmt: skip
        spark.stop()


if __name__ == "__main__":
    main()
