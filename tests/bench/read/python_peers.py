#!/usr/bin/env python3
"""Measures reading pages and archives from Python, beside trafilatura, resiliparse and FastWARC.

  python_peers.py [--archive build/bench-warc/pages-150.warc.gz] [--pages 300] [--rounds 3]

All in one run of one Python that has them: trafilatura lxml_html_clean resiliparse fastwarc, and
despin, installed or by PYTHONPATH. warc.py makes the archive. Times are of this process on the CPU;
the fastest of the rounds counts, the programs in turn.
"""

import argparse
import sys
import time

import despin


def fastest(rounds, programs):
    """By name: the least seconds, and what was read."""
    found = {}
    for _ in range(rounds):
        for name, program in programs.items():
            begin = time.process_time()
            read = program()
            seconds = time.process_time() - begin
            found[name] = (min(seconds, found.get(name, (seconds,))[0]), read)
    return found


def records_by_despin(archive):
    count = 0
    for record in despin.Reader(archive).records():
        len(record.data)  # who reads records reads their bytes
        count += 1
    return count


def records_by_fastwarc(archive):
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    count = 0
    for record in ArchiveIterator(archive, record_types=WarcRecordType.response):
        record.reader.read()
        count += 1
    return count


def pages_of(archive, count):
    pages = []
    for record in despin.Reader(archive).records():
        pages.append(record.data.partition(b"\r\n\r\n")[2])
        if len(pages) == count:
            break
    return pages


def pages_by_despin(pages):
    return sum(len(despin.read(page, name="page.html").text) > 0 for page in pages)


def pages_by_trafilatura(pages):
    import trafilatura

    return sum(bool(trafilatura.extract(page)) for page in pages)


def pages_by_resiliparse(pages):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    texts = (bytes_to_str(page, detect_encoding(page)) for page in pages)
    return sum(bool(extract_plain_text(text, main_content=True)) for text in texts)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", default="build/bench-warc/pages-150.warc.gz")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    pages = pages_of(args.archive, args.pages)
    tasks = {
        "records": {
            "despin": lambda: records_by_despin(args.archive),
            "FastWARC": lambda: records_by_fastwarc(args.archive),
        },
        "pages": {
            "despin": lambda: pages_by_despin(pages),
            "resiliparse": lambda: pages_by_resiliparse(pages),
            "trafilatura": lambda: pages_by_trafilatura(pages),
        },
    }
    print(f"Python {sys.version.split()[0]}\n")
    print("| what | program | read | a second |\n|---|---|---:|---:|")
    for what, programs in tasks.items():
        for name, (seconds, read) in fastest(args.rounds, programs).items():
            print(f"| {what} | {name} | {read:,} | {read / seconds:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
