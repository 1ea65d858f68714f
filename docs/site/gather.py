#!/usr/bin/env python3
"""Gathers the pages of the documentation site: gather.py FOLDER

The Markdown files of the tree and the pictures and files that they link to, at the same paths, so
that a link which works in the tree works on the site. A link to a folder goes to its README, or
becomes plain text; the site has no source browser.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("docs", "models", "lib", "tests/bench", "examples")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
IMAGE = re.compile(r"!\[[^\]]*\]\((?!https?:)([^)#\s]+)\)")
FENCE = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The Markdown files of the tree, relative to its root."""
    found = list(ROOT.glob("*.md"))
    for part in PARTS:
        found += (ROOT / part).rglob("*.md")
    return sorted(page.relative_to(ROOT) for page in found)


def gathered(page: Path, linked: set[Path]) -> str:
    """The text of a page; adds to `linked` what it links to."""

    def link(match: re.Match) -> str:
        text, target, anchor = match[1], match[2], match[3] or ""
        to = (ROOT / page.parent / target).resolve()
        if to.is_dir() and (to / "README.md").exists():
            return f"[{text}]({target.rstrip('/')}/README.md{anchor})"
        if to.is_dir():
            return text
        linked.add(to.relative_to(ROOT))
        return match[0]

    def image(match: re.Match) -> str:
        linked.add((ROOT / page.parent / match[1]).resolve().relative_to(ROOT))
        return match[0]

    parts = FENCE.split((ROOT / page).read_text(encoding="utf-8"))  # code at odd places
    parts[::2] = [LINK.sub(link, IMAGE.sub(image, prose)) for prose in parts[::2]]
    return "".join(parts)


def main() -> int:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    linked: set[Path] = set()
    for page in pages():
        target = folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(gathered(page, linked), encoding="utf-8")
    for file in linked:
        if not (folder / file).exists():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, folder / file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
