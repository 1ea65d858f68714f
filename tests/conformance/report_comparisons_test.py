"""report --comparisons: the sources of listed documents lead to pages that compare them."""

import json
import re
import shutil

import pytest


@pytest.fixture
def scanned(despin, examples, tmp_path):
    """Two copies of one original, a page and a line, and one whose source is no file."""
    pages = examples / "pages"
    for name in ("harbour_original.txt", "harbour_spun.html"):
        shutil.copy(pages / name, tmp_path)
    spun = (pages / "harbour_spun.txt").read_text(encoding="utf-8")
    line = json.dumps({"id": "a line", "text": spun}) + "\n"
    (tmp_path / "some lines.jsonl").write_text(json.dumps({"id": "x", "text": "x"}) + "\n" + line)
    despin("index", "add", "ix", "harbour_original.txt", cwd=tmp_path)
    scan = ("scan", "-q", "--index", "ix", "harbour_spun.html", "some lines.jsonl")
    despin(*scan, "-o", "out.jsonl", cwd=tmp_path)
    lost = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])
    lost["sources"][0]["id"] = "elsewhere"
    (tmp_path / "lost.jsonl").write_text(json.dumps(lost) + "\n")
    return tmp_path


def test_sources_lead_to_comparisons(despin, scanned):
    report = ("report", "--html", "out/scan.html", "--comparisons", "out/my pages")
    (scanned / "out").mkdir()
    despin(*report, "out.jsonl", "lost.jsonl", cwd=scanned)
    page = (scanned / "out/scan.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'href="(my%20pages/[^"]*)"', page)) == [
        "my%20pages/0001.html",
        "my%20pages/0002.html",
    ]
    names = set()
    for number in (1, 2):
        compared = (scanned / f"out/my pages/000{number}.html").read_text(encoding="utf-8")
        assert "harbour_original.txt" in compared
        names |= {name for name in ("example.com/spun/harbour", "a line") if name in compared}
    assert names == {"example.com/spun/harbour", "a line"}
    despin(*report, "out.jsonl", cwd=scanned)  # pages of its own are brought up to date
    (scanned / "out/my pages/0001.html").write_text("mine")
    despin(*report, "out.jsonl", code=2, cwd=scanned)
    assert (scanned / "out/my pages/0001.html").read_text() == "mine"
    despin("report", "--comparisons", "out/my pages", "out.jsonl", code=2, cwd=scanned)
