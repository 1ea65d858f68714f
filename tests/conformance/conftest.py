"""Fixtures of the tests in Python: the built command, and the schemas of what it writes."""

import json
import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Despin:
    """The built command.

    despin = Despin()
    despin("check", "--json", "a.txt", code=1)   # what it writes to standard output
    """

    def __init__(self):
        self.program = os.environ.get("DESPIN_EXE") or str(ROOT / "build/release/despin")
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "COLUMNS", "DESPIN_MODEL")
        }
        self.environment["DESPIN_MODEL"] = str(ROOT / "models/en.despin")
        self.environment["XDG_CACHE_HOME"] = str(ROOT / "build/cache")

    def __call__(self, *arguments, code=0, stdin="", cwd=None, max_file_bytes=None):
        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that write() fails
            resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))

        done = subprocess.run(
            [self.program, *map(str, arguments)],
            check=False,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env=self.environment,
            cwd=cwd,
            preexec_fn=max_file_bytes and limit_files,
            timeout=120,
        )
        expected = (0, 1) if code is None else (code,)  # None: whatever was found
        assert done.returncode in expected, f"{done.args} ended with {done.returncode}: {done.stderr}"
        return done.stdout


@pytest.fixture(scope="session")
def despin():
    command = Despin()
    if not Path(command.program).exists():
        pytest.fail(f"no {command.program}; tests/run.sh builds it, DESPIN_EXE names another")
    return command


@pytest.fixture(scope="session")
def examples():
    return ROOT / "examples"


@pytest.fixture(scope="session")
def documentation():
    return (ROOT / "docs/json.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def schemas():
    """By name: "report" is docs/schemas/report.schema.json."""
    files = sorted((ROOT / "docs/schemas").glob("*.schema.json"))
    return {file.name.split(".")[0]: json.loads(file.read_text(encoding="utf-8")) for file in files}
