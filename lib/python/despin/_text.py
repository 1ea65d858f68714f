"""Texts: to UTF-8, and offsets in bytes to indices of a `str`."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import c_uint32
from typing import Any

from despin import _abi
from despin._errors import BadUtf8Error
from despin._library import call, lib
from despin._values import Span


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


def index_map(data: bytes, spans: Iterable[Any]) -> dict[int, int]:
    """By byte offset of spans: the index in the `str` of `data`. One pass; none if it is ASCII."""
    wanted = sorted({at for span in spans for at in (span.begin_byte, span.end_byte)})
    if data.isascii():
        return dict(zip(wanted, wanted, strict=True))
    places = (c_uint32 * len(wanted))(*wanted)
    call(lib.despin_map_offsets, data, len(data), _abi.DESPIN_CODE_POINTS, places, len(wanted))
    return dict(zip(wanted, places, strict=True))


def placed(span: Any, places: dict[int, int]) -> Span:
    """A span of C, with its indices."""
    begin, end = span.begin_byte, span.end_byte
    return Span(places[begin], places[end], begin, end)
