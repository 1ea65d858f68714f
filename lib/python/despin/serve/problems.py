"""Errors as problem+json (RFC 9457): what was found, expected, and what to do. Never a text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from despin._errors import Error

MEDIA_TYPE = "application/problem+json"

# By the codes of errors (docs/python.md); what is not here is a fault of the service.
_STATUS = {
    "bad_utf8": 422,
    "bad_input": 422,
    "truncated": 422,
    "unsupported": 415,
    "too_large": 413,
    "deadline": 504,
    "canceled": 503,
    "locked": 503,
    "out_of_memory": 503,
}
_RETRY_SECONDS = {"locked": 1, "out_of_memory": 5}


class Problem(Exception):
    """An answer that is an error.

    Attributes
    ----------
    status : int
    code : str
        Stable: of `despin.Error`, or one of docs/service.md.
    detail : str
        Found, expected, remedy.
    retry_after : float or None
        Seconds.
    errors : sequence
        Of a body that is not as the schema says: where, and what was expected.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after: float | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.errors = errors
        self.more_headers = dict(headers or {})

    def headers(self) -> dict[str, str]:
        if self.retry_after is not None:
            self.more_headers["Retry-After"] = str(max(1, round(self.retry_after + 0.5)))
        return self.more_headers

    def to_dict(self, request_id: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            found["errors"] = list(self.errors)
        if request_id:
            found["request_id"] = request_id
        return found

    def to_json(self, request_id: str = "") -> bytes:
        return json.dumps(self.to_dict(request_id), ensure_ascii=False).encode("utf-8")


def problem_of(error: Exception) -> Problem:
    """The problem that an exception is; one of ours says what it says."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Error):
        status = _STATUS.get(error.code, 500)
        if status == 500:  # names files of the server
            return Problem(500, error.code, "the service could not do it; its log says why")
        again = _RETRY_SECONDS.get(error.code)
        return Problem(status, error.code, str(error), retry_after=again)
    return Problem(500, "internal", "a fault of the service; its log has it under this request_id")


def not_found(what: str, remedy: str) -> Problem:
    return Problem(404, "not_found", f"there is no such {what}; expected {remedy}")
