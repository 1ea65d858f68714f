#!/usr/bin/env python3
"""Measures the speed of reading WARC records, compared with FastWARC.

  warc.py [--program build/release/tests/bench/read_records] [--work build/bench-warc]
          [--megabytes 150] [--rounds 15]

Makes an archive as crawlers write them, plain and with one gzip member a record, unless --work
has it already: pages out of invented words, the same for the same size. README.md says what is
counted.
"""
import argparse
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import time

SEED = 1
# glibc may give the top of the heap back after each record and fetch it for the next, which
# doubles FastWARC's time on a plain archive, or not, as the heap happens to lie.
KEEP_HEAP = {"MALLOC_TRIM_THRESHOLD_": str(128 << 20)}
LETTERS = "etaoinshrdlucmfw"


class Site:
    """Makes pages of markup and invented words, as often used as a language's."""

    def __init__(self):
        self.random = random.Random(SEED)
        self.words = ["".join(self.random.choices(LETTERS, k=self.random.randint(2, 11)))
                      for _ in range(8000)]
        total, self.ranks = 0.0, []
        for rank in range(len(self.words)):
            total += 1 / (rank + 5)
            self.ranks.append(total)

    def phrase(self, least, most):
        count = self.random.randint(least, most)
        return " ".join(self.random.choices(self.words, cum_weights=self.ranks, k=count))

    def link(self):
        number = self.random.randint(0, 99999)
        return (f'<li id="menu-item-{number}" class="menu-item menu-item-type-post_type '
                f'menu-item-object-page menu-item-{number}"><a href="https://example.com/section/'
                f'{self.phrase(2, 5).replace(" ", "-")}/{number}/">{self.phrase(1, 6)}</a></li>\n')

    def page(self):
        title = self.phrase(3, 9)
        parts = [f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}'
                 f"</title></head><body><h1>{title}</h1>\n"]
        wanted, size = self.random.randint(10_000, 90_000), 0
        while size < wanted:
            part = self.link() if self.random.random() < 0.6 else (
                f'<p class="article-text article-text--body">{self.phrase(20, 80)}.</p>\n')
            parts.append(part)
            size += len(part)
        return ("".join(parts) + "</body></html>\n").encode()

    def name(self):
        return f"<urn:uuid:{self.random.getrandbits(128):032x}>"


def records_of(site, number):
    """Request, response and what the crawler noted of it: type, content type, heads, body."""
    from warcio.statusandheaders import StatusAndHeaders
    page = site.page()
    yield "request", "application/http; msgtype=request", StatusAndHeaders(
        f"GET /{number} HTTP/1.1", [("Host", "example.com"), ("Accept", "text/html")],
        is_http_request=True), b""
    yield "response", "application/http; msgtype=response", StatusAndHeaders(
        "200 OK", [("Date", "Tue, 02 Jan 2024 03:04:05 GMT"), ("Server", "nginx"),
                   ("Content-Type", "text/html; charset=utf-8"),
                   ("Content-Length", str(len(page)))], protocol="HTTP/1.1"), page
    yield "metadata", "application/warc-fields", None, b"fetchTimeMs: 100\r\nlanguages: en\r\n"


def make(plain, packed, wanted):
    from warcio.warcwriter import WARCWriter
    site = Site()
    with open(plain, "wb") as plain_file, open(packed, "wb") as packed_file:
        writers = [WARCWriter(plain_file, gzip=False), WARCWriter(packed_file, gzip=True)]
        number = 0
        while plain_file.tell() < wanted:
            for kind, content_type, head, body in records_of(site, number):
                says = {"WARC-Record-ID": site.name(), "WARC-Date": "2024-01-02T03:04:05Z"}
                for writer in writers:
                    writer.write_record(writer.create_warc_record(
                        f"https://example.com/{number}", kind, payload=io.BytesIO(body),
                        length=len(body), warc_content_type=content_type,
                        warc_headers_dict=dict(says), http_headers=head))
            number += 1


def read_fastwarc(archive):
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    begin = time.process_time()
    records = size = 0
    # Given a name, it reads the file itself: that is faster than a file of Python's.
    for record in ArchiveIterator(archive, parse_http=True,
                                  record_types=WarcRecordType.response):
        size += len(record.reader.read())
        records += 1
    return {"records": records, "bytes": size, "seconds": time.process_time() - begin}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=True,
                          env={**os.environ, **KEEP_HEAP})
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/tests/bench/read_records")
    parser.add_argument("--work", type=pathlib.Path, default="build/bench-warc")
    parser.add_argument("--megabytes", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--fastwarc", metavar="ARCHIVE", help="read it by FastWARC, once, and end")
    args = parser.parse_args()
    if args.fastwarc:
        return print(json.dumps(read_fastwarc(args.fastwarc)))
    args.work.mkdir(parents=True, exist_ok=True)
    plain = args.work / f"pages-{args.megabytes}.warc"
    packed = args.work / f"pages-{args.megabytes}.warc.gz"
    done = args.work / f"pages-{args.megabytes}.made"
    if not done.exists():
        make(plain, packed, args.megabytes * 1_000_000)
        done.touch()
    unpacked = plain.stat().st_size / 1e6
    print(f"{unpacked:.0f} MB, with gzip {packed.stat().st_size / 1e6:.0f} MB; fastest of "
          f"{args.rounds} (slowest)\n\n| archive | program | responses | records/s | MB/s |\n"
          "|---|---|---:|---:|---:|")
    for archive, form in ((plain, "plain"), (packed, "gzip")):
        runs = {"despin": [], "FastWARC": []}
        for _ in range(args.rounds):  # in turn, so that a busy minute disturbs both
            runs["despin"].append(run([args.program, archive]))
            runs["FastWARC"].append(run([sys.executable, __file__, "--fastwarc", archive]))
        if len({(one["records"], one["bytes"]) for found in runs.values() for one in found}) != 1:
            sys.exit(f"the programs read different records of {archive}: "
                     + "; ".join(f"{name} {found[0]}" for name, found in runs.items()))
        for name, found in runs.items():
            seconds = sorted(one["seconds"] for one in found)
            records = found[0]["records"]
            print(f"| {form} | {name} | {records:,} | {records / seconds[0]:,.0f} "
                  f"({records / seconds[-1]:,.0f}) | {unpacked / seconds[0]:,.0f} "
                  f"({unpacked / seconds[-1]:,.0f}) |", flush=True)


if __name__ == "__main__":
    main()
