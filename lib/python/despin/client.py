"""Asks a service of despin (docs/service.md), from one thread or many, or from asyncio.

    from despin.client import Client

    client = Client("http://127.0.0.1:8321", key="despin_...")
    answer = client.check(text)
    answer["decision"]["verdict"], answer["report"]["findings"]

Answers are dictionaries with the keys of docs/json.md. It uses the standard library alone: where
the package is not installed, this file may be copied.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import local
from typing import Any, Literal
from urllib.parse import quote, urlsplit

Text = str | Mapping[str, str]
Mark = Literal["agree", "not_spun", "spun", "unsure"]
# An answer that says to come again may come later from the same service.
_AGAIN = (429, 503)


class ServiceError(Exception):
    """A problem that the service answered with.

    Attributes
    ----------
    status : int
    code : str
        Stable: ``"too_large"``, ``"busy"``, ... (docs/service.md).
    request_id : str
        By which the log of the service has it.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail", f"HTTP {status}")))
        self.status = status
        self.code = str(problem.get("code", "unknown"))
        self.request_id = str(problem.get("request_id", ""))
        self.errors: list[Any] = list(problem.get("errors", []))


class Client:
    """A service. Share one between threads: each has a connection of its own.

    Parameters
    ----------
    url : str
        ``"https://despin.example.org"``.
    key : str, optional
    timeout : float
        Seconds to wait for an answer.
    retries : int
        How often to come again where the service says so (429 and 503), or where the connection
        broke before an answer began and nothing was to be changed.
    """

    def __init__(
        self, url: str, *, key: str | None = None, timeout: float = 60, retries: int = 3
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the address is none of a service; expected http(s)://HOST[:PORT]")
        self._parts = parts
        self._headers = {"Accept": "application/json"}
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout = timeout
        self._retries = retries
        self._local = local()

    def check(
        self,
        text: Text,
        *,
        id: str = "",
        max_fpr: float = 0.001,
        index: str | None = None,
        keep: bool = False,
    ) -> dict[str, Any]:
        """Is a text spun, and where? `text` is a str, or ``{"html": page}``."""
        asked = {**_given(text, id), "max_fpr": max_fpr, "keep": keep}
        return self._json("POST", "/v1/check", _with_index(asked, index))

    def check_many(
        self, texts: Iterable[Text], *, max_fpr: float = 0.001, index: str | None = None,
        batch: int = 100,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """Answers in order, asked for in batches; one that has a ``"problem"`` was not checked."""
        documents: list[dict[str, str]] = []
        for text in texts:
            documents.append(_given(text, ""))
            if len(documents) == batch:
                yield from self._batch(documents, max_fpr, index)
                documents = []
        if documents:
            yield from self._batch(documents, max_fpr, index)

    def _batch(
        self, documents: list[dict[str, str]], max_fpr: float, index: str | None
    ) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"documents": documents, "max_fpr": max_fpr}
        answers: list[dict[str, Any]] = self._json("POST", "/v1/check", _with_index(asked, index))[
            "answers"
        ]
        return answers

    def compare(self, original: Text, suspect: Text) -> dict[str, Any]:
        """What did `suspect` copy from `original`?"""
        asked = {"original": _given(original, ""), "suspect": _given(suspect, "")}
        return self._json("POST", "/v1/compare", asked)

    def search(self, text: Text, index: str, **how: Any) -> dict[str, Any]:
        """Which documents of an index was a text copied from? `how`: as the body of /v1/search."""
        return self._json("POST", "/v1/search", {**_given(text, ""), "index": index, **how})

    def read(self, html: str) -> dict[str, Any]:
        """The main content of a page."""
        return self._json("POST", "/v1/read", {"html": html})

    def add(self, index: str, documents: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
        """Adds documents (id, text or html, url, title, date); on disk when this returns."""
        asked = {"documents": [dict(one) for one in documents]}
        added: list[dict[str, Any]] = self._json(
            "POST", f"/v1/index/{quote(index, safe='')}/documents", asked
        )["documents"]
        return added

    def mark(self, decision: str, mark: Mark, note: str = "") -> dict[str, Any]:
        """What a reviewer says of a kept decision."""
        where = f"/v1/decisions/{quote(decision, safe='')}/mark"
        return self._json("PUT", where, {"mark": mark, "note": note})

    def model(self) -> dict[str, Any]:
        """By what the service judges."""
        return self._json("GET", "/v1/model")

    def submit(self, texts: Iterable[Text], *, webhook: str | None = None) -> str:
        """Has a batch checked later; gives the id of the job."""
        asked: dict[str, Any] = {"documents": [_given(text, "") for text in texts]}
        if webhook is not None:
            asked["webhook"] = webhook
        return str(self._json("POST", "/v1/jobs", asked)["id"])

    def job(self, id: str) -> dict[str, Any]:
        """How far a job is."""
        return self._json("GET", f"/v1/jobs/{quote(id, safe='')}")

    def results(self, id: str) -> list[dict[str, Any]]:
        """What a job has found so far, in the order of its texts."""
        body = self._ask("GET", f"/v1/jobs/{quote(id, safe='')}/results", None)
        return [json.loads(line) for line in body.splitlines()]

    def _json(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._ask(method, path, body))
        return found

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> bytes:
        data = None if body is None else json.dumps(body).encode("utf-8")
        for left in range(self._retries, -1, -1):
            try:
                status, headers, found = self._once(method, path, data)
            except (OSError, HTTPException):
                self._forget()
                if not left or "/index/" in path or path == "/v1/jobs":
                    raise
                continue
            if status < 300:
                return found
            if status not in _AGAIN or not left:
                raise ServiceError(status, _problem(found))
            time.sleep(min(60.0, float(headers.get("Retry-After", "1"))))
        raise AssertionError  # the last turn has returned or raised

    def _once(
        self, method: str, path: str, data: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        headers = dict(self._headers)
        if data is not None:
            headers["Content-Type"] = "application/json"
        connection = self._connection()
        connection.request(method, self._parts.path.rstrip("/") + path, data, headers)
        answer: HTTPResponse = connection.getresponse()
        found = answer.read()
        if answer.will_close:
            self._forget()
        return answer.status, dict(answer.getheaders()), found

    def _connection(self) -> HTTPConnection:
        found: HTTPConnection | None = getattr(self._local, "connection", None)
        if found is None:
            kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
            assert self._parts.hostname is not None
            found = kind(self._parts.hostname, self._parts.port, timeout=self._timeout)
            self._local.connection = found
        return found

    def _forget(self) -> None:
        found: HTTPConnection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if found is not None:
            found.close()


class AsyncClient:
    """As `Client`, for asyncio: the same methods, awaited; `threads` requests at a time.

    >>> async with AsyncClient("http://127.0.0.1:8321") as client:
    ...     answer = await client.check(text)
    """

    def __init__(self, url: str, *, threads: int = 16, **more: Any) -> None:
        self._client = Client(url, **more)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="despin-client")

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *error: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def _run(self, name: str, *given: Any, **more: Any) -> Any:
        def work() -> Any:
            return getattr(self._client, name)(*given, **more)

        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def check(self, text: Text, **how: Any) -> dict[str, Any]:
        found: dict[str, Any] = await self._run("check", text, **how)
        return found

    async def compare(self, original: Text, suspect: Text) -> dict[str, Any]:
        found: dict[str, Any] = await self._run("compare", original, suspect)
        return found

    async def search(self, text: Text, index: str, **how: Any) -> dict[str, Any]:
        found: dict[str, Any] = await self._run("search", text, index, **how)
        return found

    async def read(self, html: str) -> dict[str, Any]:
        found: dict[str, Any] = await self._run("read", html)
        return found

    async def add(self, index: str, documents: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self._run("add", index, documents)
        return found

    async def mark(self, decision: str, mark: Mark, note: str = "") -> dict[str, Any]:
        found: dict[str, Any] = await self._run("mark", decision, mark, note)
        return found

    async def model(self) -> dict[str, Any]:
        found: dict[str, Any] = await self._run("model")
        return found


def _given(text: Text, id: str) -> dict[str, str]:
    given = {"text": text} if isinstance(text, str) else dict(text)
    if id:
        given["id"] = id
    return given


def _with_index(asked: dict[str, Any], index: str | None) -> dict[str, Any]:
    return asked if index is None else {**asked, "index": index}


def _problem(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
