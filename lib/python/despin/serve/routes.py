"""Endpoints that judge, and those that say how the service is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from despin import Error, read
from despin.serve import checks, messages, review
from despin.serve.checks import Checker, Judged, dumps
from despin.serve.keys import Caller
from despin.serve.problems import Problem, problem_of

if TYPE_CHECKING:
    from despin.serve.app import Service
    from despin.serve.settings import Scope

router = APIRouter()
NDJSON = "application/x-ndjson"
JSON = "application/json"
# The bodies of requests, which the endpoints read by themselves.
BODIES: tuple[type[BaseModel], ...] = (
    messages.CheckRequest,
    messages.CompareRequest,
    messages.SearchRequest,
    messages.ReadRequest,
    messages.ModerationRequest,
    messages.AddRequest,
    messages.SourceDocument,
    messages.MarkRequest,
    messages.JobRequest,
)


def gives(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI document: what else than JSON an answer is."""
    return {200: {"content": {kind: {"schema": {}} for kind in kinds}}}


def body(model: type[BaseModel], **others: dict[str, Any]) -> dict[str, Any]:
    """For the OpenAPI document."""
    content: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    content.update(others)
    return {"requestBody": {"required": True, "content": content}}


def service_of(request: Request, scope: Scope) -> Service:
    """The service, if this caller may."""
    caller_of(request).need(scope)
    service: Service = request.app.state.service
    return service


def caller_of(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


def kind_of(request: Request) -> str:
    return request.headers.get("content-type", JSON).partition(";")[0].strip().lower()


async def message(request: Request, model: type[messages.M]) -> messages.M:
    if kind_of(request) != JSON:
        raise Problem(415, "media_type", "the body is not application/json; expected JSON")
    return messages.parsed(model, await request.body())


def raw_json(said: str | bytes, status: int = 200) -> Response:
    return Response(said, status, media_type=JSON)


async def run(service: Service, work: Any) -> Any:
    """work() on a thread, if there is room; errors as problems."""
    with service.engine.admitted():
        try:
            return await service.engine.run(work)
        except Error as error:
            raise problem_of(error) from None


_TEXT: dict[str, Any] = {"schema": {}}


@router.post(
    "/v1/check",
    response_model=messages.CheckAnswer | messages.CheckAnswers,
    openapi_extra=body(
        messages.CheckRequest,
        **{"text/plain": _TEXT, "text/html": _TEXT, NDJSON: _TEXT},
    ),
    responses=gives(NDJSON),
    summary="Is a text spun, and where?",
)
async def check(request: Request) -> Response:
    """JSON, text/plain, text/html, or application/x-ndjson: a text a line, answers likewise."""
    service = service_of(request, "check")
    kind = kind_of(request)
    if kind in ("text/plain", "text/html"):
        data = await request.body()
        given = request.headers["content-type"]
        checker = Checker(service.engine)
        judged = await run(service, lambda: checker.one(read(data, content_type=given), ""))
        return raw_json(judged.json)
    if kind == NDJSON:
        texts = _lines(await request.body(), service.settings.limits.documents)
        return _streamed(service, Checker(service.engine), texts)
    asked = await message(request, messages.CheckRequest)
    if asked.keep:
        caller_of(request).need("review")
        review.needed(service.store)
    checker = Checker(
        service.engine,
        max_fpr=asked.max_fpr,
        index=asked.index,
        keep=asked.keep,
        with_text=asked.with_text,
    )
    if asked.documents is None:
        judged = await run(service, lambda: checker.one(checks.opened(asked), asked.id))
        await _keep(service, [judged])
        return raw_json(judged.json)
    texts = asked.texts()
    if len(texts) > service.settings.limits.documents:
        raise checks.too_many(service.settings.limits.documents)
    if NDJSON in request.headers.get("accept", ""):
        return _streamed(service, checker, texts)
    with service.engine.admitted():
        found = [one async for one in checker.each(texts)]
    await _keep(service, found)
    return raw_json('{"answers":[' + ",".join(one.json for one in found) + "]}")


def _lines(data: bytes, most: int) -> list[messages.Text]:
    lines = [line for line in data.split(b"\n") if line.strip()]
    if not lines:
        raise Problem(422, "bad_request", "the body has no line; expected a text a line, as JSON")
    if len(lines) > most:
        raise checks.too_many(most)
    texts = []
    for number, line in enumerate(lines, 1):
        try:
            texts.append(messages.parsed(messages.Text, line))
        except Problem as problem:
            problem.detail = f"line {number}: {problem.detail}"
            raise
    return texts


def _streamed(service: Service, checker: Checker, texts: list[messages.Text]) -> Response:
    async def lines() -> AsyncIterator[bytes]:
        try:
            async for one in checker.each(texts):
                await _keep(service, [one])
                yield one.json.encode("utf-8") + b"\n"
        except Exception as error:  # the answer has begun: its last line says so
            yield dumps({"problem": problem_of(error).to_dict()}).encode("utf-8") + b"\n"

    with service.engine.admitted():
        return StreamingResponse(lines(), media_type=NDJSON)


async def _keep(service: Service, judged: list[Judged]) -> None:
    if service.store is not None and judged and any(one.decision for one in judged):
        kept = [one for one in judged if one.decision and one.decision["kept"]]
        if kept:
            await service.engine.on_disk(review.keep, service.store, kept)


@router.post(
    "/v1/compare",
    response_model=messages.CompareAnswer,
    openapi_extra=body(messages.CompareRequest),
    summary="What did a suspect copy from an original?",
)
async def compare(request: Request) -> Response:
    service = service_of(request, "check")
    asked = await message(request, messages.CompareRequest)
    return raw_json(await run(service, lambda: checks.compared(service.engine, asked)))


@router.post(
    "/v1/search",
    response_model=messages.SearchAnswer,
    openapi_extra=body(messages.SearchRequest),
    summary="Which indexed documents was a text copied from?",
)
async def search(request: Request) -> Response:
    service = service_of(request, "check")
    asked = await message(request, messages.SearchRequest)
    service.engine.judge.index(asked.index)
    return raw_json(await run(service, lambda: checks.searched(service.engine, asked)))


@router.post(
    "/v1/read",
    response_model=messages.ReadAnswer,
    openapi_extra=body(messages.ReadRequest, **{"text/html": _TEXT}),
    summary="The main content of a page",
)
async def read_page(request: Request) -> Response:
    service = service_of(request, "check")
    if kind_of(request) == "text/html":
        data: bytes | str = await request.body()
        name, given = "", request.headers["content-type"]
    else:
        asked = await message(request, messages.ReadRequest)
        data, name, given = asked.html, asked.name, checks.HTML

    def work() -> str:
        return dumps(checks.document_answer(read(data, name=name, content_type=given)))

    return raw_json(await run(service, work))


@router.post(
    "/v1/moderations",
    response_model=messages.ModerationAnswer,
    openapi_extra=body(messages.ModerationRequest),
    summary="The verdict in the shape that clients of moderation endpoints read",
)
async def moderations(request: Request) -> Response:
    service = service_of(request, "check")
    asked = await message(request, messages.ModerationRequest)
    return raw_json(await run(service, lambda: checks.moderated(service.engine, asked)))


@router.get("/v1/model", response_model=messages.ModelAnswer, summary="By what it is judged")
async def get_model(request: Request) -> Response:
    service = service_of(request, "check")
    judge = service.engine.judge
    info = judge.detector.info
    limits = service.settings.limits
    finite = [
        {
            "min_words": band.min_words,
            "texts": band.texts,
            "thresholds": [x if abs(x) != float("inf") else None for x in band.thresholds],
        }
        for band in info.bands
    ]
    found = {
        "model": info.fingerprint,
        "version": info.version,
        "format": list(info.format),
        "bytes": info.bytes,
        "languages": list(info.languages),
        "bias": info.bias,
        "rates": list(info.rates),
        "bands": finite,
        "indexes": sorted(judge.indexes),
        "keeps_decisions": service.store is not None,
        "needs_key": bool(service.settings.keys),
        "limits": {
            key: getattr(limits, key) for key in ("body_bytes", "words", "documents", "seconds")
        },
    }
    return raw_json(dumps(found))


@router.get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", summary="A model is loaded, and the service is not about to stop")
async def readyz(request: Request) -> dict[str, str]:
    if not request.app.state.service.engine.ready:
        raise Problem(503, "not_ready", "the service starts or stops; expected to wait")
    return {"status": "ready"}


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses=gives("text/plain"),
    summary="For Prometheus",
)
async def get_metrics(request: Request) -> Response:
    service = service_of(request, "metrics")
    text = generate_latest(service.metrics.registry)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
