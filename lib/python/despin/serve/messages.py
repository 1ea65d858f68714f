"""What requests say and answers hold, beside the JSON of despin itself (schema.py)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from despin.serve.problems import Problem
from despin.serve.schema import Comparison, Fingerprint, Report, Search, Share, Value, Verdict

M = TypeVar("M", bound=BaseModel)
IndexName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Rate = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Mark = Literal["agree", "not_spun", "spun", "unsure"]


class Message(BaseModel):
    """A body: strict types, no other keys."""

    model_config = ConfigDict(extra="forbid", strict=True)


def one_of(*names: str) -> ConfigDict:
    """For the document: exactly one of these keys."""
    choices: list[Any] = [{"required": [name]} for name in names]
    return ConfigDict(json_schema_extra={"oneOf": choices})


class Text(Message):
    """A text, or a page of which the main content is read. Nothing is fetched."""

    model_config = one_of("text", "html")

    text: str = None  # type: ignore[assignment]
    html: str = None  # type: ignore[assignment]
    id: Annotated[str, Field(max_length=65_536)] = ""

    @model_validator(mode="after")
    def _one(self) -> Text:
        if (self.text is None) == (self.html is None):
            raise ValueError("expected text or html, and not both")
        return self


class CheckRequest(Message):
    """One text (`text` or `html`) or a batch (`documents`)."""

    model_config = one_of("text", "html", "documents")

    text: str = None  # type: ignore[assignment]
    html: str = None  # type: ignore[assignment]
    id: Annotated[str, Field(max_length=65_536)] = ""
    documents: Annotated[list[Text], Field(min_length=1)] = None  # type: ignore[assignment]
    max_fpr: Rate = 0.001
    index: IndexName = None  # type: ignore[assignment]
    """Also search this index for sources."""
    keep: bool = False
    """Keep text and result as a decision with an address (scope review)."""
    with_text: bool = False
    """Also give the text in which offsets count: of a page, its main content."""

    @model_validator(mode="after")
    def _one(self) -> CheckRequest:
        given = [one for one in (self.text, self.html, self.documents) if one is not None]
        if len(given) != 1:
            raise ValueError("expected one of text, html and documents")
        return self

    def texts(self) -> list[Text]:
        if self.documents is not None:
            return self.documents
        key = "text" if self.html is None else "html"
        return [Text(**{key: getattr(self, key), "id": self.id})]


class Decision(Value):
    """By what, when and of what it was decided."""

    id: str
    time: str
    sha256: Sha256
    """Of the text in UTF-8, in which offsets count: of a page, its main content."""
    model: Fingerprint
    version: str
    max_false_positive_rate: Share
    threshold: float | None
    verdict: Verdict
    kept: bool
    index: str | None = None
    """That was searched too."""


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, Any]] | None = None
    request_id: str | None = None


class CheckAnswer(Value):
    """Of one text: `problem` in the place of the rest where it could not be checked."""

    decision: Decision | None = None
    report: Report | None = None
    search: Search | None = None
    text: str | None = None
    id: str | None = None
    problem: ProblemDetails | None = None


class CheckAnswers(Value):
    """Of a batch, in its order."""

    answers: list[CheckAnswer]


class CompareRequest(Message):
    original: Text
    suspect: Text
    with_text: bool = False


class CompareDecision(Value):
    id: str
    time: str
    original_sha256: Sha256
    suspect_sha256: Sha256
    model: Fingerprint
    version: str


class CompareAnswer(Value):
    decision: CompareDecision
    comparison: Comparison
    original: str | None = None
    suspect: str | None = None


class SearchRequest(Message):
    model_config = one_of("text", "html")

    text: str = None  # type: ignore[assignment]
    html: str = None  # type: ignore[assignment]
    id: Annotated[str, Field(max_length=65_536)] = ""
    date: Annotated[str, Field(max_length=64)] = ""
    index: IndexName
    max_matches: Annotated[int, Field(ge=0, le=1_000)] = 10
    max_sharing: Annotated[int, Field(ge=0, le=2**31 - 1)] = 8
    later_sources: bool = False

    @model_validator(mode="after")
    def _one(self) -> SearchRequest:
        if (self.text is None) == (self.html is None):
            raise ValueError("expected text or html, and not both")
        return self


class SearchDecision(Value):
    id: str
    time: str
    sha256: Sha256
    model: Fingerprint
    version: str
    index: str


class SearchAnswer(Value):
    decision: SearchDecision
    search: Search


class ReadRequest(Message):
    html: str
    name: Annotated[str, Field(max_length=65_536)] = ""


class ReadAnswer(Value):
    """The main content of a page, and what it says of itself: not to be trusted."""

    text: str
    kind: Literal["text", "html"]
    text_from: str
    title: str
    author: str
    canonical_url: str
    date: str
    language: str
    encoding: str


class ModerationPart(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    type: Literal["text"]
    text: str


class ModerationRequest(BaseModel):
    """As clients of moderation endpoints send it; what they add is ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    input: str | list[str] | list[ModerationPart]
    model: str = None  # type: ignore[assignment]


class ModerationResult(Value):
    flagged: bool
    categories: dict[str, bool]
    category_scores: dict[str, float]
    category_applied_input_types: dict[str, list[str]]


class ModerationAnswer(Value):
    id: str
    model: str
    results: list[ModerationResult]


class ModelAnswer(Value):
    model: Fingerprint
    version: str
    format: Annotated[list[int], Field(min_length=2, max_length=2)]
    bytes: int
    languages: list[str]
    bias: float
    rates: list[float]
    bands: list[dict[str, Any]]
    indexes: list[str]
    keeps_decisions: bool
    needs_key: bool
    limits: dict[str, float]


class SourceDocument(Message):
    model_config = one_of("text", "html")

    id: Annotated[str, Field(min_length=1, max_length=65_536)]
    text: str = None  # type: ignore[assignment]
    html: str = None  # type: ignore[assignment]
    url: Annotated[str, Field(max_length=65_536)] = ""
    title: Annotated[str, Field(max_length=65_536)] = ""
    date: Annotated[str, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def _one(self) -> SourceDocument:
        if (self.text is None) == (self.html is None):
            raise ValueError("expected text or html, and not both")
        return self


class AddRequest(Message):
    documents: Annotated[list[SourceDocument], Field(min_length=1)]


class Added(Value):
    id: str
    added: bool | None = None
    """False: a document of this id is there already, and stays."""
    problem: ProblemDetails | None = None


class AddAnswer(Value):
    documents: list[Added]


class IndexFacts(Value):
    name: str
    documents: int
    words: int
    bytes: int
    segments: int


class IndexList(Value):
    indexes: list[IndexFacts]


class MarkRequest(Message):
    mark: Mark
    note: Annotated[str, Field(max_length=2_000)] = ""


class MarkAnswer(Value):
    decision: str
    mark: Mark
    note: str
    by: str
    time: str


class JobRequest(Message):
    documents: Annotated[list[Text], Field(min_length=1)]
    max_fpr: Rate = 0.001
    index: IndexName = None  # type: ignore[assignment]
    webhook: Annotated[str, Field(max_length=2_048)] = None  # type: ignore[assignment]
    """Where to announce the end; only hosts of the configuration."""


class JobAnswer(Value):
    id: str
    state: Literal["queued", "running", "done", "canceled"]
    documents: int
    done: int
    time: str
    webhook: Literal["none", "pending", "delivered", "failed"]


def parsed(model: type[M], body: bytes) -> M:
    """The body as a message; a Problem that says where it is none, and quotes nothing of it."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        errors = [
            {
                "at": "/".join(_place(part, one) for part in one["loc"]),
                "expected": _expected(one),
            }
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        code = "bad_json" if errors[0]["expected"].startswith("Invalid JSON") else "bad_request"
        raise Problem(
            400 if code == "bad_json" else 422,
            code,
            "the body is not as this endpoint expects it; see errors, and /openapi.json",
            errors=errors[:20],
        ) from None


def _place(part: object, one: Any) -> str:
    """Where; but a key that is not known is the caller's own word."""
    return "?" if one["type"] == "extra_forbidden" and part == one["loc"][-1] else str(part)


def _expected(one: Any) -> str:
    return str(one["msg"])[:300] if one["type"] != "extra_forbidden" else "no such key"
