"""Endpoints of jobs: /v1/jobs."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from despin.serve import messages, review
from despin.serve.checks import dumps
from despin.serve.jobs import Jobs, job_dict
from despin.serve.routes import NDJSON, body, caller_of, gives, message, raw_json, service_of

router = APIRouter()


def _jobs(request: Request) -> Jobs:
    service = service_of(request, "jobs")
    review.needed(service.store)
    assert service.jobs is not None
    return service.jobs


@router.post(
    "/v1/jobs",
    status_code=202,
    response_model=messages.JobAnswer,
    openapi_extra=body(messages.JobRequest),
    summary="Takes in a batch, to be checked later",
)
async def add_job(request: Request) -> Response:
    jobs = _jobs(request)
    asked = await message(request, messages.JobRequest)
    found = await jobs.add(asked, await request.body(), caller_of(request))
    answer = raw_json(dumps(found), 202)
    answer.headers["Location"] = f"/v1/jobs/{found['id']}"
    return answer


@router.get("/v1/jobs/{id}", response_model=messages.JobAnswer, summary="How far a job is")
async def get_job(request: Request, id: str) -> Response:
    return raw_json(dumps(job_dict(await _jobs(request).of(id, caller_of(request)))))


@router.get(
    "/v1/jobs/{id}/results",
    response_class=Response,
    responses=gives(NDJSON),
    summary="Its results so far, in the order of its texts",
)
async def get_results(request: Request, id: str) -> Response:
    jobs = _jobs(request)
    await jobs.of(id, caller_of(request))

    def lines() -> Iterator[bytes]:
        for line in jobs.store.results(id):
            yield line.encode("utf-8") + b"\n"

    return StreamingResponse(lines(), media_type=NDJSON)


@router.delete("/v1/jobs/{id}", response_model=messages.JobAnswer, summary="Ends a job")
async def cancel_job(request: Request, id: str) -> Response:
    return raw_json(dumps(await _jobs(request).cancel(id, caller_of(request))))
