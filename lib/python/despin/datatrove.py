"""despin in pipelines of datatrove: a reader, an annotator, a filter.

    LocalPipelineExecutor(pipeline=[
        DespinReader("crawl/", glob_pattern="*.warc.gz"),      # our reading, and our verdicts
        DespinFilter(exclusion_writer=JsonlWriter("spun/")),   # drops what is spun
        JsonlWriter("clean/"),
    ], tasks=4).run()

`doc.metadata["despin"]` is the struct of `despin.engines.Check` as a dictionary; the statistics of
a step count verdicts and errors. Needs datatrove 0.10 and the package ``regex``, which importing
its filters asks for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers.base import BaseDiskReader

from despin._detector import Detector
from despin._limits import Limits
from despin._read import Format, Reader
from despin.engines import PIECE_ROWS, REPORT_COLUMNS, Model, Scanner, cut

KEY = "despin"
ModelLike = Model | Detector | str | os.PathLike[str] | None
_KNOWN = ("url", "title", "author", "date", "declared_language", "input", "number")


class _Documents:
    """Checks documents; loads the model where it runs."""

    def __init__(self, model: ModelLike, columns: Iterable[str], **how: Any) -> None:
        self.scanner = Scanner(model, columns=[*columns], **how)

    def annotate(self, documents: list[Document]) -> None:
        columns = {"bytes": [one.text for one in documents], "id": [one.id for one in documents]}
        for field in ("url", "title", "date"):
            columns[field] = [one.metadata.get(field) for one in documents]
        arrays = [
            pa.array([_text(one) for one in column], pa.string()) for column in columns.values()
        ]
        batch = pa.RecordBatch.from_arrays(arrays, names=list(columns))
        found = [row for piece in cut(batch) for row in self.scanner(piece).to_pylist()]
        # datatrove pairs documents with results, and would lose those without one in silence.
        assert len(found) == len(documents)
        for document, row in zip(documents, found, strict=True):
            document.metadata[KEY] = row


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _count(step: PipelineStep, result: Mapping[str, Any]) -> None:
    step.stat_update(result["verdict"] or f"error_{result['error_code']}")


class DespinAnnotator(PipelineStep):  # type: ignore[misc]
    """Adds ``metadata["despin"]`` to each document.

    Parameters
    ----------
    model, index, max_fpr, limits
        As of `despin.engines.Scanner`.
    record : bool
        Also the record, as ``despin scan`` writes it of a row.
    """

    type = "🔎 - ANNOTATOR"
    name = "🌀 despin"

    def __init__(
        self,
        model: ModelLike = None,
        *,
        index: str | os.PathLike[str] | None = None,
        record: bool = False,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
    ) -> None:
        super().__init__()
        columns = [
            *REPORT_COLUMNS,
            *(["sources"] if index else []),
            *(["record"] if record else []),
        ]
        self.documents = _Documents(model, columns, index=index, max_fpr=max_fpr, limits=limits)

    def run(
        self, data: Iterable[Document], rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        batch: list[Document] = []
        for document in data:
            batch.append(document)
            if len(batch) == PIECE_ROWS:
                yield from self.annotated(batch)
                batch = []
        yield from self.annotated(batch)

    def annotated(self, batch: list[Document]) -> Iterator[Document]:
        """The documents, checked together."""
        if not batch:
            return
        with self.track_time("batch"):
            self.documents.annotate(batch)
        for document in batch:
            _count(self, document.metadata[KEY])
            self.update_doc_stats(document)
            yield document


class DespinFilter(BaseFilter):  # type: ignore[misc]
    """Drops spun documents, and keeps what is not sure; uses what an earlier step has found.

    Parameters
    ----------
    exclusion_writer : DiskWriter, optional
        Of what is dropped.
    drop : iterable of str
        Verdicts; ``"error"`` are documents that could not be checked.
    model, max_fpr, limits
        As of `despin.engines.Scanner`; for documents that no earlier step has checked.
    """

    name = "🌀 despin"

    def __init__(
        self,
        exclusion_writer: Any = None,
        *,
        drop: Iterable[str] = ("spun",),
        model: ModelLike = None,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
        batch_size: int = PIECE_ROWS,
    ) -> None:
        super().__init__(exclusion_writer, batch_size=batch_size)
        self.drop = frozenset(drop)
        self.documents = _Documents(model, REPORT_COLUMNS, max_fpr=max_fpr, limits=limits)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: Iterable[Document]) -> list[bool | tuple[bool, str]]:
        documents = list(batch)
        if unchecked := [one for one in documents if KEY not in one.metadata]:
            self.documents.annotate(unchecked)
        results: list[bool | tuple[bool, str]] = []
        for document in documents:
            found = document.metadata[KEY]
            _count(self, found)
            verdict = found["verdict"] or "error"
            results.append((False, verdict) if verdict in self.drop else True)
        return results


class DespinReader(BaseDiskReader):  # type: ignore[misc]
    """Reads archives, pages and tables as ``despin scan`` does, and checks what it reads.

    The documents have the main content of a page as text, and in ``metadata["despin"]`` the
    verdict, and the record byte for byte as the command writes it. A record that could not be read
    is no document: it is counted in the statistics, by its error.

    Parameters
    ----------
    data_folder, **reading
        As of datatrove's readers; the files must be local ones.
    format, fields, max_bytes
        As of `despin.Reader`.
    model, index, max_fpr, limits
        As of `despin.engines.Scanner`.
    """

    name = "🌀 despin"

    def __init__(
        self,
        data_folder: Any,
        *,
        format: Format = "guess",
        fields: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        model: ModelLike = None,
        index: str | os.PathLike[str] | None = None,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
        **reading: Any,
    ) -> None:
        super().__init__(data_folder, **reading)
        self.how: dict[str, Any] = {"format": format, "fields": fields, "max_bytes": max_bytes}
        self.kept = [*REPORT_COLUMNS, *(["sources"] if index else []), "record"]
        columns = [*self.kept, *_KNOWN, "id", "text"]
        self.scanner = Scanner(
            model, columns=columns, index=index, fields=fields, max_fpr=max_fpr, limits=limits
        )

    def read_file(self, filepath: str) -> Iterator[Document]:
        path = self.data_folder.resolve_paths(filepath)
        for batch in Reader(path, **self.how).batches():
            for piece in cut(pa.record_batch(batch)):
                with self.track_time("batch"):
                    rows = self.scanner(piece).to_pylist()
                for row in rows:
                    _count(self, row)
                    if row["text"] is None:
                        continue
                    data = {name: row[name] for name in _KNOWN if row[name] is not None}
                    data.update(text=row["text"], id=row["id"])
                    data[KEY] = {name: row[name] for name in self.kept}
                    yield self.get_document_from_dict(data, filepath, row["number"])
