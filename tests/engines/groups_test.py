"""Groups of documents that were reworked from each other, and the sites that do so."""

import random

import pytest

pytest.importorskip("pyspark", reason="no pyspark here; .ci/engines installs it")
pytest.importorskip("pyarrow")

from despin.spark._groups import campaigns, near_copies  # noqa: E402


@pytest.fixture(scope="module")
def documents(vocabulary):
    """Five originals with three copies each, one chain, and strangers."""
    words, weights = vocabulary
    source = random.Random(4)

    def text():
        return source.choices(words, weights, k=120)

    def changed(given):
        given = list(given)
        for _ in range(8):
            given[source.randrange(len(given))] = source.choice(words)
        return given

    made = {}
    for number in range(5):
        original = text()
        made[f"original{number}"] = (original, "2024-01-01", "a.example")
        for copy in range(3):
            made[f"copy{number}-{copy}"] = (changed(original), f"2024-02-0{copy + 1}", "b.example")
    first, second, third = text(), text(), text()
    # Each shares half with the next alone.
    made["chain0"] = (first + second, "2024-03-01", "c.example")
    made["chain1"] = (second + third, "2024-03-02", "d.example")
    made["chain2"] = (third + text(), "2024-03-03", "e.example")
    for number in range(10):
        made[f"stranger{number}"] = (text(), "2024-01-01", "f.example")
    return [
        (called, " ".join(given), date, f"https://{site}/{called}")
        for called, (given, date, site) in made.items()
    ]


@pytest.mark.parametrize("shard_count", [1, 3])
def test_groups_have_a_head_and_do_not_chain(spark, documents, tmp_path, shard_count):
    columns = "id STRING, text STRING, date STRING, url STRING"
    frame = spark.createDataFrame(documents, columns).repartition(3)
    groups = near_copies(
        frame, tmp_path / "index", date_col="date", shard_count=shard_count, min_copied=0.4
    )
    found = {row.id: row.head for row in groups.collect()}
    for number in range(5):
        assert found[f"original{number}"] == f"original{number}"
        for copy in range(3):
            assert found[f"copy{number}-{copy}"] == f"original{number}"
    assert not [called for called in found if called.startswith("stranger")]
    assert (found.get("chain0"), found.get("chain1")) == ("chain0", "chain0")
    assert "chain2" not in found  # it shares nothing with the head
    sites = [row.asDict() for row in campaigns(groups, frame).collect()]
    assert (sites[0]["site"], sites[0]["from_site"]) == ("b.example", "a.example")
    assert sites[0]["documents"] == 15
