"""Many texts: threads that each check a few at a time, and a window of them under way.

A thread checks its texts in one call of C, without the GIL and without a callback, so that a busy
consumer does not hold it up. The iterable is read, and reports are given out, on the caller's
thread.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from ctypes import (
    POINTER,
    Structure,
    addressof,
    byref,
    c_char_p,
    c_size_t,
    cast,
    pointer,
)
from typing import TYPE_CHECKING, Any

from despin import _abi
from despin._detector import _parts
from despin._errors import Error, InternalError
from despin._library import Handle, Stop, address, call, error_of, lib, options
from despin._limits import Limits, check_struct
from despin._report import Report

if TYPE_CHECKING:
    from concurrent.futures import Future

    from despin._detector import Detector

# What a thread gets at a time: enough that handing it over costs nothing.
_CHUNK_TEXTS = 64
_CHUNK_BYTES = 32 << 10
# A slow source is not waited for any longer.
_CHUNK_SECONDS = 0.02
# Chunks under way a thread, and bytes of all of them, unless one text alone is longer.
_PENDING_CHUNKS = 3
_PENDING_BYTES = 8 << 20
_PROGRESS_SECONDS = 0.1

_STRINGS = POINTER(_abi.despin_string)
_KEEP = _abi.despin_take_report(address(lib.despin_keep_report))


class _Text(Structure):
    """As despin_string, but made of bytes."""

    _fields_ = [("data", c_char_p), ("size", c_size_t)]


class _Chunk:
    """A few texts: what was given, its UTF-8, and the reports or errors."""

    def __init__(self) -> None:
        self.parts: list[Any] = []  # (given, utf8, document), or the exception of that text
        self.bytes = 0
        self.future: Future[list[Any]] | None = None

    def add(self, text: Any) -> None:
        try:
            part = _parts(text)
            self.bytes += len(part[1])
        except (Error, TypeError) as error:
            self.parts.append(error)
        else:
            self.parts.append(part)


def _work(detector: Detector, chunk: _Chunk, check: Any, stop: Stop) -> list[Any]:
    """A report or an exception for each text."""
    good = [part for part in chunk.parts if isinstance(part, tuple)]
    pairs: Any = [(part[1], len(part[1])) for part in good]
    texts = (_Text * len(good))(*pairs)
    results = (_abi.despin_result * len(good))()
    how = options(_abi.despin_batch_options, lib.despin_batch_options_init, threads=1)
    if check is not None:
        how.check = pointer(check)
    stop.end(how)
    try:
        call(
            lib.despin_check_batch,
            detector._handle.address,
            cast(texts, _STRINGS),
            len(good),
            _KEEP,
            addressof(results),
            byref(how),
        )
    finally:
        handles = [one.report and Handle(one.report, lib.despin_report_free) for one in results]
    numbers = iter(range(len(good)))
    found: list[Any] = []
    for part in chunk.parts:
        if not isinstance(part, tuple):
            found.append(part)
            continue
        number = next(numbers)
        handle = handles[number]
        found.append(Report(handle, *part) if handle else error_of(results[number].error))
    return found


def checked_in_order(
    detector: Detector,
    texts: Iterable[Any],
    *,
    threads: int,
    max_fpr: float,
    limits: Limits | None,
    progress: Callable[[int], object] | None,
    errors: str,
) -> Iterator[Any]:
    """See `Detector.check_many`; what is wrong with the call is raised at once."""
    if errors not in ("raise", "return"):
        raise ValueError(f"errors is {errors!r}; expected 'raise' or 'return'")
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts is one text; expected an iterable of texts, or check()")
    count = thread_count(threads)
    check = check_struct(max_fpr, limits)
    return _run(detector, iter(texts), count, check, progress, errors == "raise")


def thread_count(threads: int) -> int:
    """As asked for; 0 is one a CPU that this process may use."""
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"threads is {type(threads).__name__}; expected an int")
    if threads < 0:
        raise ValueError(f"threads is {threads}; expected 0 or more")
    return threads or len(os.sched_getaffinity(0))


def _run(
    detector: Detector,
    texts: Iterator[Any],
    threads: int,
    check: Any,
    progress: Callable[[int], object] | None,
    raises: bool,
) -> Iterator[Any]:
    from concurrent.futures import ThreadPoolExecutor  # takes longer to import than all of despin

    process = os.getpid()
    stop = Stop()
    pending: deque[_Chunk] = deque()
    pending_bytes = 0
    done = 0
    next_progress = time.monotonic() + _PROGRESS_SECONDS
    executor = ThreadPoolExecutor(threads, thread_name_prefix="despin")
    more = True
    try:
        while more or pending:
            room = len(pending) < _PENDING_CHUNKS * threads and pending_bytes < _PENDING_BYTES
            if more and (room or not pending):
                chunk, more = _filled(texts)
                if chunk.parts:
                    chunk.future = executor.submit(_work, detector, chunk, check, stop)
                    pending.append(chunk)
                    pending_bytes += chunk.bytes
                room = len(pending) < _PENDING_CHUNKS * threads and pending_bytes < _PENDING_BYTES
            if not pending or (more and room and not _is_done(pending[0])):
                continue
            if os.getpid() != process:
                raise InternalError("check_many() goes on in a forked process; start it there")
            chunk = pending[0]
            assert chunk.future is not None
            for result in chunk.future.result():
                done += 1
                if progress is not None and time.monotonic() >= next_progress:
                    progress(done)
                    next_progress = time.monotonic() + _PROGRESS_SECONDS
                if raises and isinstance(result, Exception):
                    raise result
                yield result
            pending.popleft()
            pending_bytes -= chunk.bytes
        if progress is not None:
            progress(done)
    finally:
        stop.set()
        if os.getpid() == process:
            executor.shutdown(wait=True, cancel_futures=True)


def _is_done(chunk: _Chunk) -> bool:
    return chunk.future is not None and chunk.future.done()


def _filled(texts: Iterator[Any]) -> tuple[_Chunk, bool]:
    """The next few texts, and whether there may be more."""
    chunk = _Chunk()
    end = time.monotonic() + _CHUNK_SECONDS
    for text in texts:
        chunk.add(text)
        full = len(chunk.parts) >= _CHUNK_TEXTS or chunk.bytes >= _CHUNK_BYTES
        if full or time.monotonic() >= end:
            return chunk, True
    return chunk, False


def mapped(function: Callable[[Any], Any], items: Iterable[Any], threads: int) -> Iterator[Any]:
    """function(item) of each, in order, on `threads` threads and a few items ahead."""
    from concurrent.futures import ThreadPoolExecutor  # takes longer to import than all of despin

    executor = ThreadPoolExecutor(threads, thread_name_prefix="despin")
    pending: deque[Future[Any]] = deque()
    try:
        for item in items:
            pending.append(executor.submit(function, item))
            if len(pending) >= 4 * threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
