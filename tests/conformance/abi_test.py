"""The C interface against its record, tests/conformance/abi.txt: symbols, layouts, enumerators.

    python3 -m pytest tests/conformance/abi_test.py
    python3 tests/conformance/abi_test.py --write    # after an addition

The record holds each function of despin/despin.h as it is declared, size and offsets of each
struct (as the C compiler has them, on 64-bit machines) and the value of each enumerator. What
conventions 6, 7 and 12 of the header promise is checked against it: functions and enumerators
are added alone, structs grow at their ends, and those that stand in arrays not at all.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "include/despin/despin.h"
MAP = ROOT / "lib/capi/despin.map"
RECORD = Path(__file__).with_name("abi.txt")

Table = dict[str, str]


def code_of(header: str) -> str:
    """The header without comments and preprocessor lines."""
    code = re.sub(r"//[^\n]*", "", header)
    return re.sub(r"^\s*#.*(?:\\\n.*)*$", "", code, flags=re.MULTILINE)


def functions_of(header: str) -> Table:
    """By name: the declaration, on one line."""
    found = {}
    for text in re.findall(r"DESPIN_API\s+([^;]+);", code_of(header)):
        declaration = " ".join(text.split())
        name = re.search(r"(\w+)\(", declaration)
        assert name, declaration
        found[name[1]] = declaration
    return found


def structs_of(header: str) -> dict[str, list[str]]:
    """By name: the members in order. Arrow's structs are the specification's."""
    found = {}
    for name, body in re.findall(
        r"typedef struct (despin_\w+) \{(.*?)\} despin_\w+;", code_of(header), re.DOTALL
    ):
        found[name] = [re.sub(r"\[.*", "", line).split()[-1] for line in body.split(";")[:-1]]
    return found


def enumerators_of(header: str) -> list[str]:
    """The names, and those of macros that are numbers."""
    names = []
    for body in re.findall(r"enum \{(.*?)\}", code_of(header), re.DOTALL):
        names += re.findall(r"(\w+)\s*=", body)
    return [*names, "DESPIN_ABI_VERSION"]


def measured(header: str) -> list[str]:
    """What a C compiler says of structs and enumerators."""
    lines = ["#include <stdio.h>", '#include "despin/despin.h"', "int main(void) {"]
    for name, members in sorted(structs_of(header).items()):
        lines.append(f'  printf("struct {name} %zu", sizeof({name}));')
        for member in members:
            lines.append(
                f'  printf(" {member}@%zu+%zu", offsetof({name}, {member}), '
                f"sizeof((({name}*)0)->{member}));"
            )
        lines.append('  puts("");')
    for name in sorted(enumerators_of(header)):
        lines.append(f'  printf("value {name} %lld\\n", (long long){name});')
    lines += ["  return 0;", "}"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "layout.c")
        source.write_text("\n".join(lines))
        program = Path(folder, "layout")
        command = ["cc", "-std=c11", "-I", str(ROOT / "include"), str(source), "-o", str(program)]
        subprocess.run(command, check=True)
        done = subprocess.run([str(program)], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def table_of(lines: list[str]) -> Table:
    """By kind and name."""
    return {" ".join(line.split(" ", 2)[:2]): line for line in lines if line}


def current() -> list[str]:
    header = HEADER.read_text(encoding="utf-8")
    functions = [f"function {name} {text}" for name, text in sorted(functions_of(header).items())]
    return functions + measured(header)


def breaks(old: Table, new: Table) -> list[str]:
    """What of the new table the promises forbid; empty if nothing."""
    found = []
    for name, line in old.items():
        now = new.get(name)
        if now is None:
            found.append(f"{name} is gone")
        elif name.startswith("struct "):
            members, grown = line.split()[3:], now.split()[3:]
            may_grow = members[0].startswith("struct_size@")
            if grown[: len(members)] != members or (not may_grow and now != line):
                found.append(f"{name} has changed: {now}; expected {line}")
        elif now != line:
            found.append(f"{name} has changed: {now}; expected {line}")
    return found


def test_nothing_that_was_promised_has_changed():
    old = table_of(RECORD.read_text(encoding="utf-8").splitlines())
    new = table_of(current())
    assert breaks(old, new) == []
    assert old == new, "additions are recorded by: python3 tests/conformance/abi_test.py --write"


def test_the_version_script_has_every_function_and_no_other():
    listed = re.findall(r"^\s+(despin_\w+);$", MAP.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == sorted(functions_of(HEADER.read_text(encoding="utf-8")))


@pytest.mark.parametrize("library", ["libdespin_c.so"])
def test_the_library_exports_them_with_their_version_and_nothing_else(library):
    path = ROOT / "build/release/lib" / library
    if not path.exists():
        pytest.skip(f"no {path}; tests/run.sh builds it")
    command = ["nm", "-D", "--defined-only", "--with-symbol-versions", str(path)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = {line.split()[-1] for line in listed.splitlines()}
    expected = {f"{name}@@DESPIN_1" for name in functions_of(HEADER.read_text(encoding="utf-8"))}
    assert names - {"DESPIN_1", "DESPIN_1@@DESPIN_1"} == expected


def test_breaks_are_noticed():
    old = table_of(
        [
            "function f int f(int)",
            "struct options 16 struct_size@0+8 a@8+8",
            "struct element 8 a@0+8",
            "value ONE 1",
        ]
    )
    grown = dict(old, **{"struct options": "struct options 24 struct_size@0+8 a@8+8 b@16+8"})
    assert breaks(old, grown | {"value TWO": "value TWO 2"}) == []
    for name, line in (
        ("function f", "function f int f(long)"),
        ("struct options", "struct options 24 struct_size@0+8 b@8+8 a@16+8"),
        ("struct element", "struct element 16 a@0+8 b@8+8"),
        ("value ONE", "value ONE 2"),
    ):
        assert len(breaks(old, old | {name: line})) == 1
        assert len(breaks(old, {n: text for n, text in old.items() if n != name})) == 1


def write() -> None:
    lines = current()
    if RECORD.exists():
        found = breaks(table_of(RECORD.read_text(encoding="utf-8").splitlines()), table_of(lines))
        if found:
            raise SystemExit("\n".join(found))
    RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", required=True)
    parser.parse_args()
    write()
