"""The runs of the command that are recorded, in groups.

A group is a function of a Session, in whose folder it runs the command, with relative names only.
`session.lines` records each line of standard output as a case of its own, `session.whole` all of
it as one. GROUPS names them in the order in which they must run: one reads what another wrote.
"""

import random

from inputs import json_lines, suspects
from messages import errors, words
from texts import thin


def check(s):
    for name in ("genuine", "real", "originals", "rewrites", "spun", "obfuscated", "odd"):
        s.lines("check", name, "check", "--json", f"{name}.jsonl")
    s.lines("check", "harbour", "check", "--json", "harbour")
    s.lines("check", "fpr-0.05", "check", "--json", "--max-fpr", "0.05", "real.jsonl")
    s.lines("check", "fpr-0", "check", "--json", "--max-fpr", "0", "mixed.jsonl")
    s.lines("check", "findings-3", "check", "--json", "--max-findings", "3", "mixed.jsonl")
    s.lines("check", "tiny", "check", "--json", "--model", "tiny.despin", "mixed.jsonl")


def check_page(s):
    s.lines("check_page", "pages", "check", "--json", "pages")
    s.lines("check_page", "explained", "check", "pages/0")
    for i, (name, body) in enumerate(thin(s.pages, s.count(40))):
        s.lines("check_page", f"stdin-{i}-{name}", "check", "--json", "-", stdin=body)


def check_input(s):
    for name in (
        "folder",
        "table.csv",
        "table.tsv",
        "bare.csv",
        "crawl.warc",
        "crawl.warc.gz",
        "cut.warc",
        "texts.wet",
        "mixed.jsonl.gz",
        "half.jsonl.zst",
        "broken.jsonl",
        "harbour.warc",
    ):
        s.lines("check_input", name, "check", "--json", name)


def check_text(s):
    s.lines("check_text", "mixed", "check", "mixed.jsonl")
    for r in thin(s.mixed + s.texts.obfuscated + s.texts.odd, s.count(120)):
        s.write("one.jsonl", json_lines([r]))
        s.whole("check_text", r["id"], "check", "--explain", "one.jsonl")
    for width in ("60", "100"):
        s.whole("check_text", f"columns-{width}", "check", "harbour", env={"COLUMNS": width})
    s.whole("check_text", "color", "check", "--color", "always", "--explain", "harbour", "folder")
    s.whole("check_text", "piped", "check", "-", stdin=s.mixed[0]["text"].encode())


def compare(s):
    for i, (name, original, suspect) in enumerate(s.texts.pairs):
        s.write("original.txt", original.encode())
        s.write("suspect.txt", suspect.encode())
        s.whole("compare", name, "compare", "--json", "original.txt", "suspect.txt", escape=False)
        if i % 20 == 0:
            env = {"COLUMNS": ("80", "120", "40")[i // 20 % 3]}
            s.whole("compare_text", name, "compare", "original.txt", "suspect.txt", env=env)
        if i % 32 == 5:
            s.whole(
                "compare_page",
                name,
                "compare",
                "--html",
                "out.html",
                "original.txt",
                "suspect.txt",
                made="out.html",
            )
    s.write("original.txt", s.texts.pairs[0][1].encode())
    harbour = ("harbour/harbour_original.html", "harbour/harbour_spun.html")
    s.whole("compare", "harbour", "compare", "--json", *harbour, escape=False)
    s.whole(
        "compare", "harbour-3", "compare", "--json", "--max-passages", "3", *harbour, escape=False
    )
    s.whole("compare_text", "harbour", "compare", *harbour)
    s.whole("compare_text", "harbour-color", "compare", "--color", "always", *harbour)
    s.whole(
        "compare_page",
        "harbour",
        "compare",
        "--json",
        "--html",
        "out.html",
        *harbour,
        made="out.html",
    )
    paths = sorted(str(p.relative_to(s.folder)) for p in s.folder.glob("pages/*/*"))
    for i, (a, b) in enumerate(zip(paths, paths[1:])):
        if i % 20 == 0:
            s.whole(
                "compare_page", f"page-{i}", "compare", "--html", "out.html", a, b, made="out.html"
            )


def index(s):
    t = s.texts
    s.write("articles.jsonl", json_lines(t.originals))
    s.write(
        "sources.jsonl",
        json_lines(
            [{"id": r["id"], "text": r["original"]} for r in t.rewrites]
            + thin(t.genuine, s.count(500))
        ),
    )
    s.write("suspects.jsonl", json_lines(suspects(s)))
    s.whole("index", "create", "index", "create", "a.index")
    s.whole("index", "add", "index", "add", "a.index", "articles.jsonl")
    s.whole("index", "add-again", "index", "add", "a.index", "articles.jsonl", "broken.jsonl")
    s.whole("index", "add-more", "index", "add", "a.index", "sources.jsonl")
    s.files("index", "segments", "a.index")
    s.lines("search", "segments", "index", "search", "--json", "a.index", "mixed.jsonl")
    s.whole("index", "merge", "index", "merge", "a.index")
    for verb in ("stat", "stat --json --for 5000", "verify"):
        s.whole("index", verb, "index", *verb.split(), "a.index", escape="--json" not in verb)
    s.files("index", "merged", "a.index")
    s.lines("search", "suspects", "index", "search", "--json", "a.index", "suspects.jsonl")
    s.lines(
        "search",
        "later",
        "index",
        "search",
        "--json",
        "--later",
        "--max-matches",
        "2",
        "a.index",
        "spun.jsonl",
    )
    s.lines(
        "search",
        "common",
        "index",
        "search",
        "--json",
        "--include-common",
        "a.index",
        "rewrites.jsonl",
    )
    s.lines("search", "pages", "index", "search", "--json", "a.index", "pages")
    for r in thin(t.spun, s.count(30)):
        s.write("one.jsonl", json_lines([r]))
        s.whole("search_text", r["id"], "index", "search", "a.index", "one.jsonl")
    s.lines("search_text", "mixed", "index", "search", "a.index", "mixed.jsonl")


def index_input(s):
    """Indexes of other inputs than JSON lines: which name a document gets there."""
    for name in (
        "pages",
        "folder",
        "crawl.warc",
        "crawl.warc.gz",
        "texts.wet",
        "table.csv",
        "harbour.warc",
    ):
        folder = f"{name}.index"
        s.whole("index_input", f"{name}-add", "index", "add", folder, name)
        s.files("index_input", f"{name}-files", folder)
        s.lines("index_input", f"{name}-search", "index", "search", "--json", folder, name)
        s.lines(
            "index_input", f"{name}-mixed", "index", "search", "--json", folder, "half.jsonl.zst"
        )
        if name != "pages":
            s.lines("index_input", f"{name}-scan", "scan", "-q", "-t", "1", "--index", folder, name)


def check_index(s):
    for name in ("spun.jsonl", "mixed.jsonl", "rewrites.jsonl", "odd.jsonl", "harbour", "folder"):
        s.lines("check_index", name, "check", "--json", "--index", "a.index", name)
    s.lines("check_index", "pages", "check", "--json", "--index", "a.index", "pages")
    s.lines("check_index", "text", "check", "--index", "a.index", "mixed.jsonl")


def scan(s):
    for name in (
        "crawl.warc",
        "crawl.warc.gz",
        "cut.warc",
        "texts.wet",
        "mixed.jsonl",
        "mixed.jsonl.gz",
        "half.jsonl.zst",
        "table.csv",
        "table.tsv",
        "pages",
        "folder",
        "broken.jsonl",
        "odd.jsonl",
        "harbour.warc",
    ):
        s.lines(
            "scan", name, "scan", "-t", "1", "-o", f"scan-{name}.out", name, made=f"scan-{name}.out"
        )
        s.lines("scan_index", name, "scan", "-q", "-t", "1", "--index", "a.index", name)
    s.write("list", b"table.csv\nfolder\nmissing.txt\n")
    extra = {
        "list": ("--files-from", "list"),
        "threads": ("-t", "2", "mixed.jsonl", "pages"),
        "only": ("mixed.jsonl", "--index", "a.index", "--only", "spun", "source"),
        "words": ("--min-words", "200", "crawl.warc"),
        "lang": ("--lang", "en", "pages", "texts.wet"),
        "sample": ("--sample", "0.3", "mixed.jsonl"),
        "fpr": ("--max-fpr", "0.05", "mixed.jsonl"),
        "fail": ("--fail-fast", "broken.jsonl"),
        "pattern": ("pages/*/0*.html",),
        "field": ("bare.csv", "--field", "text=body", "id=name"),
        "title": ("articles.jsonl", "--field", "text=title"),
        "format": ("--format", "document", "mixed.jsonl"),
    }
    for name, arguments in extra.items():
        s.lines("scan", f"with-{name}", "scan", "-q", *arguments)
    s.lines(
        "scan",
        "stdin",
        "scan",
        "-q",
        "--format",
        "csv",
        "-",
        stdin=(s.folder / "table.csv").read_bytes(),
    )


def report(s):
    outs = (
        "scan-mixed.jsonl.out",
        "scan-crawl.warc.out",
        "scan-pages.out",
        "scan-broken.jsonl.out",
    )
    with_sources = s.run("scan", "-q", "-t", "1", "--index", "a.index", "mixed.jsonl").stdout
    s.write("sources.out", with_sources)
    for name, files in {
        "mixed": outs[:1],
        "archive": outs[1:2],
        "pages": outs[2:3],
        "sources": ("sources.out",),
        "all": (*outs, "sources.out", "broken.jsonl", "missing.out"),
    }.items():
        s.whole("report", f"{name}-json", "report", "--json", *files, escape=False)
        s.whole("report", f"{name}-text", "report", *files)
        s.whole(
            "report", f"{name}-page", "report", "--html", "report.html", *files, made="report.html"
        )
        s.whole("report", f"{name}-limit", "report", "--limit", "3", "--json", *files, escape=False)


def evaluate(s):
    """Figures of labeled texts; of pairs, a few in each run, so that few can change unseen."""
    genuine = [{**r, "label": "clean"} for r in thin(s.texts.genuine, s.count(1500))]
    labelled = s.texts.real + genuine
    random.Random(16).shuffle(labelled)
    keys = ("text", "label", "kind", "substitutions")
    s.write("labelled.jsonl", json_lines(labelled, keys))
    s.write("real-labelled.jsonl", json_lines(s.texts.real, keys))
    s.write("markers.txt", s.texts.markers.read_bytes())
    s.whole("eval", "labelled", "eval", "--json", "labelled.jsonl", escape=False)
    s.whole("eval", "real", "eval", "--json", "real-labelled.jsonl", escape=False)
    s.whole("eval", "real-text", "eval", "real-labelled.jsonl")
    s.whole(
        "eval",
        "masked",
        "eval",
        "--json",
        "--mask",
        "markers.txt",
        "real-labelled.jsonl",
        escape=False,
    )
    s.whole(
        "eval", "fpr", "eval", "--json", "--max-fpr", "0.02", "real-labelled.jsonl", escape=False
    )
    s.whole("eval", "broken", "eval", "broken.jsonl")
    for i in range(0, len(s.texts.phrases), 10):
        s.write("pairs.tsv", "\n".join(s.texts.phrases[i : i + 10]).encode() + b"\n")
        s.whole("eval_pairs", f"pairs-{i}", "eval", "--json", "--pairs", "pairs.tsv", escape=False)
    s.whole("eval_pairs", "text", "eval", "--pairs", "pairs.tsv")


GROUPS = (
    check,
    check_page,
    check_input,
    check_text,
    compare,
    index,
    index_input,
    check_index,
    scan,
    report,
    evaluate,
    errors,
    words,
)
