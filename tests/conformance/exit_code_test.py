"""How every verb that looks for something ends: as grep does, and 2 whenever anything failed."""

import json

import pytest

TEXT = "The council met on Monday, and the road will be mended before the winter comes.\n"


@pytest.fixture
def folder(tmp_path, examples):
    pages = examples / "pages"
    (tmp_path / "spun.html").write_bytes((pages / "harbour_spun.html").read_bytes())
    (tmp_path / "original.html").write_bytes((pages / "harbour_original.html").read_bytes())
    (tmp_path / "genuine.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    lines = [json.dumps({"id": "a", "text": TEXT}), "broken"]
    (tmp_path / "lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def index(despin, folder):
    despin("index", "add", "ix", "original.html", cwd=folder)
    return "ix"


@pytest.mark.parametrize("verb", ["check", "scan"])
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        (["spun.html"], 0),
        (["genuine.txt", "spun.html"], 0),
        (["genuine.txt"], 1),
        (["missing.txt"], 2),
        (["spun.html", "missing.txt"], 2),
        (["empty.txt", "spun.html"], 2),
        (["lines.jsonl"], 2),  # one of its records is broken
    ],
)
def test_check_and_scan_end_alike(despin, folder, verb, inputs, code):
    despin(verb, *inputs, cwd=folder, code=code)
    exit_zero = 0 if code == 1 else code
    despin(verb, "--exit-zero", *inputs, cwd=folder, code=exit_zero)


def test_a_source_alone_is_found(despin, folder, index):
    despin("scan", "-q", "spun.html", cwd=folder)
    copy = (folder / "original.html").read_bytes()
    (folder / "copy.html").write_bytes(copy)
    despin("check", "copy.html", cwd=folder, code=1)
    for verb in ("check", "scan"):
        despin(verb, "--index", index, "copy.html", cwd=folder, code=0)


def test_search_and_compare_end_with_zero_if_asked(despin, folder, index):
    search = ("index", "search")
    despin(*search, index, "genuine.txt", cwd=folder, code=1)
    despin(*search, "--exit-zero", index, "genuine.txt", cwd=folder, code=0)
    despin(*search, "--exit-zero", index, "missing.txt", cwd=folder, code=2)
    despin("compare", "original.html", "genuine.txt", cwd=folder, code=1)
    despin("compare", "--exit-zero", "original.html", "genuine.txt", cwd=folder, code=0)
    despin("compare", "--exit-zero", "original.html", "missing.txt", cwd=folder, code=2)
