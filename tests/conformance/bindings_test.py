"""The examples in other languages, which call the C interface, built by their own tools.

A language whose tools are not installed is skipped. Nothing is fetched but koffi, from npm, once
into build/bindings; without a network the example in JavaScript is skipped as well.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ROOT / "build/release/lib"
WORK = ROOT / "build/bindings"
MODEL = ROOT / "models/en.despin"
TEXT = ROOT / "examples/pages/harbour_spun.txt"


def tool(name):
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} on PATH")
    return found


def run(*command, cwd, code=0, **environment):
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=600,
    )
    assert done.returncode == code, f"{command} ended with {done.returncode}: {done.stderr}"
    return done


@pytest.fixture(scope="module", autouse=True)
def library():
    path = LIBRARIES / "libdespin_c.so"
    if not path.exists():
        pytest.fail(f"no {path}; tests/run.sh builds it")
    WORK.mkdir(parents=True, exist_ok=True)
    return path


def expect_verdicts(*program, cwd=ROOT, **environment):
    """A verdict with findings on a spun text; a clear error without a model."""
    said = run(*program, MODEL, TEXT, cwd=cwd, **environment).stdout
    assert said.startswith("verdict: spun (score 20."), said
    assert "  brand new <- " in said
    failed = run(*program, "/no/such/model", TEXT, cwd=cwd, code=2, **environment)
    assert failed.stderr.startswith("check: no such file"), failed.stderr


def test_go():
    flags = {
        "CGO_ENABLED": "1",
        "CGO_CFLAGS": f"-I{ROOT / 'include'}",
        "CGO_LDFLAGS": f"-L{LIBRARIES} -ldespin_c -Wl,-rpath,{LIBRARIES}",
        "GOPROXY": "off",
        "GOCACHE": str(WORK / "go-cache"),
    }
    source = ROOT / "examples/go"
    run(tool("go"), "build", "-o", WORK / "check-go", ".", cwd=source, **flags)
    expect_verdicts(WORK / "check-go")


def test_rust():
    target = {"CARGO_TARGET_DIR": str(WORK / "rust"), "DESPIN_LIB": str(LIBRARIES)}
    source = ROOT / "examples/rust"
    run(tool("cargo"), "build", "--offline", "--locked", "--quiet", cwd=source, **target)
    expect_verdicts(WORK / "rust/debug/check")


def test_node(library):
    node, npm = tool("node"), tool("npm")
    folder = WORK / "node"
    shutil.copytree(ROOT / "examples/node", folder, dirs_exist_ok=True)
    if not (folder / "node_modules/koffi").exists():
        install = [npm, "install", "--no-audit", "--no-fund", "--silent", "--fetch-retries=0"]
        done = subprocess.run(install, check=False, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"npm cannot install koffi: {done.stderr.strip()[-200:]}")
    expect_verdicts(node, folder / "check.js", DESPIN_LIB=str(library))
