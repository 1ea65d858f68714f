"""What engines of tables share: a picklable check of a batch, and the model found on the worker.

    dataset.map_batches(despin.engines.Check, fn_constructor_kwargs={"text": "body"}, ...)   # Ray
    table = despin.engines.Check(text="body", id="url")(table)                               # any

`despin.spark` and `despin.datatrove` stand on this; docs/engines.md has recipes. Needs pyarrow.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa

from despin._arrow import scan_arrow
from despin._detector import Detector
from despin._errors import BadModelError
from despin._index import SourceIndex
from despin._limits import Limits

# Rows of a batch that are checked at once, and about how many bytes: what a worker holds.
PIECE_ROWS = 64
PIECE_BYTES = 4 << 20

# The columns of a report, as in `Detector.check_arrow`, and what a scan knows besides.
REPORT_COLUMNS = (
    "verdict",
    "abstain_reason",
    "score",
    "false_positive_rate_upper",
    "swap_rate",
    "words",
    "passages",
    "findings",
    "families",
    "error",
    "error_code",
)
_FIELDS = ("text", "id", "url", "title", "date")


@dataclass(frozen=True)
class Model:
    """Which model a worker opens, and what it must be. A few bytes: it goes along with each task.

    Attributes
    ----------
    path : str
        Empty: the one installed on the worker (`despin.Detector`).
    file : str
        Not empty: the name of a file that Spark has shipped (`despin.spark.ship`).
    fingerprint, version : str
        Of the model and the library of who made this: those of the worker must be the same.
    """

    path: str
    file: str
    fingerprint: str
    version: str

    @classmethod
    def of(cls, model: Model | Detector | str | os.PathLike[str] | None) -> Model:
        """Of a model that can be opened here; what is given by a path must be there everywhere."""
        if isinstance(model, Model):
            return model
        detector = model if isinstance(model, Detector) else Detector(model)
        path = "" if model is None else os.path.abspath(detector.info.path)
        return cls(path, "", detector.info.fingerprint, detector.info.version)

    def detector(self) -> Detector:
        """The detector of this process, opened once.

        Raises
        ------
        BadModelError
            If model or library are others than where the job began: the bits would differ.
        """
        return _detector(self)

    def index(self, folder: str) -> SourceIndex:
        """An index, opened once in this process."""
        return _index(folder, self)


@lru_cache(maxsize=8)
def _detector(model: Model) -> Detector:
    path = model.path
    if model.file:
        from pyspark import SparkFiles

        path = SparkFiles.get(model.file)
    detector = Detector(path or None)
    found = (detector.info.fingerprint, detector.info.version)
    if found != (model.fingerprint, model.version):
        raise BadModelError(
            f"this worker has the model {found[0]} and despin {found[1]}; expected "
            f"{model.fingerprint} and {model.version}, as where the job began: install the same "
            "everywhere, or ship the model"
        )
    return detector


@lru_cache(maxsize=8)
def _index(folder: str, model: Model) -> SourceIndex:
    return SourceIndex(folder, model.detector())


class Scanner:
    """Scans batches of records (`despin.scan_arrow`), one after another. Picklable.

    Parameters
    ----------
    model : Model, Detector or path, optional
        The installed one by default.
    index : path, optional
        Of an index that is there on every worker: also search it for sources.
    columns : iterable of str, optional
        Which ones to give; by default all, but for ``text``, and ``sources`` without an index.
    fields, max_fpr, limits, threads
        As of `despin.scan_arrow`; by default one thread, as engines have a worker a core.
    """

    def __init__(
        self,
        model: Model | Detector | str | os.PathLike[str] | None = None,
        *,
        index: str | os.PathLike[str] | None = None,
        columns: Iterable[str] | None = None,
        fields: Mapping[str, str] | None = None,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
        threads: int = 1,
    ) -> None:
        self.model = Model.of(model)
        self.index = None if index is None else os.fspath(index)
        self.columns = None if columns is None else tuple(columns)
        self._how: dict[str, Any] = {
            "texts": "text" in (self.columns or ()),
            "fields": dict(fields or {}),
            "max_fpr": max_fpr,
            "limits": limits,
            "threads": threads,
        }

    def __call__(self, records: Any) -> pa.RecordBatch:
        """What a scan finds in a batch of records: a row each. Integers are signed ones."""
        detector = self.model.detector()
        index = None if self.index is None else self.model.index(self.index)
        found = pa.record_batch(scan_arrow(records, detector, index=index, **self._how))
        names = self.columns or [
            name
            for name in found.schema.names
            if (name != "sources" or index) and (name != "text" or self._how["texts"])
        ]
        return signed(found.select(names))


class Check:
    """Checks the texts of a table; gives the table, with a column of structs. Picklable.

    Parameters
    ----------
    text : str
        The column of texts. Null gives null.
    id, url, title, date : str, optional
        Columns of what is known of a text; they are in its record, and a search leaves out the
        indexed document of this id, and later ones.
    into : str
        The new column: a struct of verdict, abstain_reason, score, false_positive_rate_upper,
        swap_rate, words, passages, findings, families, error, error_code; with an index also
        sources; and, if asked for, record (see `despin.scan_arrow`).
    keep : iterable of str, optional
        Other columns that go along; by default all but the text.
    record : bool
        Add the record, as ``despin scan`` writes it of a row without a place.
    model, index, max_fpr, limits, threads
        As of `Scanner`.
    """

    def __init__(
        self,
        text: str = "text",
        *,
        id: str | None = None,
        url: str | None = None,
        title: str | None = None,
        date: str | None = None,
        into: str = "despin",
        keep: Iterable[str] | None = None,
        record: bool = False,
        model: Model | Detector | str | os.PathLike[str] | None = None,
        index: str | os.PathLike[str] | None = None,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
        threads: int = 1,
    ) -> None:
        named = dict(zip(_FIELDS, (text, id, url, title, date), strict=True))
        self.named = {field: column for field, column in named.items() if column is not None}
        self.text = text
        self.into = into
        self.keep = None if keep is None else tuple(keep)
        columns = [*REPORT_COLUMNS]
        columns += ["sources"] if index is not None else []
        columns += ["record"] if record else []
        self.scanner = Scanner(
            model, index=index, columns=columns, max_fpr=max_fpr, limits=limits, threads=threads
        )

    def __call__(self, table: pa.Table) -> pa.Table:
        """Of a table or a record batch."""
        if isinstance(table, pa.RecordBatch):
            table = pa.Table.from_batches([table])
        pieces = [piece for batch in table.to_batches() for piece in self.pieces(batch)]
        if not pieces:
            return pa.Table.from_batches([self.empty(table)])
        return pa.Table.from_batches(pieces)

    def pieces(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The batch in pieces of a few texts each, as they are done: the least memory."""
        for piece in cut(batch):
            yield self._checked(piece)

    def empty(self, table: pa.Table) -> pa.RecordBatch:
        """No rows, with the columns."""
        arrays = [pa.array([], type=kind) for kind in table.schema.types]
        return self._checked(pa.RecordBatch.from_arrays(arrays, schema=table.schema))

    def _checked(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        found = self.scanner(as_records(batch, self.named))
        arrays = list(found.columns)
        valid = batch.column(self.text).is_valid()
        struct = pa.StructArray.from_arrays(arrays, fields=list(found.schema), mask=_not(valid))
        keep = self.keep
        if keep is None:
            keep = tuple(name for name in batch.schema.names if name not in (self.text, self.into))
        kept = [batch.column(name) for name in keep]
        return pa.RecordBatch.from_arrays([*kept, struct], names=[*keep, self.into])


def as_records(batch: pa.RecordBatch, named: Mapping[str, str]) -> pa.RecordBatch:
    """The columns of a table as those of records (`despin.scan_arrow`): by field, its column."""
    arrays = []
    for column in named.values():
        values = batch.column(column)
        kind = values.type
        if isinstance(kind, pa.DictionaryType):
            kind = kind.value_type
        is_text = str(kind) in _TEXTS
        arrays.append(values if is_text else values.cast(pa.string()))
    names = ["bytes" if field == "text" else field for field in named]
    return pa.RecordBatch.from_arrays(arrays, names=names)


_TEXTS = {"string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null"}


def _not(mask: Any) -> Any:
    import pyarrow.compute as pc

    return pc.invert(mask)  # type: ignore[attr-defined, unused-ignore]


def cut(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """A batch in pieces of some texts each; nothing is copied."""
    if batch.num_rows == 0:
        return
    mean = max(batch.nbytes // batch.num_rows, 1)
    rows = max(1, min(PIECE_ROWS, PIECE_BYTES // mean))
    for begin in range(0, batch.num_rows, rows):
        yield batch.slice(begin, rows)


def signed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """With signed integers, since Spark and others have no unsigned ones."""
    schema = pa.schema([pa.field(one.name, _signed(one.type)) for one in batch.schema])
    arrays = [array.cast(kind) for array, kind in zip(batch.columns, schema.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _signed(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(pa.field("element", _signed(kind.value_type)))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(one.name, _signed(one.type)) for one in kind])
    return pa.int32() if pa.types.is_uint32(kind) else kind
