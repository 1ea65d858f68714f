"""Arguments, help, settings, color: what the command says of them, and what comes first."""

import json
import os
import pty
import resource
import subprocess

import pytest

TEXT = "The council met on Monday, and the road will be mended before the winter comes.\n"


@pytest.fixture
def folder(tmp_path, examples):
    pages = examples / "pages"
    for name in ("harbour_spun.html", "harbour_original.html"):
        (tmp_path / name).write_bytes((pages / name).read_bytes())
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def said(despin, *arguments, code=2, environment=None, stdout=subprocess.PIPE, cwd=None):
    """What it says on standard error."""
    done = subprocess.run(
        [despin.program, *map(str, arguments)],
        env={**despin.environment, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=cwd,
    )
    assert done.returncode == code, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["chek", "x"], 'despin: unknown verb: found "chek", expected'),
        (["chek", "x"], "did you mean check?"),
        (["index", "serch", "x"], "did you mean search?"),
        (["index", "erase", "x"], "expected create, add, search, stat, list, show, remove, "),
        (["index"], "a verb is missing; expected one of create, add"),
        (["check", "--colour", "always", "x"], "unknown option --colour; did you mean --color?"),
        (["check", "--color", "maybe", "x"], 'found "maybe", expected auto, always or never'),
        (["check", "--max-fpr", "abc", "x"], '--max-fpr: found "abc", expected a number from 0 to 1'),
        (["check", "--max-fpr", "nan", "x"], 'found "nan", expected a number'),
        (["check", "--max-fpr", "2", "x"], 'found "2", expected a number'),
        (["check", "--max-findings", "-1", "x"], 'found "-1", expected a whole number'),
        (["check", "--max-findings", "1.5", "x"], "expected a whole number"),
        (["check", "--model=", "a.txt"], "--model=: an empty value"),
        (["check", "--model", "", "a.txt"], "an empty value; expected FILE"),
        (["check", "--model"], "--model: a value is missing"),
        (["compare", "a.txt"], "SUSPECT is missing"),
        (["compare", "a.txt", "b.txt", "c.txt", "d.txt"], 'unexpected argument "c.txt"'),
        (["scan", "--resume", "--overwrite", "x"], "exclude each other"),
        (["scan", "--threads", "0", "x"], "from 1 to 1024"),
        (["scan", "--only", "spum", "x"], "did you mean spun?"),
        (["scan", "--format", "xml", "x"], "expected guess, document"),
        (["help", "indx"], "did you mean index?"),
    ],
)
def test_messages_are_its_own(despin, folder, arguments, expected):
    message = said(despin, *arguments, cwd=folder)
    assert expected in message
    assert all(line.startswith("despin: ") for line in message.splitlines())


def test_an_address_is_not_a_missing_file(despin, folder):
    verbs = (["check"], ["text"], ["compare", "a.txt"], ["index", "add", "ix"], ["eval"])
    for verb in verbs:
        message = said(despin, *verb, "https://example.org/x", cwd=folder)
        assert "an address, which is not fetched" in message
        assert "curl -s -o page.html URL" in message
    for verb in (["check", "--json"], ["scan", "-q"]):
        record = json.loads(despin(*verb, "https://example.org/x", cwd=folder, code=2))
        assert record["error"]["code"] == "not_found"
        assert "curl -s -o page.html URL" in record["error"]["message"]


def test_the_last_of_an_option_counts(despin, folder):
    page = "harbour_spun.html"
    despin("check", "--max-fpr", "0", "--max-fpr", "0.001", page, cwd=folder, code=0)
    despin("check", "--max-fpr", "0.001", "--max-fpr", "0", page, cwd=folder, code=1)
    assert despin("check", "-j", "-j", page, cwd=folder).startswith("{")


def test_help_and_version_are_verbs(despin):
    assert despin("help") == despin("--help")
    assert despin("help", "check") == despin("check", "--help")
    assert despin("help", "index", "search") == despin("index", "search", "--help")
    assert despin("version") == despin("--version")


def on_terminal(columns, *arguments, environment):
    """What it prints on a terminal of this width."""
    master, terminal = pty.openpty()
    subprocess.run(["stty", "cols", str(columns)], stdin=terminal, check=True)
    process = subprocess.Popen(arguments, stdout=terminal, stderr=terminal, env=environment)
    os.close(terminal)
    out = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        out += piece
    process.wait()
    os.close(master)
    return out.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [50, 100])
@pytest.mark.parametrize("verb", [[], ["check"], ["scan"], ["index", "search"]])
def test_help_is_as_wide_as_the_terminal(despin, columns, verb):
    environment = {**despin.environment, "TERM": "xterm"}
    out = on_terminal(columns, despin.program, "help", *verb, environment=environment)
    # Examples stay as they are.
    lines = [line for line in out.split("\n") if not line.startswith("  despin") and "|" not in line]
    widest = max(map(len, lines))
    assert 0.7 * columns < widest <= columns


def test_every_verb_notices_that_nothing_arrives(despin, folder):
    despin("index", "add", "ix", "harbour_original.html", cwd=folder)
    model = despin.environment["DESPIN_MODEL"]
    despin("scan", "-q", "-o", "out.jsonl", "a.txt", cwd=folder, code=1)
    for arguments in (
        ["--help"],
        ["--version"],
        ["version"],
        ["help", "check"],
        ["check", "--help"],
        ["check", "a.txt"],
        ["check", "-l", "harbour_spun.html"],
        ["check", "-c", "a.txt"],
        ["text", "a.txt"],
        ["scan", "a.txt"],
        ["report", "out.jsonl"],
        ["report", "--csv", "out.jsonl"],
        ["index", "create", "other"],
        ["index", "add", "ix", "a.txt"],
        ["index", "stat", "ix"],
        ["index", "list", "ix"],
        ["index", "show", "ix", "harbour_original.html"],
        ["index", "snapshot", "ix", "copy"],
        ["index", "verify", "ix"],
        ["index", "merge", "ix"],
        ["index", "search", "ix", "a.txt"],
        ["model", "info", model],
        ["model", "verify", model],
        ["compare", "a.txt", "a.txt"],
    ):
        with open("/dev/full", "wb") as full:
            message = said(despin, *arguments, stdout=full, cwd=folder)
        assert "written" in message, arguments


def test_settings_come_from_the_command_line_then_the_environment_then_a_file(despin, folder):
    (folder / "c.toml").write_text("max-fpr = 0\n[scan]\nquiet = true\n", encoding="utf-8")
    page = "harbour_spun.html"

    def code(*arguments, **environment):
        done = subprocess.run(
            [despin.program, "check", *arguments, page],
            env={**despin.environment, **environment},
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return done.returncode

    assert code() == 0
    assert code("--config", "c.toml") == 1
    assert code(DESPIN_CONFIG="c.toml") == 1
    assert code("--config", "c.toml", DESPIN_MAX_FPR="0.001") == 0
    assert code(DESPIN_MAX_FPR="0") == 1
    assert code("--max-fpr", "0.001", DESPIN_MAX_FPR="0") == 0
    assert code("--config", "c.toml", "--max-fpr", "0.001") == 0
    # Its own heading comes first, that of another verb is for the other.
    (folder / "d.toml").write_text("max-fpr = 0\n[check]\nmax-fpr = 0.001\n", encoding="utf-8")
    assert code("--config", "d.toml") == 0
    assert said(despin, "scan", "--config", "c.toml", "a.txt", code=1, cwd=folder) == ""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("max-fqr = 0\n", "max-fqr is no option"),
        ("[chek]\nmax-fpr = 0\n", "[chek] is no verb"),
        ("max-fpr = 3\n", "expected a number from 0 to 1"),
        ("output = x\n", "output is no option that a file can set"),
    ],
)
def test_a_wrong_setting_is_named(despin, folder, settings, expected):
    (folder / "c.toml").write_text(settings, encoding="utf-8")
    message = said(despin, "check", "--config", "c.toml", "a.txt", cwd=folder)
    assert "c.toml: " in message
    assert expected in message
    message = said(despin, "check", "a.txt", environment={"DESPIN_MAX_FPR": "x"}, cwd=folder)
    assert "DESPIN_MAX_FPR: " in message


def test_color_goes_by_the_common_rules(despin, folder):
    def colored(*arguments, **environment):
        done = subprocess.run(
            [despin.program, "check", *arguments, "harbour_spun.html"],
            env={**despin.environment, "TERM": "xterm", **environment},
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return b"\x1b[" in done.stdout

    assert not colored()
    assert colored(CLICOLOR_FORCE="1")
    assert not colored(CLICOLOR_FORCE="0")
    assert not colored(CLICOLOR_FORCE="1", NO_COLOR="1")
    assert colored("--color", "always", NO_COLOR="1")
    assert not colored("--color", "never", CLICOLOR_FORCE="1")
    for term, expected in (("xterm", True), ("dumb", False)):
        environment = {**despin.environment, "TERM": term}
        out = on_terminal(
            80, despin.program, "check", folder / "harbour_spun.html", environment=environment
        )
        assert ("\x1b[" in out) == expected


def test_quotes_are_those_of_the_locale(despin, folder):
    despin("index", "add", "ix", "harbour_original.html", cwd=folder)
    arguments = ["check", "--index", "ix", "harbour_spun.html"]
    despin.environment["LC_ALL"] = "C"
    try:
        plain = despin(*arguments, cwd=folder)
    finally:
        del despin.environment["LC_ALL"]
    assert 'Spun from "Storm barrier' in plain
    assert "\u201c" not in plain
    assert "\u201cStorm barrier" in despin(*arguments, cwd=folder)


def test_the_model_is_the_default_one(despin):
    model = despin.environment["DESPIN_MODEL"]
    assert despin("model", "verify") == despin("model", "verify", model)
    assert despin("model", "info") == despin("model", "info", model)


LIMITS = (("--max-bytes", 100), ("--timeout", 1e-6), ("--max-memory", 1000))
TOO_MUCH = {"--max-bytes": "too_large", "--timeout": "deadline", "--max-memory": "too_large"}


@pytest.mark.parametrize(("option", "value"), LIMITS)
def test_a_document_beyond_a_limit_is_an_error_of_its_own(despin, folder, option, value):
    limit = (option, f"{value:f}" if option == "--timeout" else value)
    despin("index", "add", "ix", "harbour_original.html", cwd=folder)
    for verb in (("check", "--json"), ("scan", "-q", "-t", 1), ("index", "search", "--json", "ix")):
        out = despin(*verb, *limit, "harbour_spun.html", "a.txt", cwd=folder, code=2)
        first, *rest = map(json.loads, out.splitlines())
        assert first["error"]["code"] == TOO_MUCH[option], verb
        assert len(rest) == 1, verb  # the scan went on
        if option == "--max-bytes":
            assert "error" not in rest[0], verb
    said(despin, "compare", *limit, "harbour_original.html", "harbour_spun.html", cwd=folder)
    if option != "--max-memory":
        message = said(despin, "index", "add", *limit, "iy", "harbour_spun.html", cwd=folder)
        assert "harbour_spun.html: " in message


def test_words_beyond_the_limit_are_not_read_and_said(despin, folder):
    words = ("--max-words", 20)
    for verb in (("check", "--json"), ("scan", "-q")):
        record = json.loads(despin(*verb, *words, "harbour_spun.html", cwd=folder, code=1))
        assert record["truncated"]["unread_bytes"] > 0
        assert record["words"] <= 20


def test_a_scan_goes_on_with_the_limits_that_it_had(despin, folder):
    scan = ("scan", "-q", "--fail-fast", "a.txt", "none.txt", "-o", "out.jsonl")
    said(despin, *scan, "--timeout", 9, cwd=folder)
    for limit in (("--timeout", 8), ("--timeout", 9, "--max-bytes", 5)):
        message = said(despin, *scan, "--resume", *limit, cwd=folder)
        assert limit[-2] in message


def test_memory_that_one_document_lacks_is_its_error(despin, tmp_path):
    """And the scan goes on."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (230 << 20, 230 << 20))

    lines = [{"id": "large", "text": TEXT * 400_000}, {"id": "small", "text": TEXT}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
    done = subprocess.run(
        [despin.program, "scan", "-q", "-t", "1", "in.jsonl"],
        env={**despin.environment, "MALLOC_ARENA_MAX": "1"},
        preexec_fn=limit,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records, done.stderr
    assert records[0]["error"]["code"] == "out_of_memory"
    assert records[-1]["verdict"], records[-1]


def test_serve_hands_on_to_the_command_beside_the_name_it_was_started_by(despin, tmp_path):
    """As a wheel starts it: by the name of a script, from another folder."""
    started = [str(tmp_path / "despin"), "serve", "--port", "1 2"]

    def run():
        return subprocess.run(
            started,
            executable=despin.program,
            env={**despin.environment, "PATH": str(tmp_path / "nothing")},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    alone = run()
    assert alone.returncode == 2
    assert "pip install 'despin[serve]'" in alone.stderr
    beside = tmp_path / "despin-serve"
    beside.write_text('#!/bin/sh\nfor a; do echo "$a"; done\n')
    beside.chmod(0o755)
    done = run()
    assert (done.returncode, done.stdout) == (0, "--port\n1 2\n")
