"""Checks a Parquet on Dask: python3 on_dask.py IN.parquet OUT.parquet"""

from __future__ import annotations

import sys

import dask
import dask.bag
import pyarrow as pa
import pyarrow.parquet as pq

from despin.engines import Check

check = Check(id="id", url="url", title="title", date="date", keep=["id"], record=True)


def checked(group: int) -> pa.Table:
    """A row group, on a worker; the model is opened once in its process."""
    return check(pq.ParquetFile(sys.argv[1]).read_row_group(group))


if __name__ == "__main__":
    groups = range(pq.ParquetFile(sys.argv[1]).num_row_groups)
    with dask.config.set(scheduler="processes", num_workers=2):
        tables = dask.bag.from_sequence(groups).map(checked).compute()
    table = pa.concat_tables(tables).flatten()
    columns = ["id", "despin.verdict", "despin.record"]
    pq.write_table(table.select(columns).rename_columns(["id", "verdict", "record"]), sys.argv[2])
