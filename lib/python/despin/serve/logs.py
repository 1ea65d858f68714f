"""Logs: a line of JSON each on standard error. Never a text, an id or an address of a document."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

logger = logging.getLogger("despin.serve")


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, event, and what the event adds."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        found.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0] is not None:
            # The kind and the place: what an exception says may quote its input.
            found["exception"] = record.exc_info[0].__name__
            found["at"] = _places(record.exc_info[2])
        return json.dumps(found, ensure_ascii=True)


def _time(seconds: float) -> str:
    when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{when}.{int(seconds % 1 * 1000):03d}Z"


def _places(trace: Any) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-8:]


def log(event: str, level: int = logging.INFO, *, trace: bool = False, **facts: Any) -> None:
    logger.log(level, event, extra={"facts": facts}, exc_info=trace or None)


def begin() -> None:
    """Sends all logs, those of uvicorn too, to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
