"""An index searched on Spark: whole on every worker, or in shards: the same answer, to the byte."""

import random

import pytest

pytest.importorskip("pyspark", reason="no pyspark here; .ci/engines installs it")
pytest.importorskip("pyarrow")

import despin  # noqa: E402
import despin.spark  # noqa: E402
from despin.spark import _shards  # noqa: E402

DOCUMENTS = 400
SUSPECTS = 60


@pytest.fixture(scope="module")
def sources(vocabulary):
    words, weights = vocabulary
    source = random.Random(2)
    return {
        f"s{number:04}": " ".join(source.choices(words, weights, k=60)) + "."
        for number in range(DOCUMENTS)
    }


@pytest.fixture(scope="module")
def suspects(vocabulary, sources):
    """Copies with some words changed, some of none, and what fails."""
    words, weights = vocabulary
    source = random.Random(3)
    found = {}
    for number in range(SUSPECTS):
        text = source.choice(list(sources.values())).split()
        if number % 5 == 0:
            text = source.choices(words, weights, k=60)
        for _ in range(4):
            text[source.randrange(len(text))] = source.choice(words)
        found[f"q{number:03}"] = " ".join(text)
    found["none"] = None
    found["empty"] = ""
    return found


def frame(spark, texts, partitions):
    rows = spark.sparkContext.parallelize(list(texts.items()), partitions)
    return spark.createDataFrame(rows, "id STRING, text STRING")


def records(result):
    return {row.id: row.record or row.error_code for row in result.collect()}


@pytest.mark.parametrize("count", [1, 3, 16])
def test_shards_are_one_index(spark, sources, suspects, tmp_path, count):
    folder = tmp_path / "index"
    made = despin.spark.build_index(frame(spark, sources, 5), folder, count)
    assert sum(one["documents"] for one in made) == DOCUMENTS
    # One index of the same documents, with the segments of the shards in their order.
    whole = tmp_path / "whole.index"
    detector = despin.Detector()
    table = frame(spark, sources, 5).repartition(count, "id").sortWithinPartitions("id", "text")
    for part in table.rdd.glom().collect():
        if part:
            with despin.IndexWriter(whole, automatic_merge=False) as writer:
                for row in part:
                    writer.add(row.text, id=row.id)
    one = despin.SourceIndex(whole, detector)
    expected = {
        called: None if text is None else one.search(text, id=called).to_json(called)
        for called, text in suspects.items()
    }
    assert sum('"score"' in (line or "") for line in expected.values()) > SUSPECTS // 2
    asked = frame(spark, suspects, 3)
    assert records(despin.spark.search(asked, whole)) == expected
    assert records(despin.spark.search_shards(asked, folder)) == expected


def test_building_twice_gives_the_same_shards(spark, sources, tmp_path):
    files = []
    for name, partitions in (("a", 2), ("b", 7)):
        despin.spark.build_index(frame(spark, sources, partitions), tmp_path / name, 3)
        files.append(
            {
                path.relative_to(tmp_path / name): path.read_bytes()
                for path in sorted((tmp_path / name).rglob("*"))
                if path.is_file()
            }
        )
    assert files[0] == files[1]
    assert not [name for name in files[0] if str(name).startswith(".")]


def test_a_second_attempt_leaves_the_first_ones_shard(tmp_path, sources):
    import pyarrow as pa

    rows = [{"text": text, "id": called} for called, text in sources.items()]
    batch = pa.RecordBatch.from_pylist(rows)
    job = _shards.WriteShard(str(tmp_path), 64 << 20)
    first = list(job([batch]))
    second = list(job([batch]))
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["shard-00000"]


def test_an_index_is_not_overwritten(spark, sources, tmp_path):
    despin.spark.build_index(frame(spark, sources, 2), tmp_path / "index", 1)
    with pytest.raises(FileExistsError):
        despin.spark.build_index(frame(spark, sources, 2), tmp_path / "index", 1)
