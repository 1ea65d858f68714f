"""Documents out of pages, texts, tables and archives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from ctypes import byref, c_int32, sizeof, string_at
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from despin import _abi
from despin._errors import Error
from despin._library import (
    Handle,
    call,
    lib,
    make,
    options,
    path_bytes,
    reader_options,
    set_string,
    string,
)
from despin._text import utf8

if TYPE_CHECKING:
    from despin._arrow import CheckedArray

Format = Literal[
    "guess", "document", "jsonl", "csv", "tsv", "warc", "json", "feed", "wiki", "mail", "mbox"
]
_FORMATS = {
    "guess": _abi.DESPIN_FORMAT_GUESS,
    "document": _abi.DESPIN_FORMAT_DOCUMENT,
    "jsonl": _abi.DESPIN_FORMAT_JSONL,
    "csv": _abi.DESPIN_FORMAT_CSV,
    "tsv": _abi.DESPIN_FORMAT_TSV,
    "warc": _abi.DESPIN_FORMAT_WARC,
    "json": _abi.DESPIN_FORMAT_JSON,
    "feed": _abi.DESPIN_FORMAT_FEED,
    "wiki": _abi.DESPIN_FORMAT_WIKI,
    "mail": _abi.DESPIN_FORMAT_MAIL,
    "mbox": _abi.DESPIN_FORMAT_MBOX,
}
_TEXT_FROM = {
    _abi.DESPIN_FROM_PAGE: "page",
    _abi.DESPIN_FROM_ARTICLE_BODY: "article_body",
    _abi.DESPIN_FROM_CONTROLS: "controls",
    _abi.DESPIN_FROM_FRAMES: "frames",
    _abi.DESPIN_FROM_NOSCRIPT: "noscript",
    _abi.DESPIN_FROM_HIDDEN: "hidden",
}


class InputRun(NamedTuple):
    """Bytes of the text, and the bytes of the input that they were read from; half-open."""

    text: tuple[int, int]
    input: tuple[int, int]


class Place(NamedTuple):
    """Where a record begins: its number in the input, from 1; its byte in the file; its line."""

    number: int
    byte: int
    line: int


class Document:
    """The main content of a page, or a text, and what it says of itself. Immutable.

    `Detector.check`, `compare` and `SourceIndex.search` take it as a text; the JSON of such a
    report says also where findings stand in the input.
    """

    def __init__(self, handle: Handle, place: Place | None = None) -> None:
        self._handle = handle
        self.place = place
        """Of the record it was read from; None of a page that was read by itself."""

    @cached_property
    def _data(self) -> Any:
        return lib.despin_document_get(self._handle.address).contents

    @cached_property
    def _utf8(self) -> bytes:
        text = self._data.text
        return string_at(text.data or 0, text.size)

    @cached_property
    def text(self) -> str:
        """Blocks (paragraphs, headings, ...) divided by blank lines."""
        return self._utf8.decode("utf-8")

    @cached_property
    def kind(self) -> Literal["text", "html"]:
        """What it was read as."""
        return "html" if self._data.kind == _abi.DESPIN_HTML else "text"

    @cached_property
    def text_from(self) -> str:
        """Where a page's text was found: ``"page"``, or another place (docs/json.md)."""
        return _TEXT_FROM.get(self._data.text_from, "unknown")

    @cached_property
    def id(self) -> str:
        """Of its record; may be empty, as all that follows."""
        return string(self._data.id)

    @cached_property
    def title(self) -> str:
        return string(self._data.title)

    @cached_property
    def author(self) -> str:
        return string(self._data.author)

    @cached_property
    def url(self) -> str:
        """Where it was found."""
        return string(self._data.url)

    @cached_property
    def canonical_url(self) -> str:
        """As the page states it; not to be trusted."""
        return string(self._data.canonical_url)

    @cached_property
    def date(self) -> str:
        """Of publication, as the page writes it."""
        return string(self._data.date)

    @cached_property
    def language(self) -> str:
        """As declared."""
        return string(self._data.language)

    @cached_property
    def encoding(self) -> str:
        """What the bytes were in."""
        return string(self._data.encoding)

    @cached_property
    def replaced_bytes(self) -> int:
        """Malformed sequences, read as U+FFFD."""
        return int(self._data.replaced_bytes)

    @cached_property
    def input_map(self) -> tuple[InputRun, ...]:
        """Which bytes of the input the text was read from; empty where the text is the input."""
        data = self._data
        runs = data.input_map[: data.input_run_count]
        return tuple(
            InputRun(
                (one.text.begin_byte, one.text.end_byte), (one.input.begin_byte, one.input.end_byte)
            )
            for one in runs
        )

    def input_span(self, begin_byte: int, end_byte: int) -> tuple[int, int]:
        """The bytes of the input that hold bytes of the text; (0, 0) if none does."""
        span = _abi.despin_span()
        call(
            lib.despin_document_input_span, self._handle.address, begin_byte, end_byte, byref(span)
        )
        return span.begin_byte, span.end_byte

    def __repr__(self) -> str:
        return f"<despin.Document {self.kind}, {len(self._utf8):,} bytes>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a Document cannot be pickled; pickle its text, or what it was read from")


class Record:
    """A record of a file: a response, a line, a row, a mail. Serves one thread at a time."""

    def __init__(self, handle: Handle, options: Any) -> None:
        self._handle = handle
        self._options = options
        self._data: Any = lib.despin_record_get(handle.address).contents

    @property
    def place(self) -> Place:
        """Where it begins."""
        place = self._data.place
        return Place(place.number, place.byte, place.line)

    @property
    def data(self) -> bytes:
        """What is stored: of a response, head and body."""
        found = self._data.bytes
        return string_at(found.data or 0, found.size)

    @property
    def url(self) -> str:
        """As the archive says; may be empty."""
        return string(self._data.url)

    @property
    def content_type(self) -> str:
        """As the archive says; may be empty."""
        return string(self._data.content_type)

    def document(self) -> Document:
        """Its document: the main content of a page, the text of a line.

        Raises
        ------
        BadInputError, UnsupportedError, BadUtf8Error, TooLargeError
        """
        handle = make(
            lib.despin_record_read_document,
            lib.despin_document_free,
            self._handle.address,
            byref(self._options),
        )
        return Document(handle, self.place)


def read(data: bytes | str, *, name: str = "", content_type: str = "") -> Document:
    """Reads one page (HTML, in any charset) or plain text: its main content.

    Parameters
    ----------
    data : bytes or str
        Bytes tell their charset by themselves or by `content_type`; of a page, as it was served.
    name : str
        File name or address; its extension tells HTML.
    content_type : str
        As HTTP says: ``"text/html; charset=koi8-r"``.

    Raises
    ------
    BadInputError
        Empty, binary, or a page without text.
    UnsupportedError
        A container; the message says what converts it.
    BadUtf8Error, TooLargeError
    """
    what = utf8(data, "page")
    if isinstance(data, str):
        content_type = _in_utf8(content_type, what)
    how = options(_abi.despin_read_options, lib.despin_read_options_init)
    set_string(how, "name", utf8(name, "name"))
    set_string(how, "content_type", utf8(content_type, "content type"))
    return Document(
        make(lib.despin_document_read, lib.despin_document_free, what, len(what), byref(how))
    )


def _in_utf8(content_type: str, data: bytes) -> str:
    """Of a `str`: whatever charset the page or its header says, it is UTF-8 now."""
    kind = content_type.partition(";")[0].strip()
    if not kind:
        kind = "text/html" if data.lstrip()[:1] == b"<" else ""
    return f"{kind}; charset=utf-8" if kind else ""


class Reader:
    """The documents of a file: a page, a text, JSON, a table, an archive, a feed, mail.

    Parameters
    ----------
    path : str or path
        gzip, zstd, bzip2 and xz are undone on the way; ``"-"`` is standard input.
    format : str
        By default it is guessed, by name and first bytes.
    fields : mapping, optional
        How ``id``, ``text``, ``url``, ``title`` and ``date`` are called in JSON and tables.
    max_bytes : int, optional
        Of a record, decompressed; beyond it TooLargeError. 64 MiB.
    errors : {"raise", "return", "skip"}
        Of one record: raise its exception, give it out in the place of the document, or leave it
        out. In each case the next document is behind it.
    begin : Place, optional
        Of a record of this file, to begin with it; at once where its byte is known, else all before
        it are read.

    Raises
    ------
    NotFoundError, NotReadableError, BadInputError

    Examples
    --------
    >>> for document in despin.Reader("crawl.warc.gz"):
    ...     detector.check(document)

    Serves one thread at a time. Memory: one record, whatever the size of the file.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        format: Format = "guess",
        fields: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        errors: Literal["raise", "return", "skip"] = "raise",
        begin: Place | None = None,
    ) -> None:
        if format not in _FORMATS:
            raise ValueError(f"format is {format!r}; expected one of {', '.join(_FORMATS)}")
        if errors not in ("raise", "return", "skip"):
            raise ValueError(f"errors is {errors!r}; expected 'raise', 'return' or 'skip'")
        self._errors = errors
        if max_bytes is not None and not 0 <= max_bytes < 1 << 63:
            raise ValueError(f"max_bytes is {max_bytes}; expected 0 to {(1 << 63) - 1}")
        self._options = reader_options(fields, format=_FORMATS[format], max_bytes=max_bytes)
        self._handle = make(
            lib.despin_reader_open, lib.despin_reader_free, path_bytes(path), byref(self._options)
        )
        self._record = make(lib.despin_record_new, lib.despin_record_free)
        if begin is not None:
            place = byref(_abi.despin_record_place(*begin))
            call(lib.despin_reader_resume_at, self._handle.address, place)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        """The next Document; or the Error of a record, if `errors` is ``"return"``."""
        return self._next(lambda: self._filled(self._record).document())

    def records(self) -> Iterator[Any]:
        """The records as they are stored, for who wants their bytes: a Record each.

        Errors as of documents. `Record.document` does what iterating over the reader does.
        """
        try:
            while True:
                yield self._next(
                    lambda: self._filled(make(lib.despin_record_new, lib.despin_record_free))
                )
        except StopIteration:
            return

    def batches(
        self, *, max_records: int = 256, max_bytes: int = 8 << 20
    ) -> Iterator[CheckedArray]:
        """The records as arrays of Arrow, for `scan_arrow`, ``pyarrow.record_batch``, ...

        Columns: kind, input, number, byte, line, bytes, id, url, title, date, content_type, error,
        error_code (``despin_reader_next_arrow`` in despin.h). A record that could not be read is a
        row with an error, whatever `errors` says. An array ends after `max_records`, or with the
        record that makes it `max_bytes` long. Not to be mixed with the other ways of reading.
        """
        from despin._arrow import made_array

        while True:
            next_arrow = lib.despin_reader_next_arrow
            found = made_array(next_arrow, self._handle.address, max_records, max_bytes)
            if len(found) == 0:
                return
            yield found

    def _next(self, get: Callable[[], Any]) -> Any:
        while True:
            try:
                return get()
            except Error as error:
                if self._errors == "return":
                    return error
                if self._errors == "raise":
                    raise

    def _filled(self, handle: Handle) -> Record:
        """The next record, in `handle`."""
        more = c_int32()
        call(lib.despin_reader_next, self._handle.address, handle.address, byref(more))
        if not more.value:
            raise StopIteration
        return Record(handle, self._options)

    @property
    def counts(self) -> dict[str, int]:
        """Records so far, corrupt and skipped ones, and bytes read; 0 bytes_total: not known."""
        struct = _abi.despin_reader_counts()
        struct.struct_size = sizeof(struct)
        call(lib.despin_reader_get_counts, self._handle.address, byref(struct))
        fields = ("records", "corrupt", "skipped", "ignored_bytes", "bytes_read", "bytes_total")
        return {field: getattr(struct, field) for field in fields}

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a Reader cannot be pickled; open one in the other process")
