"""All JSON that the command writes is valid by its schema in docs/schemas, every key of a schema
is written somewhere, a broken document is refused, and docs/json.md lists the same keys."""

import copy
import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator

GENUINE = "The town council met on Monday, and the road will be repaired before the winter.\n"
SHORT_SPUN = "The Communist Bash has created a huge surveillance condition."
FOREIGN = (
    "Der Gemeinderat hat gestern beschlossen, dass die Straße vor dem Winter ausgebessert wird. "
    "Viele Anwohner hatten sich seit Jahren über ihren schlechten Zustand beschwert.\n"
)
AUTHORED_PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>The road</title><meta name="author" content="A. Writer">
<link rel="canonical" href="https://a.example/road"></head><body><p>{GENUINE}</p></body></html>
"""


class World:
    """The command, the examples, and a folder of small inputs of every kind."""

    def __init__(self, despin, examples, folder):
        self.despin = despin
        self.folder = folder
        self.model = despin.environment["DESPIN_MODEL"]
        pages = examples / "pages"
        self.original = pages / "harbour_original.html"
        self.spun = pages / "harbour_spun.html"
        self.spun_text = pages / "harbour_spun.txt"
        self.archive = examples / "archives" / "harbour.warc"
        self.short = self.write("short.txt", GENUINE)
        self.foreign = self.write("foreign.txt", 3 * FOREIGN)
        self.page = self.write("authored.html", AUTHORED_PAGE)
        self.broken_page = self.write("empty.html", "")
        self.scripted = self.write("scripted.html", scripted_page())
        self.wet = self.write("texts.wet", wet(self.spun_text.read_text(encoding="utf-8")))
        self.lines = self.write(
            "texts.jsonl",
            json_line(id="a", url="https://b.example/a", date="2019-05-01", text=GENUINE)
            + json_line(text=SHORT_SPUN, id="b", title="Bash")
            + "broken\n"
            + json_line(label="spun"),
        )
        self.bad_byte = folder / "bad.txt"
        self.bad_byte.write_bytes(3 * GENUINE.encode() + "\u00e9 \u00e9 ".encode() + b"\xff")
        self.found = self.write("found.warc", found_page(AUTHORED_PAGE))
        self.flood = self.write("flood.jsonl", "broken\n" * 105)
        self.table = self.write("texts.csv", f'id,url,text\n7,https://b.example/7,"{GENUINE}"\n')
        self.long = self.write("long.txt", "the " * 200_001)
        self.spun_at_length = self.write(
            "spun.txt", 40 * self.spun_text.read_text(encoding="utf-8")
        )
        self.words = self.write("words.txt", " ".join(f"w{n}" for n in range(200_001)))
        self.index = folder / "articles.index"
        self("index", "add", self.index, self.original)
        self("index", "add", self.index, self.page)
        self.living = self.living_index()

    def __call__(self, *arguments, **options):
        return self.despin(*arguments, cwd=self.folder, **options)

    def living_index(self):
        """Two revisions of a story, one of them to come, and two documents that are removed."""
        story = self.spun_text.read_text(encoding="utf-8")
        lines = [json_line(id=f"r{n}", date="2999-01-01", text=f"{story} {n}") for n in range(3)]
        lines += [json_line(id=f"g{n}", text=f"{GENUINE} {n}") for n in range(9)]
        self("index", "add", "living.index", self.write("living.jsonl", "".join(lines)))
        self("index", "remove", "living.index", "r2", "g8")
        return self.folder / "living.index"

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path


def json_line(**fields):
    return json.dumps(fields) + "\n"


def scripted_page():
    """Shows nothing, has its text in its description, and a tag of too many attributes."""
    article = json.dumps({"@type": "NewsArticle", "articleBody": 9 * GENUINE})
    attributes = " ".join(f"data-{n}={n}" for n in range(300))
    return (
        f'<!DOCTYPE html><title>The road</title><script type="application/ld+json">{article}'
        f"</script><div id=app {attributes}></div>"
    )


def wet(text):
    size = len(text.encode())
    return (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://w.example/a\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000009>\r\n"
        "WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {size}\r\n\r\n{text}\r\n\r\n"
    )


def found_page(page):
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://found.example/a\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000008>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}\r\n\r\n"
    )


def odd_name(world):
    path = world.folder / "odd \udcff\udcfe.txt"  # bytes that are not UTF-8
    path.write_text(GENUINE, encoding="utf-8")
    return world("check", "--json", path, code=1)


def corrupt_index(world):
    shutil.copytree(world.index, world.folder / "corrupt.index")
    segment = min((world.folder / "corrupt.index").glob("*.segment"))
    segment.write_bytes(segment.read_bytes()[:100])
    return world("index", "stat", "--json", "corrupt.index", code=2)


def empty_index(world):
    world("index", "create", "empty.index")
    return world("index", "stat", "--json", "--for", 5000, "empty.index")


def stopped_scan(world, *options):
    """The progress of a scan that a full disk has stopped, after some errors."""
    lines = ["broken\n"] + [json_line(text=GENUINE)] * 200
    world.write("stop.jsonl", "".join(lines))
    out = world.folder / f"stopped{len(options)}.jsonl"
    scan = ("scan", "-q", "--threads", 2, "--save-every", 0, *options, "-o", out)
    world(*scan, "foreign.txt", "stop.jsonl", code=2, max_file_bytes=60_000)
    return out.with_name(out.name + ".progress").read_text(encoding="utf-8")


def scan_stopped_at_errors(world):
    world.write("bad.jsonl", "broken\n1\n" * 1000)
    scan = ("scan", "-q", "--threads", 2, "--save-every", 0, "-o", "bad_out.jsonl")
    world(*scan, "bad.jsonl", code=2, max_file_bytes=60_000)
    return (world.folder / "bad_out.jsonl.progress").read_text(encoding="utf-8")


def summary(world, *inputs, stdin="", code=0):
    return world("report", "--json", *inputs, stdin=stdin, code=code)


def summary_of_scans(world):
    inputs = (world.folder / "texts.jsonl", world.archive, "none.txt")
    world("scan", "-q", "-o", "scan.jsonl", *inputs, code=2)
    world("scan", "-q", "--index", world.index, "-o", "copies.jsonl", world.archive)
    return summary(world, "scan.jsonl", "copies.jsonl")


def labeled(world):
    return world.write(
        "labeled.jsonl",
        json_line(text=SHORT_SPUN, label="spun", kind="K", substitutions=[["Bash", "Party"]])
        + json_line(text=SHORT_SPUN, label="spun", kind="both")
        + json_line(text=GENUINE, label="clean", kind="both")
        + json_line(text=GENUINE, label="clean"),
    )


def sourced(world):
    spun = world.spun_text.read_text(encoding="utf-8")
    return world.write(
        "sourced.jsonl",
        json_line(text=spun, label="spun", source=str(world.original))
        + json_line(text=spun, label="spun", source=["elsewhere", "nowhere"])
        + json_line(text=GENUINE, label="clean"),
    )


def only_spun(world):
    return world.write("only_spun.jsonl", json_line(text=SHORT_SPUN, label="spun", kind="K"))


def pairs(world):
    return world.write("pairs.tsv", "huge information\tbig data\nflag\tbanner\n")


def predictions(world, *options):
    world("eval", "--predictions", "predictions.jsonl", *options, labeled(world))
    return (world.folder / "predictions.jsonl").read_text(encoding="utf-8")


def of_another(world):
    page = world.spun.read_text(encoding="utf-8")
    address = re.search(r'canonical" href="(.*?)"', world.original.read_text("utf-8"))[1]
    return world.write("another.html", re.sub(r'(canonical" href=")[^"]*', r"\1" + address, page))


def left_out(world):
    return json_line(id="r0", date="2020", text=world.spun_text.read_text(encoding="utf-8"))


def common(world):
    """Ten documents of one paragraph and much else."""
    notice = world.spun_text.read_text(encoding="utf-8")
    lines = [
        json_line(id=f"n{n}", text=" ".join(f"x{n}y{k}" for k in range(400)) + ". " + notice)
        for n in range(10)
    ]
    world("index", "add", "common.index", world.write("common.jsonl", "".join(lines)))
    return world("index", "search", "--json", "common.index", world.spun_text, code=1)


def patchwork(world):
    """A text of a dozen documents."""
    texts = [" ".join(made_word(100 * n + k) for k in range(90)) + "." for n in range(12)]
    lines = [json_line(id=f"p{n}", text=text) for n, text in enumerate(texts)]
    world("index", "add", "patchwork.index", world.write("patchwork.jsonl", "".join(lines)))
    return world.write("patchwork.txt", "\n\n".join(texts))


def made_word(number):
    syllables = ("ba", "cor", "den", "fi", "gal", "ho", "jin", "ka", "lum", "mer")
    return "".join(syllables[int(digit)] for digit in str(10_000 + number * 7919 % 90_000))


def mask(world):
    return world.write("mask.txt", "bash\n")


# By name: the schema, and what writes lines of it.
CASES = {
    "check spun page": ("report", lambda w: w("check", "--json", w.spun)),
    "check genuine page": ("report", lambda w: w("check", "--json", w.original, code=1)),
    "check spun text": ("report", lambda w: w("check", "--json", w.spun_text)),
    "check short text": ("report", lambda w: w("check", "--json", w.short, code=1)),
    "check other language": ("report", lambda w: w("check", "--json", w.foreign, code=1)),
    "check options": (
        "report",
        lambda w: w(
            "check", "-ej", "--max-findings", 2, "--max-fpr", 0.05, "--color", "always", w.spun
        ),
    ),
    "check no rate is low enough": (
        "report",
        lambda w: w("check", "--json", "--max-fpr", 0, w.spun, code=1),
    ),
    "check standard input": ("report", lambda w: w("check", "--json", stdin=SHORT_SPUN, code=1)),
    "check lines": ("report", lambda w: w("check", "--json", w.lines, code=2)),
    "check folder": ("report", lambda w: w("check", "--json", w.spun.parent)),
    "check archive": ("report", lambda w: w("check", "--json", w.archive)),
    "check found page": ("report", lambda w: w("check", "--json", w.found, code=1)),
    "check bad byte": ("report", lambda w: w("check", "--json", w.bad_byte, code=1)),
    "check with index": ("report", lambda w: w("check", "--json", "--index", w.index, w.spun)),
    "check with index, no source": (
        "report",
        lambda w: w("check", "--json", "--index", w.index, w.foreign, code=1),
    ),
    "check odd name": ("report", odd_name),
    "check scripted page": ("report", lambda w: w("check", "--json", w.scripted, code=1)),
    "check long text": ("report", lambda w: w("check", "--json", w.long, code=1)),
    "check long spun text": ("report", lambda w: w("check", "--json", w.spun_at_length)),
    "scan long spun text": ("scan", lambda w: w("scan", "-q", w.spun_at_length)),
    "scan long text": ("scan", lambda w: w("scan", "-q", w.long, code=1)),
    "compare long texts": ("comparison", lambda w: w("compare", "--json", w.words, w.words)),
    "compare spun": ("comparison", lambda w: w("compare", "--json", w.original, w.spun)),
    "compare the other way round": (
        "comparison",
        lambda w: w("compare", "--json", "--max-passages", 1, w.spun, w.original),
    ),
    "compare verbatim": ("comparison", lambda w: w("compare", "--json", w.original, w.original)),
    "compare unrelated": ("comparison", lambda w: w("compare", "--json", w.spun, w.short, code=1)),
    "compare standard input": (
        "comparison",
        lambda w: w("compare", "--json", w.original, "-", stdin=w.spun_text.read_text("utf-8")),
    ),
    "search": ("search", lambda w: w("index", "search", "--json", w.index, w.spun)),
    "search no match": (
        "search",
        lambda w: w("index", "search", "--json", w.index, w.foreign, code=1),
    ),
    "search lines": ("search", lambda w: w("index", "search", "--json", w.index, w.lines, code=2)),
    "search options": (
        "search",
        lambda w: w(
            *("index", "search", "--json", "--later", "--include-common", "--max-matches", 1),
            *(w.index, w.original, w.spun_text),
        ),
    ),
    "search long text": (
        "search",
        lambda w: w("index", "search", "--json", w.index, w.words, code=1),
    ),
    "search copies of a later date": (
        "search",
        lambda w: w("index", "search", "--json", w.living, w.spun),
    ),
    "search a page that gives itself the address of another": (
        "search",
        lambda w: w("index", "search", "--json", w.index, of_another(w)),
    ),
    "check a page that gives itself the address of another": (
        "report",
        lambda w: w("check", "--json", "--index", w.index, of_another(w)),
    ),
    "scan a page that gives itself the address of another": (
        "scan",
        lambda w: w("scan", "-q", "--index", w.index, of_another(w)),
    ),
    "search what is left out": (
        "search",
        lambda w: w(
            *("index", "search", "--json", "--max-matches", 0, "--date", "2020", w.living, "-"),
            stdin=json_line(id="r0", text=w.spun_text.read_text(encoding="utf-8")),
            code=1,
        ),
    ),
    "search beyond the number shown": (
        "search",
        lambda w: w("index", "search", "--json", "--max-matches", 0, w.living, w.spun, code=1),
    ),
    "search what many share": ("search", common),
    "check copies of a later date": (
        "report",
        lambda w: w("check", "--json", "--index", w.living, w.spun),
    ),
    "check what is left out": (
        "report",
        lambda w: w("check", "--json", "--index", w.living, "-", stdin=left_out(w)),
    ),
    "scan copies of a later date": (
        "scan",
        lambda w: w("scan", "-q", "--index", w.living, w.spun),
    ),
    "scan what is left out": (
        "scan",
        lambda w: w("scan", "-q", "--index", w.living, "--format", "jsonl", "-", stdin=left_out(w)),
    ),
    "check what many share": (
        "report",
        lambda w: (common(w), w("check", "--json", "--index", "common.index", w.spun_text))[1],
    ),
    "scan what many share": (
        "scan",
        lambda w: (common(w), w("scan", "-q", "--index", "common.index", w.spun_text))[1],
    ),
    "check a patchwork": (
        "report",
        lambda w: w("check", "--json", patchwork(w), "--index", "patchwork.index"),
    ),
    "scan a patchwork": (
        "scan",
        lambda w: w("scan", "-q", patchwork(w), "--index", "patchwork.index"),
    ),
    "scan archive": ("scan", lambda w: w("scan", "-q", w.archive)),
    "scan wet": ("scan", lambda w: w("scan", "-q", w.wet)),
    "scan lines": ("scan", lambda w: w("scan", "-q", w.lines, code=2)),
    "scan table": ("scan", lambda w: w("scan", "-q", w.table, code=1)),
    "scan pages": ("scan", lambda w: w("scan", "-q", w.page, w.spun, w.broken_page, code=2)),
    "scan scripted page": ("scan", lambda w: w("scan", "-q", w.scripted, code=1)),
    "scan folder": ("scan", lambda w: w("scan", "-q", w.spun.parent)),
    "scan with index": (
        "scan",
        lambda w: w("scan", "-q", "--index", w.index, w.archive, w.foreign),
    ),
    "scan found page": ("scan", lambda w: w("scan", "-q", w.found, code=1)),
    "scan bad byte": ("scan", lambda w: w("scan", "-q", w.bad_byte, code=1)),
    "scan flood": ("scan", lambda w: w("scan", "-q", w.flood, code=2)),
    "scan missing": ("scan", lambda w: w("scan", "-q", "none.txt", code=2)),
    "scan standard input": ("scan", lambda w: w("scan", "-q", "-", stdin=GENUINE, code=1)),
    "scan options": (
        "scan",
        lambda w: w(
            *("scan", "-q", "--unordered", "--threads", 2, "--only", "spun,abstain"),
            *("--min-words", 5, "--format", "jsonl", "--field", "text=text", w.lines),
            code=2,
        ),
    ),
    "report": ("summary", summary_of_scans),
    "report reports": (
        "summary",
        lambda w: summary(w, "-", stdin=w("check", "--json", w.spun, w.original)),
    ),
    "explain reports": (
        "explanation",
        lambda w: w("explain", "--json", stdin=w("check", "--json", w.spun, w.original)),
    ),
    "explain a scan": (
        "explanation",
        lambda w: w("explain", "--json", stdin=w("scan", "-q", w.spun, w.broken_page, code=2)),
    ),
    "explain a sparse record": (
        "explanation",
        lambda w: w(
            "explain", "--json", stdin=json_line(schema="despin.report/1", verdict="abstain")
        ),
    ),
    "report nothing": ("summary", summary),
    "report broken lines": (
        "summary",
        lambda w: summary(w, stdin='{"schema":"despin.scan/9"}\nbroken\n', code=2),
    ),
    "report sparse records": (
        "summary",
        lambda w: summary(
            w,
            stdin=json_line(schema="despin.scan/1", verdict="abstain")
            + json_line(schema="despin.scan/1", error={})
            + json_line(schema="despin.report/1", verdict="spun", findings=[{}], sources=[{}]),
        ),
    ),
    "eval": ("eval", lambda w: w("eval", "--json", labeled(w))),
    "eval masked": ("eval", lambda w: w("eval", "--json", "--mask", mask(w), labeled(w))),
    "eval with pairs": ("eval", lambda w: w("eval", "--json", "--pairs", pairs(w), labeled(w))),
    "eval pairs alone": ("eval", lambda w: w("eval", "--json", "--pairs", pairs(w))),
    "eval two models": (
        "eval",
        lambda w: w("eval", "--json", "-m", w.model, "-m", w.model, labeled(w)),
    ),
    "eval predictions": ("prediction", lambda w: predictions(w)),
    "eval predictions of two models": (
        "prediction",
        lambda w: predictions(w, "-m", w.model, "-m", w.model),
    ),
    "eval with index": (
        "eval",
        lambda w: w("eval", "--json", "--index", w.index, sourced(w)),
    ),
    "eval one label": ("eval", lambda w: w("eval", "--json", only_spun(w))),
    "index stat": ("index", lambda w: w("index", "stat", "--json", w.index)),
    "index stat of an empty index": ("index", empty_index),
    "index stat with removed documents": (
        "index",
        lambda w: w("index", "stat", "--json", w.living),
    ),
    "index list": ("document", lambda w: w("index", "list", "--json", w.living)),
    "index list of pages": ("document", lambda w: w("index", "list", "--json", w.index)),
    "index show": ("document", lambda w: w("index", "show", "--json", w.living, "r0", "g1")),
    "index stat of a corrupt index": ("index", corrupt_index),
    "scan progress": ("scan_progress", stopped_scan),
    "scan progress, at errors": ("scan_progress", scan_stopped_at_errors),
    "scan progress, unordered": ("scan_progress", lambda w: stopped_scan(w, "--unordered")),
}

WITHHELD = {"withheld", "withheld.common", "withheld.later", "withheld.itself", "withheld.more"} | {
    "sources[].later",
    "sources[].own_address",
    "sources[].copies",
}
# Keys that a document may do without, by schema; "error" is a record of scan with an error.
OPTIONAL = {
    "report": {"url", "replaced_bytes", "canonical_url", "families", "sources", "language"}
    | {"language_probability", "run", "truncated", "findings_total", "second_pass_words"}
    | {"text_from", "page_omissions", "exempt", "passages[].families"}
    | WITHHELD,
    "comparison": {"run", "original_truncated", "suspect_truncated"},
    "search": {"run", "truncated", "withheld", "withheld.common", "withheld.later"}
    | {"withheld.itself", "withheld.more", "matches[].later", "matches[].copies"}
    | {"matches[].own_address"},
    "document": {"url", "title", "date", "terms"},
    "scan": {"url", "title", "author", "date", "language", "language_probability"}
    | {"declared_language", "replaced_bytes", "canonical_url", "families", "sources"}
    | {"truncated", "findings_total", "second_pass_words", "text_from", "page_omissions"}
    | {"exempt", "passages[].families"}
    | WITHHELD,
    "error": {"id", "url", "repeated", "error.line"},
    "scan_progress": {"run"},
    "index": {"segments[].damage", "removed", "segments[].removed"},
    "eval": {"pairs", "difference", "model_file", "search"},
}
# Objects whose keys are names; each may be left out.
MAPS = {
    "summary": {"abstain_reasons", "error_codes", "languages", "months"},
    "eval": {"by_kind"},
    "scan_progress": {"settings", "counts.abstained", "counts.errors"},
}
# Values that may be null.
NULLABLE = {
    "explanation": re.compile(r"score|threshold|bias|adds_up|max_false_positive_rate"),
    "report": re.compile(r"judged_by\.threshold"),
    "scan": re.compile(r"judged_by\.threshold"),
    "summary": re.compile(r"worst\[\]\.score|judged_by\[\]\.max_false_positive_rate"),
    "eval": re.compile(
        r"(?!curve)(.*\.)?(auroc|(average_)?precision|recall|top[15]|f1|mcc|brier|share"
        r"|false_positive_rate|recall_at_10?|mrr|false_matches)(_ci)?|.*\.spun_ci|.*_at_fpr(_ci)?\..*"
    ),
}


@pytest.fixture(scope="module")
def world(despin, examples, tmp_path_factory):
    return World(despin, examples, tmp_path_factory.mktemp("schemas"))


@pytest.fixture(scope="module")
def documents(world):
    """By case: its documents. Each case runs once, when it is first asked for."""
    made = {}

    def of(case):
        if case not in made:
            schema, write = CASES[case]
            lines = [json.loads(line) for line in write(world).splitlines()]
            # What check and search could not read has a record as scan writes it.
            others = [line for line in lines if "error" in line and schema in ("report", "search")]
            assert all(line["schema"] == "despin.scan/1" for line in others)
            made[case] = [line for line in lines if line not in others]
            made[case + ", errors"] = others
        return made[case]

    return of


@pytest.fixture(scope="module")
def validators(schemas):
    return {name: Draft202012Validator(schema) for name, schema in schemas.items()}


def kind_of(schema, document):
    return "error" if schema == "scan" and "error" in document else schema


def is_map(schema, path):
    return path in MAPS.get(schema, ())


def joined(schema, path, key):
    key = "*" if is_map(schema, path) else key
    return f"{path}.{key}" if path else key


def places(schema, document, path=""):
    """Every object and list of a document, with its path: "findings[]", "months.*"."""
    yield path, document
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, (dict, list)):
                yield from places(schema, value, joined(schema, path, key))
    else:
        for value in document:
            if isinstance(value, (dict, list)):
                yield from places(schema, value, path + "[]")


def keys_of(schema, document):
    for path, place in places(schema, document):
        if isinstance(place, dict):
            yield from (joined(schema, path, key) for key in place)


def trimmed(value):
    """The same document with lists of two elements at most."""
    if isinstance(value, dict):
        return {key: trimmed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [trimmed(each) for each in value[:2]]
    return value


def of_another_type(value):
    if value is None or isinstance(value, bool):
        return "true"
    if isinstance(value, (int, float)):
        return str(value)
    return {str: 7, list: {}, dict: []}[type(value)]


def each_key(schema, document):
    """(path of the key, path of its object, the object, the key) for every key of every object."""
    for path, place in list(places(schema, document)):
        if isinstance(place, dict):
            for key in list(place):
                yield joined(schema, path, key), path, place, key


def error_of(validator, document):
    error = next(validator.iter_errors(document), None)
    return error and f"{error.json_path}: {error.message[:200]}"


def test_schemas_are_schemas(schemas):
    assert {schema for schema, _ in CASES.values()} == set(schemas)
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["title"] == schema["properties"]["schema"]["const"] == f"despin.{name}/1"


def objects_of(schema):
    """All parts of a schema that list the keys of an object."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects_of(part)


def test_schemas_allow_no_other_keys(schemas):
    for schema in schemas.values():
        for part in objects_of(schema):
            assert part["additionalProperties"] is False
            assert set(part.get("required", ())) <= set(part["properties"])


def test_schemas_share_definitions(schemas):
    """What has one name in several schemas is one thing. A finding of a scan has more keys."""
    seen = {}
    for name, schema in schemas.items():
        for part, definition in schema.get("$defs", {}).items():
            if (name, part) != ("scan", "finding"):
                assert seen.setdefault(part, definition) == definition, (name, part)
    finding = copy.deepcopy(schemas["scan"]["$defs"]["finding"])
    for key in ("before", "after"):
        del finding["properties"][key]
        finding["required"].remove(key)
    assert finding == seen["finding"]


def test_documentation_lists_the_keys(schemas, documentation):
    tables = set()
    for table in re.findall(r"^\| key \|.*\n\|[-|]+\n((?:\|.*\n)+)", documentation, re.MULTILINE):
        rows = [row.split("|")[1] for row in table.splitlines()]
        tables.add(frozenset(key for row in rows for key in re.findall("`(.+?)`", row)))
    objects = {frozenset(part["properties"]) for s in schemas.values() for part in objects_of(s)}
    assert tables == objects


def test_examples_of_the_documentation_are_valid(validators, documentation):
    examples = re.findall(r"(?:^    .*\n)+", documentation, re.MULTILINE)
    assert examples
    for example in map(json.loads, examples):
        name = example["schema"].removeprefix("despin.").split("/")[0]
        assert error_of(validators[name], example) is None


@pytest.mark.parametrize("case", CASES)
def test_output_is_valid(case, documents, validators):
    schema = CASES[case][0]
    assert documents(case)
    for document in documents(case):
        assert error_of(validators[schema], document) is None


@pytest.mark.parametrize("schema", sorted({schema for schema, _ in CASES.values()}))
def test_every_key_is_written(schema, documents, schemas):
    def keys_in(part, path=""):
        part = schemas[schema]["$defs"][part["$ref"].split("/")[-1]] if "$ref" in part else part
        for key, value in part.get("properties", {}).items():
            yield joined(schema, path, key)
            yield from keys_in(value, joined(schema, path, key))
        if "items" in part:
            yield from keys_in(part["items"], path + "[]")
        if isinstance(part.get("additionalProperties"), dict):
            yield path + ".*"
            yield from keys_in(part["additionalProperties"], path + ".*")

    written = {
        key
        for case, (name, _) in CASES.items()
        if name == schema
        for document in documents(case)
        for key in keys_of(schema, document)
    }
    assert written == set(keys_in(schemas[schema]))


def test_every_verdict_is_written(documents):
    verdicts = {
        (schema, document.get("verdict"), document.get("abstain_reason"))
        for case, (schema, _) in CASES.items()
        for document in documents(case)
    }
    for schema in ("report", "scan"):
        for verdict in (("spun", None), ("not_spun", None), ("abstain", "too_short")):
            assert (schema, *verdict) in verdicts
    assert ("report", "abstain", "not_english") in verdicts
    for verdict in ("spun", "verbatim", "unrelated"):
        assert ("comparison", verdict, None) in verdicts


@pytest.mark.parametrize("schema", sorted({schema for schema, _ in CASES.values()}))
def test_broken_documents_are_refused(schema, documents, validators):
    """Of each kind of document: a key less, a key more, a value of another type, a null."""
    validator = validators[schema]
    kinds = {}
    for case, (name, _) in CASES.items():
        for document in documents(case) if name == schema else ():
            document = trimmed(document)
            kinds.setdefault(frozenset(keys_of(schema, document)), document)
    for document in kinds.values():
        assert error_of(validator, document) is None
        optional = OPTIONAL.get(kind_of(schema, document), ())
        for where, path, place, key in each_key(schema, document):
            value = place.pop(key)
            may_lack = where in optional or is_map(schema, path)
            assert validator.is_valid(document) == may_lack, f"without {where}"
            place[key] = of_another_type(value)
            assert not validator.is_valid(document), f"another type of {where}"
            place[key] = None
            nullable = bool(schema in NULLABLE and NULLABLE[schema].fullmatch(where))
            assert validator.is_valid(document) == nullable, f"null as {where}"
            place[key] = value
            place["unlisted key"] = True
            assert not validator.is_valid(document), f"another key beside {where}"
            del place["unlisted key"]
        assert error_of(validator, document) is None  # as it was


def put(*path_and_value):
    """Sets a value: put("findings", 0, "probability", 0.4)."""
    *path, key, value = path_and_value

    def change(document):
        for step in path:
            document = document[step]
        document[key] = value

    return change


WRONG_VALUES = [
    ("check spun page", put("schema", "despin.report/2")),
    ("check spun page", put("verdict", "maybe")),
    ("check spun page", put("false_positive_rate_upper", 0)),
    ("check spun page", put("false_positive_rate_upper", 1.01)),
    ("check spun page", put("evidence_nats", -1)),
    ("check spun page", put("swap_rate", 1.5)),
    ("check spun page", put("words", -1)),
    ("check spun page", put("words", 2.5)),
    ("check spun page", put("disguises", "invisible", -1)),
    ("check spun page", put("exempt", {"left_out": 1})),
    ("check spun page", put("findings", 0, "probability", 0.4)),
    ("check spun page", put("findings", 0, "begin_byte", -1)),
    ("check spun page", put("findings", 0, "end_byte", 1 << 32)),
    ("check spun page", put("findings", 0, "written", "")),
    ("check spun page", put("findings", 0, "likely_originals", [])),
    ("check spun page", put("findings", 0, "likely_originals", ["a"] * 6)),
    ("check spun page", put("contributions", 0, "name", "luck")),
    ("check spun page", put("families", 0, "posterior", 1.5)),
    ("check spun page", put("abstain_reason", "too_short")),
    ("check genuine page", put("families", [])),
    ("check short text", put("abstain_reason", "none")),
    ("check short text", put("verdict", "not_spun")),
    ("check with index", put("sources", 0, "score", 0)),
    ("check with index", put("sources", 0, "verdict", "independent")),
    ("check spun page", put("judged_by", "model", "0123")),
    ("check spun page", put("run", "time", "yesterday")),
    ("compare spun", put("direction", "left")),
    ("compare spun", put("copied", 1.01)),
    ("compare spun", put("substitutions", 0, "edit", "kept")),
    ("compare spun", put("passages", 0, "moved", 0)),
    ("compare spun", put("passages", 0, "original", "begin_byte", -1)),
    ("search", put("matches", 0, "id", "")),
    ("search", put("matches", 0, "copied", -0.1)),
    ("scan archive", put("number", 0)),
    ("scan archive", put("byte", -1)),
    ("scan archive", put("title", "")),
    ("scan archive", put("error", {"code": "bad_input", "message": "a verdict and an error"})),
    ("scan missing", put("error", "code", "bad_luck")),
    ("scan missing", put("verdict", "spun")),
    ("scan missing", put("title", "known")),
    ("report", put("documents", -1)),
    ("report", put("months", "2019-13", {})),
    ("report", put("inputs", [])),
    ("report", put("swap_rates", "step", 0)),
    ("report", put("scores", "spun", "counts", [])),
    ("report", put("worst", 0, "swap_rate", 2)),
    ("report", put("sources", "list", 0, "documents", 0)),
    ("eval", put("auroc", 1.01)),
    ("eval", put("auroc_ci", [0.5])),
    ("eval", put("auroc_ci", [0.5, 0.6, 0.7])),
    ("eval", put("by_kind", "K", "label", "not_spun")),
    ("eval", put("at_default_threshold", "mcc", -1.01)),
    ("eval", put("calibration", "brier", 1.01)),
    ("eval", put("curve", 0, "precision", None)),
    ("eval predictions", put("label", "not_spun")),
    ("eval predictions", put("probability", 1.01)),
    ("index stat", put("parts", "terms", 0.5)),
    ("index stat", put("estimate", "disk_bytes", -1)),
    ("scan progress", put("done", [[1]])),
    ("scan progress", put("counts", "errors", {"bad_input": -1})),
]


@pytest.mark.parametrize("number", range(len(WRONG_VALUES)))
def test_wrong_values_are_refused(number, documents, validators):
    case, change = WRONG_VALUES[number]
    document = copy.deepcopy(documents(case)[0])
    change(document)
    assert not validators[CASES[case][0]].is_valid(document)


@pytest.mark.parametrize("case", ["check lines", "search lines"])
def test_errors_of_other_verbs_are_records_of_a_scan(documents, validators, case):
    assert documents(case)
    errors = documents(case + ", errors")
    assert len(errors) == 2
    for error in errors:
        validators["scan"].validate(error)
