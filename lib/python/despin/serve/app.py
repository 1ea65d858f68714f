"""The application: routes, what they are called in the OpenAPI document, and its life."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from despin import __version__
from despin.serve import index_routes, job_routes, page_routes, review_routes, routes
from despin.serve.engine import Engine
from despin.serve.guard import Guard
from despin.serve.indexes import Indexes
from despin.serve.jobs import Jobs
from despin.serve.logs import log
from despin.serve.messages import ProblemDetails
from despin.serve.metrics import Metrics
from despin.serve.problems import MEDIA_TYPE, Problem
from despin.serve.settings import Settings
from despin.serve.store import Store
from despin.serve.webhooks import Webhooks

_FORGET_SECONDS = 3600


class Service:
    """What the endpoints share; at `request.app.state.service`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.engine = Engine(settings, self.metrics)
        self.store = Store(settings.store) if settings.store is not None else None
        self.webhooks = Webhooks(settings.webhooks, self.metrics)
        self.indexes = Indexes(self.engine, self.store)
        self.jobs = Jobs(self.engine, self.store, self.webhooks) if self.store else None

    async def forget(self) -> None:
        """What is older than it may be, until it is canceled."""
        while self.store is not None and self.settings.keep_days:
            try:
                await self.engine.on_disk(self.store.forget_older, self.settings.keep_days)
            except Exception:
                log("forget", 40, trace=True)
            await asyncio.sleep(_FORGET_SECONDS)


@contextlib.asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    if not service.engine.ready:
        service.engine.open()
    await service.engine.reload()
    works = [service.engine.watch(), service.forget()]
    if service.jobs is not None:
        works += [service.jobs.work(), service.jobs.announce()]
    tasks = [asyncio.create_task(work) for work in works]
    reloads: set[asyncio.Task[None]] = set()

    def on_hangup() -> None:
        task = asyncio.create_task(service.engine.reload(forced=True))
        reloads.add(task)
        task.add_done_callback(reloads.discard)

    loop = asyncio.get_running_loop()
    with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: in tests
        loop.add_signal_handler(signal.SIGHUP, on_hangup)
    info = service.engine.judge.detector.info
    log("ready", version=__version__, model=info.fingerprint, threads=service.engine.threads)
    try:
        yield
    finally:
        service.engine.stopping = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await service.indexes.close()
        service.engine.close()
        if service.store is not None:
            service.store.close()
        log("stopped")


def create_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application."""
    app = FastAPI(
        title="despin",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_life,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = Service(settings)
    for one in (routes, index_routes, review_routes, job_routes, page_routes):
        app.include_router(one.router)
    document = json.dumps(openapi_of(app), ensure_ascii=False).encode("utf-8")

    # What is asked most goes past what FastAPI does for parameters, of which it has none: .25 ms of
    # 1.5 ms of CPU that a request costs beside the check.
    app.router.routes.insert(0, _PlainRoute("/v1/check", routes.check, methods=["POST"]))

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi_json() -> Response:
        return Response(document, media_type="application/json")

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Response:
        return _answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_parameters(request: Request, error: RequestValidationError) -> Response:
        errors = [
            {"at": "/".join(map(str, one["loc"])), "expected": str(one["msg"])[:300]}
            for one in error.errors()
        ]
        detail = "the address is not as this endpoint expects it; see errors, and /openapi.json"
        return _answer(request, Problem(422, "bad_request", detail, errors=errors[:20]))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        detail = {
            404: "there is no such address here; expected one of /openapi.json",
            405: "this address does not take this method; expected one of the header Allow",
        }.get(error.status_code, "the request is not as expected; see /openapi.json")
        code = {404: "not_found", 405: "bad_method"}.get(error.status_code, "bad_request")
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(sorted(_methods(app, request.scope["path"])))
        return _answer(request, Problem(error.status_code, code, detail, headers=headers))

    app.add_middleware(Guard, settings=settings, metrics=app.state.service.metrics)
    return app


def _answer(request: Request, problem: Problem) -> Response:
    exchange = request.scope.get("state", {}).get("exchange")
    if exchange is not None:
        exchange.code = problem.code
    request.app.state.service.metrics.refused.labels(problem.code).inc()
    body = problem.to_json(exchange.id if exchange is not None else "")
    return Response(body, problem.status, headers=problem.headers(), media_type=MEDIA_TYPE)


class _PlainRoute(Route):
    """Of Starlette, which says to the log which it was, as those of FastAPI do."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if match == Match.FULL:
            found["route"] = self
        return match, found


def _methods(app: FastAPI, path: str) -> set[str]:
    """All that an address takes, of which each route knows its own."""
    found: set[str] = set()
    for route in app.routes:
        if isinstance(route, Route) and route.path_regex.match(path):
            found |= route.methods or set()
    return found - {"HEAD"}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: what FastAPI finds, the bodies of requests, problems, keys."""
    found = get_openapi(
        title="despin",
        version=__version__,
        summary="Finds machine-reworded copies of original reporting.",
        routes=app.routes,
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for model in routes.BODIES:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    details = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas["ProblemDetails"] = details
    found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    problem = {
        "description": "A problem (RFC 9457): what was found, what was expected, what to do.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
    for path, methods in found["paths"].items():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = problem
            if path.startswith("/v1/") or path == "/metrics":
                operation["security"] = [{}, {"key": []}]
    _drop_nulls(found)
    return found


def _drop_nulls(value: Any) -> None:
    """A key that may be missing has no default in the JSON."""
    if isinstance(value, dict):
        if "default" in value and value["default"] is None:
            del value["default"]
        for one in value.values():
            _drop_nulls(one)
    elif isinstance(value, list):
        for one in value:
            _drop_nulls(one)
