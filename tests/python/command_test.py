"""The command finds the model of a package of Python that is installed with it."""

import os
import shutil
import subprocess

import pytest
from samples import MODEL, PAGES, program

PACKAGES = "lib/python3.11/site-packages"


@pytest.mark.parametrize(
    ("command", "model"),
    [
        ("bin/despin", f"{PACKAGES}/despin_en/en.despin"),
        ("bin/despin", f"{PACKAGES}/despin/en.despin"),
        ("bin/despin", "lib/python3/dist-packages/despin_en/en.despin"),
        (f"{PACKAGES}/despin.scripts/despin", f"{PACKAGES}/despin_en/en.despin"),
    ],
)
def test_the_model_of_a_package_is_found(tmp_path, command, model):
    folder = tmp_path / "environment"
    for path in (folder / command, folder / model):
        path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(program(), folder / command)
    environment = {k: v for k, v in os.environ.items() if k != "DESPIN_MODEL"}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    run = [folder / command, "check", "--json", PAGES / "harbour_spun.txt"]
    before = subprocess.run(run, capture_output=True, text=True, env=environment, check=False)
    assert before.returncode == 2
    assert "no model found" in before.stderr
    (folder / model).symlink_to(MODEL)
    after = subprocess.run(run, capture_output=True, text=True, env=environment, check=False)
    assert after.returncode == 0, after.stderr
