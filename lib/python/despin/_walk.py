"""The inputs behind names, as the command finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import POINTER, byref, c_char_p, c_int32, c_void_p, cast

from despin import _abi
from despin._errors import Error
from despin._library import call, lib, make, path_bytes, string


def walk(names: Iterable[str], *, all_files: bool = False) -> Iterator[tuple[str, Error | None]]:
    """Files as they are, patterns and folders opened out: each path, and why it is none."""
    given = [path_bytes(name) for name in names]
    handle = make(
        lib.despin_walk_new,
        lib.despin_walk_free,
        cast((c_char_p * len(given))(*given), POINTER(c_void_p)),
        len(given),
        int(all_files),
    )
    path = _abi.despin_string()
    more = c_int32()
    while True:
        error = None
        try:
            call(lib.despin_walk_next, handle.address, byref(path), byref(more))
        except Error as found:
            error = found
        if error is None and not more.value:
            return
        yield string(path), error
