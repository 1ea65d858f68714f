"""What the command says of inputs of every kind: addresses, containers, floods, tables, folders."""

import base64
import bz2
import gzip
import html
import json
import lzma
import subprocess
import time

import pytest

GENUINE = "The town council met on Monday, and the road will be repaired before the winter.\n"


@pytest.fixture
def spun(examples):
    return (examples / "pages/harbour_spun.txt").read_text(encoding="utf-8")


@pytest.fixture
def run(despin, tmp_path):
    def call(*arguments, **options):
        return despin(*arguments, cwd=tmp_path, **options)

    call.folder = tmp_path
    return call


def records(out):
    return [json.loads(line) for line in out.splitlines()]


def warc(page, address="https://spinner.example/stolen"):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
        + address.encode()
        + b"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
        + b"\r\n\r\n"
    )


def test_page_of_an_archive_keeps_the_address_where_it_was_found(run, spun):
    for canonical in ("https://victim.example/1", "//victim.example/1"):
        page = f'<title>x</title><link rel="canonical" href="{canonical}"><article><p>{spun}'
        (run.folder / "a.warc").write_bytes(warc(page))
        (record,) = records(run("scan", "-q", "a.warc"))
        assert record["url"] == "https://spinner.example/stolen"
        assert record["canonical_url"] == "https://victim.example/1"
        (record,) = records(run("check", "--json", "a.warc"))
        assert record["canonical_url"] == "https://victim.example/1"
        run("scan", "-q", "a.warc", "-o", "a.jsonl", "--overwrite")
        sites = json.loads(run("report", "--json", "a.jsonl"))["sites"]["list"]
        assert [site["site"] for site in sites] == ["spinner.example"]


def test_containers_give_a_document_each(run, spun):
    array = json.dumps([{"id": i, "text": t} for i, t in (("a", spun), ("b", GENUINE))], indent=1)
    feed = "".join(
        f"<item><guid>{i}</guid><description>{html.escape(t)}</description></item>"
        for i, t in (("a", f"<p>{spun}</p>"), ("b", GENUINE))
    )
    mail = "Subject: x\nMIME-Version: 1.0\nMessage-ID: <a>\nContent-Transfer-Encoding: base64\n\n"
    mail += base64.encodebytes(spun.encode()).decode()
    box = "".join(f"From a@a Tue Jan  5 10:00:00 2021\n{mail}\n" for _ in range(2))
    for text, ids in (
        (array, ["a", "b"]),
        (f"<rss><channel>{feed}</channel></rss>", ["a", "b"]),
        (mail, ["a"]),
        (box, ["a", "a"]),
    ):
        found = records(run("check", "--json", stdin=text))
        assert [record["id"] for record in found] == ids
        assert found[0]["verdict"] == "spun"
        assert found[-1]["verdict"] == ("spun" if ids[-1] == "a" else "abstain")


def test_packed_texts_are_read(run, spun):
    for name, pack in (("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)):
        (run.folder / name).write_bytes(pack(spun.encode()))
        (record,) = records(run("check", "--json", name))
        assert (record["id"], record["verdict"]) == (name, "spun")


@pytest.mark.parametrize(
    "start, remedy",
    [(b"{\\rtf1 x}", "unrtf"), (b"PAR1\x15\x04", "duckdb"), (b"a" * 257 + b"ustar", "tar -xf")],
    ids=["rtf", "parquet", "tar"],
)
def test_what_is_not_read_is_refused_by_name(run, start, remedy):
    (run.folder / "input").write_bytes(start + b"\0" * 300)
    (record,) = records(run("scan", "-q", "input", code=2))
    assert record["error"]["code"] == "unsupported"
    assert remedy in record["error"]["message"]


def test_floods_of_bad_records_are_folded(run):
    (run.folder / "flood.jsonl.gz").write_bytes(gzip.compress(b"x\n" * 20000))
    out = records(run("scan", "-q", "flood.jsonl.gz", code=2))
    assert len(out) == 101
    assert out[-1]["repeated"] == 19900
    assert out[-1]["error"]["message"].startswith("and 19,900 more")
    (run.folder / "open.csv").write_text('id,text\n1,"open\n' + "x\n" * 20000)
    assert len(records(run("scan", "-q", "open.csv", code=2))) == 1
    run("scan", "-q", "flood.jsonl.gz", "-o", "out.jsonl", code=2)
    assert json.loads(run("report", "--json", "out.jsonl"))["errors"] == 20000


def test_a_folded_flood_resumes_where_it_was_killed(run, despin):
    lines = "x\n" * 20000 + json.dumps({"text": GENUINE}) + "\n" + "x\n" * 20000
    (run.folder / "flood.jsonl").write_text(lines)
    scan = ("scan", "-q", "-t", "2", "--save-every", "0", "flood.jsonl", "-o")
    run(*scan, "whole.jsonl", code=2)
    whole = (run.folder / "whole.jsonl").read_text()
    assert len(whole.splitlines()) == 203
    killed = 0
    for seconds in (0.1, 0.2, 0.3):
        command = [despin.program, *scan, "out.jsonl", "--resume"]
        with subprocess.Popen(command, cwd=run.folder, env=despin.environment) as process:
            time.sleep(seconds)
            process.kill()
        killed += process.returncode == -9
    assert killed > 0
    last = [despin.program, *scan, "out.jsonl", "--resume"]
    ended = subprocess.run(last, cwd=run.folder, env=despin.environment, check=False)
    assert ended.returncode in (0, 2)  # 0: it was complete before the last kill
    assert (run.folder / "out.jsonl").read_text() == whole


def test_tables_of_any_dialect(run, spun):
    one_line = " ".join(spun.split())
    (run.folder / "t.csv").write_text(f"key;body\n7;{one_line}\n", encoding="utf-8")
    field = ("--field", "text=body", "--field", "id=key")
    (record,) = records(run("check", "--json", *field, "t.csv"))
    assert (record["id"], record["verdict"]) == ("7", "spun")
    run("index", "add", "ix", *field, "t.csv")
    assert records(run("index", "search", "--json", "ix", *field, "t.csv", code=None))
    assert records(run("scan", "-q", *field, "t.csv"))[0]["id"] == "7"
    labeled = f"text,label\n\"{one_line.replace(chr(34), chr(39))}\",spun\n\"{GENUINE}\",clean\n"
    (run.folder / "labeled.csv").write_text(labeled, encoding="utf-8")
    assert json.loads(run("eval", "--json", "labeled.csv"))["skipped"] == 0


def test_one_bad_byte_is_counted(run, spun):
    (run.folder / "a.txt").write_bytes(spun.encode() + "\u00e9 \u00e9 ".encode() + b"\xff")
    (record,) = records(run("check", "--json", "a.txt"))
    assert (record["verdict"], record["replaced_bytes"]) == ("spun", 1)


def test_folders_say_what_they_leave_out(run, spun, despin):
    folder = run.folder / "tree"
    folder.mkdir()
    for name in ("page.php", "index.html?id=3", "noext"):
        (folder / name).write_text("<!DOCTYPE html><p>" + spun)
    (folder / "b.php").write_text("<?php ?>")
    assert len(records(run("scan", "-q", "tree"))) == 3
    assert len(records(run("scan", "-q", "--all-files", "tree"))) == 4


def test_one_rule_of_ids(run, spun):
    (run.folder / "col.txt").write_text(spun)
    (run.folder / "col.txt.gz").write_bytes(gzip.compress(spun.encode()))
    (run.folder / "l.jsonl").write_text(json.dumps({"text": spun}) + "\n")
    inputs = ("./col.txt", "col.txt.gz", "l.jsonl")
    checked = [record["id"] for record in records(run("check", "--json", *inputs))]
    scanned = [record["id"] for record in records(run("scan", "-q", *inputs))]
    assert checked == scanned == ["col.txt", "col.txt.gz", "l.jsonl:1"]


def test_an_empty_text_is_not_indexed(run, spun):
    lines = [{"id": "a", "text": " "}, {"id": "b", "text": spun, "date": "2020-13-45"}]
    (run.folder / "l.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert "1 added, 1 failed" in run("index", "add", "ix", "l.jsonl", code=2)
