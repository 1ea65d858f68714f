"""What the author of a page controls does not switch the judgement off: each row of
hostile/evasion_rows.py on a spun page and on its genuine original."""

import json
import shutil

import pytest
from hostile.evasion_rows import ROWS

GENUINE = "hostile/genuine"


def scanned(despin, folder, pages):
    """What a scan says of each page, by its name."""
    for number, (row, text) in enumerate(pages):
        page = folder / f"{number:03d}.{row.kind}"
        page.write_text(row.make(text), encoding="utf-8")
    lines = despin("scan", "-q", folder, code=None).splitlines()
    records = sorted((json.loads(line) for line in lines), key=lambda record: record["id"])
    assert len(records) == len(pages)
    return {row.name: record for (row, _), record in zip(pages, records, strict=True)}


@pytest.fixture(scope="module")
def judged(despin, examples, tmp_path_factory):
    def read(name):
        text = (examples / f"pages/harbour_{name}.txt").read_text(encoding="utf-8")
        return scanned(despin, tmp_path_factory.mktemp(name), [(row, text) for row in ROWS])

    return {name: read(name) for name in ("spun", "original")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.group}: {row.name}")
def test_spun_page_stays_spun(judged, row):
    record = judged["spun"][row.name]
    assert "error" not in record
    assert record["verdict"] == "spun", record["score"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.group}: {row.name}")
def test_genuine_page_is_not_called_spun(judged, row):
    assert judged["original"][row.name]["verdict"] != "spun"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.group}: {row.name}")
def test_report_says_what_was_seen_through(judged, row):
    record = judged["spun"][row.name]
    disguises = record["disguises"]
    if row.said == "exempt":
        assert record["exempt"]["judged"] >= 12
    elif row.said == "unhidden":
        assert record["page_omissions"]["unhidden"] >= 1
    elif row.said:
        assert disguises[row.said] >= 3
    else:
        assert "exempt" not in record or record["exempt"]["judged"] == 0
        assert disguises == {"invisible": 0, "lookalike": 0}


@pytest.mark.parametrize(
    "name",
    [
        "manual.md",
        "news.txt",
        "phrases_article.txt",
        "phrases_column.txt",
        "phrases_list.txt",
        "table.md",
    ],
)
def test_genuine_code_tables_and_quotations_are_not_called_spun(despin, request, tmp_path, name):
    shutil.copy(request.path.parent / GENUINE / name, tmp_path)
    record = json.loads(despin("check", "--json", tmp_path / name, code=1))
    assert record["verdict"] == "not_spun"
    if name.startswith("phrases_"):  # mentions stay mentions
        assert record["exempt"]["judged"] == 0
