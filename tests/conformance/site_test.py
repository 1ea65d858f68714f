"""Tests what goes into the documentation site: the comments of the headers, the gathered pages."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs/site"))

import comments  # noqa: E402
import gather  # noqa: E402


def converted(source: str) -> list[str]:
    return list(comments.converted(source.splitlines()))


def test_a_comment_is_given_to_doxygen() -> None:
    lines = converted("#pragma once\n  // Of the model.\n  int bias;")
    assert lines[:3] == ["#pragma once", "  /// Of the model.", "  int bias;"]


def test_a_comment_behind_a_member_belongs_to_it() -> None:
    assert converted("#pragma once\n  int bias;  // of the model")[1] == (
        "  int bias; ///< of the model"
    )


def test_a_heading_between_declarations_belongs_to_none() -> None:
    assert converted("#pragma once\n// ---- Errors ----\nint code;")[1] == "// ---- Errors ----"


def test_a_comment_behind_a_directive_belongs_to_nothing() -> None:
    assert converted("#pragma once\n#endif  // A_GUARD")[1] == "#endif  // A_GUARD"


def test_indented_lines_are_code() -> None:
    lines = converted("#pragma once\n// Open it:\n//\n//   open(path);\n//\n// Then check.")
    assert lines[1:8] == [
        "/// Open it:",
        "///",
        "/// @code{.cpp}",
        "///   open(path);",
        "///",
        "/// @endcode",
        "/// Then check.",
    ]


def test_the_head_of_a_file_lists_its_subjects() -> None:
    lines = converted("// a.h - does it.\n//\n// Threads  Any\n//          number.\n#pragma once")
    assert lines[0] == "/// @file"
    assert lines[3:5] == ["/// - **Threads** Any", "///   number."]


def test_the_version_of_the_interface_is_no_namespace_that_users_write() -> None:
    lines = converted("namespace despin {\ninline namespace v1 {\nint a;\n}  // namespace v1\n}")
    assert lines[:3] == ["namespace despin {", "int a;", "}"]


@pytest.mark.parametrize("header", sorted((ROOT / "include/despin").glob("*.h")), ids=str)
def test_every_header_keeps_its_code(header: Path) -> None:
    source = header.read_text()
    kept = [line.partition("//")[0].rstrip() for line in converted(source)]
    wanted = [
        line.partition("//")[0].rstrip()
        for line in source.splitlines()
        if not comments.NAMESPACE.match(line)
    ]
    assert [line for line in kept if line] == [line for line in wanted if line]


def test_links_to_folders_lead_to_their_readme_or_nowhere() -> None:
    linked: set[Path] = set()
    text = gather.gathered(Path("README.md"), linked)
    assert "](examples)" not in text
    assert Path("LICENSE") in linked


def test_what_pages_link_to_is_gathered() -> None:
    linked: set[Path] = set()
    for page in gather.pages():
        gather.gathered(page, linked)
    assert len(linked) > 20
    for file in linked:
        assert (ROOT / file).is_file(), file
