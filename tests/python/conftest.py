"""What the tests of the Python package share: the built library and command, the model, texts."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models/en.despin"
PAGES = ROOT / "examples/pages"

# Words and characters of one to four bytes, joined at random.
WORDS = (
    "the storm hit a city on Tuesday night and officials said that many people have been moved "
    "naïve café über 東京 данные 😀 👩‍🚀 𝔘𝔫𝔦 e\u0301te\u0301 financial institution getting to know "
    "withinside the most powerful antique humans with the aid of using"
).split()


def random_text(seed, words=60):
    """Mixed English and other characters; the same for the same seed."""
    source = random.Random(seed)
    return " ".join(source.choice(WORDS) for _ in range(source.randrange(1, words)))


@pytest.fixture(scope="session", autouse=True)
def model_of_this_tree():
    os.environ["DESPIN_MODEL"] = str(MODEL)
    os.environ["DESPIN_EXE"] = program()
    yield


def program():
    return os.environ.get("DESPIN_EXE") or str(ROOT / "build/release/despin")


@pytest.fixture(scope="session")
def despin():
    return pytest.importorskip("despin", reason="no library here; tests/run.sh builds it")


@pytest.fixture(scope="session")
def detector(despin):
    return despin.Detector(MODEL)


@pytest.fixture(scope="session")
def original():
    return (PAGES / "harbour_original.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def spun():
    return (PAGES / "harbour_spun.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def command():
    """Runs the command, and gives what it prints; 0 and 1 are both no failure."""

    def run(*arguments, stdin=b""):
        done = subprocess.run(
            [program(), *map(str, arguments)], check=False, input=stdin, capture_output=True
        )
        assert done.returncode in (0, 1), done.stderr.decode()
        return done.stdout.decode("utf-8")

    return run


@pytest.fixture
def run_python():
    """Runs a script in a fresh interpreter that finds the package."""

    def run(script, *arguments, options=(), timeout=120):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib/python")}
        return subprocess.run(
            [sys.executable, *options, "-c", script, *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            timeout=timeout,
        )

    return run


def body(json_of_command):
    """Without the facts about the run, which only the command adds."""
    return json_of_command.rstrip("\n").rpartition(',"run":')[0] + "}"
