"""The wheels in build/wheels, installed without network into fresh environments of every Python at
hand, from 3.10 on.

Run by .ci/run after .ci/wheel, not with the other tests:
    build/python/bin/python -m pytest tests/wheel/check_wheels.py
"""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEELS = ROOT / "build/wheels"
PAGE = ROOT / "examples/pages/harbour_spun.txt"
SCRIPT = """
import multiprocessing, pickle, sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
import despin

def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    detector = despin.Detector()
    report = detector.check(text)
    expected = report.to_json(sys.argv[1])
    assert report.verdict == "spun" and report.findings, report
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: detector.check(text).to_json(sys.argv[1]), range(32)))
    assert found == {expected}
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        with ProcessPoolExecutor(2, mp_context=context) as pool:
            for one in pool.map(detector.check, [text] * 4):
                assert one.to_json(sys.argv[1]) == expected
    assert [r.verdict for r in detector.check_many([text] * 20, threads=2)] == ["spun"] * 20
    assert detector.compare(text, text).relation == "verbatim"
    assert len(list(despin.scan(sys.argv[1]))) == 1
    print(detector.info.path)
    print(expected)

if __name__ == "__main__":
    main()
"""


def pythons():
    """By version, the first one that is found: in PATH, and where pyenv keeps them."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    folders += sorted(str(folder / "bin") for folder in pyenv.glob("*"))
    found = {}
    for folder in filter(None, folders):
        for path in sorted(Path(folder).glob("python3.*")):
            match = re.fullmatch(r"python3\.(\d+)", path.name)
            if match and int(match[1]) >= 10 and os.access(path, os.X_OK):
                works = [path, "-c", "import ctypes, venv, ensurepip"]
                if (
                    match[1] not in found
                    and subprocess.run(works, capture_output=True).returncode == 0
                ):
                    found[match[1]] = path
    return {f"3.{minor}": found[minor] for minor in sorted(found, key=int)}


PYTHONS = pythons()


def wheel(pattern):
    found = sorted(WHEELS.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {WHEELS}; .ci/wheel makes it")
    assert len(found) == 1
    return found[0]


@pytest.fixture(name="clean", scope="session")
def environment_without_a_tree():
    names = ("DESPIN_MODEL", "DESPIN_LIBRARY", "DESPIN_EXE", "PYTHONPATH", "LD_LIBRARY_PATH")
    return {name: value for name, value in os.environ.items() if name not in names}


@pytest.fixture(name="installed", scope="session", params=PYTHONS)
def fresh_environment(request, tmp_path_factory, clean):
    folder = tmp_path_factory.mktemp(f"python{request.param}")
    subprocess.run([PYTHONS[request.param], "-m", "venv", folder], check=True)
    wheels = [wheel("despin-*.whl"), wheel("despin_en-*.whl")]
    install = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", *wheels]
    subprocess.run(install, check=True, env=clean)
    return folder


def test_it_runs_under_pythons_own_checks(installed, clean, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    python = [installed / "bin/python", "-X", "dev", "-W", "error::ResourceWarning"]
    done = subprocess.run(
        [*python, script, PAGE],
        check=False,
        capture_output=True,
        text=True,
        env=clean,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    model, json_of_python = done.stdout.splitlines()
    assert model.startswith(str(installed))
    assert "site-packages/despin_en/" in model

    command = [installed / "bin/despin", "check", "--json", PAGE]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=clean)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rpartition(',"run":')[0] + "}" == json_of_python


def test_at_hand_are_several_pythons():
    assert PYTHONS, "no Python from 3.10 on with venv"


def test_the_wheel_brings_what_it_needs(clean):
    """Besides the C and C++ libraries of the platform, all is in it; and nothing of a machine."""
    with zipfile.ZipFile(wheel("despin-*.whl")) as archive:
        names = archive.namelist()
        metadata = archive.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    assert not re.search(r"^Requires-Dist: (?!.*extra ==)", metadata, flags=re.MULTILINE)
    assert any(name.startswith("despin.libs/libicudata") for name in names)
    licenses = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert {"LICENSE", "NOTICE", "libmodest0.txt", "libzstd1.txt", "libbz2-1.0.txt"} <= licenses
    assert any(name.endswith(".cdx.json") for name in names)
    assert "despin/py.typed" in names
    assert not any(name.endswith(".despin") for name in names)
    shown = subprocess.run(
        ["python", "-m", "auditwheel", "show", wheel("despin-*.whl")],
        check=False,
        capture_output=True,
        text=True,
        env={**clean, "PATH": f"{ROOT / 'build/python/bin'}:{clean['PATH']}"},
    )
    assert "manylinux_2_" in shown.stdout, shown.stderr


def test_the_model_is_its_file_alone():
    path = wheel("despin_en-*.whl")
    model = ROOT / "models/en.despin"
    assert path.stat().st_size <= model.stat().st_size
    with zipfile.ZipFile(path) as archive:
        assert archive.read("despin_en/en.despin") == model.read_bytes()


def test_checks_of_types_find_the_annotations(installed, tmp_path):
    mypy = shutil.which("mypy", path=str(ROOT / "build/python/bin"))
    if mypy is None:
        pytest.skip("no mypy here; .ci/setup test installs it")
    script = tmp_path / "use.py"
    script.write_text(
        "import despin\nverdict: str = despin.Detector().check('text').verdict\n"
        "wrong: int = despin.Detector().check('text').verdict\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [mypy, "--strict", "--python-executable", installed / "bin/python", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert "Found 1 error" in done.stdout, done.stdout
