"""The declarations in Python are those of despin.h: by its text, and by the C compiler."""

import ctypes
import os
import re
import shutil
import subprocess
import sys

import pytest
from samples import ROOT

HEADER = ROOT / "include/despin/despin.h"


def test_the_module_is_what_the_generator_writes():
    pytest.importorskip("pycparser", reason="no pycparser here; .ci/setup test installs it")
    done = subprocess.run(
        [sys.executable, ROOT / "lib/python/generate_abi.py", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_every_function_of_the_header_is_declared(despin):
    header = re.sub(r"//[^\n]*", "", HEADER.read_text(encoding="utf-8"))
    names = set(re.findall(r"DESPIN_API[^;{]*?\b(despin_\w+)\(", header))
    assert len(names) > 90
    assert names == set(despin._abi.FUNCTIONS)


def structs(despin):
    found = {
        name: kind
        for name, kind in vars(despin._abi).items()
        if isinstance(kind, type) and issubclass(kind, ctypes.Structure) and kind.__name__ == name
    }
    found.pop("Structure")
    return found


def test_layouts_are_those_of_the_c_compiler(despin, tmp_path):
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        pytest.skip("no C compiler here")
    kinds = structs(despin)
    assert len(kinds) > 40
    lines = []
    for name, kind in kinds.items():
        tag = f"struct {name}"
        lines.append(f'  printf("%s %zu\\n", "{name}", sizeof({tag}));')
        for field, *_ in kind._fields_:
            lines.append(f'  printf("%s %zu\\n", "{name}.{field}", offsetof({tag}, {field}));')
    program = tmp_path / "layouts.c"
    program.write_text(
        "#include <stddef.h>\n#include <stdio.h>\n#include <despin/despin.h>\n"
        "int main(void) {\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )
    subprocess.run(
        [compiler, "-std=c11", f"-I{ROOT / 'include'}", program, "-o", tmp_path / "layouts"],
        check=True,
    )
    printed = subprocess.run(tmp_path / "layouts", check=True, capture_output=True, text=True)
    of_c = dict(line.split() for line in printed.stdout.splitlines())
    of_python = {}
    for name, kind in kinds.items():
        of_python[name] = str(ctypes.sizeof(kind))
        for field, *_ in kind._fields_:
            of_python[f"{name}.{field}"] = str(getattr(kind, field).offset)
    assert of_python == of_c


def test_every_code_has_an_exception_of_its_name(despin):
    codes = range(1, 18)
    assert sorted(despin._errors.BY_CODE) == list(codes)
    for code in codes:
        name = despin._library.lib.despin_error_code_name(code).decode()
        assert despin._errors.BY_CODE[code].code == name
