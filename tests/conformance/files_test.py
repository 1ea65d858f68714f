"""What the command writes never costs what was there, and what it reads is whole."""

import os
import resource
import shutil
import signal
import subprocess
import time

import pytest

SPUN = "harbour_spun.txt"
ORIGINAL = "harbour_original.html"


@pytest.fixture
def work(tmp_path, examples, monkeypatch):
    """A folder with the example pages, and a cache of its own."""
    for page in (examples / "pages").iterdir():
        shutil.copy(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(despin, work):
    """run("report", ..): the ended process; its cache is not that of the user."""
    environment = despin.environment | {"XDG_CACHE_HOME": str(work / "cache")}

    def run_it(*arguments, code=0, **more):
        ended = subprocess.run(
            [despin.program, *map(str, arguments)],
            check=False,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            stdin=more.pop("stdin", subprocess.DEVNULL),
            timeout=120,
            **more,
        )
        expected = code if isinstance(code, tuple) else (code,)
        assert ended.returncode in expected, f"{ended.returncode}: {ended.stderr}"
        return ended

    run_it.environment = environment
    run_it.program = despin.program
    return run_it


def scanned(run, name):
    run("scan", "-q", SPUN, "-o", name)


def test_a_page_never_replaces_an_input(run, work):
    scanned(run, "a.jsonl")
    shutil.copy("a.jsonl", "b.jsonl")
    os.symlink("a.jsonl", "link.jsonl")
    os.link("a.jsonl", "twin.jsonl")
    before = (work / "a.jsonl").read_bytes()
    for name in ("a.jsonl", "./a.jsonl", "link.jsonl", "twin.jsonl"):
        for more in ((), ("--overwrite",)):
            ended = run("report", "--html", name, "a.jsonl", "b.jsonl", *more, code=2)
            assert "one of the inputs" in ended.stderr
    with open("a.jsonl") as stdin:
        assert "one of the inputs" in run("report", "--html", "a.jsonl", stdin=stdin, code=2).stderr
    assert (work / "a.jsonl").read_bytes() == before
    page = (work / ORIGINAL).read_bytes()
    run("compare", "--html", ORIGINAL, ORIGINAL, SPUN, "--overwrite", code=2)
    assert (work / ORIGINAL).read_bytes() == page


def test_a_page_replaces_only_a_page_of_despin(run, work):
    scanned(run, "a.jsonl")
    scanned(run, "other.jsonl")
    for verb in (("report", "a.jsonl"), ("compare", ORIGINAL, SPUN)):
        for foreign in ("LICENSE", "other.jsonl", "harbour_spun.html"):
            if not (work / foreign).exists():
                (work / foreign).write_text("mine")
            before = (work / foreign).read_bytes()
            ended = run(*verb, "--html", foreign, code=2)
            assert "--overwrite" in ended.stderr
            assert ended.stdout == ""
            assert (work / foreign).read_bytes() == before
        run(*verb, "--html", "page.html")
        run(*verb, "--html", "page.html")
        (work / "empty").write_text("")
        run(*verb, "--html", "empty")
        (work / "foreign").write_text("mine")
        run(*verb, "--html", "foreign", "--overwrite")
        assert (work / "foreign").read_text().endswith("</html>\n")
        (work / "empty").unlink()


def test_a_dangling_link_is_followed(run, work):
    scanned(run, "a.jsonl")
    os.symlink("target.html", "link.html")
    run("report", "--html", "link.html", "a.jsonl")
    assert (work / "link.html").is_symlink()
    assert (work / "target.html").read_text().startswith("<!DOCTYPE html>")


def test_a_scan_writes_over_no_input(run, work):
    (work / "in.jsonl").write_text('{"id": "1", "text": "A text."}\n')
    before = (work / "in.jsonl").read_bytes()
    os.symlink("in.jsonl", "link.jsonl")
    for out in ("in.jsonl", "link.jsonl"):
        for how in ("--overwrite", "--resume"):
            ended = run("scan", "-q", "in.jsonl", "-o", out, how, code=2)
            assert "one of the inputs" in ended.stderr
    with open("in.jsonl", "a") as out:
        ended = subprocess.run(
            [run.program, "scan", "-q", "in.jsonl"],
            stdout=out, stderr=subprocess.PIPE, env=run.environment, timeout=60, check=False,
        )
    assert ended.returncode == 2
    assert b"one of the inputs" in ended.stderr
    assert (work / "in.jsonl").read_bytes() == before


def test_a_scan_does_not_read_what_it_writes(run, work):
    (work / "in").mkdir()
    for i in range(300):
        (work / "in" / f"{i:03}.txt").write_text(f"The council met on Monday, for the {i}th time. " * 9)
    scan = ("scan", "-q", "in", "-o", "in/z.jsonl", "--threads", "1", "--save-every", "0")
    run(*scan, "--fail-fast", code=(0, 1))
    whole = (work / "in/z.jsonl").read_bytes()
    assert len(whole.splitlines()) == 300

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) * 3 // 4, len(whole) * 3 // 4))

    (work / "in/z.jsonl").unlink()
    run(*scan, preexec_fn=little_room, code=2)
    assert (work / "in/z.jsonl").stat().st_size > 0
    run(*scan, "--resume", code=(0, 1))
    assert (work / "in/z.jsonl").read_bytes() == whole


def test_a_scan_goes_on_with_scans_alone(run, work):
    (work / "letter.txt").write_text("mine")
    ended = run("scan", "-q", SPUN, "-o", "letter.txt", "--resume", code=2)
    assert "not the output of a scan" in ended.stderr
    (work / "o.jsonl.progress").write_text("mine too")
    run("scan", "-q", SPUN, "-o", "o.jsonl", code=2)
    assert (work / "o.jsonl.progress").read_text() == "mine too"
    assert (work / "letter.txt").read_text() == "mine"
    run("scan", "-q", SPUN, "-o", "letter.txt", "--overwrite")


def test_what_a_killed_run_left_is_removed(run, work):
    for name in ("o.jsonl.progress", "page.html"):
        (work / f"{name}.0123456789abcdef.part").write_text("left")
    scanned(run, "o.jsonl")
    run("report", "--html", "page.html", "o.jsonl")
    assert not list(work.glob("*.part"))


def test_segments_without_a_manifest_are_kept(run, work):
    run("index", "add", "ix", ORIGINAL)
    segment = (work / "ix/00000001.segment").read_bytes()
    manifest = work / "ix/manifest"
    kept = manifest.read_bytes()
    manifest.unlink()
    others = (("remove", "ix", "a"), ("snapshot", "ix", "copy"))
    for verb in (("create", "ix"), ("add", "ix", SPUN), ("merge", "ix"), *others):
        ended = run("index", *verb, code=2)
        assert "manifest" in ended.stderr
        assert (work / "ix/00000001.segment").read_bytes() == segment
    manifest.write_bytes(kept)
    run("index", "verify", "ix")


def test_nothing_is_added_to_a_corrupt_index(run, work):
    run("index", "add", "ix", ORIGINAL)
    segment = work / "ix/00000001.segment"
    whole = segment.read_bytes()
    # At the beginning it does not open; in the middle only its checksums tell.
    for begin in (0, len(whole) // 2):
        segment.write_bytes(whole[:begin] + b"XXXXXXXX" + whole[begin + 8 :])
        changes = (("add", "--replace", "ix", SPUN), ("remove", "ix", ORIGINAL))
        for verb in (("add", "ix", ORIGINAL), ("add", "ix", SPUN), ("search", "ix", SPUN), *changes):
            ended = run("index", *verb, code=2)
            assert "00000001.segment" in ended.stderr
            assert "added" not in ended.stdout
        segment.write_bytes(whole)
    run("index", "verify", "ix")
    run("index", "search", "ix", SPUN)


def damaged_model(despin, work):
    model = bytearray(open(despin.environment["DESPIN_MODEL"], "rb").read())
    middle = len(model) // 3
    model[middle : middle + 4096] = bytes(byte ^ 255 for byte in model[middle : middle + 4096])
    (work / "damaged.despin").write_bytes(model)
    return "damaged.despin"


def test_a_damaged_model_is_refused(despin, run, work):
    model = damaged_model(despin, work)
    for verb in (
        ("check", SPUN),
        ("scan", "-q", SPUN),
        ("compare", ORIGINAL, SPUN),
    ):
        ended = run(*verb, "--model", model, code=2)
        assert "checksum" in ended.stderr
        assert ended.stdout == ""


def test_a_model_is_verified_once(despin, run, work):
    model = work / "model.despin"
    shutil.copy(despin.environment["DESPIN_MODEL"], model)
    long_ago = time.time() - 100
    os.utime(model, (long_ago, long_ago))
    time.sleep(3)  # its change time must be past, too
    remembered = work / "cache/despin/verified"
    run("check", "--model", model, SPUN)
    lines = remembered.read_text().splitlines()
    assert len(lines) == 1
    run("check", "--model", model, SPUN)
    assert remembered.read_text().splitlines() == lines
    # Damage with the same size and time of modification is noticed all the same.
    with open(model, "r+b") as file:
        file.seek(12_000_000)
        file.write(b"X" * 4096)
    os.utime(model, (long_ago, long_ago))
    run("check", "--model", model, SPUN, code=2)


@pytest.mark.parametrize("what", ["a file", "no folder", "nonsense"])
def test_a_cache_that_is_no_use_does_no_harm(run, work, what):
    if what == "a file":
        (work / "cache").write_text("x")
    elif what == "nonsense":
        (work / "cache/despin").mkdir(parents=True)
        (work / "cache/despin/verified").write_bytes(b"\0\xff nonsense\n" * 10)
    else:
        run.environment["XDG_CACHE_HOME"] = "/proc/none"
    run("check", SPUN)
    run("check", SPUN)


def test_a_model_overwritten_in_place_is_explained(despin, run, work):
    shutil.copy(despin.environment["DESPIN_MODEL"], "live.despin")
    with subprocess.Popen(
        [run.program, "check", "first.txt", "-", "--model", "live.despin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=run.environment,
    ) as process:
        # It says that there is no such file once the model is open, then waits for the other.
        said = process.stderr.readline()
        assert b"first.txt" in said
        os.truncate("live.despin", 0)
        _, said = process.communicate((work / SPUN).read_bytes(), timeout=60)
    assert process.returncode == 2, (process.returncode, said)
    assert b"overwritten while in use" in said
