"""Endpoints of indexes: /v1/index."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from despin import SourceIndex
from despin.serve import messages
from despin.serve.checks import dumps, now, too_many
from despin.serve.engine import INDEX_NAME
from despin.serve.problems import Problem, not_found
from despin.serve.routes import body, message, raw_json, run, service_of

router = APIRouter()
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Offset = Annotated[int, Field(ge=0, le=2**53)]
Few = Annotated[int, Field(ge=1, le=1_000)]


def name_of(request: Request) -> str:
    """A name that is one folder, whatever was sent."""
    name: str = request.path_params["name"]
    if not INDEX_NAME.fullmatch(name):
        raise Problem(
            422,
            "bad_name",
            "this is no name of an index; expected 1 to 64 of a-z, 0-9, - and _, as in news-2026",
        )
    return name


@router.get("/v1/index", response_model=messages.IndexList, summary="Which indexes there are")
async def list_indexes(request: Request) -> Response:
    judge = service_of(request, "check").engine.judge
    found = [_facts(name, index) for name, index in sorted(judge.indexes.items())]
    return raw_json(dumps({"indexes": found}))


def _facts(name: str, index: SourceIndex) -> dict[str, Any]:
    facts = index.statistics
    return {
        "name": name,
        "documents": facts.documents,
        "words": facts.words,
        "bytes": facts.bytes,
        "segments": len(facts.segments),
    }


@router.get("/v1/index/{name}", response_model=messages.IndexFacts, summary="What is in an index")
async def get_index(request: Request, name: Name) -> Response:
    judge = service_of(request, "check").engine.judge
    name = name_of(request)
    return raw_json(dumps(_facts(name, judge.index(name))))


@router.post(
    "/v1/index/{name}/documents",
    response_model=messages.AddAnswer,
    openapi_extra=body(messages.AddRequest),
    summary="Adds documents; makes the index if there is none",
)
async def add_documents(request: Request, name: Name) -> Response:
    service = service_of(request, "index")
    name = name_of(request)
    asked = await message(request, messages.AddRequest)
    if len(asked.documents) > service.settings.limits.documents:
        raise too_many(service.settings.limits.documents)
    found = await service.indexes.add(name, asked.documents)
    return raw_json(dumps({"documents": found}))


@router.put(
    "/v1/index/{name}/documents",
    response_model=messages.Added,
    openapi_extra=body(messages.SourceDocument),
    summary="Adds a document, in the place of the one of its id",
)
async def replace_document(request: Request, name: Name) -> Response:
    service = service_of(request, "index")
    name = name_of(request)
    asked = await message(request, messages.SourceDocument)
    there = await service.indexes.replace(name, asked)
    return raw_json(dumps({"id": asked.id, "added": not there}))


@router.delete("/v1/index/{name}/documents", status_code=204, summary="Removes the document `id`")
async def remove_document(request: Request, name: Name, id: str) -> Response:
    service = service_of(request, "index")
    if not await service.indexes.remove(name_of(request), id):
        raise not_found("document in this index", "an id that was added")
    return Response(status_code=204)


@router.get("/v1/index/{name}/documents", summary="The documents, or `id`, with its text if kept")
async def get_document(
    request: Request, name: Name, id: str | None = None, offset: Offset = 0, limit: Few = 100
) -> Response:
    """Texts are kept of documents that were added through the service, if it has a store."""
    service = service_of(request, "check")
    name = name_of(request)
    index = service.engine.judge.index(name)
    if id is None:
        listed = await service.engine.on_disk(_documents, index, offset, limit)
        return raw_json(dumps({"documents": listed}))
    row = None
    if service.store is not None:
        row = await service.engine.on_disk(service.store.source, name, id)
    if row is None:
        raise not_found(
            "text", "the id of a document that was added through this service while it had a store"
        )
    return raw_json(dumps({key: row[key] for key in ("id", "url", "title", "date", "text")}))


def _documents(index: SourceIndex, offset: int, limit: int) -> list[dict[str, str]]:
    """In the order of the segments."""
    few = index.documents()[offset : offset + limit]
    return [{key: getattr(one, key) for key in ("id", "url", "title", "date")} for one in few]


@router.post("/v1/index/{name}/snapshot", summary="Copies the index as it is, beside it")
async def take_snapshot(request: Request, name: Name) -> Response:
    service = service_of(request, "index")
    name = name_of(request)
    index = service.engine.judge.index(name)
    copy = f"{name[:40]}-{now().lower().replace(':', '').replace('-', '')}"
    await run(service, lambda: index.snapshot(service.indexes.folder(copy)))
    return raw_json(dumps({"snapshot": copy}))
