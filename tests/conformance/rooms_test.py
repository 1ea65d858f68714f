"""The drawing of the rooms, docs/rooms.dot and docs/rooms.svg, against the #include lines.

    python3 -m pytest tests/conformance/rooms_test.py
    python3 tests/conformance/rooms_test.py --write    # after a change of the includes

An edge `a -> b` of rooms.dot says: a file of lib/a includes a file of lib/b, or a public
header that lib/b implements (HEADERS below). The file holds *all* such edges.
Those that follow from others (a -> b -> c makes a -> c redundant) have the style "invis", so that
the drawing, which Graphviz makes, shows the transitive reduction alone.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
DOT = ROOT / "docs" / "rooms.dot"
SVG = ROOT / "docs" / "rooms.svg"

Edges = set[tuple[str, str]]

# Public headers that belong to a room: who includes one uses that room. All others declare
# plain values and belong to nobody.
HEADERS = {
    "detector.h": "api",
    "aligner.h": "api",
    "source_index.h": "api",
    "index_writer.h": "index",
    "reader.h": "read",
    "despin.h": "capi",
}
# What a room is about; a room that is missing here is drawn without.
SUBJECTS = {
    "base": "files, bytes, checksums",
    "record": "one of a scan",
    "text": "words, sentences",
    "format": "the model file",
    "lm": "n-grams",
    "channel": "what spinners write",
    "cloze": "network",
    "index": "stored documents",
    "read": "documents out of pages",
    "decode": "lattice, posteriors",
    "align": "two texts",
    "detect": "is it spun",
    "search": "copied from where",
    "api": "public classes",
    "eval": "figures of merit",
    "scan": "many documents",
    "view": "text and HTML",
    "capi": "the C interface",
    "commands": "what each verb does",
    "cli": "arguments",
}
# Rooms that are drawn at one height, the highest first. Only for the eye: the order of the
# rooms is kept by tests/unit/base/includes_test.cc.
HEIGHTS = (
    ("commands",),
    ("cli",),
    ("view", "capi"),
    ("eval", "scan"),
    ("api",),
    ("search",),
    ("detect",),
    ("decode", "align"),
    ("cloze", "lm", "channel", "index", "read"),
    ("format",),
    ("text",),
    ("base",),
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"(lib|despin)/([^"]+)"', re.MULTILINE)


def included_rooms(room: str, source: str) -> set[str]:
    """The rooms that a file of `room` uses, itself left out."""
    used = set()
    for kind, path in INCLUDE.findall(source):
        name = path.split("/")[0] if kind == "lib" else HEADERS.get(path, room)
        if "/" in path or kind == "despin":
            used.add(name)
    return used - {room}


def edges_of_includes(lib: Path) -> Edges:
    """All edges room -> room used, from the sources under lib/."""
    edges: Edges = set()
    for path in sorted(lib.glob("*/**/*")):
        if path.suffix not in {".h", ".cc", ".inc"}:
            continue
        room = path.relative_to(lib).parts[0]
        edges |= {(room, used) for used in included_rooms(room, path.read_text(encoding="utf-8"))}
    return edges


def nodes_of(edges: Edges) -> set[str]:
    return {room for edge in edges for room in edge}


def reachable(edges: Edges, start: str) -> set[str]:
    """The rooms that `start` uses, directly or not."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        room = ahead.pop()
        for a, b in edges:
            if a == room and b not in seen:
                seen.add(b)
                ahead.append(b)
    return seen


def circle(edges: Edges) -> str | None:
    """A room that uses itself by way of others; None if there is none."""
    return next((r for r in sorted(nodes_of(edges)) if r in reachable(edges, r)), None)


def reduced(edges: Edges) -> Edges:
    """The edges that do not follow from others. Requires: no circle."""
    return {
        (a, b)
        for a, b in edges
        if not any(b in reachable(edges, c) for other, c in edges if other == a and c != b)
    }


def differences(drawn: Edges, real: Edges) -> list[str]:
    """What is wrong with the drawn edges; empty if nothing."""
    return [f"missing: {a} -> {b}; the sources include it" for a, b in sorted(real - drawn)] + [
        f"superfluous: {a} -> {b}; no source includes it" for a, b in sorted(drawn - real)
    ]


def parse_dot(dot: str) -> tuple[Edges, Edges]:
    """All edges of a rooms.dot, and those of them that are shown."""
    found: Edges = set()
    shown: Edges = set()
    for a, b, attributes in re.findall(
        r"^\s*(\w+)\s*->\s*(\w+)\s*(\[[^\]]*\])?\s*;", dot, re.MULTILINE
    ):
        found.add((a, b))
        if "invis" not in attributes:
            shown.add((a, b))
    return found, shown


def edges_of_svg(svg: str) -> tuple[set[str], Edges]:
    """Nodes and edges that a drawing by Graphviz shows, by the titles of their groups."""
    space = "{http://www.w3.org/2000/svg}"
    nodes: set[str] = set()
    edges: Edges = set()
    for group in ElementTree.fromstring(svg).iter(space + "g"):
        title = group.findtext(space + "title") or ""
        if group.get("class") == "node":
            nodes.add(title)
        elif group.get("class") == "edge":
            a, _, b = title.partition("->")
            edges.add((a, b))
    return nodes, edges


def to_dot(edges: Edges) -> str:
    """The text of rooms.dot: every edge, the redundant ones invisible and without weight."""
    shown = reduced(edges)
    lines = [
        "// Who uses whom: the rooms of lib, by their #include lines. Written by",
        "// tests/conformance/rooms_test.py --write, which also says what an edge is;",
        "// redundant edges (a -> c beside a -> b -> c) are here and not drawn.",
        "digraph rooms {",
        '  graph [rankdir=TB, nodesep=0.35, ranksep=0.4, bgcolor="white", fontname="Helvetica"];',
        "  node [shape=box, style=rounded, height=0.5, fontname=Helvetica, fontsize=12];",
        "  edge [arrowsize=0.6, color=gray30];",
    ]
    for room in sorted(nodes_of(edges)):
        subject = SUBJECTS.get(room)
        label = f"<<b>{room}</b><br/><font point-size='9'>{subject}</font>>" if subject else room
        lines.append(f"  {room} [label={label}];")
    for height in HEIGHTS:
        rooms = [room for room in height if room in nodes_of(edges)]
        if len(rooms) > 1:
            lines.append("  { rank=same; " + " ".join(f"{room};" for room in rooms) + " }")
    for a, b in sorted(edges):
        style = "" if (a, b) in shown else " [style=invis, constraint=false, weight=0]"
        lines.append(f"  {a} -> {b}{style};")
    return "\n".join(lines) + "\n}\n"


def drawable(dot: str) -> str:
    """The dot text without its invisible edges, which would still take up room."""
    return "".join(line for line in dot.splitlines(True) if "style=invis" not in line)


def write() -> None:
    edges = edges_of_includes(ROOT / "lib")
    found = circle(edges)
    if found:
        raise SystemExit(
            f"{found} uses itself by way of others; expected no circle; mend the includes"
        )
    if shutil.which("dot") is None:
        raise SystemExit("no program dot; expected Graphviz; apt-get install graphviz")
    dot = to_dot(edges)
    DOT.write_text(dot, encoding="utf-8")
    svg = subprocess.run(
        ["dot", "-Tsvg"], input=drawable(dot), capture_output=True, text=True, check=True
    ).stdout
    # Graphviz's version and date of build say nothing of the rooms.
    SVG.write_text(
        re.sub(r"<!-- Generated by graphviz.*?-->\n", "", svg, flags=re.DOTALL), encoding="utf-8"
    )


def test_the_dot_file_has_the_edges_of_the_includes() -> None:
    real = edges_of_includes(ROOT / "lib")
    assert len(real) > 20
    assert differences(parse_dot(DOT.read_text(encoding="utf-8"))[0], real) == [], (
        "run python3 tests/conformance/rooms_test.py --write"
    )


def test_no_room_uses_itself() -> None:
    assert circle(edges_of_includes(ROOT / "lib")) is None


def test_the_dot_file_shows_the_transitive_reduction() -> None:
    found, shown = parse_dot(DOT.read_text(encoding="utf-8"))
    assert shown == reduced(found)


def test_the_drawing_is_of_the_dot_file() -> None:
    dot = DOT.read_text(encoding="utf-8")
    found, shown = parse_dot(dot)
    nodes, edges = edges_of_svg(SVG.read_text(encoding="utf-8"))
    assert nodes == nodes_of(found)
    assert edges == shown


def test_every_room_has_a_line_in_hacking() -> None:
    rooms = {path.parent.name for path in (ROOT / "lib").glob("*/*.cc")}
    hacking = (ROOT / "HACKING.md").read_text(encoding="utf-8")
    assert sorted(room for room in rooms if f"| `lib/{room}` |" not in hacking) == []


# The checks themselves: each must object to what breaks its rule.


def test_notices_a_missing_and_a_superfluous_edge() -> None:
    real = {("detect", "decode"), ("decode", "lm")}
    assert differences(real, real) == []
    assert differences({("detect", "decode")}, real) == [
        "missing: decode -> lm; the sources include it"
    ]
    assert differences(real | {("lm", "read")}, real) == [
        "superfluous: lm -> read; no source includes it"
    ]


def test_reads_includes_of_rooms_and_of_public_headers() -> None:
    source = (
        '#include "lib/base/bytes.h"\n  #  include "lib/detect/own.h"\n#include <vector>\n'
        '#include "despin/result.h"\n#include "despin/reader.h"\n// #include "lib/view/html.h"\n'
    )
    assert included_rooms("detect", source) == {"base", "read"}
    assert included_rooms("read", '#include "despin/reader.h"\n') == set()


def test_notices_a_circle() -> None:
    assert circle({("a", "b"), ("b", "c"), ("c", "a")}) == "a"
    assert circle({("a", "b"), ("b", "c"), ("a", "c")}) is None


def test_reduces_what_follows_from_other_edges() -> None:
    edges = {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}
    assert reduced(edges) == {("a", "b"), ("b", "c"), ("a", "d")}
    found, shown = parse_dot(to_dot(edges))
    assert (found, shown) == (edges, reduced(edges))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draws the rooms anew from the #include lines.")
    parser.add_argument("--write", action="store_true", required=True, help="write docs/rooms.*")
    parser.parse_args()
    write()
