#!/usr/bin/env python3
"""Prints a public header with its comments as Doxygen wants them: comments.py HEADER

The headers are written for readers: plain comments, code indented, and at the top of a file
paragraphs that begin with their subject and two spaces ("Threads  Immutable").
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

COMMENT = re.compile(r"^( *)//(?: (.*)|)$")
TRAILING = re.compile(r"^(?!\s*(?://|#))(.*\S) +// (.*)$")
SECTION = re.compile(r"^// ---- .* ----$")  # what follows has a comment of its own
CODE = re.compile(r"^ {2,}\S")
NAMESPACE = re.compile(r"^(inline namespace v1 \{|\}  // namespace v1)$")  # no user writes it
SUBJECT = re.compile(r"^([A-Z][a-z]+) {2,}(.*)$")
CONTINUED = re.compile(r"^ {6,}\S")
NUMBERED = re.compile(r"^ ?\d+\. ")


def documented(lines: list[str], is_head: bool) -> Iterator[str]:
    """The text of one block of comments as Doxygen's Markdown."""
    if is_head:
        yield "@file"
    in_code = in_subject = False
    for line in lines:
        subject = SUBJECT.match(line) if is_head else None
        is_code = bool(CODE.match(line)) and not in_subject and not NUMBERED.match(line)
        if is_code != in_code and (line.strip() or not in_code):
            yield "@endcode" if in_code else "@code{.cpp}"
            in_code = is_code
        if subject:
            in_subject = True
            yield f"- **{subject[1]}** {subject[2]}"
        elif in_subject and line.strip():
            yield "  " + line.strip()
        else:
            in_subject = in_subject and bool(CONTINUED.match(line))
            yield line
    if in_code:
        yield "@endcode"


def converted(lines: list[str]) -> Iterator[str]:
    block: list[str] = []
    indent = ""
    is_head = True
    for line in [*lines, ""]:
        if NAMESPACE.match(line):
            continue
        comment = COMMENT.match(line)
        if comment and not SECTION.match(line):
            indent = comment[1]
            block.append(comment[2] or "")
            continue
        if block:
            yield from (f"{indent}/// {text}".rstrip() for text in documented(block, is_head))
            block = []
        is_head = False
        trailing = TRAILING.match(line)
        yield f"{trailing[1]} ///< {trailing[2]}" if trailing else line


if __name__ == "__main__":
    sys.stdout.write("\n".join(converted(Path(sys.argv[1]).read_text().splitlines())))
