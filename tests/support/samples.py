"""What the tests in Python share: places in the tree, the command, texts."""

import os
import random
import subprocess
from pathlib import Path

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


def program():
    return os.environ.get("DESPIN_EXE") or str(ROOT / "build/release/despin")


def run_command(*arguments, stdin=b"", env=None):
    """What the command prints; 0 and 1 are both no failure."""
    done = subprocess.run(
        [program(), *map(str, arguments)], check=False, input=stdin, capture_output=True, env=env
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode("utf-8")


def body(json_of_command):
    """Without the facts about the run, which only the command adds."""
    return json_of_command.rstrip("\n").rpartition(',"run":')[0] + "}"
