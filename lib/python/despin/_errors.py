"""The errors of despin: one class a code, each also the built-in exception that fits it."""

from __future__ import annotations

from typing import Any


class Error(Exception):
    """What despin could not do, and what was expected instead; never quotes the text.

    Attributes
    ----------
    code : str
        The stable name of the error, as in JSON: ``"bad_utf8"``.
    byte : int or None
        Where the fault is in the input, in bytes from 0.
    line : int or None
        Its line in the input, from 1.
    """

    code = "internal"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        byte: int | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.byte = byte
        self.line = line

    def __reduce__(self) -> tuple[Any, ...]:
        state = {"code": self.code, "byte": self.byte, "line": self.line}
        return type(self), (str(self),), state


class NotFoundError(Error, FileNotFoundError):
    """There is no such file, folder or model."""

    code = "not_found"


class NotReadableError(Error, OSError):
    """It exists, but may not or cannot be read."""

    code = "not_readable"


class BadModelError(Error, ValueError):
    """A model that is corrupt, or not the one that was expected."""

    code = "bad_model"


class ModelTooNewError(BadModelError):
    """A model written by a later version."""

    code = "model_too_new"


class NotAModelError(BadModelError):
    """A file, or bytes, that are no model."""

    code = "not_a_model"


class BadInputError(Error, ValueError):
    """A malformed document, record or option."""

    code = "bad_input"


class BadUtf8Error(BadInputError):
    """A text that is not UTF-8, or a `str` with lone surrogates; `byte` says where."""

    code = "bad_utf8"


class UnsupportedError(BadInputError):
    """A kind of file that is not read; the message says what converts it."""

    code = "unsupported"


class TooLargeError(Error, ValueError):
    """Beyond a limit: of `Limits`, or a documented one."""

    code = "too_large"


class TruncatedError(Error, ValueError):
    """A file that ends before its header says."""

    code = "truncated"


class BadIndexError(Error, ValueError):
    """Not an index, or a corrupt one."""

    code = "bad_index"


class IndexTooNewError(BadIndexError):
    """An index written by a later version."""

    code = "index_too_new"


class NotWrittenError(Error, OSError):
    """Output could not be written; what was there before is intact."""

    code = "not_written"


class LockedError(Error, BlockingIOError):
    """Another writer holds the index."""

    code = "locked"


class CanceledError(Error):
    """The call was stopped from outside."""

    code = "canceled"


class DeadlineError(Error, TimeoutError):
    """`Limits.timeout` is over."""

    code = "deadline"


class OutOfMemoryError(Error, MemoryError):
    """There was no memory for this call; the objects can be used again."""

    code = "out_of_memory"


class InternalError(Error, RuntimeError):
    """A fault of despin itself; please report the message."""

    code = "internal"


# By the number in C.
BY_CODE: dict[int, type[Error]] = {
    1: NotFoundError,
    2: NotReadableError,
    3: BadModelError,
    4: ModelTooNewError,
    5: BadUtf8Error,
    6: TooLargeError,
    7: BadInputError,
    8: NotWrittenError,
    9: TruncatedError,
    10: NotAModelError,
    11: BadIndexError,
    12: IndexTooNewError,
    13: LockedError,
    14: CanceledError,
    15: DeadlineError,
    16: OutOfMemoryError,
    17: UnsupportedError,
}
