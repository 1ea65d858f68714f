"""Documents reworded from each other, without a source that is known; and who does so to whom."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from despin.spark._search import search
from despin.spark._shards import build_index, search_shards, shard_folders

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def near_copies(
    df: DataFrame,
    folder: str | os.PathLike[str],
    text_col: str = "text",
    id_col: str = "id",
    *,
    date_col: str | None = None,
    shard_count: int = 1,
    min_copied: float = 0.5,
    model: Any = None,
    max_matches: int = 50,
) -> DataFrame:
    """Groups of documents that were copied or reworded from each other.

    The table is indexed, and each document searched in the index. A document without an earlier
    one among those that it shares text with is the head of a group; each other one is in the group
    of the head that it shares most with. All members of a group share text with its head, so that
    strangers never meet in one through a chain of others; what shares text with members alone is in
    no group.

    Parameters
    ----------
    folder : path
        For the index (`build_index`): on a disk that all workers have; must not hold one.
    date_col : str, optional
        What is earlier; by default, and on one day, the smaller id.
    shard_count : int
        Of the index; 1 up to some ten million documents.
    min_copied : float
        Share of a document's words; less is no edge.
    max_matches : int
        Of one document; a group of more has its farthest members joined by the other direction
        alone.

    Returns
    -------
    DataFrame
        id, head (its own id of a head), copied (share of the words that it has from the head, or
        the other way round, whichever is more; 1 of a head), verdict ("spun" or "verbatim", null of
        a head). Documents in no group are not in it.
    """
    from pyspark.sql import functions as f

    where = os.fspath(folder)
    build_index(df, where, shard_count, text_col, id_col, date_col=date_col)
    how: dict[str, Any] = {"model": model, "max_matches": max_matches, "max_sharing": 0}
    if len(shards := shard_folders(where)) == 1:
        found = search(df, shards[0][0], text_col, id_col, later_sources=True, **how)
    else:
        found = search_shards(df, where, text_col, id_col, later_sources=True, **how)
    match = f.explode("matches").alias("match")
    edges = found.select(f.col("id").alias("a"), match).select(
        "a", f.col("match.id").alias("b"), "match.copied", "match.verdict"
    )
    edges = edges.where(f.col("copied") >= min_copied)
    other = edges.select(f.col("b").alias("a"), f.col("a").alias("b"), "copied", "verdict")
    # Of both directions the one with more; of equal ones the greater verdict: always the same.
    pair = f.max(f.struct("copied", "verdict")).alias("edge")
    edges = edges.unionAll(other).groupBy("a", "b").agg(pair)
    edges = edges.select("a", "b", "edge.copied", "edge.verdict")

    date = f.lit("") if date_col is None else f.coalesce(f.col(date_col).cast("string"), f.lit("9"))
    order = df.select(f.col(id_col).cast("string").alias("id"), date.alias("date"))
    of_a = order.select(f.col("id").alias("a"), f.struct("date", "id").alias("when_a"))
    of_b = order.select(f.col("id").alias("b"), f.struct("date", "id").alias("when_b"))
    edges = edges.join(of_a, "a").join(of_b, "b").persist()
    first = edges.groupBy("a").agg(f.min("when_b").alias("before"), f.first("when_a").alias("own"))
    heads = first.where("own < before").select("a")

    best = f.max_by(f.struct("b", "verdict", "copied"), f.struct("copied", f.negative(f.hash("b"))))
    to_heads = edges.join(heads.withColumnRenamed("a", "b"), "b")
    members = to_heads.groupBy("a").agg(best.alias("to")).join(heads, "a", "left_anti")
    members = members.select(
        f.col("a").alias("id"), f.col("to.b").alias("head"), "to.copied", "to.verdict"
    )
    led = members.select("head").distinct()
    none = f.lit(None).cast("string").alias("verdict")
    return members.unionAll(led.select(f.col("head").alias("id"), "head", f.lit(1.0), none))


def campaigns(groups: DataFrame, df: DataFrame, id_col: str = "id", url_col: str = "url") -> Any:
    """Which sites rework the documents of which: of `near_copies`, pairs of sites.

    Returns
    -------
    DataFrame
        site, from_site, documents, spun (of these), copied (their mean), most documents first.
    """
    from pyspark.sql import functions as f

    host = f.lower(f.parse_url(f.col(url_col), f.lit("HOST")))
    sites = df.select(f.col(id_col).cast("string").alias("id"), host.alias("site"))
    heads = sites.select(f.col("id").alias("head"), f.col("site").alias("from_site"))
    pairs = groups.where("id <> head").join(sites, "id").join(heads, "head")
    return (
        pairs.where("site <> from_site")
        .groupBy("site", "from_site")
        .agg(
            f.count("*").alias("documents"),
            f.sum((f.col("verdict") == "spun").cast("int")).alias("spun"),
            f.avg("copied").alias("copied"),
        )
        .orderBy(f.desc("documents"), "site", "from_site")
    )
