"""The OpenAPI document: its types are those of docs/schemas, and answers are as it says."""

import json

import pytest
from jsonschema import Draft202012Validator
from samples import PAGES, ROOT

SCHEMAS = ROOT / "docs/schemas"
# What says nothing of which values are allowed, or what a type cannot say: keys that depend on
# others, which the files of docs/schemas say in allOf.
SILENT = (
    "title",
    "description",
    "default",
    "$id",
    "$schema",
    "$defs",
    "allOf",
    "dependentRequired",
)


def plain(schema, defs):
    """One spelling of a schema: references put in, and only what allows or forbids."""
    if isinstance(schema, list):
        return [plain(one, defs) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return plain(defs[schema["$ref"].rpartition("/")[2]], defs)
    found = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties"):
            found[key] = {name: plain(one, defs) for name, one in value.items()}
        elif key not in SILENT:
            found[key] = sorted(value) if key == "required" else plain(value, defs)
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if "enum" in found:
        found.pop("type", None)
        found["enum"] = sorted(found["enum"])
    if isinstance(found.get("type"), list):
        found = {"anyOf": [{"type": one} for one in found["type"]]}
    return found


@pytest.fixture(scope="module")
def document(service):
    return service.get("/openapi.json").json()


@pytest.mark.parametrize(
    ("name", "file"), [("Report", "report"), ("Comparison", "comparison"), ("Search", "search")]
)
def test_types_are_those_of_the_schemas(document, name, file):
    ours = document["components"]["schemas"]
    theirs = json.loads((SCHEMAS / f"{file}.schema.json").read_text(encoding="utf-8"))
    assert plain(ours[name], ours) == plain(theirs, theirs["$defs"])


def answer_schema(document, path, method):
    responses = document["paths"][path][method]["responses"]
    schema = next(
        one["content"]["application/json"]["schema"]
        for status, one in responses.items()
        if status.startswith("2")
    )
    return {**schema, "components": document["components"]}


def test_answers_are_as_the_document_says(service, document, spun, original):
    Draft202012Validator.check_schema(answer_schema(document, "/v1/check", "post"))
    source = {"documents": [{"id": "1", "text": original}]}
    page = (PAGES / "harbour_spun.html").read_text()
    two = {"original": {"text": original}, "suspect": {"text": spun}, "with_text": True}
    batch = {"documents": [{"html": page}, {"text": ""}, {"html": "\x00"}], "with_text": True}
    asked = [
        ("post", "/v1/index/{name}/documents", source),
        ("post", "/v1/check", {"text": spun, "index": "schema", "keep": True}),
        ("post", "/v1/check", batch),
        ("post", "/v1/compare", two),
        ("post", "/v1/search", {"text": spun, "index": "schema"}),
        ("post", "/v1/read", {"html": page}),
        ("post", "/v1/moderations", {"input": [spun]}),
        ("get", "/v1/model", None),
        ("get", "/v1/index", None),
        ("get", "/v1/index/{name}", None),
        ("post", "/v1/jobs", {"documents": [{"text": "a"}]}),
    ]
    for method, path, body in asked:
        answer = service.ask(method.upper(), path.replace("{name}", "schema"), body)
        assert answer.status < 300, (path, answer.body)
        schema = answer_schema(document, path, method)
        errors = list(Draft202012Validator(schema).iter_errors(answer.json()))
        assert not errors, (path, errors[0].message[:300])


def test_every_endpoint_is_in_the_document(document):
    expected = {
        "/v1/check", "/v1/compare", "/v1/search", "/v1/read", "/v1/moderations", "/v1/model",
        "/v1/index", "/v1/index/{name}", "/v1/index/{name}/documents", "/v1/index/{name}/snapshot",
        "/v1/decisions/{id}", "/v1/decisions/{id}/mark", "/v1/marks", "/v1/jobs", "/v1/jobs/{id}",
        "/v1/jobs/{id}/results", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    assert set(document["paths"]) == expected
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"] and "default" in operation["responses"]
