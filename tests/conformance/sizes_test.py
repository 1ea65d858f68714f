"""Rooms stay readable: no file of the library over 400 lines, no function over 80."""

from pathlib import Path

import lizard

ROOT = Path(__file__).resolve().parents[2]
MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 80


def sources(root: Path) -> list[Path]:
    return sorted(p for p in root.rglob("*") if p.suffix in {".cc", ".h"})


def oversized(root: Path) -> list[str]:
    """Files and functions of a tree that are too long, each with its number of lines."""
    found = []
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > MOST_FILE_LINES:
            found.append(f"{path.relative_to(root)}: {lines} lines")
        for function in lizard.analyze_file.analyze_source_code(str(path), text).function_list:
            if function.length > MOST_FUNCTION_LINES:
                name = f"{path.relative_to(root)}: {function.name}()"
                found.append(f"{name}: {function.length} lines")
    return found


def test_finds_what_is_too_long(tmp_path):
    body = "  call();\n" * MOST_FUNCTION_LINES
    (tmp_path / "function.cc").write_text("int short() { return 1; }\nvoid f() {\n" + body + "}\n")
    (tmp_path / "file.h").write_text("int a;\n" * (MOST_FILE_LINES + 1))
    assert oversized(tmp_path) == [
        f"file.h: {MOST_FILE_LINES + 1} lines",
        f"function.cc: f(): {MOST_FUNCTION_LINES + 2} lines",
    ]


def test_the_library_has_nothing_too_long():
    assert len(sources(ROOT / "lib")) > 300
    assert oversized(ROOT / "lib") == []
