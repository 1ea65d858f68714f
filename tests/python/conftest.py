"""What the tests of the Python package share: the built library and command, the model, texts."""

import os
import subprocess
import sys

import pytest
from samples import MODEL, PAGES, ROOT, program, run_command


@pytest.fixture(scope="session", autouse=True)
def model_of_this_tree():
    os.environ["DESPIN_MODEL"] = str(MODEL)
    os.environ["DESPIN_EXE"] = program()
    yield


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
    return run_command


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
