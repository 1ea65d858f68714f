"""An index that lives, by the command: what is removed, replaced, listed, grouped and left out."""

import json
import re

import pytest


@pytest.fixture(name="folder")
def made_folder(tmp_path, examples):
    for name in ("harbour_original.txt", "harbour_original.html", "harbour_spun.html"):
        (tmp_path / name).write_bytes((examples / "pages" / name).read_bytes())
    return tmp_path


@pytest.fixture(name="index")
def of_the_folder(despin, folder):
    """Runs a verb of `despin index` there."""

    def run(*arguments, **how):
        return despin("index", *arguments, cwd=folder, **how)

    return run


@pytest.fixture(name="original")
def text_of_the_original(folder):
    return (folder / "harbour_original.txt").read_text(encoding="utf-8")


def lines(**texts):
    return "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())


def ids(listed):
    return [line.split("\t")[0] for line in listed.splitlines()]


def searched(index, *arguments, **how):
    return json.loads(index("search", "--json", *arguments, **how))


def test_nine_revisions_are_one_source_and_its_copies(despin, folder, index, original):
    revisions = lines(**{f"ap-{n}": f"{original}\nUpdate {n}" for n in range(9)})
    index("add", "ix", "-", stdin=revisions)
    (match,) = searched(index, "ix", "harbour_spun.html")["matches"]
    copies = [copy["id"] for copy in match["copies"]]
    assert sorted([match["id"], *copies]) == [f"ap-{n}" for n in range(9)]
    told = despin("check", "--index", "ix", "harbour_spun.html", cwd=folder)
    assert "8 near copies of it: " in told
    assert "no source" not in told
    found = searched(index, "--include-common", "ix", "harbour_spun.html")["matches"]
    assert len(found) == 9


def test_a_page_cannot_date_its_source_away(folder, index):
    index("add", "ix", "harbour_original.html")
    page = (folder / "harbour_spun.html").read_text(encoding="utf-8")
    (folder / "backdated.html").write_text(page.replace("2024-11-06", "1999-01-01"), "utf-8")
    (match,) = searched(index, "ix", "backdated.html")["matches"]
    assert match["later"] is True
    assert "later" in index("search", "ix", "backdated.html")
    said = index("search", "--date", "1999", "ix", "backdated.html", code=1)
    assert "Left out: 1 document of a later date" in said
    assert len(searched(index, "--date", "1999", "--later", "ix", "backdated.html")["matches"]) == 1
    given = json.dumps({"date": "1999-01-01", "text": page})
    none = searched(index, "ix", "-", stdin=given, code=1)
    assert (none["matches"], none["withheld"]) == ([], {"later": 1})


def test_a_document_is_not_its_own_source_by_its_address(index, original):
    address = "https://www.example.com/original/harbour"
    index("add", "ix", "-", stdin=lines(**{address: original}))
    record = json.dumps({"id": "7", "url": address, "text": original})
    none = searched(index, "ix", "-", stdin=record, code=1)
    assert (none["matches"], none["withheld"]) == ([], {"itself": 1})
    # Whoever copies a page may copy its link to itself: that hides nothing.
    (match,) = searched(index, "ix", "harbour_original.html")["matches"]
    assert match["own_address"] is True
    assert "the address that the suspect gives itself" in index(
        "search", "ix", "harbour_original.html"
    )


def test_documents_are_removed_replaced_and_listed(index, original, folder):
    index("add", "ix", "-", stdin=lines(a=original, b="The road is mended.", c="Rain fell."))
    assert ids(index("list", "ix")) == ["a", "b", "c"]
    assert "1 removed; 2 in all" in index("remove", "ix", "a")
    index("search", "ix", "harbour_spun.html", code=1)
    assert json.loads(index("stat", "--json", "ix"))["removed"] == 1
    assert "1 removed, 1 not in the index; 1 in all" in index("remove", "ix", "a", "b", code=1)
    assert ids(index("list", "ix")) == ["c"]
    index("add", "--replace", "ix", "-", stdin=lines(c=original, d="Snow."))
    assert "0 added, 2 already present" in index("add", "ix", "-", stdin=lines(c="x", d="y"))
    (match,) = searched(index, "ix", "harbour_spun.html")["matches"]
    assert match["id"] == "c"
    (folder / "ids.txt").write_text("c\r\n\nd\n", encoding="utf-8")
    assert "2 removed; 0 in all" in index("remove", "ix", "--ids", "ids.txt")
    assert index("list", "ix") == ""


def test_nothing_of_it_is_left_after_a_merge(index, folder):
    index("add", "ix", "-", stdin=lines(a="Qzquarkling sang.", b="The road is mended."))
    segments = list((folder / "ix").glob("*.segment"))
    assert any(b"zquarkling" in segment.read_bytes() for segment in segments)
    index("remove", "--merge", "ix", "a")
    for path in (folder / "ix").iterdir():
        assert b"zquarkling" not in path.read_bytes()
    index("verify", "ix")


def test_what_is_held_of_a_document_is_shown(index):
    index("add", "ix", "-", stdin=lines(a="The roads were mended, and the town was glad."))
    held = json.loads(index("show", "--json", "ix", "a"))
    assert (held["words"], held["terms"]) == (9, ["roads", "mended", "town", "glad"])
    assert "roads mended town glad" in index("show", "ix", "a")
    index("show", "ix", "b", code=1)


def test_segments_do_not_pile_up(index):
    for n in range(9):
        index("add", "ix", "-", stdin=lines(**{f"d{n}": f"Document {n} is here."}))
    assert len(json.loads(index("stat", "--json", "ix"))["segments"]) < 4
    for n in range(6):
        index("add", "--no-auto-merge", "iy", "-", stdin=lines(**{f"d{n}": f"Document {n}."}))
    assert len(json.loads(index("stat", "--json", "iy"))["segments"]) == 6


def test_a_snapshot_is_an_index(index, folder):
    index("add", "ix", "-", stdin=lines(a="The road is mended.", b="Rain fell."))
    assert re.match(r"copy: 2 documents in 1 segment", index("snapshot", "ix", "copy"))
    index("remove", "--merge", "ix", "a")
    assert ids(index("list", "copy")) == ["a", "b"]
    index("snapshot", "ix", "copy", code=2)
    index("verify", "copy")
    assert not list(folder.glob("copy/*.part"))
