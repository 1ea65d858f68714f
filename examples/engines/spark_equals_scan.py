"""Scans an archive, a table and lines on Spark, kills a worker on the way, and proves that every
record is that of ``despin scan``, byte for byte.

    python3 spark_equals_scan.py --documents 20000               # threads of one JVM: local[2]
    python3 spark_equals_scan.py --executors --documents 20000   # two executors, one is killed

Needs pyspark 4, Java 17 or later, pyarrow, and despin with its command. Ends with 0 if all is
equal.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import corpus
from command import command_records, compare, without_place
from pyspark.sql import DataFrame, SparkSession

import despin.spark


def session(master: str) -> SparkSession:
    """Tasks are tried again: of local masters the second number says how often."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return (
        SparkSession.builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.executorEnv.PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        .config("spark.executor.memory", "1g")
        .config("spark.python.worker.faulthandler.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def descendants(process: int) -> dict[int, tuple[int, str]]:
    """Processes that this one has started, directly or not: parent and command line."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        parents[int(folder.name)] = (int(fields[1]), command)
    found: dict[int, tuple[int, str]] = {}
    seen = {process}
    for _ in parents:
        more = {one for one, (parent, _) in parents.items() if parent in seen and one not in seen}
        if not more:
            break
        seen |= more
        found.update({one: parents[one] for one in more})
    return found


class Chaos(threading.Thread):
    """Kills a worker of this program's own Spark, some seconds after one has begun to work."""

    def __init__(self, what: str, after: float) -> None:
        super().__init__(daemon=True)
        self.what = what
        self.after = after
        self.killed: list[int] = []
        self.over = threading.Event()

    def victims(self) -> list[int]:
        ours = descendants(os.getpid())
        if self.what == "executor":
            name = "CoarseGrainedExecutorBackend"
            return [one for one, (_, command) in ours.items() if name in command]
        # The daemon is started by the JVM, and its children are the workers.
        return [
            one
            for one, (parent, command) in ours.items()
            if "pyspark.daemon" in command and "pyspark.daemon" in ours.get(parent, (0, ""))[1]
        ]

    def run(self) -> None:
        while not self.over.wait(0.05):
            if victims := self.victims():
                if self.over.wait(self.after):
                    return
                victims = [one for one in self.victims() if one in victims] or self.victims()
                if victims:
                    os.kill(victims[0], signal.SIGKILL)
                    self.killed.append(victims[0])
                    return


def spark_records(frame: DataFrame) -> list[bytes]:
    """In the order of the inputs."""
    rows = frame.select("input", "number", "record").orderBy("input", "number").collect()
    return [row.record.encode("utf-8") for row in rows]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--executors", action="store_true")
    parser.add_argument("--kill-after", type=float, default=3.0, help="seconds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.folder or Path(scratch)).resolve()
        files = corpus.write(folder / "corpus", options.documents)
        began = time.monotonic()
        expected = {
            kind: command_records([files["exported" if kind == "parquet" else kind]])
            for kind in ("warc", "jsonl", "parquet")
        }
        print(f"despin scan: {time.monotonic() - began:.1f} s")

        spark = session("local-cluster[2,1,1024]" if options.executors else "local[2,4]")
        chaos = Chaos("executor" if options.executors else "worker", options.kill_after)
        chaos.start()
        began = time.monotonic()
        inputs = [files[kind] for kind in ("warc", "jsonl", "parquet")]
        output = str(folder / "scanned.parquet")
        despin.spark.scan(spark, inputs, split=500).write.mode("overwrite").parquet(output)
        print(f"spark: {time.monotonic() - began:.1f} s, start of the workers included")
        chaos.over.set()
        chaos.join()

        whole = spark.read.parquet(output)
        same = True
        for kind in expected:
            found = spark_records(whole.where(whole.input == str(files[kind])))
            if kind == "parquet":
                same &= compare(kind, without_place(found), without_place(expected[kind]))
            else:
                same &= compare(kind, found, expected[kind])
        groups = whole.groupBy("error_code").count().collect()
        counts = {one.error_code: one["count"] for one in groups}
        print(f"errors: { ({code: count for code, count in counts.items() if code}) }")
        print(f"killed: {chaos.what} {chaos.killed}")
        spark.stop()
        return 0 if same and chaos.killed and whole_is(counts, options.documents) else 1


def whole_is(counts: dict[str | None, int], documents: int) -> bool:
    """Each document once."""
    return sum(counts.values()) == documents


if __name__ == "__main__":
    sys.exit(main())
