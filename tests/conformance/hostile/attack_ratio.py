#!/usr/bin/env python3
"""What the worst inputs cost, against ordinary ones of the same unpacked bytes.

  attack_ratio.py DESPIN [--model MODEL] [--only NAME,...] [--most 50]

Scans each input and an ordinary one of its kind and unpacked size, on one thread, and prints a
table of the ratios of time, peak memory and output. Ends with 1 if one is above --most. Times are those of the processor, less those of an empty input,
and the two are measured one after the other: a ratio hangs little on the machine. Texts are made of
the examples; needs no other data, and the zstd command.
"""

import argparse
import bz2
import gzip
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MEBI = 1 << 20
ORIGINAL = (ROOT / "examples/pages/harbour_original.txt").read_text(encoding="utf-8")
SPUN = (ROOT / "examples/pages/harbour_spun.txt").read_text(encoding="utf-8")
# A process that did next to nothing took some milliseconds: no ratio is made of less.
LEAST_SECONDS = 0.02
LEAST_OUTPUT = 1000


def shuffled(size):
    draw = random.Random(1)
    words = SPUN.split()
    out = []
    while size > 0:
        draw.shuffle(words)
        out.append(" ".join(words))
        size -= len(out[-1]) + 1
    return "\n".join(out)


def repeated(unit, size):
    return unit * (size // len(unit))


def letters(size):
    draw = random.Random(2)
    return " ".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size // 2))


def ordinary_text(size):
    return repeated(ORIGINAL + "\n\n", size) or ORIGINAL[:size]


def ordinary_lines(size):
    return repeated(json.dumps({"text": ORIGINAL}) + "\n", size)


def ordinary_rows(size):
    cell = '"' + ORIGINAL.replace('"', '""') + '"'
    return "id,text\n" + repeated(f"1,{cell}\n", size)


def ordinary_page(size):
    paragraphs = "".join(f"<p>{line}</p>\n" for line in ORIGINAL.splitlines() if line)
    return "<!doctype html><title>a</title><article>" + repeated(paragraphs, size)


def ordinary_archive(size):
    page = ordinary_page(4 * len(ORIGINAL))
    return repeated(warc(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"), size)


def warc(payload, head=""):
    size = len(payload.encode())
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n{head}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {size}\r\n\r\n{payload}\r\n\r\n"
    )


def zstd(data):
    return subprocess.run(
        ["zstd", "-19", "-q", "-c"], input=data, capture_output=True, check=True
    ).stdout


# By name: the file's ending, what makes it of a size, the ordinary input, the size.
TEXTS = {
    "shuffled odd words, 112 kB": (".txt", shuffled, ordinary_text, 112_000),
    "shuffled odd words, 1 MB": (".txt", shuffled, ordinary_text, MEBI),
    "one word": (".txt", lambda n: repeated("the ", n), ordinary_text, MEBI),
    "one-letter words": (".txt", letters, ordinary_text, MEBI),
    "one long word": (".txt", lambda n: "a" * n, ordinary_text, MEBI),
    "quotation marks": (".txt", lambda n: repeated('"a" ', n), ordinary_text, MEBI),
    "line breaks": (".txt", lambda n: "\n" * n, ordinary_text, MEBI),
}
PAGES = {
    "nested <div>": (".html", lambda n: repeated("<div>", n), ordinary_page, MEBI),
    "nested <i>": (".html", lambda n: repeated("<i>", n), ordinary_page, MEBI),
    "nested <table>": (".html", lambda n: repeated("<table><tr><td>", n), ordinary_page, MEBI),
    "<p>a": (".html", lambda n: repeated("<p>a", n), ordinary_page, MEBI),
    "attributes": (".html", lambda n: "<p " + repeated("a=1 ", n) + ">", ordinary_page, MEBI),
    "entities": (".html", lambda n: "<p>" + repeated("&amp;", n), ordinary_page, MEBI),
    "JSON-LD of brackets": (
        ".html",
        lambda n: '<script type="application/ld+json">[' + repeated("[],", n) + "1]</script><p>a",
        ordinary_page,
        MEBI,
    ),
}
RECORDS = {
    "lines that are no JSON": (".jsonl", lambda n: "x\n" * (n // 2), ordinary_lines, 2 * MEBI),
    "empty records": (".jsonl", lambda n: repeated('{"text":""}\n', n), ordinary_lines, 2 * MEBI),
    "one-word records": (
        ".jsonl",
        lambda n: repeated('{"text":"a"}\n', n),
        ordinary_lines,
        2 * MEBI,
    ),
    "rows of a word and an id": (
        ".csv",
        lambda n: "id,text\n" + "".join(f"{i},a\n" for i in range(n // 8)),
        ordinary_rows,
        2 * MEBI,
    ),
    "records of 20 bytes": (
        ".jsonl",
        lambda n: repeated('{"text":"a b c d e"}\n', n),
        ordinary_lines,
        2 * MEBI,
    ),
    "a line of [": (".jsonl", lambda n: "[" * n, ordinary_lines, 2 * MEBI),
    "an array of numbers": (
        ".jsonl",
        lambda n: '{"text":"a","x":[' + "1," * (n // 2) + "1]}",
        ordinary_lines,
        2 * MEBI,
    ),
    "a row of commas": (".csv", lambda n: "id,text\n" + "," * n, ordinary_rows, 2 * MEBI),
    "rows of too many fields": (
        ".csv",
        lambda n: "id,text\n" + repeated("1,a,b\n", n),
        ordinary_rows,
        2 * MEBI,
    ),
    "a quote that stays open": (
        ".csv",
        lambda n: 'id,text\n1,"open\n' + "x\n" * (n // 2),
        ordinary_rows,
        2 * MEBI,
    ),
    "an endless WARC head": (
        ".warc",
        lambda n: "WARC/1.0\r\n" + repeated("A: b\r\n", n),
        ordinary_archive,
        2 * MEBI,
    ),
    "an endless HTTP head": (
        ".warc",
        lambda n: warc("HTTP/1.1 200 OK\r\n" + repeated("A: b\r\n", n)),
        ordinary_archive,
        2 * MEBI,
    ),
    "WARC records of nothing": (
        ".warc",
        lambda n: repeated(warc("HTTP/1.1 200 OK\r\n\r\n"), n),
        ordinary_archive,
        2 * MEBI,
    ),
    "an endless mail head": (
        ".mbox",
        lambda n: "From a\n" + repeated("A: b\n", n),
        ordinary_archive,
        2 * MEBI,
    ),
    "mails of nothing": (".mbox", lambda n: repeated("From a\n\n", n), ordinary_archive, 2 * MEBI),
}
PACKED = {
    "gzip of zeros": (".txt.gz", lambda n: gzip.compress(bytes(n), 9), ordinary_text, 8 * MEBI),
    "xz of zeros": (".txt.xz", lambda n: lzma.compress(bytes(n)), ordinary_text, 8 * MEBI),
    "bzip2 of zeros": (".txt.bz2", lambda n: bz2.compress(bytes(n)), ordinary_text, 8 * MEBI),
    "zstd of zeros": (".txt.zst", lambda n: zstd(bytes(n)), ordinary_text, 8 * MEBI),
    "gzip of lines that are no JSON": (
        ".jsonl.gz",
        lambda n: gzip.compress(b"x\n" * (n // 2), 9),
        ordinary_lines,
        4 * MEBI,
    ),
    "zstd of one-word records": (
        ".jsonl.zst",
        lambda n: zstd(repeated('{"text":"a"}\n', n).encode()),
        ordinary_lines,
        4 * MEBI,
    ),
}
ATTACKS = TEXTS | PAGES | RECORDS | PACKED


class Cost:
    """Processor seconds, peak bytes and bytes of output of a scan."""

    def __init__(self, program, path):
        with tempfile.TemporaryFile() as out:
            child = subprocess.Popen(
                [program, "scan", "-q", "-t", "1", str(path)], stdout=out, stderr=subprocess.DEVNULL
            )
            _, self.status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(self.status)
            self.code = child.returncode
            self.output = out.seek(0, os.SEEK_END)
        self.seconds = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss * 1024


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def ratio(attack, ordinary, least):
    return max(attack, least) / max(ordinary, least)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("despin")
    parser.add_argument("--model")
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=float, default=50)
    options = parser.parse_args()
    if options.model:
        os.environ["DESPIN_MODEL"] = options.model
    only = [name for name in options.only.split(",") if name]
    known = {}  # of ordinary inputs
    too_high = []
    print(
        f"{'input':32} {'packed':>9} {'unpacked':>9} {'s':>7} "
        f"{'time':>6} {'memory':>7} {'output':>7}"
    )
    with tempfile.TemporaryDirectory(prefix="despin-hostile-") as name:
        folder = Path(name)
        idle = Cost(options.despin, write(folder / "idle.txt", "a")).seconds
        for title, (ending, make, ordinary, size) in ATTACKS.items():
            if only and not any(part in title for part in only):
                continue
            path = write(folder / f"attack{ending}", make(size))
            cost = Cost(options.despin, path)
            if (ordinary, size) not in known:
                kind = {ordinary_text: ".txt", ordinary_lines: ".jsonl", ordinary_rows: ".csv"}
                kind |= {ordinary_page: ".html", ordinary_archive: ".warc"}
                with_page = write(folder / f"ordinary{kind[ordinary]}", ordinary(size))
                known[ordinary, size] = Cost(options.despin, with_page)
            base = known[ordinary, size]
            ratios = (
                ratio(cost.seconds - idle, base.seconds - idle, LEAST_SECONDS),
                ratio(cost.memory, base.memory, 1),
                ratio(cost.output, base.output, LEAST_OUTPUT),
            )
            print(
                f"{title:32} {path.stat().st_size:9,} {size:9,} {cost.seconds:7.2f} "
                f"{ratios[0]:6.1f} {ratios[1]:7.2f} {ratios[2]:7.2f}",
                flush=True,
            )
            if cost.code not in (0, 1, 2) or max(ratios) > options.most:
                too_high.append(title)
            path.unlink()
    for title in too_high:
        print(f"above {options.most:g}, or ended by a signal: {title}", file=sys.stderr)
    return 1 if too_high else 0


if __name__ == "__main__":
    sys.exit(main())
