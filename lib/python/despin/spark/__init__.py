"""despin on Apache Spark: the records of ``despin scan``, byte for byte, from every worker.

    import despin.spark

    pages = despin.spark.scan(spark, "crawl/*.warc.gz")             # archives, folders, Parquet
    rows = despin.spark.check(frame, text_col="body", id_col="url")  # a table that is there
    despin.spark.register(spark)                                     # despin_check(text) in SQL

Needs pyspark 4 and pyarrow, and despin on every worker. docs/engines.md has the tables that come
out, recipes, and what to tune.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from despin._detector import Detector
from despin._limits import Limits
from despin._read import Format
from despin.engines import Check, Model, Scanner
from despin.spark._files import is_remote, local_path, parts_of, split_large, tasks_of
from despin.spark._groups import campaigns, near_copies
from despin.spark._search import search
from despin.spark._shards import build_index, search_shards
from despin.spark._tables import report_columns, scan_columns, schema, struct
from despin.spark._worker import (
    CheckColumn,
    CheckRows,
    FromIpc,
    ReadOptions,
    ScanBytes,
    ScanParts,
    ScanRows,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = [
    "build_index",
    "campaigns",
    "check",
    "near_copies",
    "register",
    "scan",
    "search",
    "search_shards",
    "ship",
]

ModelLike = Model | Detector | str | os.PathLike[str] | None


def ship(spark: SparkSession, model: str | os.PathLike[str] | Detector | None = None) -> Model:
    """Sends a model to every worker, once, by SparkContext.addFile; give the result as `model`.

    Where despin-en is installed on the workers, or the model lies on a disk that all have, there is
    no need: tasks carry its name and fingerprint alone.
    """
    detector = model if isinstance(model, Detector) else Detector(model)
    path = os.path.abspath(detector.info.path)
    spark.sparkContext.addFile(path)
    return Model("", os.path.basename(path), detector.info.fingerprint, detector.info.version)


def check(
    df: DataFrame,
    text_col: str = "text",
    id_col: str | None = None,
    *,
    url_col: str | None = None,
    title_col: str | None = None,
    date_col: str | None = None,
    keep: Iterable[str] | None = None,
    into: str = "despin",
    record: bool = False,
    model: ModelLike = None,
    index: str | os.PathLike[str] | None = None,
    max_fpr: float = 0.001,
    limits: Limits | None = None,
) -> DataFrame:
    """Checks a column of texts where its rows are; gives the rows, with a column of structs.

    Parameters
    ----------
    df : DataFrame
    text_col : str
        Strings, or bytes in UTF-8. A null gives a null; what cannot be checked has an ``error``.
    id_col, url_col, title_col, date_col : str, optional
        What is known of each text: for its record, and for a search.
    keep : iterable of str, optional
        Columns that go along; by default all but the text. What is kept passes through Python:
        of a wide table keep an id, and join.
    into : str
        The new column: docs/engines.md has its fields.
    record : bool
        Also the record of each text, as ``despin scan`` writes it of a row without a place.
    model : optional
        A path that is there on all workers, or what `ship` gave; by default the installed one.
    index : path, optional
        Of an index that is there on all workers, to search each text's sources as well.
    max_fpr, limits
        As of `Detector.check_many`.
    """
    named = (text_col, id_col, url_col, title_col, date_col)
    if keep is None:
        keep = [name for name in df.columns if name not in (text_col, into)]
    keep = list(keep)
    used = [*dict.fromkeys([*keep, *(name for name in named if name is not None)])]
    missing = [name for name in used if name not in df.columns]
    if missing:
        raise ValueError(f"no column {missing[0]!r}; expected one of {', '.join(df.columns)}")
    job = Check(
        text_col,
        id=id_col,
        url=url_col,
        title=title_col,
        date=date_col,
        into=into,
        keep=keep,
        record=record,
        model=model,
        index=index,
        max_fpr=max_fpr,
        limits=limits,
    )
    fields = {name: df.schema[name].dataType.simpleString() for name in keep}
    fields[into] = struct(report_columns(index is not None, record))
    return df.select(*used).mapInArrow(CheckRows(job), schema(fields))


def scan(
    spark: SparkSession,
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    format: Format = "guess",
    fields: Mapping[str, str] | None = None,
    split: int = 2000,
    record: bool = True,
    text: bool = False,
    model: ModelLike = None,
    index: str | os.PathLike[str] | None = None,
    max_fpr: float = 0.001,
    limits: Limits | None = None,
    max_bytes: int | None = None,
) -> DataFrame:
    """Scans archives, pages, tables and folders: a row for each record, as ``despin scan`` has.

    Parameters
    ----------
    inputs : path or iterable of paths
        Files, folders and patterns on disks that all workers have, in any format of
        `despin.Reader`; Parquet (``.parquet``, files or folders), read by Spark; or addresses, as
        ``s3a://...``, of files that Spark brings to the workers whole, up to 2 GB each.
    format, max_bytes
        As of `despin.Reader`.
    fields : mapping, optional
        How ``id``, ``text``, ``url``, ``title`` and ``date`` are called in JSON and tables.
    split : int
        Files of more than 8 MiB are cut into tasks of so many records, if they are too few for all
        cores. 0: never.
    record : bool
        Also the record, byte for byte as the command writes it. Of a row of Parquet `input` is the
        file, `number` the row from 1, `byte` 0.
    text : bool
        Also the text of each document: the main content of a page.
    model, index, max_fpr, limits
        As of `check`.

    Notes
    -----
    The order of rows is not that of the inputs: sort by ``input`` and ``number``. A record that
    could not be read is a row with an ``error``; the command folds a hundred like it into one.
    """
    names = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    paths = [os.fspath(name) for name in names]
    columns = scan_columns(index is not None, record, text)
    named = {**{field: field for field in ("id", "text", "url", "title", "date")}, **(fields or {})}
    scanner = Scanner(
        model, index=index, columns=columns, fields=fields, max_fpr=max_fpr, limits=limits
    )
    options = ReadOptions(format, dict(fields or {}), max_bytes)
    tables = [path for path in paths if path.rstrip("/*").endswith(".parquet")]
    remote = [path for path in paths if path not in tables and is_remote(path)]
    local = [path for path in paths if path not in tables and path not in remote]
    frames = []
    if local:
        frames.append(_scan_files(spark, local, scanner, options, split, schema(columns)))
    if remote:
        frames.append(_scan_remote(spark, remote, scanner, options, schema(columns)))
    if tables:
        frames.append(_scan_tables(spark, tables, scanner, named, schema(columns)))
    if not frames:
        raise ValueError("no inputs; expected files, folders, patterns or addresses")
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionAll(frame)
    return whole


def _scan_files(
    spark: SparkSession,
    paths: list[str],
    scanner: Scanner,
    options: ReadOptions,
    split: int,
    columns: str,
) -> DataFrame:
    context = spark.sparkContext
    parts = split_large(context, parts_of(paths), options, split)
    tasks = [(bytearray(pickle.dumps(task)),) for task in tasks_of(parts)]
    rows = spark.createDataFrame(context.parallelize(tasks, max(len(tasks), 1)), "parts BINARY")
    return rows.mapInArrow(ScanParts(scanner, options), columns)


def _scan_remote(
    spark: SparkSession, addresses: list[str], scanner: Scanner, options: ReadOptions, columns: str
) -> DataFrame:
    files = spark.sparkContext.binaryFiles(",".join(addresses))
    rows = files.mapPartitions(ScanBytes(scanner, options))
    return spark.createDataFrame(rows, "ipc BINARY").mapInArrow(FromIpc(), columns)


def _scan_tables(
    spark: SparkSession,
    paths: list[str],
    scanner: Scanner,
    named: Mapping[str, str],
    columns: str,
) -> DataFrame:
    from pyspark.sql import functions as f

    table: Any = spark.read.parquet(*[local_path(path) for path in paths])
    there = {field: column for field, column in named.items() if column in table.columns}
    if "text" not in there:
        raise ValueError(
            f"no column {named['text']!r} in the Parquet; expected one of "
            f"{', '.join(table.columns)}: name that of the text by fields"
        )
    path = f.regexp_replace(f.col("_metadata.file_path"), "^file:/+", "/")
    used = [f.col(column) for column in dict.fromkeys(there.values())]
    places = [
        f.url_decode(path).alias("input"),
        (f.col("_metadata.row_index") + 1).alias("number"),
        f.lit(0).cast("bigint").alias("byte"),
    ]
    return table.select(*used, *places).mapInArrow(ScanRows(scanner, there), columns)


def register(
    spark: SparkSession,
    name: str = "despin_check",
    *,
    model: ModelLike = None,
    max_fpr: float = 0.001,
    limits: Limits | None = None,
) -> None:
    """Adds a function to SQL: ``SELECT url, despin_check(body).verdict FROM crawl``.

    It gives the struct of `check`, without sources and record. Spark calls it once for each place
    in a query that names it: take fields of it in an outer query.
    """
    import pyarrow as pa
    from pyspark.sql.functions import arrow_udf

    columns = report_columns(sources=False, record=False)
    job = CheckColumn(Scanner(model, columns=columns, max_fpr=max_fpr, limits=limits))

    def despin_check(texts: pa.Array) -> pa.Array:
        return job(texts)

    despin_check.__annotations__ = {"texts": pa.Array, "return": pa.Array}
    spark.udf.register(name, arrow_udf(despin_check, returnType=struct(columns)))
