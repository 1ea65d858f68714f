"""Which library the package loads, and what it says of none and of another one."""

import shutil
import subprocess

import pytest


def test_no_library_is_an_import_error(run_python, monkeypatch, tmp_path):
    monkeypatch.setenv("DESPIN_LIBRARY", str(tmp_path / "none.so"))
    done = run_python("import despin")
    assert "ImportError: no library of despin at" in done.stderr


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("int other(void) { return 0; }", "lacks despin_"),
        (None, "has version 2 of the C interface"),
    ],
)
def test_another_release_is_an_import_error(
    despin, run_python, monkeypatch, tmp_path, source, said
):
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here")
    if source is None:
        names = [name for name in despin._abi.FUNCTIONS if name != "despin_abi_version"]
        source = "int despin_abi_version(void) { return 2; }\n" + "\n".join(
            f"void {name}(void) {{}}" for name in names
        )
    (tmp_path / "other.c").write_text(source, encoding="utf-8")
    library = tmp_path / "other.so"
    subprocess.run([compiler, "-shared", "-fPIC", tmp_path / "other.c", "-o", library], check=True)
    monkeypatch.setenv("DESPIN_LIBRARY", str(library))
    done = run_python("import despin")
    assert "ImportError" in done.stderr
    assert said in done.stderr
