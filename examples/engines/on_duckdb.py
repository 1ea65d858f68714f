"""Checks a Parquet in SQL, by DuckDB: python3 on_duckdb.py IN.parquet OUT.parquet"""

from __future__ import annotations

import sys

import duckdb

import despin.duckdb

connection = duckdb.connect()
despin.duckdb.register(connection)
connection.execute(
    """
    COPY (SELECT id, found.verdict AS verdict, found.record AS record
          FROM (SELECT id, despin_scan(text, id, url, title, date) AS found
                FROM read_parquet(?)))
    TO (?) (FORMAT parquet)
    """.replace("TO (?)", f"TO '{sys.argv[2]}'"),
    [sys.argv[1]],
)
