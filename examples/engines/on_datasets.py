"""Checks a Parquet by Hugging Face datasets: python3 on_datasets.py IN.parquet OUT.parquet"""

from __future__ import annotations

import sys

import datasets
import pyarrow as pa

from despin.engines import Check

check = Check(id="id", url="url", title="title", date="date", keep=["id"], record=True)


def checked(table: pa.Table) -> pa.Table:
    """The columns to keep."""
    found = check(table).flatten()
    found = found.select(["id", "despin.verdict", "despin.record"])
    return found.rename_columns(["id", "verdict", "record"])


if __name__ == "__main__":
    crawl = datasets.Dataset.from_parquet(sys.argv[1]).with_format("arrow")
    result = crawl.map(
        checked, batched=True, batch_size=256, num_proc=2, remove_columns=crawl.column_names
    )
    result.to_parquet(sys.argv[2])
