"""Columns of Arrow in and out: pyarrow, polars, pandas, DuckDB; slices, nulls, chunks, errors."""

import gc
import sys

import pytest

pa = pytest.importorskip("pyarrow", reason="no pyarrow here; .ci/setup test installs it")


@pytest.fixture(name="texts")
def mixed_texts(original, spun):
    return [original, None, "", spun, "short", None, "ünï 😀"]


def as_expected(detector, texts):
    return [None if text is None else detector.check(text).verdict for text in texts]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_every_type_of_strings(detector, texts, kind):
    array = pa.array(texts, getattr(pa, kind)())
    table = pa.record_batch(detector.check_arrow(array))
    table.validate(full=True)
    assert table.num_rows == len(texts)
    assert table["verdict"].to_pylist() == as_expected(detector, texts)
    for i, text in enumerate(texts):
        row = {name: table[name][i].as_py() for name in table.schema.names}
        if text is None:
            assert set(row.values()) == {None}
            continue
        report = detector.check(text)
        assert row["score"] == report.score
        assert row["words"] == report.words
        assert [one["begin_byte"] for one in row["findings"]] == [
            one.begin_byte for one in report.findings
        ]
        assert [tuple(one["likely_originals"]) for one in row["findings"]] == [
            one.likely_originals for one in report.findings
        ]
        assert [one["name"] for one in row["families"]] == [one.name for one in report.families]


def test_slices(detector, texts):
    array = pa.array(["before", *texts, "behind"])[1:-1]
    table = pa.record_batch(detector.check_arrow(array[2:]))
    assert table["verdict"].to_pylist() == as_expected(detector, texts[2:])


def test_chunks_and_empty_ones(detector, texts):
    column = pa.chunked_array([texts[:2], [], texts[2:]], pa.string())
    checked = detector.check_arrow(column)
    reader = pa.RecordBatchReader.from_stream(checked)
    batches = list(reader)
    assert [batch.num_rows for batch in batches] == [2, 0, len(texts) - 2]
    found = [verdict for batch in batches for verdict in batch["verdict"].to_pylist()]
    assert found == as_expected(detector, texts)


def test_all_null_and_none_at_all(detector):
    for texts in ([None, None], []):
        table = pa.record_batch(detector.check_arrow(pa.array(texts, pa.string())))
        assert table["verdict"].to_pylist() == texts


def test_a_column_of_a_table(despin, detector, texts):
    table = pa.table({"id": list(range(len(texts))), "text": texts, "body": texts[::-1]})
    assert pa.table(detector.check_arrow(table))["verdict"].to_pylist() == as_expected(
        detector, texts
    )
    found = pa.table(detector.check_arrow(table, column="body"))
    assert found["verdict"].to_pylist() == as_expected(detector, texts[::-1])
    only = pa.table(detector.check_arrow(table.select(["body"])))
    assert only["verdict"].to_pylist() == as_expected(detector, texts[::-1])
    with pytest.raises(despin.BadInputError):
        detector.check_arrow(table, column="none")
    with pytest.raises(despin.BadInputError):
        detector.check_arrow(table, column="id")


def test_iterating_gives_chunks(detector, texts):
    column = pa.chunked_array([texts[:2], texts[2:]], pa.string())
    chunks = list(detector.check_arrow(column))
    assert [len(chunk) for chunk in chunks] == [2, len(texts) - 2]
    found = [v for chunk in chunks for v in pa.record_batch(chunk)["verdict"].to_pylist()]
    assert found == as_expected(detector, texts)


def test_an_error_of_a_text_is_in_its_row(despin, detector, original):
    limits = despin.Limits(max_bytes=10)
    table = pa.record_batch(detector.check_arrow(pa.array([original, "a"]), limits=limits))
    assert table["error_code"].to_pylist() == ["too_large", None]
    assert table["verdict"].to_pylist() == [None, "abstain"]
    assert "10" in table["error"][0].as_py()


def test_a_producer_that_fails_midway(detector, original):
    schema = pa.schema({"text": pa.string()})

    def batches():
        yield pa.record_batch({"text": [original]})
        raise RuntimeError("the source is gone")

    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(Exception, match="the source is gone"):
        pa.table(detector.check_arrow(reader))
    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(ValueError, match="the source is gone"):
        list(detector.check_arrow(reader))


@pytest.mark.parametrize("data", [None, 3, "text", ["text"]])
def test_what_does_not_speak_arrow(detector, data):
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        detector.check_arrow(data)


def test_a_table_of_spark_is_refused(detector):
    frame = type("DataFrame", (), {"__module__": "pyspark.sql.dataframe"})()
    with pytest.raises(TypeError, match="despin.spark.check"):
        detector.check_arrow(frame)


def test_another_type_of_column(despin, detector):
    with pytest.raises(despin.BadInputError, match="utf8"):
        detector.check_arrow(pa.array([1, 2]))
    with pytest.raises(TypeError, match="capsule"):
        detector.check_arrow(type("Broken", (), {"__arrow_c_stream__": lambda self: 3})())


def test_a_result_is_given_once(despin, detector, original):
    for column in (pa.array([original]), pa.chunked_array([[original]])):
        checked = detector.check_arrow(column)
        make = pa.record_batch if isinstance(checked, despin.CheckedArray) else pa.table
        make(checked)
        with pytest.raises(despin.BadInputError, match="already"):
            make(checked)


def test_what_nobody_takes_is_released(despin, detector, original):
    """Its memory is the library's own, which pyarrow does not count; so count the capsules."""
    for column in (pa.array([original]), pa.chunked_array([[original]])):
        for _ in range(50):
            checked = detector.check_arrow(column)
            if isinstance(checked, despin.CheckedArray):
                checked.__arrow_c_array__()
            else:
                checked.__arrow_c_stream__()
        detector.check_arrow(column)  # never given out
    gc.collect()
    pa.record_batch(detector.check_arrow(pa.array(["a"])))
    assert len(despin._arrow._out) <= 4


def test_what_somebody_may_still_take_is_kept(detector, original):
    capsule = detector.check_arrow(pa.chunked_array([[original]])).__arrow_c_stream__()
    for _ in range(5):
        detector.check_arrow(pa.chunked_array([["a"]])).__arrow_c_stream__()
        gc.collect()
    reader = pa.RecordBatchReader._import_from_c_capsule(capsule)
    assert reader.read_all()["verdict"].to_pylist() == ["not_spun"]


def test_no_text_is_copied_or_kept(detector, original):
    before = pa.total_allocated_bytes()
    array = pa.array([original] * 100)
    references = sys.getrefcount(array)
    table = pa.record_batch(detector.check_arrow(array))
    assert sys.getrefcount(array) == references
    del array
    gc.collect()
    assert pa.total_allocated_bytes() <= before
    assert table.num_rows == 100


def test_polars(detector, texts):
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"text": texts})
    column = frame["text"]
    for data, wanted in ((frame, texts), (column, texts), (column.slice(1, 4), texts[1:5])):
        found = pl.DataFrame(detector.check_arrow(data))
        assert found["verdict"].to_list() == as_expected(detector, wanted)
    joined = frame.with_columns(pl.DataFrame(detector.check_arrow(frame)))
    assert joined.height == len(texts)


def test_pandas(detector, texts):
    pd = pytest.importorskip("pandas")
    column = pd.Series(texts, dtype="string[pyarrow]")
    frame = pd.DataFrame({"text": column, "n": range(len(texts))})
    for data in (frame, frame["text"]):
        found = pa.table(detector.check_arrow(data)).to_pandas()
        assert [None if pd.isna(v) else v for v in found["verdict"]] == as_expected(detector, texts)


def test_duckdb(detector, texts):
    duckdb = pytest.importorskip("duckdb")
    frame = pa.table({"text": texts})
    rows = duckdb.sql("select text from frame where text is not null")
    assert frame.num_rows == len(texts)
    found = pa.table(detector.check_arrow(rows))
    assert duckdb.sql("select count(*) from found where verdict = 'spun'").fetchall() == [(1,)]
    expected = as_expected(detector, [text for text in texts if text is not None])
    assert found["verdict"].to_pylist() == expected


def test_equal_to_check_many(detector):
    from samples import random_text

    texts = [random_text(seed, words=20) for seed in range(200)]
    found = pa.table(detector.check_arrow(pa.chunked_array([texts]), threads=3))
    reports = list(detector.check_many(texts))
    assert found["score"].to_pylist() == [report.score for report in reports]
    assert found["verdict"].to_pylist() == [report.verdict for report in reports]
