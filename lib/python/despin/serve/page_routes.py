"""The page: a few files of this package, as they are."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from despin.serve.problems import not_found

router = APIRouter(include_in_schema=False)
_FOLDER = Path(__file__).parent / "page"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Read once: what is served is what is here, whatever the address says.
_FILES = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.suffix in _KINDS}


def _file(name: str) -> Response:
    data = _FILES.get(name)
    if data is None:
        raise not_found("file", "one that the page asks for")
    kind = _KINDS["." + name.rpartition(".")[2]]
    return Response(data, headers={"Content-Type": kind, "Cache-Control": "no-cache"})


@router.get("/")
async def page(request: Request) -> Response:
    return _file("index.html")


@router.get("/d/{id}")
async def permalink(request: Request, id: str) -> Response:
    """The page, which asks for the decision by itself, with the reviewer's key."""
    return _file("index.html")


@router.get("/page/{name}")
async def file(request: Request, name: str) -> Response:
    return _file(name)


@router.get("/favicon.ico")
async def icon(request: Request) -> Response:
    return _file("icon.svg")
