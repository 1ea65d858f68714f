"""Ray, Dask, datasets and DuckDB give the records of the command, byte for byte."""

import subprocess
import sys
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="no pyarrow here; .ci/engines installs it")
import pyarrow.parquet as pq  # noqa: E402
from command import without_place  # noqa: E402

EXAMPLES = Path(__file__).resolve().parents[2] / "examples/engines"
EXAMPLE_OUTPUT = {
    "on_ray.py": "ray",
    "on_dask.py": "dask",
    "on_datasets.py": "datasets",
    "on_duckdb.py": "duckdb",
}


@pytest.mark.parametrize("example", EXAMPLE_OUTPUT)
def test_examples_give_the_records(example, files, expected, tmp_path):
    pytest.importorskip(EXAMPLE_OUTPUT[example], reason="not here; .ci/engines installs it")
    output = tmp_path / "out.parquet"
    done = subprocess.run(
        [sys.executable, EXAMPLES / example, files["parquet"], output],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    table = pq.read_table(output)
    found = sorted(one.encode() for one in table.column("record").to_pylist() if "row-" in one[:60])
    lines = without_place(expected["exported"])
    assert found == sorted(line for line in lines if b'"id":"row-' in line)
    assert table.num_rows == len(lines)


def test_a_dataset_is_checked_as_a_table():
    datasets = pytest.importorskip("datasets", reason="not here; .ci/engines installs it")
    import despin

    detector = despin.Detector()
    texts = ["One text.", None, "Another one."]
    table = datasets.Dataset.from_dict({"text": texts}).with_format("arrow")[:]
    found = pa.table(detector.check_arrow(table))
    assert found.equals(pa.table(detector.check_arrow(pa.chunked_array([texts]))))
