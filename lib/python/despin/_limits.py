"""How much one call may take."""

from __future__ import annotations

from ctypes import pointer
from dataclasses import dataclass
from typing import Any

from despin import _abi
from despin._library import Stop, lib, options


@dataclass(frozen=True)
class Limits:
    """How much one text may take. None of a field is the default, which suits untrusted input.

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

    max_bytes: int | None = None
    max_words: int | None = None
    max_findings: int | None = None
    max_memory: int | None = None
    timeout: float | None = None

    def __post_init__(self) -> None:
        for field, bits in _BITS.items():
            value = getattr(self, field)
            if value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{field} is {type(value).__name__}; expected an int")
            if not 0 <= value < 1 << bits:
                raise ValueError(f"{field} is {value}; expected 0 to {(1 << bits) - 1}")
        if self.timeout is not None and not 0 <= self.timeout < 1e9:
            raise ValueError(f"timeout is {self.timeout}; expected seconds, 0 to 1e9, or None")


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
        struct.stop = stop.function
        struct.stop_context = stop.context
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
