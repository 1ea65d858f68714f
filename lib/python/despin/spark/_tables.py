"""The columns of what the functions of `despin.spark` give, as Spark spells types."""

from __future__ import annotations

_PASSAGE = (
    "STRUCT<begin_byte: INT, end_byte: INT, verdict: STRING, score: DOUBLE, "
    "false_positive_rate_upper: DOUBLE, swap_rate: DOUBLE, words: INT>"
)
_FINDING = (
    "STRUCT<begin_byte: INT, end_byte: INT, evidence_nats: FLOAT, probability: FLOAT, "
    "likely_originals: ARRAY<STRING>>"
)
_SOURCE = (
    "STRUCT<id: STRING, url: STRING, title: STRING, date: STRING, score: DOUBLE, copied: DOUBLE, "
    "swapped: DOUBLE, verdict: STRING, passages: ARRAY<STRUCT<begin_byte: INT, end_byte: INT>>>"
)

# Of a report, in order; `sources` only if an index is searched, `record` if it is asked for.
REPORT = {
    "verdict": "STRING",
    "abstain_reason": "STRING",
    "score": "DOUBLE",
    "false_positive_rate_upper": "DOUBLE",
    "swap_rate": "DOUBLE",
    "words": "INT",
    "passages": f"ARRAY<{_PASSAGE}>",
    "findings": f"ARRAY<{_FINDING}>",
    "families": "ARRAY<STRUCT<name: STRING, posterior: DOUBLE>>",
    "error": "STRING",
    "error_code": "STRING",
}
SOURCES = {"sources": f"ARRAY<{_SOURCE}>"}
RECORD = {"record": "STRING"}

# Of a scan, in order.
PLACE = {"input": "STRING", "number": "BIGINT", "byte": "BIGINT"}
DOCUMENT = {
    "id": "STRING",
    "url": "STRING",
    "title": "STRING",
    "author": "STRING",
    "date": "STRING",
    "declared_language": "STRING",
}


def struct(columns: dict[str, str]) -> str:
    """As the type of one column."""
    return f"STRUCT<{', '.join(f'{name}: {kind}' for name, kind in columns.items())}>"


def report_columns(sources: bool, record: bool) -> dict[str, str]:
    """Those of a check."""
    return {**REPORT, **(SOURCES if sources else {}), **(RECORD if record else {})}


def scan_columns(sources: bool, record: bool, text: bool) -> dict[str, str]:
    """Those of a scan."""
    columns = {**PLACE, **DOCUMENT, **report_columns(sources, record)}
    return {**columns, **({"text": "STRING"} if text else {})}


def schema(columns: dict[str, str]) -> str:
    """As Spark takes the schema of a table."""
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
