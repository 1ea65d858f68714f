"""Functions of despin in DuckDB.

    despin.duckdb.register(connection)
    connection.sql("SELECT url, despin_check(text).verdict FROM 'crawl.parquet'")

`despin_check(text)` gives the struct of `despin.engines.Check`; `despin_scan(text, id, url, title,
date)` also the record, as ``despin scan`` writes it of a row without a place.

Texts go to the library as columns of Arrow, 2,048 a call. Needs duckdb and pyarrow. DuckDB calls a
function of Python from one thread at a time, so each call checks on several.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from despin._detector import Detector
from despin._limits import Limits
from despin.engines import REPORT_COLUMNS, Model, Scanner, cut

if TYPE_CHECKING:
    import duckdb

_PASSAGE = (
    "STRUCT(begin_byte INTEGER, end_byte INTEGER, verdict VARCHAR, score DOUBLE, "
    "false_positive_rate_upper DOUBLE, swap_rate DOUBLE, words INTEGER)"
)
_FINDING = (
    "STRUCT(begin_byte INTEGER, end_byte INTEGER, evidence_nats FLOAT, probability FLOAT, "
    "likely_originals VARCHAR[])"
)
_TYPES = {
    "verdict": "VARCHAR",
    "abstain_reason": "VARCHAR",
    "score": "DOUBLE",
    "false_positive_rate_upper": "DOUBLE",
    "swap_rate": "DOUBLE",
    "words": "INTEGER",
    "passages": f"{_PASSAGE}[]",
    "findings": f"{_FINDING}[]",
    "families": "STRUCT(name VARCHAR, posterior DOUBLE)[]",
    "error": "VARCHAR",
    "error_code": "VARCHAR",
    "record": "VARCHAR",
}


def register(
    connection: duckdb.DuckDBPyConnection,
    *,
    model: Model | Detector | str | os.PathLike[str] | None = None,
    max_fpr: float = 0.001,
    limits: Limits | None = None,
    threads: int = 0,
) -> None:
    """Adds `despin_check` and `despin_scan` to a connection.

    Parameters
    ----------
    model, max_fpr, limits
        As of `despin.engines.Scanner`.
    threads : int
        Of a call; 0 is one a CPU.
    """
    for name, fields, columns in (
        ("despin_check", ["bytes"], REPORT_COLUMNS),
        ("despin_scan", ["bytes", "id", "url", "title", "date"], (*REPORT_COLUMNS, "record")),
    ):
        scanner = Scanner(model, columns=columns, max_fpr=max_fpr, limits=limits, threads=threads)
        kind = f"STRUCT({', '.join(f'{column} {_TYPES[column]}' for column in columns)})"
        connection.create_function(
            name,
            _function(scanner, fields),
            ["VARCHAR"] * len(fields),  # type: ignore[arg-type, unused-ignore]
            kind,  # type: ignore[arg-type, unused-ignore]
            type="arrow",  # type: ignore[arg-type, unused-ignore]
            null_handling="special",  # type: ignore[arg-type, unused-ignore]
        )


def _function(scanner: Scanner, fields: list[str]) -> Any:
    def checked(*columns: Any) -> Any:
        chunks = pa.Table.from_arrays(list(columns), names=fields).to_batches()
        found = [scanner(piece) for chunk in chunks for piece in cut(chunk)]
        return pa.Table.from_batches(found).to_struct_array().combine_chunks()

    # DuckDB counts the parameters.
    if len(fields) == 1:
        return lambda text: checked(text)
    return lambda text, id, url, title, date: checked(text, id, url, title, date)
