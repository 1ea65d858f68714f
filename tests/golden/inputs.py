"""The files that the recorded runs read: texts, tables, pages, archives, folders."""

import csv
import gzip
import io
import json
import subprocess

from archives import warc, wet
from pages import Page
from texts import thin


def json_lines(records, keys=("id", "text", "url", "title", "date")):
    lines = [
        json.dumps({k: r[k] for k in keys if k in r}, ensure_ascii=i % 3 == 0)
        for i, r in enumerate(records)
    ]
    return ("\n".join(lines) + "\n").encode()


def table(records, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(("id", "title", "text"))
    writer.writerows((r["id"], r.get("title", ""), r["text"]) for r in records)
    return out.getvalue().encode()


def write_inputs(s):
    """Writes what several groups read into the folder of a Session."""
    t = s.texts
    for name in ("genuine", "real", "originals", "spun", "obfuscated", "odd"):
        s.write(f"{name}.jsonl", json_lines(getattr(t, name)))
    s.write(
        "rewrites.jsonl", json_lines([{"id": r["id"], "text": r["suspect"]} for r in t.rewrites])
    )
    stories = t.originals + t.spun + t.real + thin(t.genuine, s.count(120))
    chosen = thin(stories, s.count(400))
    s.pages = []
    for i, r in enumerate(chosen):
        body = Page(r, chosen[max(0, i - 3) : i]).bytes()
        s.pages.append((r["id"], body))
        s.write(f"pages/{i // 100}/{i:03}{('.html', '.htm', '.xhtml')[i % 11 // 5]}", body)
    s.mixed = thin(stories, s.count(260))
    s.write("mixed.jsonl", json_lines(s.mixed))
    for i, r in enumerate(thin(s.mixed, s.count(60))):
        s.write(
            f"folder/{'deeper/' * (i % 3)}{i:03}.{('txt', 'md', 'text')[i % 3]}", r["text"].encode()
        )
    archive = warc(s.pages)
    s.write("crawl.warc", b"".join(archive))
    s.write("crawl.warc.gz", b"".join(gzip.compress(part, mtime=0) for part in archive))
    s.write("cut.warc", b"".join(archive)[:-700])
    s.write("texts.wet", b"".join(wet(s.mixed)))
    s.write("table.csv", table(s.mixed, ","))
    s.write("table.tsv", table([{**r, "text": " ".join(r["text"].split())} for r in s.mixed], "\t"))
    s.write(
        "bare.csv",
        b"body;name\n"
        + b"".join(
            b'"%s";n%d\n' % (r["text"].replace('"', '""').encode(), i)
            for i, r in enumerate(s.mixed[:9])
        ),
    )
    broken = s.mixed[0]["text"]
    s.write(
        "broken.jsonl",
        json_lines(s.mixed[:3])
        + b'{"text": 7}\nbroken\n\n{"id": "x"}\n{"text": ""}\n'
        + json.dumps({"text": broken}).encode()
        + b'\n{"text": "\xff"}\n{"body": "none"}',
    )
    s.write("mixed.jsonl.gz", gzip.compress(json_lines(s.mixed), mtime=0))
    packed = subprocess.run(
        ["zstd", "-qc"], input=json_lines(s.mixed[::2]), stdout=subprocess.PIPE, check=True
    )
    s.write("half.jsonl.zst", packed.stdout)
    s.copy("examples/pages", "harbour")
    s.copy("examples/archives/harbour.warc", "harbour.warc")


def suspects(s):
    """Copies, undated, dated before or after their originals, and texts without a source."""
    out = [{"id": f"suspect-{r['id']}", "text": r["suspect"]} for r in s.texts.rewrites]
    for i, r in enumerate(s.texts.spun):
        dates = ({}, {"date": "2021-03-04"}, {"date": "2018-01-01"})[i % 3]
        out.append({"id": f"suspect-{r['id']}", "text": r["text"], **dates})
    return (
        out
        + s.texts.originals[::4]
        + thin(s.texts.real, s.count(80))
        + thin(s.texts.genuine, s.count(150))
        + s.texts.odd
    )
