"""Texts: to UTF-8, and offsets in bytes to indices of a `str`."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import c_uint32

from despin import _abi
from despin._errors import BadUtf8Error
from despin._library import call, lib


def utf8(text: object, what: str = "text") -> bytes:
    """The bytes of a text.

    Raises
    ------
    TypeError
        Unless it is `str`, `bytes`, or another object with a buffer of bytes.
    BadUtf8Error
        If a `str` holds a lone surrogate.
    """
    if isinstance(text, str):
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError as error:
            byte = len(text[: error.start].encode("utf-8"))
            raise BadUtf8Error(
                f"the {what} has a lone surrogate at index {error.start}, which is no character; "
                'expected none: decode its source with errors="replace"',
                byte=byte,
            ) from None
    if isinstance(text, bytes):
        return text
    if isinstance(text, (bytearray, memoryview)):
        return bytes(text)
    raise TypeError(f"the {what} is {type(text).__name__}; expected str or bytes")


def index_map(data: bytes, offsets: Iterable[int], is_ascii: bool) -> dict[int, int]:
    """By byte offset: the index in the `str` of `data`. One pass; none if it is ASCII."""
    wanted = sorted(set(offsets))
    if is_ascii:
        return dict(zip(wanted, wanted, strict=True))
    places = (c_uint32 * len(wanted))(*wanted)
    call(lib.despin_map_offsets, data, len(data), _abi.DESPIN_CODE_POINTS, places, len(wanted))
    return dict(zip(wanted, places, strict=True))
