"""What the tests of the engines share: documents, what the command says of them, one Spark."""

import importlib.util
import os
import random
import re
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples/engines"
MODEL = ROOT / "models/en.despin"

sys.path.insert(0, str(EXAMPLES))


def missing(*modules):
    return [name for name in modules if importlib.util.find_spec(name) is None]


@pytest.fixture(scope="session", autouse=True)
def this_tree():
    """Also of the workers."""
    os.environ["DESPIN_MODEL"] = str(MODEL)
    os.environ.setdefault("DESPIN_EXE", str(ROOT / "build/release/despin"))
    os.environ["PYTHONPATH"] = str(ROOT / "lib/python")


@pytest.fixture(scope="session")
def vocabulary():
    """Words and how often they are, for texts that have nothing in common but their topic."""
    text = "".join((ROOT / "docs" / page).read_text() for page in ("architecture.md", "python.md"))
    source = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
    names = ["".join(source.choices(syllables, k=3)) for _ in range(800)]
    words = sorted(set(re.findall(r"[a-z]{4,}", text.lower()))) + names
    source.shuffle(words)
    return words, [1 / (rank + 3) for rank in range(len(words))]


@pytest.fixture(scope="session")
def documents_of_a_kind():
    """How many there are of each kind of input."""
    return 120


@pytest.fixture(scope="session")
def files(tmp_path_factory, documents_of_a_kind):
    import corpus

    return corpus.write(tmp_path_factory.mktemp("corpus"), 3 * documents_of_a_kind)


@pytest.fixture(scope="session")
def expected(this_tree, files):
    """The lines that the command writes, by kind of input."""
    from command import command_records

    return {kind: command_records([path]) for kind, path in files.items() if kind != "parquet"}


@pytest.fixture(scope="session")
def spark(this_tree):
    if missing("pyspark"):
        pytest.skip("no pyspark here; .ci/engines installs it")
    if shutil.which("java") is None:
        pytest.skip("no java here; .ci/engines installs it")
    from spark_equals_scan import session

    found = session("local[2,4]")
    yield found
    found.stop()
