"""Columns in and out by the Arrow C data interface, through PyCapsules; no other package is needed.

A capsule that goes out has no destructor, since one written in Python would run while an exception
is on its way, and lose it. Instead what was given out is kept until its consumer has moved it away
or nobody else holds the capsule; that is looked up whenever another one is made.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Mapping
from ctypes import CFUNCTYPE, POINTER, addressof, byref, c_int, c_void_p, pointer
from typing import TYPE_CHECKING, Any

from despin import _abi
from despin._batch import thread_count
from despin._errors import BadInputError
from despin._library import (
    Stop,
    call,
    lib,
    options,
    reader_options,
    set_string,
    wait_stoppable,
)
from despin._limits import Limits, check_struct
from despin._text import utf8

if TYPE_CHECKING:
    from despin._detector import Detector
    from despin._index import SourceIndex

_api = ctypes.pythonapi
_api.PyCapsule_New.restype = ctypes.py_object
_api.PyCapsule_New.argtypes = [c_void_p, ctypes.c_char_p, c_void_p]
_api.PyCapsule_GetPointer.restype = c_void_p
_api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]

# The functions in the structs of Arrow.
_Release = CFUNCTYPE(None, c_void_p)
_GetNext = CFUNCTYPE(c_int, c_void_p, POINTER(_abi.ArrowArray))
_GetSchema = CFUNCTYPE(c_int, c_void_p, POINTER(_abi.ArrowSchema))
_GetLastError = CFUNCTYPE(ctypes.c_char_p, c_void_p)

# Capsules that are out, each with its struct.
_out: list[tuple[Any, Any]] = []


def _release(struct: Any) -> None:
    if struct.release:
        _Release(struct.release)(addressof(struct))


def _references(entry: tuple[Any, Any]) -> int:
    capsule = entry[0]
    return sys.getrefcount(capsule)


# Of an object that only an entry holds; versions of Python count differently.
_OURS = _references((object(), None))


def _sweep() -> None:
    """Releases what nobody took and nobody can take any more."""
    kept = []
    for entry in _out:
        struct = entry[1]
        if not struct.release:
            continue  # it was moved away
        if _references(entry) > _OURS:
            kept.append(entry)
        else:
            _release(struct)
    _out[:] = kept


def _capsule(struct: Any, name: bytes) -> Any:
    _sweep()
    capsule = _api.PyCapsule_New(addressof(struct), name, None)
    _out.append((capsule, struct))
    return capsule


def _struct(kind: type[Any], capsule: Any, name: bytes) -> Any:
    """The struct in a capsule; it stays the capsule's."""
    try:
        return kind.from_address(_api.PyCapsule_GetPointer(capsule, name))
    except (ValueError, ctypes.ArgumentError):
        expected = name.decode()
        raise TypeError(f"the object gave no capsule of Arrow; expected {expected!r}") from None


class _Options:
    """Those of a batch in C, and all that they point to."""

    def __init__(self, column: str | None, threads: int, max_fpr: float, limits: Limits | None):
        self.check = check_struct(max_fpr, limits)
        self.struct = options(
            _abi.despin_batch_options,
            lib.despin_batch_options_init,
            threads=thread_count(threads),
            check=None if self.check is None else pointer(self.check),
        )
        self.column = column

    def choose_column(self, schema: Any) -> None:
        """Of a table; other arrays are a column themselves."""
        is_table = ctypes.string_at(schema.format) == b"+s"
        column = self.column
        if column is None and is_table:
            only = schema.children[0].contents.name if schema.n_children == 1 else None
            column = ctypes.string_at(only).decode("utf-8") if only else "text"
        if column is not None:
            set_string(self.struct, "column", utf8(column, "name of the column"))

    def stopped_by(self, stop: Stop | None) -> Any:
        if stop is not None:
            stop.end(self.struct)
        return byref(self.struct)


class _Once:
    """What can be given to a consumer once, since consumers move it away."""

    _what = ""

    def __init__(self, *structs: Any) -> None:
        self._structs: tuple[Any, ...] | None = structs

    def _given(self) -> tuple[Any, ...]:
        structs, self._structs = self._structs, None
        if structs is None:
            raise BadInputError(
                f"this {self._what} was given away already; expected one use of each: keep what "
                "was made of it, or check again"
            )
        return structs

    def __del__(self) -> None:
        for struct in getattr(self, "_structs", None) or ():
            _release(struct)


class CheckedArray(_Once):
    """One array that C has made, a struct array: what `check_arrow` or `scan_arrow` gives for one
    array, of as many rows; or records of `Reader.batches`.

    Give it to ``pyarrow.record_batch``, ``polars.DataFrame``, ...: whatever calls
    ``__arrow_c_array__``. Once, as that moves it.
    """

    _what = "array"

    def __len__(self) -> int:
        if self._structs is None:
            self._given()
        assert self._structs is not None
        return int(self._structs[1].length)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[Any, Any]:
        """Two capsules; `requested_schema` is not heeded, as the interface allows."""
        schema, array = self._given()
        return _capsule(schema, b"arrow_schema"), _capsule(array, b"arrow_array")


class CheckedStream(_Once):
    """The results of `check_arrow` on a stream: each chunk is checked when it is asked for.

    Give it to ``pyarrow.table``, ``polars.DataFrame``, ``pandas.DataFrame.from_arrow``, ...:
    whatever calls ``__arrow_c_stream__``; or iterate, which gives a CheckedArray a chunk and lets
    Ctrl-C in. Once, either way.
    """

    _what = "stream"

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """A capsule; `requested_schema` is not heeded, as the interface allows."""
        (struct,) = self._given()
        return _capsule(struct, b"arrow_array_stream")

    def __iter__(self) -> Iterator[CheckedArray]:
        (struct,) = self._given()
        stream = _Once(struct)
        while True:
            schema, array = _abi.ArrowSchema(), _abi.ArrowArray()
            found = CheckedArray(schema, array)
            _ask(stream, struct, _GetNext(struct.get_next), found, array)
            if not array.release:
                return
            _ask(stream, struct, _GetSchema(struct.get_schema), found, schema)
            yield found


def _ask(stream: _Once, struct: Any, function: Callable[..., int], owner: _Once, out: Any) -> None:
    """Fills `out`. After Ctrl-C the chunk is left to its thread, which ends with it."""

    def work(stop: Stop | None) -> tuple[int, bytes | None]:
        code = function(addressof(struct), byref(out))
        kept = stream, owner  # whoever lets go of them last releases them
        said = _GetLastError(struct.get_last_error)(addressof(struct)) if code else None
        del kept
        return code, said

    code, said = wait_stoppable(work, join=False)
    if code:
        raise _stream_error(code, said)


def _stream_error(code: int, said: bytes | None) -> Exception:
    message = (said or b"the stream failed and did not say why").decode("utf-8", "replace")
    return OSError(code, message) if not said else BadInputError(message)


def checked(
    detector: Detector,
    data: Any,
    column: str | None,
    threads: int,
    max_fpr: float,
    limits: Limits | None,
) -> CheckedArray | CheckedStream:
    """See `Detector.check_arrow`."""
    if type(data).__module__.partition(".")[0] == "pyspark":
        raise TypeError(
            "this is a table of Spark, all of which would pass through the driver; expected a "
            "local one: despin.spark.check does it on the workers"
        )
    how = _Options(column, threads, max_fpr, limits)
    if hasattr(data, "__arrow_c_array__"):
        return _checked_array(detector, data, how)
    if hasattr(data, "__arrow_c_stream__"):
        return _checked_stream(detector, data, how)
    raise TypeError(
        f"{type(data).__name__} has neither __arrow_c_array__ nor __arrow_c_stream__; expected an "
        "array, column or table of Arrow; of other iterables see check_many()"
    )


def _checked_array(detector: Detector, data: Any, how: _Options) -> CheckedArray:
    capsules = data.__arrow_c_array__()
    schema = _struct(_abi.ArrowSchema, capsules[0], b"arrow_schema")
    array = _struct(_abi.ArrowArray, capsules[1], b"arrow_array")
    how.choose_column(schema)

    def work(stop: Stop | None) -> CheckedArray:
        return made_array(
            lib.despin_check_arrow,
            detector._handle.address,
            byref(array),
            byref(schema),
            how.stopped_by(stop),
        )

    found = wait_stoppable(work)
    del capsules  # up to here they own what was read
    return found


def _checked_stream(detector: Detector, data: Any, how: _Options) -> CheckedStream:
    capsule = data.__arrow_c_stream__()
    struct = _struct(_abi.ArrowArrayStream, capsule, b"arrow_array_stream")
    schema, out = _abi.ArrowSchema(), _abi.ArrowArrayStream()
    if _GetSchema(struct.get_schema)(addressof(struct), byref(schema)) == 0:
        how.choose_column(schema)
        _release(schema)
    call(
        lib.despin_check_arrow_stream,
        detector._handle.address,
        byref(struct),
        byref(how.struct),
        byref(out),
    )
    return CheckedStream(out)


def scan_arrow(
    records: Any,
    detector: Detector | None = None,
    *,
    index: SourceIndex | None = None,
    fields: Mapping[str, str] | None = None,
    texts: bool = False,
    threads: int = 0,
    max_fpr: float = 0.001,
    limits: Limits | None = None,
) -> CheckedArray:
    """Does with each row what ``despin scan`` does with a record, and writes its record as it does.

    Parameters
    ----------
    records : object with ``__arrow_c_array__``
        A struct array or record batch: `Reader.batches`, or any with a column ``bytes`` (a text,
        unless ``kind`` says otherwise) and, if they are known, ``input``, ``number``, ``byte``,
        ``line``, ``id``, ``url``, ``title``, ``date``, ``content_type``, ``error``, ``error_code``.
    detector : Detector, optional
        The installed model's by default.
    index : SourceIndex, optional
        Also search it for sources.
    fields : mapping, optional
        As of `Reader`; for rows of the kind ``json_line``.
    texts : bool
        Give the texts of the documents as well.
    threads, max_fpr, limits
        As of `Detector.check_many`.

    Returns
    -------
    CheckedArray
        A row for each, in order: the columns of `Detector.check_arrow`, then input, number, byte,
        id, url, title, author, date, declared_language, sources, and record: a line of JSON, schema
        ``despin.scan/1``, byte for byte as the command writes it; then text, null unless it
        was asked for. Null ``bytes`` give nulls.

    Raises
    ------
    TypeError
        If `records` does not speak Arrow.
    BadInputError
        For columns of other types, or a value that no record has.
    """
    from despin._detector import Detector

    found = Detector() if detector is None else detector
    if not hasattr(records, "__arrow_c_array__"):
        raise TypeError(
            f"{type(records).__name__} has no __arrow_c_array__; expected a record batch or a "
            "struct array: of a table, each of its batches"
        )
    batch = _Options(None, threads, max_fpr, limits)
    reader = reader_options(fields)
    how = options(_abi.despin_scan_options, lib.despin_scan_options_init)
    how.batch = pointer(batch.struct)
    how.reader = pointer(reader)
    how.texts = int(texts)
    if index is not None:
        how.index = index._handle.address
    capsules = records.__arrow_c_array__()
    schema = _struct(_abi.ArrowSchema, capsules[0], b"arrow_schema")
    array = _struct(_abi.ArrowArray, capsules[1], b"arrow_array")

    def work(stop: Stop | None) -> CheckedArray:
        batch.stopped_by(stop)
        return made_array(
            lib.despin_scan_arrow, found._handle.address, byref(array), byref(schema), byref(how)
        )

    made = wait_stoppable(work)
    del capsules  # up to here they own what was read
    return made


def made_array(function: Any, *arguments: Any) -> CheckedArray:
    """What a function of C puts into an array and its schema."""
    array, schema = _abi.ArrowArray(), _abi.ArrowSchema()
    call(function, *arguments, byref(array), byref(schema))
    return CheckedArray(schema, array)
