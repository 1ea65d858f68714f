"""Makes documents to try an engine on: an archive, a table and lines of JSON.

    python3 corpus.py FOLDER --documents 20000

The texts are sentences of examples/pages, one in twenty of the reworded page, with other places
and numbers in each; the same for the same number of documents. Some are no documents at all: a cut
line, bytes that are no text, an empty page. Needs pyarrow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PAGES = Path(__file__).resolve().parents[1] / "pages"
PLACES = "Ellery Marston Kelwick Harrow Dunmere Alston Brackley Torrin Stanwell Pellham".split()
ROWS_OF_A_GROUP = 500


def sentences(page: str) -> list[str]:
    """Of a text in examples/pages."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return [one for one in re.split(r"(?<=[.!?])\s+", text) if len(one) > 20]


class Texts:
    """Texts by number."""

    def __init__(self) -> None:
        self.genuine = sentences("harbour_original.txt")
        self.spun = sentences("harbour_spun.txt")

    def text(self, number: int) -> str:
        source = random.Random(number)
        pool = self.spun if number % 20 == 7 else self.genuine
        count = source.randint(4, len(pool) - 1)
        chosen = [self.changed(source, one) for one in source.sample(pool, count)]
        middle = count // 2
        return " ".join(chosen[:middle]) + "\n\n" + " ".join(chosen[middle:])

    def changed(self, source: random.Random, sentence: str) -> str:
        sentence = sentence.replace("Ellery", source.choice(PLACES))
        return re.sub(r"\d+", lambda found: str(source.randint(2, 10 ** len(found[0]))), sentence)


def page(texts: Texts, number: int) -> bytes:
    """A page of a site."""
    text = "" if number % 997 == 0 else texts.text(number)
    body = "".join(f"<p>{escape(one)}</p>\n" for one in text.split("\n\n") if one)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Story {number}</title></head>\n'
        f"<body><nav><a href='/'>Home</a></nav><article>{body}</article></body></html>\n"
    ).encode()


def record(texts: Texts, number: int) -> bytes:
    """A response as an archive has it."""
    data = page(texts, number)
    if number % 499 == 0:
        data = bytes(range(256)) * 20  # no text
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + data
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://site{number % 50}.example/story/{number}\r\n"
        "WARC-Date: 2024-11-06T07:40:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def row(texts: Texts, number: int) -> dict[str, str | None]:
    """A document of a table."""
    return {
        "id": f"row-{number}" if number % 3 else None,
        "text": texts.text(number),
        "url": f"https://site{number % 50}.example/row/{number}",
        "title": f"Row {number}",
        "date": "2024-11-06",
    }


def known(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def lines(texts: Texts, first: int, count: int) -> Iterator[bytes]:
    """Of JSON; some are broken."""
    for number in range(first, first + count):
        line = json.dumps(known(row(texts, number)), ensure_ascii=False).encode()
        yield (line[:40] if number % 499 == 0 else line) + b"\n"


def write(folder: Path, documents: int) -> dict[str, Path]:
    """Writes a third of the documents each way; gives the files by their kind."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = Texts()
    third = documents // 3
    warc = folder / "crawl.warc.gz"
    with open(warc, "wb") as file:
        for number in range(third):
            file.write(gzip.compress(record(texts, number), 6, mtime=0))
    jsonl = folder / "lines.jsonl"
    with open(jsonl, "wb") as file:
        file.writelines(lines(texts, third, third))
    rows = [row(texts, number) for number in range(2 * third, documents)]
    parquet = folder / "table.parquet"
    pq.write_table(pa.Table.from_pylist(rows), parquet, row_group_size=ROWS_OF_A_GROUP)
    # The same rows for the command, which reads no Parquet.
    exported = folder / "exported.jsonl"
    with open(exported, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(known(one), ensure_ascii=False) + "\n" for one in rows)
    return {"warc": warc, "jsonl": jsonl, "parquet": parquet, "exported": exported}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    for path in write(options.folder, options.documents).values():
        print(path)


if __name__ == "__main__":
    main()
