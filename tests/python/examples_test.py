"""The scripts of examples/python run, and say what they should; types and style are in order."""

import gzip
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import ROOT

EXAMPLES = ROOT / "examples/python"
STYLED = ["lib/python", "tests/python", "tests/serve", "tests/wheel", "examples/python"]


def run_example(name, tmp_path, *needs):
    for module in needs:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"no {module} here; .ci/setup test installs it")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib/python"), "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLES / name, tmp_path / "plot.svg"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_table_is_checked(tmp_path):
    out = run_example("check_a_table.py", tmp_path, "polars", "matplotlib")
    assert re.search(r"spun +┆ spun", out)
    assert not re.search(r"original +┆ spun", out)
    assert "<svg" in (tmp_path / "plot.svg").read_text(encoding="utf-8")


def test_a_source_is_found(tmp_path):
    out = run_example("find_the_source.py", tmp_path)
    assert out.startswith("spun: 9")
    assert "https://news.example/harbour" in out


def test_verdicts_are_measured(tmp_path):
    out = run_example("measure.py", tmp_path, "matplotlib")
    assert re.search(r"AUROC (0\.9\d\d|1\.000), 95 % interval", out)


def test_every_example_is_run():
    source = Path(__file__).read_text(encoding="utf-8")
    for example in EXAMPLES.glob("*.py"):
        assert f'"{example.name}"' in source


def tool(name):
    found = shutil.which(name, path=os.path.dirname(sys.executable))
    if found is None:
        pytest.skip(f"no {name} here; .ci/setup test installs it")
    return found


def test_types_are_strict():
    done = subprocess.run([tool("mypy")], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("what", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_style(what):
    arguments = [*what, "--config", "lib/python/ruff.toml", *STYLED]
    done = subprocess.run(
        [tool("ruff"), *arguments], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout


def blocks_of(path):
    return re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture(name="folder")
def folder_of_the_documentation(tmp_path):
    pages = ROOT / "examples/pages"
    shutil.copy(pages / "harbour_spun.txt", tmp_path / "story.txt")
    shutil.copy(pages / "harbour_original.txt", tmp_path / "original.txt")
    shutil.copy(pages / "harbour_spun.html", tmp_path / "page.html")
    archive = (ROOT / "examples/archives/harbour.warc").read_bytes()
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(archive))
    return tmp_path


@pytest.mark.parametrize("page", ["docs/python.md", "README.md"])
def test_the_documentation_runs_and_has_the_types_it_shows(folder, page):
    pytest.importorskip("polars", reason="no polars here; .ci/setup test installs it")
    blocks = blocks_of(ROOT / page)
    assert blocks
    script = folder / "documentation.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib/python")}
    done = subprocess.run(
        [sys.executable, script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert "spun" in done.stdout
    typed = subprocess.run(
        [tool("mypy"), "--strict", "--config-file", ROOT / "pyproject.toml", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert typed.returncode == 0, typed.stdout
