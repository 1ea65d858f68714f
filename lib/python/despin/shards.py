"""An index in shards, each an index on a machine of its own, searched as one: bit for bit.

    from despin import shards

    counts = shards.add(shards.count_terms(one, text) for one in indexes)            # 1
    copies = [shards.candidates(one, text, counts, before) for one, before in ...]   # 2
    matches = shards.search(detector, text, counts, copies)                          # 3

Each step may run elsewhere; what goes between them is bytes. `Shards` does all three here.
The one index has the segments of the first shard, then those of the second, and so on; an id must
be in one shard alone.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from ctypes import POINTER, byref, c_char_p, c_size_t, c_uint64, c_void_p, cast, string_at
from typing import Any

from despin import _abi
from despin._detector import Detector, Text, _parts
from despin._errors import BadInputError
from despin._index import Matches, SourceIndex, _matches, search_options
from despin._library import call, lib, make
from despin._limits import Limits, limits_struct

_NUMBERS = POINTER(c_uint64)


def count_terms(index: SourceIndex, text: Text, *, limits: Limits | None = None) -> bytes:
    """How often words of a suspect are in a shard: numbers of 64 bits, as many from each shard.

    Raises
    ------
    Error
        As `SourceIndex.search`.
    """
    return _taken(lib.despin_index_count_terms, _NUMBERS(), 8, index, text, limits_struct(limits))


def add(counts: Iterable[bytes]) -> bytes:
    """The sums, number by number.

    Raises
    ------
    BadInputError
        If they are not as many from each shard.
    """
    total: array[int] | None = None
    for one in counts:
        numbers = array("Q", one)
        if total is None:
            total = numbers
        elif len(total) != len(numbers):
            raise BadInputError(
                f"{len(numbers)} counts of a shard, {len(total)} of others; expected as many of "
                "each: one version and one model everywhere"
            )
        else:
            total = array("Q", map(int.__add__, total, numbers))
    return total.tobytes() if total else b""


def candidates(
    index: SourceIndex,
    text: Text,
    counts: bytes,
    segments_before: int,
    *,
    limits: Limits | None = None,
) -> bytes:
    """The documents of a shard that may be the best of all, with copies of what is aligned.

    Parameters
    ----------
    counts : bytes
        The sums over all shards.
    segments_before : int
        How many segments the shards before this one have (`IndexStatistics.segments`).

    Raises
    ------
    BadInputError
        For counts of another suspect.
    Error
        As `SourceIndex.search`.
    """
    asked = (*_numbers(counts), segments_before, limits_struct(limits))
    return _taken(lib.despin_index_candidates, c_void_p(), 1, index, text, *asked)


def search(
    detector: Detector,
    text: Text,
    counts: bytes,
    copies: Sequence[bytes],
    **how: Any,
) -> Matches:
    """What a text was copied from, of the candidates of all shards, in any order.

    Parameters
    ----------
    counts : bytes
        The sums over all shards.
    copies : sequence of bytes
        As `candidates` gave them.
    **how
        As of `SourceIndex.search`.

    Raises
    ------
    BadInputError
        For candidates that no shard has given.
    Error
        As `SourceIndex.search`.
    """
    _, data, _ = _parts(text)
    strings = (_abi.despin_string * len(copies))()
    for string, copy in zip(strings, copies, strict=True):
        string.data = cast(c_char_p(copy), c_void_p).value
        string.size = len(copy)
    handle = make(
        lib.despin_search_candidates,
        lib.despin_matches_free,
        detector._handle.address,
        None,
        data,
        len(data),
        *_numbers(counts),
        strings,
        len(copies),
        byref(search_options(None, **how)),
    )
    return _matches(handle, data)


def _taken(
    function: Any, out: Any, width: int, index: SourceIndex, text: Text, *asked: Any
) -> bytes:
    """What a function of C makes of an index and a text: an array, whose elements have `width`
    bytes, at the pointer `out`."""
    _, data, _ = _parts(text)
    size = c_size_t()
    call(function, index._handle.address, None, data, len(data), *asked, byref(out), byref(size))
    try:
        return string_at(out, width * size.value)
    finally:
        lib.despin_free(out)


def _numbers(counts: bytes) -> tuple[Any, int]:
    return cast(c_char_p(counts), _NUMBERS), len(counts) // 8


class Shards:
    """Several indexes, searched as one, in this process. Immutable.

    Parameters
    ----------
    folders : iterable of path
    detector : Detector, optional
    """

    def __init__(
        self, folders: Iterable[str | os.PathLike[str]], detector: Detector | None = None
    ) -> None:
        self.detector = Detector() if detector is None else detector
        self.indexes = tuple(SourceIndex(folder, self.detector) for folder in folders)

    def search(self, text: Text, **how: Any) -> Matches:
        """As `SourceIndex.search`."""
        counts = add(count_terms(index, text) for index in self.indexes)
        copies = []
        before = 0
        for index in self.indexes:
            copies.append(candidates(index, text, counts, before))
            before += segments_of(index)
        return search(self.detector, text, counts, copies, **how)


def segments_of(index: SourceIndex) -> int:
    """How many segments of an index are searched."""
    return sum(1 for one in index.statistics.segments if one.corruption is None)
