"""Kept decisions, and what reviewers say of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from despin.serve.checks import Judged, dumps
from despin.serve.problems import Problem, not_found
from despin.serve.store import Store

_OPPOSITE = {"spun": "spun", "not_spun": "clean"}


def needed(store: Store | None) -> Store:
    if store is None:
        raise Problem(
            409, "no_store", "this service keeps nothing; expected `store` in its configuration"
        )
    return store


def keep(store: Store, judged: Iterable[Judged]) -> None:
    """What was asked to be kept."""
    rows = []
    for one in judged:
        if one.decision is not None and one.decision["kept"]:
            document = json.loads(one.report)["id"]
            facts = (one.decision["id"], document, one.decision["verdict"], one.text, one.json)
            rows.append(facts)
    if rows:
        store.keep_decisions(rows)


def decision_json(store: Store, id: str) -> str:
    """As it was answered, with its text and its marks."""
    row = store.decision(id)
    if row is None:
        raise not_found("decision", "the id of one that was kept, and is not forgotten yet")
    marks = [mark_dict(mark) for mark in store.marks(id)]
    answer = row["json"]
    # `text` is at the end of an answer that has one.
    parts = [answer[:-1]]
    if '"text"' not in json.loads(answer):
        parts.append(f',"text":{dumps(row["text"])}')
    parts.append(f',"marks":{dumps(marks)}}}')
    return "".join(parts)


def mark_dict(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in ("decision", "mark", "note", "by", "time")}


def label(verdict: str, mark: str) -> str | None:
    """What a mark says that the text is; None if it does not say."""
    if mark == "agree":
        return _OPPOSITE.get(verdict)
    return {"not_spun": "clean", "spun": "spun"}.get(mark)


def labeled(store: Store) -> Iterator[bytes]:
    """Lines for `despin eval`: one of each decision that reviewers do not differ about."""
    row: sqlite3.Row | None = None
    labels: set[str] = set()
    for found in store.marked():
        if row is not None and found["decision"] != row["decision"]:
            yield from _line(row, labels)
            labels = set()
        row = found
        said = label(found["verdict"], found["mark"])
        if said is not None:
            labels.add(said)
    if row is not None:
        yield from _line(row, labels)


def _line(row: sqlite3.Row, labels: set[str]) -> Iterator[bytes]:
    if len(labels) != 1:
        return
    id = row["document"] or row["decision"]
    line = {"id": id, "label": min(labels), "kind": "reviewed", "text": row["text"]}
    yield (dumps(line) + "\n").encode("utf-8")
