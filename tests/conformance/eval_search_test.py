"""eval --index: how often the listed source of a text is found."""

import json

import pytest


@pytest.fixture
def texts(despin, examples, tmp_path):
    """An index of the original as "o", and labeled texts with sources right, wrong and none."""
    pages = examples / "pages"
    original = (pages / "harbour_original.txt").read_text(encoding="utf-8")
    spun = (pages / "harbour_spun.txt").read_text(encoding="utf-8")
    (tmp_path / "docs.jsonl").write_text(json.dumps({"id": "o", "text": original}) + "\n")
    despin("index", "add", "ix", "docs.jsonl", cwd=tmp_path)
    records = [
        {"text": spun, "label": "spun", "source": "o"},
        {"text": spun, "label": "spun", "source": ["x", "o"]},
        {"text": spun, "label": "spun", "source": "x"},
        {"text": spun, "label": "spun"},
        {"text": "The weather was fine, and nobody went home early. " * 9, "label": "clean"},
        {"id": "o", "text": original, "label": "clean"},  # a document is no copy of itself
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "labeled.jsonl").write_text(lines)
    return tmp_path


def test_search_is_measured_against_listed_sources(despin, texts):
    out = despin("eval", "--json", "--index", "ix", "labeled.jsonl", cwd=texts)
    search = json.loads(out)["search"]
    assert (search["with_source"], search["without_source"]) == (3, 3)
    assert search["recall_at_1"] == search["recall_at_10"] == pytest.approx(2 / 3)
    assert search["mrr"] == pytest.approx(2 / 3)
    assert search["false_matches"] == pytest.approx(1 / 3)
    assert search["recall_at_1_ci"][0] < 2 / 3 < search["recall_at_1_ci"][1]
    shown = despin("eval", "--index", "ix", "labeled.jsonl", cwd=texts)
    assert "search, 3 texts with a source, 3 without" in shown
    assert "mean reciprocal rank" in shown
    assert "search" not in json.loads(despin("eval", "--json", "labeled.jsonl", cwd=texts))


def test_what_cannot_be_searched_is_no_figure(despin, texts):
    assert despin("eval", "--index", "none", "labeled.jsonl", code=2, cwd=texts) == ""
    assert despin("eval", "--index", "ix", "--pairs", "labeled.jsonl", code=2, cwd=texts) == ""
    segment = next((texts / "ix").glob("*.segment"))
    segment.write_bytes(segment.read_bytes()[:-1])
    assert despin("eval", "--index", "ix", "labeled.jsonl", code=2, cwd=texts) == ""
