"""What stands before every endpoint: who asks, how much, how long, from where.

The whole body is read here, within its limits, before anything of it is looked at; then the
endpoint runs as a task that is canceled when its client goes away. Every answer has a request id,
and the headers that keep a browser from doing with it what it was not meant for.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from despin.serve.keys import Caller, Keyring
from despin.serve.logs import log
from despin.serve.metrics import Metrics
from despin.serve.problems import MEDIA_TYPE, Problem, problem_of
from despin.serve.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page, and what tells nothing but that the service is there.
_PUBLIC = ("/", "/healthz", "/readyz", "/openapi.json", "/favicon.ico")
_PUBLIC_FOLDERS = ("/page/", "/d/")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        b"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)


class _Exchange:
    """One request on its way."""

    def __init__(self, scope: Scope) -> None:
        self.began = time.perf_counter()
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        given = self.header(b"x-request-id")
        self.id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        self.status = 0
        self.body = b""
        self.caller: Caller | None = None
        self.code = ""

    def header(self, name: bytes) -> str:
        return self.headers.get(name, b"").decode("latin-1")


class Guard:
    """ASGI middleware, around all else."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics
        self.keyring = Keyring(settings.keys)
        self.names = {*LOOPBACK, *settings.names}
        if settings.host not in ("0.0.0.0", "::"):
            self.names.add(settings.host)
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._headers(message.get("headers", ()), exchange)
            await send(message)

        try:
            self._admit(scope, exchange)
            try:
                exchange.body = await self._body(receive, exchange)
                await self._run(scope, receive, answer, exchange)
            finally:
                self._hold(-len(exchange.body))
        except _Gone:
            self.metrics.canceled.inc()
            exchange.status = 499
        except Exception as error:
            problem = problem_of(error)
            if problem.status == 500 and not isinstance(error, Problem):
                log("fault", 40, trace=True, request_id=exchange.id)
            await self._refuse(problem, answer, exchange)
        finally:
            self._note(scope, exchange)

    def _admit(self, scope: Scope, exchange: _Exchange) -> None:
        """Raises what forbids this request, before any of its body is read."""
        self._check_place(scope, exchange)
        path = scope["path"]
        public = path in _PUBLIC or path.startswith(_PUBLIC_FOLDERS)
        if not public:
            address = (scope.get("client") or ("",))[0]
            exchange.caller = self.keyring.caller(exchange.header(b"authorization"), address)
        scope.setdefault("state", {})
        scope["state"]["caller"] = exchange.caller
        scope["state"]["exchange"] = exchange
        encoding = exchange.header(b"content-encoding").strip().lower()
        if encoding not in ("", "identity"):
            raise Problem(
                415,
                "encoded",
                "the body is compressed; expected it as it is, without Content-Encoding",
                headers={"Accept-Encoding": "identity"},
            )
        most = self.settings.limits.body_bytes
        length = exchange.header(b"content-length")
        if length and (not length.isdigit() or int(length) > most):
            raise _too_large(most)

    def _check_place(self, scope: Scope, exchange: _Exchange) -> None:
        """A browser may be led here by another site: by its own name for us, or from its page."""
        if self.settings.open:
            return
        host = exchange.header(b"host")
        name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
        if name.strip("[]").lower() not in self.names:
            raise Problem(
                421,
                "unknown_host",
                "the Host of this request is not a name of this service; expected one of `names` "
                "in the configuration",
            )
        origin = exchange.header(b"origin")
        if origin and origin.partition("://")[2].lower() != host.lower():
            raise Problem(
                403, "cross_site", "the request comes from a page of another site; expected none"
            )
        if exchange.header(b"sec-fetch-site") in ("cross-site", "same-site"):
            if scope["method"] in ("GET", "HEAD") and scope["path"] in _PUBLIC:
                return  # a link to the page
            if scope["path"].startswith("/d/"):
                return
            raise Problem(
                403, "cross_site", "the request comes from a page of another site; expected none"
            )

    async def _body(self, receive: Receive, exchange: _Exchange) -> bytes:
        limits = self.settings.limits
        chunks: list[bytes] = []
        size = 0

        async def read() -> None:
            nonlocal size
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Gone
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > limits.body_bytes:
                    raise _too_large(limits.body_bytes)
                self._hold(len(chunk))
                chunks.append(chunk)
                if not message.get("more_body", False):
                    return

        headers = exchange.headers
        if headers.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in headers:
            return b""  # the server waits for none
        try:
            await asyncio.wait_for(read(), limits.body_seconds)
        except asyncio.TimeoutError:
            self._hold(-sum(map(len, chunks)))
            detail = f"the body took longer than {limits.body_seconds:g} seconds; expected sooner"
            raise Problem(408, "slow_body", detail, headers={"Connection": "close"}) from None
        except BaseException:
            self._hold(-sum(map(len, chunks)))
            raise
        if size:
            self.metrics.bytes.observe(size)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _hold(self, size: int) -> None:
        if size > 0 and self.held + size > self.settings.limits.memory_bytes:
            raise Problem(
                503,
                "memory",
                "the bodies of other requests fill the memory that they may; expected to wait",
                retry_after=1,
            )
        self.held += size
        self.metrics.held.set(self.held)

    async def _run(self, scope: Scope, receive: Receive, send: Send, exchange: _Exchange) -> None:
        """The endpoint; ends with it, or with its client."""
        given = False
        gone = asyncio.Event()
        endpoint = asyncio.current_task()
        assert endpoint is not None

        async def again() -> Message:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": exchange.body, "more_body": False}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()
            endpoint.cancel()

        watcher = asyncio.create_task(watch())
        try:
            await self.app(scope, again, send)
        except asyncio.CancelledError:
            if gone.is_set():
                raise _Gone from None
            raise
        finally:
            watcher.cancel()

    async def _refuse(self, problem: Problem, send: Send, exchange: _Exchange) -> None:
        exchange.code = problem.code
        self.metrics.refused.labels(problem.code).inc()
        if exchange.status:  # the answer has begun; what is missing of it is seen by who reads it
            return
        body = problem.to_json(exchange.id)
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body))]
        for name, value in problem.headers().items():
            headers.append((name.lower().encode(), value.encode()))
        start = {"type": "http.response.start", "status": problem.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _headers(
        self, headers: Iterable[tuple[bytes, bytes]], exchange: _Exchange
    ) -> list[tuple[bytes, bytes]]:
        found = list(headers)
        names = {name for name, _ in found}
        found += [pair for pair in _HEADERS if pair[0] not in names]
        found.append((b"x-request-id", exchange.id.encode()))
        return found

    def _note(self, scope: Scope, exchange: _Exchange) -> None:
        route = getattr(scope.get("route"), "path", "") or "-"
        seconds = time.perf_counter() - exchange.began
        self.metrics.requests.labels(route, str(exchange.status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        facts: dict[str, Any] = {
            "request_id": exchange.id,
            "method": scope["method"] if scope["method"].isalpha() else "-",
            "route": route,
            "status": exchange.status,
            "seconds": round(seconds, 6),
            "bytes": len(exchange.body),
        }
        if exchange.caller is not None and exchange.caller.name:
            facts["key"] = exchange.caller.name
        if exchange.code:
            facts["code"] = exchange.code
        log("request", **facts)


class _Gone(Exception):
    """The client went away."""


def _too_large(most: int) -> Problem:
    return Problem(
        413,
        "too_large",
        f"the body has more than {most} bytes; expected fewer: send less at a time",
        headers={"Connection": "close"},
    )
