"""Finds and loads the shared library, and calls it: handles, errors, strings.

Threads: functions that compute drop the GIL; those that only read or free what is there keep it,
since handing it over costs more than they do.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import byref, c_int32, c_size_t, c_void_p, string_at
from threading import Event, Thread, current_thread, local, main_thread
from types import SimpleNamespace
from typing import Any, TypeVar

from despin import _abi, _errors

T = TypeVar("T")
_FILE_NAME = "libdespin_c.so.1"
# Strings and os.path: pathlib takes as long to import as all of this.
PACKAGE = os.path.dirname(os.path.realpath(__file__))
TREE = os.path.dirname(os.path.dirname(os.path.dirname(PACKAGE)))
# Texts of more bytes than this may take longer than a person waits after Ctrl-C.
_LONG_BYTES = 16 << 10
_of_thread = local()


def _candidates() -> list[str]:
    """Where the library may be: as said, beside this file (a wheel), or in a source tree."""
    named = os.environ.get("DESPIN_LIBRARY")
    if named:
        return [named]
    built = os.path.join(TREE, "build/release/lib", _FILE_NAME)
    return [os.path.join(PACKAGE, _FILE_NAME), built]


def _load() -> Any:
    candidates = _candidates()
    path = next((path for path in candidates if os.path.exists(path)), None)
    if path is None:
        tried = " or ".join(candidates)
        raise ImportError(
            f"no library of despin at {tried}; expected one built by `pip install .`, or by "
            "tests/run.sh in a source tree, or named by DESPIN_LIBRARY"
        )
    computing = ctypes.CDLL(path)
    reading = ctypes.PyDLL(path)
    functions = SimpleNamespace()
    for name, (result, arguments) in _abi.FUNCTIONS.items():
        keeps_the_gil = name.endswith(("_get", "_get_info", "_name", "_init", "report_free"))
        try:
            function = getattr(reading if keeps_the_gil else computing, name)
        except AttributeError:
            raise _other_release(path, f"lacks {name}()") from None
        function.restype = result
        function.argtypes = arguments
        setattr(functions, name, function)
    found = functions.despin_abi_version()
    if found != _abi.DESPIN_ABI_VERSION:
        raise _other_release(path, f"has version {found} of the C interface")
    return functions


def _other_release(path: str, what: str) -> ImportError:
    return ImportError(
        f"{path} {what}; expected version {_abi.DESPIN_ABI_VERSION} of the C interface, and all "
        "that this package calls: install library and package from the same release"
    )


lib: Any = _load()


class Handle:
    """Owns what a function of C has made, and frees it."""

    __slots__ = ("__weakref__", "address", "free")

    def __init__(self, address: int | None, free: Any) -> None:
        self.address = address
        self.free = free

    def __del__(self) -> None:
        self.free(self.address)


def error_of(error: _abi.despin_error) -> _errors.Error:
    """The exception of an error of C."""
    code = error.code
    kind = _errors.BY_CODE.get(code, _errors.InternalError)
    message = error.message.decode("utf-8", "replace")
    byte = None if error.byte == _abi.DESPIN_NO_BYTE else error.byte
    called = name(lib.despin_error_code_name, code)
    return kind(message, code=called, byte=byte, line=error.line or None)


def call(function: Any, *arguments: Any) -> None:
    """Calls what returns a code, with a place for the error added; raises it."""
    error = _abi.despin_error()
    if function(*arguments, byref(error)):
        raise error_of(error)


def make(function: Any, free: Any, *arguments: Any) -> Handle:
    """Calls what makes a handle; raises its error."""
    out = c_void_p()
    error = _abi.despin_error()
    if function(*arguments, byref(out), byref(error)):
        raise error_of(error)
    return Handle(out.value, free)


def json_of(function: Any, *arguments: Any) -> str:
    """Calls what writes JSON into memory that is to be freed."""
    out = c_void_p()
    size = c_size_t()
    call(function, *arguments, byref(out), byref(size))
    try:
        return string_at(out.value or 0, size.value).decode("utf-8")
    finally:
        lib.despin_free(out)


def name(function: Any, value: int) -> str:
    """The name of an enumerator."""
    found: bytes = function(value)
    return found.decode("ascii")


def string(value: _abi.despin_string) -> str:
    """A copy of a string of C, which may be no UTF-8 where it is an id out of a file."""
    return string_at(value.data or 0, value.size).decode("utf-8", "replace")


def strings(values: Any, count: int) -> tuple[str, ...]:
    """Copies of an array of strings."""
    return tuple(string(one) for one in values[:count])


def options(kind: type[Any], init: Any, **values: Any) -> Any:
    """A struct of options: defaults, and what is not None of `values`."""
    struct = kind()
    init(byref(struct), ctypes.sizeof(struct))
    for field, value in values.items():
        if value is not None:
            setattr(struct, field, value)
    return struct


def set_string(struct: Any, field: str, data: bytes) -> None:
    """Points a string of a struct at bytes, which live until the struct does not."""
    place = getattr(struct, field)
    place.data = ctypes.cast(ctypes.c_char_p(data), c_void_p).value
    place.size = len(data)
    kept = struct.__dict__.setdefault("kept", [])  # attributes of a struct that are no fields
    kept.append(data)


def reader_options(fields: Mapping[str, str] | None = None, **values: Any) -> Any:
    """Those of a reader; `fields` says how the fields of JSON and tables are called."""
    struct = options(_abi.despin_reader_options, lib.despin_reader_options_init, **values)
    for field, called in (fields or {}).items():
        if field not in ("id", "text", "url", "title", "date"):
            raise ValueError(f"no field {field!r}; expected id, text, url, title or date")
        if not isinstance(called, str):
            raise TypeError(f"the name of a field is {type(called).__name__}; expected str")
        set_string(struct, f"{field}_field", called.encode("utf-8"))
    return struct


def path_bytes(path: str | os.PathLike[str]) -> bytes:
    """A path as C takes it.

    Raises
    ------
    BadInputError
        If it holds a NUL.
    """
    data = os.fsencode(path)
    if b"\0" in data:
        raise _errors.BadInputError("the path holds a NUL character; expected none")
    return data


class Stop:
    """Ends calls of C that were given it, from any thread."""

    def __init__(self) -> None:
        self._flag = c_int32(0)
        self._function = _abi.despin_stop(address(lib.despin_stop_if_set))

    def set(self) -> None:
        self._flag.value = 1

    def end(self, struct: Any) -> None:
        """Has the call stopped that is given these limits, or options of a batch."""
        struct.stop = self._function
        struct.stop_context = ctypes.addressof(self._flag)


def address(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


@contextmanager
def ended_by(stop: Stop) -> Iterator[None]:
    """Within the block, checks, comparisons and searches of this thread are ended by `stop`."""
    _of_thread.stop = stop
    try:
        yield
    finally:
        _of_thread.stop = None


def run_stoppable(size: int, work: Callable[[Stop | None], T]) -> T:
    """The result of `work`, which Ctrl-C ends early if `size` bytes may take long.

    Signals reach Python only between two calls of C on the main thread: there the work is done on
    another one. A thread that is `ended_by` a Stop works with that one.
    """
    given: Stop | None = getattr(_of_thread, "stop", None)
    if given is not None:
        return work(given)
    if size < _LONG_BYTES or current_thread() is not main_thread():
        return work(None)
    return wait_stoppable(work)


def wait_stoppable(work: Callable[[Stop | None], T], join: bool = True) -> T:
    """Does `work` on a thread of its own; an exception while waiting, as of Ctrl-C, stops it.

    Without `join` work that does not heed its Stop is left to itself.
    """
    stop = Stop()
    done = Event()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(stop))
        except BaseException as error:  # handed to who waits
            errors.append(error)
        done.set()

    thread = Thread(target=run, name="despin", daemon=True)
    thread.start()
    try:
        done.wait()
    except BaseException:
        stop.set()
        if join:
            thread.join()
        raise
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def version() -> str:
    """Of the library, as ``"0.1.0"``."""
    found: bytes = lib.despin_version()
    return found.decode("ascii")


if sys.maxsize < 2**32:  # spans in structs are read as addresses of 64 bits
    raise ImportError("despin needs a 64-bit Python")
