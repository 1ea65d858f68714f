"""The forms in which check, index search, report and text print what they find."""

import csv
import io
import json
import re
import subprocess

import pytest

TEXT = "The council met on Monday, and the road will be mended before the winter comes.\n"


@pytest.fixture
def folder(tmp_path, examples):
    pages = examples / "pages"
    for name in ("harbour_spun.html", "harbour_original.html", "harbour_spun.txt"):
        (tmp_path / name).write_bytes((pages / name).read_bytes())
    spun = (pages / "harbour_spun.txt").read_text(encoding="utf-8")
    lines = [
        json.dumps({"id": "one", "text": spun}),
        json.dumps({"id": "two", "text": TEXT}),
        "broken",
        json.dumps({"id": "three", "text": spun}),
    ]
    (tmp_path / "lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture(params=["check", "search"])
def verb(request, despin, folder):
    if request.param == "check":
        return ("check",)
    despin("index", "add", "ix", "harbour_original.html", cwd=folder)
    return ("index", "search", "ix")


def test_names_are_those_of_what_is_found(despin, folder, verb):
    inputs = ("a.txt", "harbour_spun.txt")
    assert despin(*verb, "-l", *inputs, cwd=folder) == "harbour_spun.txt\n"
    assert despin(*verb, "-l", "a.txt", cwd=folder, code=1) == ""
    assert despin(*verb, "--names", "lines.jsonl", cwd=folder, code=2) == "one\nthree\n"


def test_counts_are_those_of_each_input(despin, folder, verb):
    assert despin(*verb, "-c", "harbour_spun.txt", cwd=folder) == "1\n"
    assert despin(*verb, "-c", "a.txt", cwd=folder, code=1) == "0\n"
    counts = despin(*verb, "-c", "a.txt", "lines.jsonl", "missing.txt", cwd=folder, code=2)
    assert counts == "a.txt: 0\nlines.jsonl: 2\n"


def test_quiet_ends_at_the_first(despin, folder, verb):
    assert despin(*verb, "-q", "harbour_spun.txt", cwd=folder) == ""
    assert despin(*verb, "-q", "a.txt", cwd=folder, code=1) == ""
    # What stands behind the first is not read.
    assert despin(*verb, "-q", "harbour_spun.txt", "missing.txt", cwd=folder, code=0) == ""
    assert despin(*verb, "-q", "missing.txt", "harbour_spun.txt", cwd=folder, code=2) == ""


def test_what_failed_has_a_record(despin, folder, verb):
    inputs = ("lines.jsonl", "missing.txt", "a.txt")
    out = despin(*verb, "--json", *inputs, cwd=folder, code=2)
    records = [json.loads(line) for line in out.splitlines()]
    names = [record.get("id") for record in records]
    # A missing file is found when folders are looked through, before anything is read.
    assert sorted(name for name in names if name) == ["a.txt", "one", "three", "two"]
    errors = [record for record in records if "error" in record]
    scanned = despin("scan", "-q", *inputs, cwd=folder, code=2)
    expected = [json.loads(line) for line in scanned.splitlines()]
    assert errors == [record for record in expected if "error" in record]


def test_a_search_in_an_empty_index_says_so(despin, folder):
    despin("index", "create", "none", cwd=folder)
    done = subprocess.run(
        [despin.program, "index", "search", "none", "a.txt"],
        env=despin.environment,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "without documents" in done.stderr


def test_a_report_on_nothing_is_no_report(despin, folder):
    assert despin("report", "missing.jsonl", cwd=folder, code=2) == ""
    (folder / "array.json").write_text('[{"schema":"despin.scan/1"}]\n', encoding="utf-8")
    assert despin("report", "array.json", cwd=folder, code=2) == ""


def test_a_table_has_a_row_for_each_record(despin, folder):
    title = '=cmd, "x"'
    spun = json.loads((folder / "lines.jsonl").read_text(encoding="utf-8").split("\n")[0])
    (folder / "t.jsonl").write_text(json.dumps({**spun, "title": title}) + "\n", encoding="utf-8")
    inputs = ("t.jsonl", "a.txt", "missing.txt")
    despin("scan", "-q", "-o", "out.jsonl", *inputs, cwd=folder, code=2)
    rows = list(csv.DictReader(io.StringIO(despin("report", "--csv", "out.jsonl", cwd=folder))))
    assert [row["verdict"] for row in rows] == ["spun", "abstain", ""]
    assert rows[0]["title"] == "'" + title
    assert int(rows[0]["findings"]) > 10
    assert rows[2]["error"] == "not_found"
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert float(rows[0]["score"]) == records[0]["score"]


def test_the_text_is_that_in_which_offsets_count(despin, folder):
    page = "harbour_spun.html"
    text = despin("text", page, cwd=folder).encode()
    record = json.loads(despin("check", "--json", page, cwd=folder))
    for finding in record["findings"]:
        written = text[finding["begin_byte"] : finding["end_byte"]].decode()
        assert written == finding["written"]
    both = despin("text", page, "a.txt", cwd=folder)
    assert both == text.decode() + "\n" + TEXT.rstrip("\n") + "\n"


def test_nothing_is_wrapped_into_a_pipe(despin, folder):
    address = "https://www.example.com/" + "a-long-way-to-go/" * 12 + "page.html"
    (folder / "o.jsonl").write_text(
        json.dumps({"id": address, "text": (folder / "harbour_spun.txt").read_text()}) + "\n"
    )
    despin("index", "add", "long", "o.jsonl", cwd=folder)
    assert address in despin("index", "search", "long", "harbour_spun.txt", cwd=folder)
    assert address in despin("check", "--index", "long", "harbour_spun.txt", cwd=folder)
    despin.environment["COLUMNS"] = "60"
    try:
        assert address in despin("index", "search", "long", "harbour_spun.txt", cwd=folder)
    finally:
        del despin.environment["COLUMNS"]


def test_no_number_is_minus_zero(despin, folder):
    out = despin("check", "--json", "--explain", "harbour_spun.html", cwd=folder)
    assert not re.search(r"-0(\.0)?[^.\d]", out)
