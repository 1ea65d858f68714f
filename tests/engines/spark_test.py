"""Spark gives the records of the command, byte for byte, however it cuts and orders the work."""

import os
import shutil
import signal
import time

import pytest

pytest.importorskip("pyspark", reason="no pyspark here; .ci/engines installs it")
pa = pytest.importorskip("pyarrow")

from command import without_place  # noqa: E402
from spark_equals_scan import Chaos, spark_records  # noqa: E402

import despin.engines  # noqa: E402
import despin.spark  # noqa: E402
from despin.spark import _tables, _worker  # noqa: E402

MAX_RECORDS = "spark.sql.execution.arrow.maxRecordsPerBatch"


@pytest.fixture(scope="module")
def rows(expected, files):
    """The rows of the table, and their records without a place."""
    import pyarrow.parquet as pq

    table = pq.read_table(files["parquet"]).to_pylist()
    keyed = [(number, *row.values()) for number, row in enumerate(table)]
    return keyed, dict(enumerate(without_place(expected["exported"])))


COLUMNS = "n INT, id STRING, text STRING, url STRING, title STRING, date STRING"


@pytest.mark.parametrize("kind", ["warc", "jsonl"])
@pytest.mark.parametrize("split", [0, 7, 50])
def test_files(spark, files, expected, kind, split, monkeypatch):
    monkeypatch.setattr("despin.spark._files.TASK_BYTES", 1)  # as if they were large
    frame = despin.spark.scan(spark, files[kind], split=split)
    assert frame.rdd.getNumPartitions() >= (len(expected[kind]) // split if split else 1)
    assert spark_records(frame) == expected[kind]


def test_a_table(spark, files, expected):
    found = spark_records(despin.spark.scan(spark, files["parquet"]))
    assert without_place(found) == without_place(expected["exported"])
    assert b'"number":1,"byte":0,' in found[0]


def test_all_inputs_at_once_and_what_is_not_there(spark, files, expected, tmp_path):
    gone = tmp_path / "gone.warc.gz"
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(files["warc"].read_bytes()[:4000])
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.html").write_text("<p>" + "A short page. " * number)
    from command import command_records

    inputs = [files["warc"], files["jsonl"], gone, broken, folder]
    found = spark_records(despin.spark.scan(spark, inputs))
    assert sorted(found) == sorted(command_records(inputs))


def test_files_that_spark_brings(spark, files, expected, monkeypatch):
    monkeypatch.setattr(despin.spark, "is_remote", lambda name: True)
    address = files["warc"].as_uri()
    found = spark_records(despin.spark.scan(spark, address))
    path = str(files["warc"]).encode()
    called = [row.input for row in despin.spark.scan(spark, address).select("input").take(1)]
    assert [one.replace(called[0].encode(), path) for one in found] == expected["warc"]


@pytest.mark.parametrize("partitions", [1, 2, 7, 64])
@pytest.mark.parametrize("batch", [1, 33, 10_000])
@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_a_check_whatever_the_cut(spark, rows, partitions, batch, shuffled):
    keyed, records = rows
    keyed = keyed[: 20 if batch == 1 else 60]
    spark.conf.set(MAX_RECORDS, str(batch))
    try:
        frame = spark.createDataFrame(spark.sparkContext.parallelize(keyed, partitions), COLUMNS)
        if shuffled:
            frame = frame.repartition(partitions, "url")
        checked = despin.spark.check(
            frame, id_col="id", url_col="url", title_col="title", date_col="date", keep=["n"],
            record=True,
        )  # fmt: skip
        found = {row.n: row.despin.record.encode() for row in checked.collect()}
    finally:
        spark.conf.unset(MAX_RECORDS)
    expected = {key: records[key] for key, *_ in keyed}
    # A row without a place has no name of its own but its id.
    unnamed = [key for key, called, *_ in keyed if called is None]
    for key in unnamed:
        expected[key] = expected[key].replace(b'"id":":%d"' % (key + 1), b'"id":":0"')
    assert found == expected


def test_columns_are_those_that_are_documented(spark, rows):
    keyed, _ = rows
    frame = spark.createDataFrame(keyed[:3], COLUMNS)
    checked = despin.spark.check(frame, keep=["n"], record=True)
    row = checked.collect()[0].despin
    assert row.asDict().keys() == _tables.report_columns(sources=False, record=True).keys()
    assert row.words > 0 and isinstance(row.passages, list)
    checked.select("n", "despin.verdict", "despin.findings.begin_byte").collect()


def test_nulls_bytes_and_wide_rows(spark, rows):
    keyed, _ = rows
    text = keyed[0][2]
    made = [(1, text.encode(), {"a": 1}), (2, None, {}), (3, b"\xff\xfe\x00a\x80", None)]
    frame = spark.createDataFrame(made, "k BIGINT, body BINARY, more MAP<STRING, INT>")
    found = {row.k: row for row in despin.spark.check(frame, "body").collect()}
    assert found[1].despin.verdict and found[1].more == {"a": 1}
    assert found[2].despin is None
    assert found[1].despin.error is None


def test_a_text_that_takes_too_long_is_a_row(spark, rows):
    keyed, _ = rows
    frame = spark.createDataFrame(keyed[:3], COLUMNS)
    limits = despin.Limits(max_bytes=10)
    found = despin.spark.check(frame, keep=["n"], limits=limits).collect()
    assert [row.despin.error_code for row in found] == ["too_large"] * 3
    assert all(row.despin.verdict is None and row.despin.error for row in found)


def test_sql(spark, rows):
    keyed, _ = rows
    spark.createDataFrame(keyed[:10], COLUMNS).createOrReplaceTempView("crawl")
    despin.spark.register(spark)
    found = spark.sql(
        "SELECT n, r.verdict, r.words FROM (SELECT n, despin_check(text) r FROM crawl)"
    )
    reports = despin.Detector().check_many([one[2] for one in keyed[:10]])
    assert [(row.verdict, row.words) for row in found.orderBy("n").collect()] == [
        (one.verdict, one.words) for one in reports
    ]


def test_a_model_is_shipped(spark, rows, tmp_path):
    keyed, _ = rows
    model = tmp_path / "other.despin"
    shutil.copy(despin.Detector().info.path, model)
    shipped = despin.spark.ship(spark, model)
    assert (shipped.path, shipped.file) == ("", "other.despin")
    frame = spark.createDataFrame(keyed[:4], COLUMNS)
    found = despin.spark.check(frame, keep=["n"], model=shipped).collect()
    assert all(row.despin.verdict for row in found)


def test_another_model_or_version_on_a_worker_is_refused(spark, rows):
    import dataclasses

    keyed, _ = rows
    frame = spark.createDataFrame(keyed[:2], COLUMNS)
    model = despin.engines.Model.of(None)
    for other in ({"fingerprint": "0" * 16}, {"version": "0.0.0"}):
        job = despin.spark.check(frame, keep=["n"], model=dataclasses.replace(model, **other))
        with pytest.raises(Exception, match="expected"):
            job.collect()


def test_nothing_heavy_goes_with_a_task():
    import pickle

    job = _worker.CheckRows(despin.engines.Check(id="id", record=True))
    assert len(pickle.dumps(job)) < 1000


def test_a_column_that_is_not_there(spark, rows):
    frame = spark.createDataFrame(rows[0][:2], COLUMNS)
    with pytest.raises(ValueError, match="'body'"):
        despin.spark.check(frame, "body")


def test_a_worker_is_killed(spark, files, expected, monkeypatch, tmp_path):
    monkeypatch.setattr("despin.spark._files.TASK_BYTES", 1)
    chaos = Chaos("worker", 0.2)
    before = chaos.victims()
    for worker in before:  # those that wait for work, so that the next ones work
        os.kill(worker, signal.SIGKILL)
    while any(one in chaos.victims() for one in before):
        time.sleep(0.05)
    chaos.start()
    output = str(tmp_path / "scanned")
    inputs = [files["warc"], files["jsonl"]] * 3
    despin.spark.scan(spark, inputs, split=20).write.parquet(output)
    chaos.over.set()
    chaos.join()
    assert chaos.killed
    found = sorted(spark_records(spark.read.parquet(output)))
    assert found == sorted(3 * (expected["warc"] + expected["jsonl"]))
