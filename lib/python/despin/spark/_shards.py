"""Indexes on Spark: written in shards, and searched in them as one."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from despin import shards
from despin._errors import Error
from despin._index import index_statistics
from despin._index_writer import IndexWriter
from despin._limits import Limits
from despin.engines import Model, cut
from despin.spark._search import COLUMNS, answer, match_table
from despin.spark._tables import schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MANIFEST = "shards.json"
_FIELDS = ("text", "id", "url", "title", "date")


def build_index(
    df: DataFrame,
    folder: str | os.PathLike[str],
    shard_count: int,
    text_col: str = "text",
    id_col: str = "id",
    *,
    url_col: str | None = None,
    title_col: str | None = None,
    date_col: str | None = None,
    memory_bytes: int = 256 << 20,
) -> list[dict[str, Any]]:
    """Indexes the documents of a table, each partition as a shard; gives what is in `MANIFEST`.

    Parameters
    ----------
    folder : path
        On a disk that all workers have. It holds a folder a shard, and last the manifest: what has
        none was not finished.
    shard_count : int
        By the hash of the id, so that the same table gives the same shards. Of several documents
        of one id the first by text is kept.
    memory_bytes : int
        Of a worker: documents are gathered up to here, then written as a segment.
    """
    from pyspark.sql import functions as f

    where = os.path.abspath(os.fspath(folder))
    if os.path.exists(os.path.join(where, MANIFEST)):
        raise FileExistsError(f"{where} holds an index; expected another folder, or none there")
    os.makedirs(where, exist_ok=True)
    named = zip(_FIELDS, (text_col, id_col, url_col, title_col, date_col), strict=True)
    columns = [f.col(name).cast("string").alias(field) for field, name in named if name]
    table = df.select(*columns).where("text IS NOT NULL AND id IS NOT NULL")
    table = table.repartition(shard_count, "id").sortWithinPartitions("id", "text")
    job = WriteShard(where, memory_bytes)
    rows = table.mapInArrow(job, "shard STRING, documents BIGINT, segments INT, bytes BIGINT")
    made = [row.asDict() for row in rows.collect()]
    made.sort(key=lambda row: str(row["shard"]))
    part = os.path.join(where, f"{MANIFEST}.part")
    with open(part, "w", encoding="utf-8") as file:
        json.dump({"schema": "despin.shards/1", "shards": made}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, os.path.join(where, MANIFEST))
    return made


class WriteShard:
    """Of `build_index`, for mapInArrow; an attempt that comes second leaves the first one's."""

    def __init__(self, folder: str, memory_bytes: int) -> None:
        self.folder = folder
        self.memory_bytes = memory_bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        name = f"shard-{context.partitionId() if context else 0:05}"
        attempt = os.path.join(self.folder, f".{name}.{uuid.uuid4().hex}")
        place = os.path.join(self.folder, name)
        try:
            count = 0
            with IndexWriter(attempt, memory=self.memory_bytes) as writer:
                for batch in batches:
                    for row in batch.to_pylist():
                        text = row.pop("text")
                        count += writer.add(text, **{k: v for k, v in row.items() if v is not None})
            if count == 0:
                return
            try:
                os.rename(attempt, place)
            except OSError:
                if not os.path.isdir(place):
                    raise
        finally:
            shutil.rmtree(attempt, ignore_errors=True)
        found = index_statistics(place)
        row = [name, found.documents, len(found.segments), found.bytes]
        kinds = [pa.string(), pa.int64(), pa.int32(), pa.int64()]
        yield pa.RecordBatch.from_arrays(
            [pa.array([value], kind) for value, kind in zip(row, kinds, strict=True)],
            names=["shard", "documents", "segments", "bytes"],
        )


def shard_folders(folder: str | os.PathLike[str]) -> list[tuple[str, int]]:
    """The shards of `build_index`, in order, and how many segments are before each."""
    where = os.path.abspath(os.fspath(folder))
    with open(os.path.join(where, MANIFEST), encoding="utf-8") as file:
        made = json.load(file)["shards"]
    found = []
    before = 0
    for one in made:
        found.append((os.path.join(where, one["shard"]), before))
        before += one["segments"]
    return found


def search_shards(
    df: DataFrame,
    folder: str | os.PathLike[str],
    text_col: str = "text",
    id_col: str = "id",
    *,
    date_col: str | None = None,
    model: Any = None,
    max_matches: int = 10,
    max_sharing: int = 8,
    later_sources: bool = False,
    limits: Limits | None = None,
) -> DataFrame:
    """As `search`, of an index that `build_index` has made: each task opens one shard.

    The answer is that of one index with the segments of all shards, byte for byte. Ids of the
    texts must be there, and be distinct. The texts go to every shard twice, and pass three
    shuffles: docs/engines.md has what that costs.
    """
    from pyspark.sql import functions as f

    place = Model.of(model)
    columns = [f.col(id_col).cast("string").alias("id"), f.col(text_col).alias("text")]
    columns += [(f.lit("") if date_col is None else f.col(date_col).cast("string")).alias("date")]
    texts = df.select(*columns)
    folders = shard_folders(folder)
    numbers = f.array(*[f.lit(number) for number in range(len(folders))])
    everywhere = texts.select("id", "text", f.explode(numbers).alias("shard"))
    everywhere = everywhere.repartition(len(folders), "shard")

    counts = everywhere.mapInArrow(OfShard(place, folders, limits), "id STRING, part BINARY")
    sums = counts.groupBy("id").agg(f.collect_list("part").alias("parts"))
    sums = sums.mapInArrow(add_counts, "id STRING, counts BINARY")
    asked = everywhere.join(sums, "id").repartition(len(folders), "shard")
    copies = asked.mapInArrow(OfShard(place, folders, limits), "id STRING, part BINARY")
    copies = copies.groupBy("id").agg(f.collect_list("part").alias("copies"))
    whole = texts.join(sums, "id", "left").join(copies, "id", "left")
    how = {
        "max_matches": max_matches,
        "max_sharing": max_sharing,
        "later_sources": later_sources,
        "limits": limits,
    }
    return whole.mapInArrow(SearchCopies(place, how), schema(COLUMNS))


class OfShard:
    """The counts of a shard, or with all counts its candidates; nothing for a text that fails."""

    def __init__(self, model: Model, folders: list[tuple[str, int]], limits: Limits | None) -> None:
        self.model = model
        self.folders = folders
        self.limits = limits

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for piece in cut(batch):
                found = [(row["id"], self.part(row)) for row in piece.to_pylist()]
                found = [one for one in found if one[1] is not None]
                yield pa.RecordBatch.from_arrays(
                    [
                        pa.array([one[0] for one in found], pa.string()),
                        pa.array([one[1] for one in found], pa.binary()),
                    ],
                    names=["id", "part"],
                )

    def part(self, row: dict[str, Any]) -> bytes | None:
        if row["text"] is None:
            return None
        folder, before = self.folders[row["shard"]]
        index = self.model.index(folder)
        try:
            if "counts" not in row:
                return shards.count_terms(index, row["text"], limits=self.limits)
            text, counts = row["text"], row["counts"]
            return shards.candidates(index, text, counts, before, limits=self.limits)
        except Error:
            return None  # SearchCopies meets it again, and says so


def add_counts(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The sums of all shards."""
    for batch in batches:
        sums = [shards.add(parts) for parts in batch.column("parts").to_pylist()]
        yield pa.RecordBatch.from_arrays(
            [batch.column("id"), pa.array(sums, pa.binary())], names=["id", "counts"]
        )


class SearchCopies:
    """Aligns the candidates of all shards."""

    def __init__(self, model: Model, how: dict[str, Any]) -> None:
        self.model = model
        self.how = how

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        detector = self.model.detector()

        def searched(row: dict[str, Any]) -> dict[str, Any]:
            return answer(
                row["id"],
                row["text"],
                lambda text: shards.search(
                    detector,
                    text,
                    row["counts"] or b"",
                    row["copies"] or [],
                    id=row["id"] or "",
                    date=row["date"] or "",
                    **self.how,
                ),
            )

        for batch in batches:
            for piece in cut(batch):
                yield match_table([searched(row) for row in piece.to_pylist()])
