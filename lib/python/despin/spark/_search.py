"""Searching an index on Spark."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from despin._errors import Error
from despin._index import Matches
from despin._limits import Limits
from despin.engines import Model, cut
from despin.spark._tables import SOURCES, schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SPAN = pa.struct([("begin_byte", pa.int32()), ("end_byte", pa.int32())])
MATCH = pa.struct(
    [
        *((name, pa.string()) for name in ("id", "url", "title", "date")),
        *((name, pa.float64()) for name in ("score", "copied", "swapped")),
        ("verdict", pa.string()),
        ("passages", pa.list_(_SPAN)),
    ]
)
COLUMNS = {
    "id": "STRING",
    "matches": SOURCES["sources"],
    "record": "STRING",
    "error": "STRING",
    "error_code": "STRING",
}


def search(
    df: DataFrame,
    index: str | os.PathLike[str],
    text_col: str = "text",
    id_col: str = "id",
    *,
    date_col: str | None = None,
    model: Any = None,
    max_matches: int = 10,
    max_sharing: int = 8,
    later_sources: bool = False,
    limits: Limits | None = None,
) -> DataFrame:
    """From which documents of an index were texts copied? One row each.

    The index is a folder that every worker has: on a shared disk, or as files that were put on each
    (``--archives``). It is mapped, so that the workers of a machine share its pages.

    Parameters
    ----------
    df : DataFrame
    index : path
    text_col, id_col, date_col : str
        An indexed document of the text's id is no match, nor is a later one.
    model, limits
        As of `check`.
    max_matches, max_sharing, later_sources
        As of `SourceIndex.search`.

    Returns
    -------
    DataFrame
        id, matches (as ``sources`` of a check), record (a line of JSON, schema
        ``despin.search/1``), error, error_code.
    """
    how = {
        "max_matches": max_matches,
        "max_sharing": max_sharing,
        "later_sources": later_sources,
        "limits": limits,
    }
    names = [text_col, id_col, date_col]
    used = dict.fromkeys(name for name in names if name is not None)
    job = SearchRows(Model.of(model), os.fspath(index), text_col, id_col, date_col, how)
    return df.select(*used).mapInArrow(job, schema(COLUMNS))


class SearchRows:
    """Of `search`, for mapInArrow."""

    def __init__(
        self,
        model: Model,
        index: str,
        text_col: str,
        id_col: str,
        date_col: str | None,
        how: dict[str, Any],
    ) -> None:
        self.model = model
        self.index = index
        self.columns = (text_col, id_col, date_col)
        self.how = how

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for piece in cut(batch):
                yield self.searched(piece)

    def searched(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A row for each text."""
        index = self.model.index(self.index)
        text_col, id_col, date_col = self.columns
        texts = batch.column(text_col).to_pylist()
        ids = [str(one or "") for one in batch.column(id_col).to_pylist()]
        dates = [""] * len(ids)
        if date_col is not None:
            dates = [str(one or "") for one in batch.column(date_col).to_pylist()]

        def search(text: Any, called: str, date: str) -> Matches:
            return index.search(text, id=called, date=date, **self.how)

        return match_table(
            [
                answer(called, text, partial(search, called=called, date=date))
                for text, called, date in zip(texts, ids, dates, strict=True)
            ]
        )


def answer(called: str, text: Any, search: Callable[[Any], Matches]) -> dict[str, Any]:
    """A row of `COLUMNS`."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row["id"] = called
    if text is None:
        return row
    try:
        matches = search(text)
    except Error as error:
        row.update(error=str(error), error_code=error.code)
    else:
        row["matches"] = [match_row(match) for match in matches]
        row["record"] = matches.to_json(called)
    return row


def match_row(match: Any) -> dict[str, Any]:
    """A match as a struct."""
    row = {name: getattr(match, name) or None for name in ("url", "title", "date")}
    row.update({name: getattr(match, name) for name in ("id", "score", "copied", "swapped")})
    row["verdict"] = match.relation
    row["passages"] = [
        {"begin_byte": one.begin_byte, "end_byte": one.end_byte} for one in match.passages
    ]
    return row


def match_table(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Rows of `COLUMNS`."""
    kinds = {name: pa.list_(MATCH) if name == "matches" else pa.string() for name in COLUMNS}
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(list(kinds.items())))
