"""No document is a source of itself, whatever it was read from: what `index add` calls it is what
`scan --index`, `check --index` and `index search` leave out."""

import json

import pytest

TYPES = {
    "response": "application/http; msgtype=response",
    "resource": "text/plain",
    "conversion": "text/plain",
}


def record(kind, text, url="https://w.example/a"):
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" if kind == "response" else ""
    block = head + text
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000009>\r\n"
        f"WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Type: {TYPES[kind]}\r\n"
        f"Content-Length: {len(block.encode())}\r\n\r\n{block}\r\n\r\n"
    )


def page(text):
    return (
        "<!DOCTYPE html><html><head><title>Typhoon</title>"
        '<link rel="canonical" href="https://c.example/story"></head><body><article><p>'
        + text.strip().replace("\n\n", "</p><p>")
        + "</p></article></body></html>"
    )


def row(header, *cells):
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    return f"{header}\n{quoted}\n"


INPUTS = {
    "a.warc": lambda text: record("response", text),
    "b.warc": lambda text: record("resource", text),
    "c.warc.wet": lambda text: record("conversion", text),
    "id.jsonl": lambda text: json.dumps({"id": "7", "url": "https://w.example/7", "text": text}),
    "url.jsonl": lambda text: json.dumps({"url": "https://w.example/7", "text": text}),
    "id.csv": lambda text: row("id,url,text", "7", "https://w.example/7", text),
    "url.csv": lambda text: row("url,text", "https://w.example/7", text),
    "plain.txt": lambda text: text,
    "page.html": page,
}


@pytest.fixture(name="text", scope="module")
def read_text(examples):
    return (examples / "pages" / "harbour_original.txt").read_text(encoding="utf-8")


def sources(despin, folder, name, stdin=""):
    """What each command says to be the sources of the one document of an input."""
    scanned = despin(
        "scan", "-q", "--index", "all.index", name, cwd=folder, stdin=stdin, code=None
    )
    checked = despin(
        "check", "--json", "--index", "all.index", name, cwd=folder, stdin=stdin, code=None
    )
    searched = despin(
        "index", "search", "--json", "all.index", name, cwd=folder, stdin=stdin, code=None
    )
    return {
        "scan": json.loads(scanned)["sources"],
        "check": json.loads(checked)["sources"],
        "index search": json.loads(searched)["matches"],
    }


@pytest.mark.parametrize("name", INPUTS)
def test_no_input_holds_a_source_of_itself(despin, tmp_path, text, name):
    (tmp_path / name).write_text(INPUTS[name](text), encoding="utf-8", newline="")
    added = despin("index", "add", "all.index", name, cwd=tmp_path)
    assert "1 added" in added
    for command, found in sources(despin, tmp_path, name).items():
        assert not found, command
    # Under another name it is one: the searches above could have found it.
    (tmp_path / "copy.txt").write_text(text, encoding="utf-8")
    for command, found in sources(despin, tmp_path, "copy.txt").items():
        assert [source["verdict"] for source in found] == ["verbatim"], command


def test_standard_input_goes_by_the_address_of_its_page(despin, tmp_path, text):
    despin("index", "add", "all.index", "-", cwd=tmp_path, stdin=page(text))
    for command, found in sources(despin, tmp_path, "-", stdin=page(text)).items():
        assert not found, command
    for command, found in sources(despin, tmp_path, "-", stdin=text).items():
        assert [source["id"] for source in found] == ["https://c.example/story"], command


def test_records_of_one_archive_are_sources_of_each_other(despin, tmp_path, text):
    """The same text at two addresses: each is a copy of the other, and of the other alone."""
    addresses = ["https://w.example/a", "https://w.example/b"]
    archive = record("conversion", text, addresses[0]) + record("resource", text, addresses[1])
    (tmp_path / "two.warc").write_text(archive, encoding="utf-8", newline="")
    despin("index", "add", "all.index", "two.warc", cwd=tmp_path)
    scanned = despin("scan", "-q", "--index", "all.index", "two.warc", cwd=tmp_path)
    found = [[s["id"] for s in json.loads(line)["sources"]] for line in scanned.splitlines()]
    assert found == [[addresses[1]], [addresses[0]]]
