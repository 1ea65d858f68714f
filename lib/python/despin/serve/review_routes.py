"""Endpoints of kept decisions and marks: /v1/decisions, /v1/marks."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from despin.serve import messages, review
from despin.serve.checks import dumps, now
from despin.serve.problems import not_found
from despin.serve.routes import NDJSON, body, caller_of, gives, message, raw_json, service_of

router = APIRouter()


@router.get("/v1/decisions/{id}", summary="A kept decision: its answer, text and marks")
async def get_decision(request: Request, id: str) -> Response:
    service = service_of(request, "review")
    store = review.needed(service.store)
    return raw_json(await service.engine.on_disk(review.decision_json, store, id))


@router.delete("/v1/decisions/{id}", status_code=204, summary="Forgets a decision and its marks")
async def forget_decision(request: Request, id: str) -> Response:
    service = service_of(request, "review")
    store = review.needed(service.store)
    if not await service.engine.on_disk(store.forget_decision, id):
        raise not_found("decision", "the id of one that was kept, and is not forgotten yet")
    return Response(status_code=204)


@router.put(
    "/v1/decisions/{id}/mark",
    response_model=messages.MarkAnswer,
    openapi_extra=body(messages.MarkRequest),
    summary="What a reviewer says of a decision; replaces what they said before",
)
async def mark_decision(request: Request, id: str) -> Response:
    service = service_of(request, "review")
    store = review.needed(service.store)
    asked = await message(request, messages.MarkRequest)
    by, when = caller_of(request).name or "reviewer", now()
    if not await service.engine.on_disk(store.mark, id, by, asked.mark, asked.note, when):
        raise not_found("decision", "the id of one that was kept, and is not forgotten yet")
    found = {"decision": id, "mark": asked.mark, "note": asked.note, "by": by, "time": when}
    return raw_json(dumps(found))


@router.get(
    "/v1/marks",
    response_class=Response,
    responses=gives(NDJSON),
    summary="Marked texts as labeled JSONL, for despin eval",
)
async def export_marks(request: Request) -> Response:
    """One line of each decision that reviewers agree about; `unsure` says nothing."""
    service = service_of(request, "review")
    store = review.needed(service.store)

    def lines() -> Iterator[bytes]:
        yield from review.labeled(store)

    return StreamingResponse(lines(), media_type=NDJSON)
