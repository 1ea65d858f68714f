"""Checks a Parquet on Ray: python3 on_ray.py IN.parquet OUT.parquet"""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import ray

from despin.engines import Check

ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
checked = ray.data.read_parquet(sys.argv[1]).map_batches(
    Check,  # a class: the model is opened once an actor
    fn_constructor_kwargs={
        "id": "id",
        "url": "url",
        "title": "title",
        "date": "date",
        "keep": ["id"],
        "record": True,
    },
    batch_format="pyarrow",
    batch_size=256,  # the default is a whole block
    compute=ray.data.ActorPoolStrategy(size=1),  # one a core
)
batches = checked.iter_batches(batch_format="pyarrow", batch_size=None)
table = pa.concat_tables(batch.flatten() for batch in batches)
columns = ["id", "despin.verdict", "despin.record"]
pq.write_table(table.select(columns).rename_columns(["id", "verdict", "record"]), sys.argv[2])
