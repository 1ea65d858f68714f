"""A scan while it runs: what it gives out and when, how it stops, and what it does without threads."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

GENUINE = "The council met on Monday, and the road will be mended before the winter comes.\n"
LONG = 60  # seconds that no test comes near, unless what it waits for never comes


@pytest.fixture
def spun(examples):
    return (examples / "pages/harbour_spun.txt").read_text(encoding="utf-8")


@pytest.fixture
def many(tmp_path, spun):
    """Documents for half a minute of two cores."""
    line = json.dumps({"text": spun * 3}) + "\n"
    (tmp_path / "many.jsonl").write_text(1200 * line, encoding="utf-8")
    return tmp_path


def start(despin, *arguments, **options):
    return subprocess.Popen(
        [despin.program, *map(str, arguments)],
        env=despin.environment,
        stdin=options.pop("stdin", subprocess.PIPE),
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=options.pop("stderr", subprocess.PIPE),
        **options,
    )


def line_of(process):
    """The next line of its output."""
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], LONG)
        assert ready, "it says nothing"
        line += os.read(process.stdout.fileno(), 1 << 20)
    return line


@pytest.mark.parametrize("verb", ["check", "search", "scan"])
def test_a_record_does_not_wait_for_the_next(despin, tmp_path, examples, spun, verb):
    despin("index", "add", "ix", examples / "pages/harbour_original.html", cwd=tmp_path)
    arguments = {
        "check": ("check", "--json", "-"),
        "search": ("index", "search", "--json", "ix", "-"),
        "scan": ("scan", "-q", "--format", "jsonl", "-"),
    }[verb]
    process = start(despin, *arguments, cwd=tmp_path)
    try:
        for text in (spun, GENUINE, spun):
            process.stdin.write((json.dumps({"id": "a", "text": text}) + "\n").encode())
            process.stdin.flush()
            record = line_of(process)
            assert json.loads(record)["id"] == "a"
    finally:
        process.stdin.close()
        process.wait(LONG)


def test_a_file_gets_each_record_if_asked(despin, tmp_path):
    with open(tmp_path / "out", "wb") as out:
        arguments = ("scan", "-q", "--line-buffered", "--format", "jsonl", "-")
        process = start(despin, *arguments, stdout=out)
        process.stdin.write((json.dumps({"text": GENUINE}) + "\n").encode())
        process.stdin.flush()
        end = time.monotonic() + LONG
        while (tmp_path / "out").stat().st_size == 0 and time.monotonic() < end:
            time.sleep(0.01)
        assert (tmp_path / "out").stat().st_size > 0
        process.stdin.close()
        assert process.wait(LONG) == 1


def test_what_comes_through_a_pipe_is_found_before_it_ends(despin, tmp_path, spun, examples):
    original = (examples / "pages/harbour_original.txt").read_text(encoding="utf-8")
    process = start(despin, "index", "add", "--commit-every", 1, "ix", "-", cwd=tmp_path)
    try:
        process.stdin.write((json.dumps({"id": "a", "text": original}) + "\n").encode())
        process.stdin.flush()
        end = time.monotonic() + LONG
        while not list((tmp_path / "ix").glob("*.segment")) and time.monotonic() < end:
            time.sleep(0.05)
        found = despin("index", "search", "-l", "ix", "-", stdin=spun, cwd=tmp_path)
        assert found == "-\n"
    finally:
        process.stdin.close()
        assert process.wait(LONG) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("order", [[], ["--unordered"]])
def test_an_interrupt_drops_what_waits_and_keeps_what_is_done(despin, many, number, order):
    arguments = ["scan", "-q", "-t", 2, "--save-every", 0, *order, "many.jsonl", "-o", "out.jsonl"]
    process = start(despin, *arguments, cwd=many)
    out = many / "out.jsonl"
    end = time.monotonic() + LONG
    while not (out.exists() and out.stat().st_size) and time.monotonic() < end:
        time.sleep(0.01)
    before = out.read_bytes().count(b"\n")
    process.send_signal(number)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == -number
    assert b"--resume" in said
    kept = out.read_bytes()
    assert kept.endswith(b"\n")
    # Of the hundreds that wait none is finished: only what was done in the batches under way.
    assert before <= kept.count(b"\n") < before + 3 * 64
    state = json.loads((many / "out.jsonl.progress").read_text(encoding="utf-8"))
    assert state["output_bytes"] == len(kept)


def test_an_interrupt_does_not_wait_for_a_long_document(despin, tmp_path, spun):
    """It is dropped, and done by the scan that resumes; the records are those of one go."""
    record = json.dumps({"id": "short", "text": GENUINE}) + "\n"
    record += json.dumps({"id": "long", "text": spun * 40}) + "\n"
    (tmp_path / "in.jsonl").write_text(record, encoding="utf-8")
    scan = ("scan", "-q", "-t", 1, "--line-buffered", "--save-every", 0, "in.jsonl", "-o")
    despin(*scan, "whole.jsonl", cwd=tmp_path)
    process = start(despin, *scan, "out.jsonl", cwd=tmp_path)
    out = tmp_path / "out.jsonl"
    end = time.monotonic() + LONG
    while not (out.exists() and out.stat().st_size) and time.monotonic() < end:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=LONG)
    assert process.returncode == -signal.SIGINT
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["short"]
    despin(*scan, "out.jsonl", "--resume", cwd=tmp_path)
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_second_interrupt_ends_at_once(despin, tmp_path):
    (tmp_path / "pipe").touch()
    process = start(despin, "scan", "-q", "--format", "jsonl", "-", cwd=tmp_path)
    process.stdin.write((json.dumps({"text": GENUINE}) + "\n").encode())
    process.stdin.flush()
    line_of(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(LONG) == -signal.SIGINT
    process.stdin.close()


def test_the_share_is_that_of_finished_documents(despin, many):
    """On a terminal; the reader is hundreds of documents ahead."""
    master, terminal = pty.openpty()
    environment = {**despin.environment, "TERM": "xterm"}
    arguments = [despin.program, "scan", "-t", "1", "many.jsonl", "-o", "out.jsonl"]
    process = subprocess.Popen(
        arguments, cwd=many, env=environment, stderr=terminal, stdin=subprocess.DEVNULL
    )
    os.close(terminal)
    said = b""
    end = time.monotonic() + LONG
    try:
        while said.count(b"document") < 12 and time.monotonic() < end:
            said += os.read(master, 4096)
    finally:
        process.kill()
        process.wait()
        os.close(master)
    lines = [line for line in said.decode().split("\r") if " %" in line and "document" in line]
    assert lines, said
    for line in lines[:-1]:
        documents = int(line.split("scanning: ")[1].split(" ")[0].replace(",", ""))
        share = int(line.split(" %")[0].split(" ")[-1])
        # The input is read in blocks of some hundredths of it.
        assert abs(share - 100 * documents / 1200) < 8, line


@pytest.mark.parametrize(
    ("threads", "told"),
    [
        (0, rb"despin: scan: no thread could be started; going on without"),
        (1, rb"despin: scan: only 1 thread could be started; going on with it"),
        # One may be that which shows the progress.
        (3, rb"despin: scan: only [23] threads could be started; going on with them"),
    ],
)
def test_where_threads_cannot_be_made_there_are_fewer(
    despin, examples, monkeypatch, threads, told
):
    faults = Path(despin.program).parent / "tests/conformance/libdespin_faults.so"
    monkeypatch.setitem(despin.environment, "LD_PRELOAD", str(faults))
    monkeypatch.setitem(despin.environment, "DESPIN_FAULT_THREADS", str(threads))
    pages = examples / "pages"
    process = start(
        despin,
        *("scan", "-q", "-t", 8, pages / "harbour_spun.txt", pages / "harbour_original.txt"),
    )
    out, said = process.communicate(timeout=LONG)
    assert process.returncode == 0, said
    assert re.match(told, said), said
    assert out.count(b'"schema"') == 2
