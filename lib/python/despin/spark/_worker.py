"""What runs on the workers of Spark: small classes, pickled by name with a few values."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from despin._errors import Error
from despin._read import Place, Reader
from despin.engines import Check, Scanner, as_records, cut

READ_BYTES = 4 << 20


class CheckRows:
    """Of `despin.spark.check`, for mapInArrow."""

    def __init__(self, check: Check) -> None:
        self.check = check

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from self.check.pieces(batch)


class CheckColumn:
    """Of `despin.spark.register`, for a scalar function on Arrow."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner

    def __call__(self, texts: pa.Array) -> pa.Array:
        batch = pa.RecordBatch.from_arrays([texts], names=["bytes"])
        found = [self.scanner(piece) for piece in cut(batch)] or [self.scanner(batch)]
        return pa.Table.from_batches(found).to_struct_array().combine_chunks()


class ScanRows:
    """Rows of a table as documents, for mapInArrow: by field, its column; and their place."""

    def __init__(self, scanner: Scanner, named: Mapping[str, str]) -> None:
        self.scanner = scanner
        self.named = dict(named)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for piece in cut(batch):
                records = as_records(piece, self.named)
                for name in ("input", "number", "byte"):
                    records = records.append_column(name, piece.column(name))
                yield self.scanner(records)


class Part(NamedTuple):
    """Some records of a file: from a place on, so many; None: from the first, to the last."""

    path: str
    begin: Place | None
    records: int | None
    error: str  # why there are none; of the walk through folders
    error_code: str


class ReadOptions(NamedTuple):
    """As of a Reader."""

    format: Any
    fields: dict[str, str]
    max_bytes: int | None


class ScanParts:
    """Of `despin.spark.scan`, for mapInArrow on a table of pickled lists of Parts."""

    def __init__(self, scanner: Scanner, options: ReadOptions) -> None:
        self.scanner = scanner
        self.options = options

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pickle

        for batch in batches:
            for parts in batch.column(0).to_pylist():
                for part in pickle.loads(parts):
                    yield from self.scanned(part)

    def scanned(self, part: Part) -> Iterator[pa.RecordBatch]:
        """The records of a part."""
        for records in read_part(part, self.options):
            for piece in cut(records):
                yield self.scanner(piece)


class ScanBytes:
    """Whole files as bytes, for RDD.mapPartitions; gives batches as IPC, for `FromIpc`."""

    def __init__(self, scanner: Scanner, options: ReadOptions) -> None:
        self.parts = ScanParts(scanner, options)

    def __call__(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[bytes]]:
        for address, data in files:
            # The ending of the name tells the format.
            with tempfile.NamedTemporaryFile(suffix=os.path.basename(address)) as file:
                file.write(data)
                file.flush()
                del data
                for records in read_part(
                    Part(file.name, None, None, "", ""), self.parts.options, address
                ):
                    for piece in cut(records):
                        yield (to_ipc(self.parts.scanner(piece)),)


class FromIpc:
    """Batches out of a column of their bytes, for mapInArrow."""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for data in batch.column(0):
                with pa.ipc.open_stream(data.as_buffer()) as stream:
                    yield from stream


def to_ipc(batch: pa.RecordBatch) -> bytes:
    """A batch as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def read_part(part: Part, options: ReadOptions, called: str = "") -> Iterator[pa.RecordBatch]:
    """Records as batches; the input is `called` so, by default as its path."""
    name = called or part.path
    if part.error_code:
        yield _error_row(name, part.error, part.error_code)
        return
    try:
        reader = Reader(
            part.path,
            format=options.format,
            fields=options.fields,
            max_bytes=options.max_bytes,
            begin=part.begin,
        )
    except Error as error:
        yield _error_row(name, str(error), error.code)
        return
    left = part.records
    while left is None or left > 0:
        most = 256 if left is None else min(256, left)
        found = next(reader.batches(max_records=most, max_bytes=READ_BYTES), None)
        if found is None:
            return
        records = pa.record_batch(found)
        if left is not None:
            left -= records.num_rows
        if called:
            at = records.schema.get_field_index("input")
            names = pa.array([called.encode("utf-8")] * records.num_rows, pa.binary())
            records = records.set_column(at, "input", names)
        yield records


def _error_row(name: str, message: str, code: str) -> pa.RecordBatch:
    columns = {"input": [name], "error": [message], "error_code": [code]}
    return pa.record_batch(
        {
            "bytes": pa.array([None], pa.binary()),
            **{key: pa.array(value, pa.string()) for key, value in columns.items()},
        }
    )


class Places:
    """Where each so many records of a file begin, for RDD.flatMap."""

    def __init__(self, options: ReadOptions, every: int) -> None:
        self.options = options
        self.every = every

    def __call__(self, path: str) -> list[Part]:
        parts: list[Part] = []
        seen = 0
        for records in read_part(Part(path, None, None, "", ""), self.options):
            if "number" not in records.schema.names:
                return [Part(path, None, None, "", "")]  # it does not open: its scan says why
            columns = [records.column(name) for name in ("number", "byte", "line")]
            for row in range(records.num_rows):
                if seen % self.every == 0:
                    begin = Place(*(column[row].as_py() for column in columns))
                    parts.append(Part(path, begin, self.every, "", ""))
                seen += 1
        if not parts:
            return []
        first, last = parts[0], parts[-1]
        parts[-1] = last._replace(records=None)
        parts[0] = first._replace(begin=None, records=parts[0].records)
        return parts
