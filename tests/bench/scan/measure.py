"""Measures despin scan; run.sh says how it is called, README.md what it means."""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]


def paragraphs(data):
    found = []
    for name in ("senate_press", "digitalgov", "opensource_com"):
        path = data / "text" / "open" / f"{name}.txt.zst"
        if not path.is_file():
            continue
        text = subprocess.run(["zstdcat", path], capture_output=True, check=True).stdout
        lines = text.decode("utf-8", "replace").split("\n")
        found += [line for line in lines if 200 < len(line) < 2000][:20000]
    if not found:
        sys.exit(f"measure.py: no text in {data}; --data names a folder with text/open/")
    return found


def documents(count, source):
    """The same every time: three paragraphs each, drawn with a fixed seed."""
    draw = random.Random(1)
    for _ in range(count):
        yield "\n\n".join(draw.choice(source) for _ in range(3))


def write_jsonl(path, count, source):
    with open(path, "w", encoding="utf-8") as out:
        for i, text in enumerate(documents(count, source)):
            out.write(json.dumps({"id": str(i), "text": text}) + "\n")


def run(arguments):
    """Seconds on the clock, seconds of the processor, largest memory in MB, exit code.

    By time(1): a child of this process would be said to have had all that this one has."""
    with tempfile.NamedTemporaryFile("r") as said:
        code = subprocess.run(["/usr/bin/time", "-q", "-f", "%e %U %S %M", "-o", said.name, *arguments],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        wall, user, system, memory = map(float, said.read().split())
    return wall, user + system, memory / 1024, code


class Measurement:
    def __init__(self, options, work):
        self.despin, self.work, self.count = options.despin, work, options.documents
        self.source = paragraphs(options.data)

    def jsonl(self, count):
        path = self.work / f"{count}.jsonl"
        if not path.is_file():
            write_jsonl(path, count, self.source)
        return path

    def scan(self, path, out, *arguments):
        return run([self.despin, "scan", "-q", "--overwrite", path, "-o", self.work / out, *arguments])

    def rate(self):
        path = self.jsonl(self.count)
        print(f"| {self.count} documents | documents/s | CPU ms a document | against check |")
        print("|---|--:|--:|--:|")
        seconds, cpu, _, _ = run([self.despin, "check", "--json", path])
        print(f"| check | {self.count / seconds:.0f} | {1e3 * cpu / self.count:.3f} | 1 |", flush=True)
        for threads in (1, 2):
            wall, used, _, _ = self.scan(path, "rate.jsonl", "-t", str(threads))
            print(f"| scan, threads: {threads} | {self.count / wall:.0f} | {1e3 * used / self.count:.3f} |"
                  f" {seconds / wall:.2f} |", flush=True)

    def memory(self):
        print("| documents | largest memory, MB |\n|--:|--:|")
        for count in (self.count // 100, self.count):
            _, _, memory, _ = self.scan(self.jsonl(count), "memory.jsonl", "-t", "2")
            print(f"| {count} | {memory:.1f} |", flush=True)

    def same(self):
        path = self.jsonl(self.count)
        self.scan(path, "same1.jsonl", "-t", "1")
        whole = (self.work / "same1.jsonl").read_bytes()
        for threads in (2, 8):
            self.scan(path, "same.jsonl", "-t", str(threads))
            print(f"{threads} threads:", "identical" if (self.work / "same.jsonl").read_bytes() == whole
                  else "DIFFERENT", flush=True)
        out, draw, kills = self.work / "killed.jsonl", random.Random(7), 0
        for old in (out, pathlib.Path(f"{out}.progress")):
            old.unlink(missing_ok=True)
        command = [self.despin, "scan", "-q", "--resume", path, "-o", out, "-t", "2"]
        lives = self.count / 8000
        while kills < 10:
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            try:
                process.wait(draw.random() * 2 * lives)
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        run(command)
        print(f"{kills} kills:", "identical" if out.read_bytes() == whole else "DIFFERENT", flush=True)

    def huge(self):
        """A gigabyte that is one line, one page, or nothing at all."""
        kinds = {"zeros.txt": None, "line.jsonl": b'{"text": "' + b"a" * 990, "page.html": b"<div>" * 200,
                 "gzip.warc.gz": os.urandom(1000)}
        print("| 1 GB of | seconds | MB | records | said |\n|---|--:|--:|--:|---|")
        for name, chunk in kinds.items():
            path = self.work / name
            with open(path, "wb") as out:
                if chunk is None:
                    out.truncate(10**9)
                else:
                    for _ in range(1000):
                        out.write(chunk * 1000)
            seconds, _, memory, code = self.scan(path, "huge.jsonl")
            lines = (self.work / "huge.jsonl").read_text().splitlines()
            said = json.loads(lines[0]).get("error", {}).get("code", "") if lines else ""
            print(f"| {name} | {seconds:.2f} | {memory:.0f} | {len(lines)} | {said} (ended with {code}) |",
                  flush=True)
            path.unlink()

    def files(self):
        folder = self.work / "files"
        broken = set()
        for i, text in enumerate(documents(self.count, self.source)):
            path = folder / f"{i // 1000:03}" / f"{i:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            if i % 100 == 42:
                broken.add(str(path))
                path.write_bytes([b"", b"\0\1\2\3", b"\x89PNG\r\n\x1a\n\0\0\0\r"][i // 100 % 3])
            else:
                path.write_text(text[:600], encoding="utf-8")
        seconds, _, memory, code = self.scan(folder, "files.jsonl")
        named, seen = set(), []
        with open(self.work / "files.jsonl", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                seen.append(record["input"])
                if "error" in record:
                    named.add(record["input"])
        print(f"{self.count} files, {len(broken)} broken: {len(seen)} records, "
              f"{len(set(seen))} of different files, {len(named)} errors, "
              f"{len(broken - named)} broken not named, {len(named - broken)} named but whole; "
              f"{seconds:.1f} s, {memory:.0f} MB, ended with {code}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("despin", type=os.path.abspath)
    parser.add_argument("--documents", type=int, default=100000)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--only", default="rate,memory,same,huge,files")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        work = (options.work or pathlib.Path(made)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        measurement = Measurement(options, work)
        for step in options.only.split(","):
            print(f"\n## {step}\n", flush=True)
            getattr(measurement, step)()


if __name__ == "__main__":
    main()
