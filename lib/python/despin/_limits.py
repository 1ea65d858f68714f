"""How much one call may take."""

from __future__ import annotations

from ctypes import pointer
from typing import Any

from despin import _abi
from despin._library import Stop, lib, options


class Limits:
    """How much one text may take. None is the default, which suits untrusted input. Immutable.

    Parameters
    ----------
    max_bytes : int
        Of a text; beyond it TooLargeError. 64 MiB.
    max_words : int
        That are read; `Report.truncated` says what was not. 200,000.
    max_findings : int
        That a report keeps: the strongest. 1,000.
    max_memory : int
        Bytes of one call, by estimate; beyond it TooLargeError. 0, the default, is no bound.
    timeout : float
        Seconds of one call; beyond them DeadlineError. No bound by default.
    """

    __slots__ = ("max_bytes", "max_findings", "max_memory", "max_words", "timeout")

    max_bytes: int | None
    max_words: int | None
    max_findings: int | None
    max_memory: int | None
    timeout: float | None

    def __init__(
        self,
        *,
        max_bytes: int | None = None,
        max_words: int | None = None,
        max_findings: int | None = None,
        max_memory: int | None = None,
        timeout: float | None = None,
    ) -> None:
        counts = (max_bytes, max_words, max_findings, max_memory)
        for (field, bits), value in zip(_BITS.items(), counts, strict=True):
            object.__setattr__(self, field, _checked_count(field, value, bits))
        if timeout is not None and not 0 <= timeout < 1e9:
            raise ValueError(f"timeout is {timeout}; expected seconds, 0 to 1e9, or None")
        object.__setattr__(self, "timeout", timeout)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Limits cannot be changed; make others")

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, ({name: getattr(self, name) for name in self.__slots__},)

    def __repr__(self) -> str:
        given = {name: getattr(self, name) for name in (*_BITS, "timeout")}
        said = ", ".join(f"{name}={value}" for name, value in given.items() if value is not None)
        return f"despin.Limits({said})"


def _unpickled(values: dict[str, Any]) -> Limits:
    return Limits(**values)


def _checked_count(field: str, value: int | None, bits: int) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field} is {type(value).__name__}; expected an int")
    if not 0 <= value < 1 << bits:
        raise ValueError(f"{field} is {value}; expected 0 to {(1 << bits) - 1}")
    return value


# How many bits the counts have in C.
_BITS = {"max_bytes": 63, "max_words": 32, "max_findings": 32, "max_memory": 63}


def limits_struct(limits: Limits | None, stop: Stop | None = None) -> Any:
    """For C: a pointer, which keeps the struct, or None for defaults."""
    if limits is None and stop is None:
        return None
    struct = options(_abi.despin_limits, lib.despin_limits_init)
    if limits is not None:
        for field in _BITS:
            value = getattr(limits, field)
            if value is not None:
                setattr(struct, field, value)
        if limits.timeout is not None:
            struct.timeout_ns = int(limits.timeout * 1e9)
    if stop is not None:
        stop.end(struct)
    return pointer(struct)


def check_struct(max_fpr: float, limits: Limits | None, stop: Stop | None = None) -> Any:
    """The options of a check; None for defaults."""
    if max_fpr == 0.001 and limits is None and stop is None:
        return None
    if not isinstance(max_fpr, (int, float)):
        raise TypeError(f"max_fpr is {type(max_fpr).__name__}; expected a number from 0 to 1")
    return options(
        _abi.despin_check_options,
        lib.despin_check_options_init,
        max_false_positive_rate=max_fpr,
        limits=limits_struct(limits, stop),
    )
