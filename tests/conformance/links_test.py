"""Links and file names in the Markdown of the tree lead somewhere.

A relative link must name a file or folder of the tree, and an anchor a heading of its page.
In pages that say how things are (not in dated notes and the changelog) a name in backticks
that looks like a path of the tree must be there too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {ROOT / "build", ROOT / ".git", ROOT / "tests" / "fuzz" / "corpus"}
FOLDERS = ("lib/", "include/", "models/", "tests/", "examples/", "docs/", ".ci/")
# Names that are only there while something runs, or stand for many.
NOT_A_PATH = re.compile(r"RECIPE|[<>*{}$ …]|\.\.\.|^tests/[a-z]+/<")

Fault = tuple[str, str]


def pages() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if Path(folder, name) not in SKIPPED]
        found += [Path(folder, name) for name in files if name.endswith(".md")]
    return sorted(found)


def without_code(markdown: str) -> str:
    """The text with fenced and indented code blanked; spans in backticks stay."""
    lines = []
    fenced = False
    for line in markdown.splitlines():
        fence = line.lstrip().startswith("```")
        fenced ^= fence
        lines.append("" if fenced or fence or line.startswith("    ") else line)
    return "\n".join(lines)


def anchors(markdown: str) -> set[str]:
    """What headings are known by, as GitHub makes it."""
    found: dict[str, int] = {}
    names = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", without_code(markdown), re.MULTILINE):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(name if count == 0 else f"{name}-{count}")
    return names


def links(markdown: str) -> list[str]:
    text = re.sub(r"`[^`\n]*`", "", without_code(markdown))
    inline = re.findall(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^()\s>]+)>?(?: +\"[^\"]*\")?\)", text)
    return inline + re.findall(r"^\[[^\]]+\]: +(\S+)$", text, re.MULTILINE)


def link_faults(page: Path, markdown: str) -> list[Fault]:
    """The links of a page that lead nowhere, each with the reason."""
    faults = []
    for link in links(markdown):
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_relative_to(ROOT):
            faults.append((link, "leads out of the tree"))
        elif target != page and not target.exists():
            faults.append((link, "no such file"))
        elif anchor and target.suffix == ".md":
            text = markdown if target == page else target.read_text(encoding="utf-8")
            if anchor not in anchors(text):
                faults.append((link, "no such heading"))
    return faults


def path_faults(markdown: str) -> list[Fault]:
    """The names in backticks that look like files of the tree and are not there."""
    faults = []
    for name in re.findall(r"`([^`\n]+)`", without_code(markdown)):
        path = name.split(":")[0].rstrip("/")
        if not name.startswith(FOLDERS) or NOT_A_PATH.search(name):
            continue
        if not (ROOT / path).exists():
            faults.append((name, "no such file or folder"))
    return faults


def is_dated(page: Path) -> bool:
    return page.name == "CHANGELOG.md" or page.is_relative_to(ROOT / "models" / "cards")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert link_faults(page, page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "page", [p for p in pages() if not is_dated(p)], ids=lambda page: str(page.relative_to(ROOT))
)
def test_names_in_backticks_are_there(page: Path) -> None:
    assert path_faults(page.read_text(encoding="utf-8")) == []


def test_readme_is_short_and_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(readme) <= 160
    assert [line.split()[0] for line in readme[3:5]] == ["examples/try.sh", "tests/run.sh"]


@pytest.mark.parametrize(
    "page", sorted((ROOT / "lib").glob("*/README.md")), ids=lambda p: p.parent.name
)
def test_a_readme_of_a_room_is_a_derivation(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 120


# The checks themselves: each must object to what breaks its rule.


def test_finds_links_outside_code_alone() -> None:
    text = "[a](b.md) ![c](d.svg)\n\n    [no](x)\n```\n[no](y)\n```\n`[no](z)` [![e](f)](g#h)\n"
    text += "[i]: j\n"
    assert links(text) == ["b.md", "d.svg", "g#h", "j"]


def test_notices_links_that_lead_nowhere() -> None:
    page = ROOT / "docs" / "page.md"
    text = "# A title, `x`\n[1](../README.md) [2](#a-title-x) [3](https://example.org) "
    assert link_faults(page, text) == []
    broken = "[1](../NOPE.md) [2](#b) [3](../../x) [4](../README.md#nope)"
    assert [reason for _, reason in link_faults(page, broken)] == [
        "no such file",
        "no such heading",
        "leads out of the tree",
        "no such heading",
    ]


def test_notices_files_that_are_not_there() -> None:
    assert path_faults("`lib/text/utf8.h`, `tests/unit/<room>/`, `a/b.h`, `lib/text/`") == []
    assert path_faults("`lib/attic/utf8.h`") == [("lib/attic/utf8.h", "no such file or folder")]
