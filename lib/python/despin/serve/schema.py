"""The JSON of despin as types (docs/json.md, docs/schemas), for the OpenAPI document and clients.

The service never builds these: what the library wrote is sent as it is. A test compares each with
its JSON Schema.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """An object of the JSON: no other keys."""

    model_config = ConfigDict(extra="forbid")


Share = Annotated[float, Field(ge=0, le=1)]
Bound = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Begin = Annotated[int, Field(ge=0, le=2**32 - 1)]
End = Annotated[int, Field(ge=1, le=2**32 - 1)]
Full = Annotated[str, Field(min_length=1)]
Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
Verdict = Literal["spun", "not_spun", "abstain"]
AbstainReason = Literal["too_short", "not_english", "unfamiliar"]
FeatureName = Literal[
    "evidence", "swap_rate", "expected_swaps", "firm_swaps", "strong_swaps", "phrase_swaps",
    "swappable_ln_p", "control_ln_p", "unknown", "traces", "distinct_swaps", "distinct_evidence",
    "passage_evidence",
]  # fmt: skip


class Truncated(Value):
    read_bytes: Count
    unread_bytes: Positive


class Disguises(Value):
    invisible: Count
    lookalike: Count


class Exempt(Value):
    left_out: Count
    judged: Count


class Finding(Value):
    begin_byte: Begin
    end_byte: End
    written: Full
    likely_originals: Annotated[list[Full], Field(min_length=1, max_length=5)]
    evidence_nats: float
    probability: Annotated[float, Field(ge=0.5, le=1)]
    input_begin_byte: Begin = None  # type: ignore[assignment]
    input_end_byte: End = None  # type: ignore[assignment]


class Contribution(Value):
    name: FeatureName
    value: float
    nats: float


class Phrase(Value):
    begin_byte: Begin
    end_byte: End
    written: Full


class Family(Value):
    name: Full
    posterior: Share
    known_for: list[Full]
    phrases: Annotated[list[Phrase], Field(max_length=3)]


class Passage(Value):
    begin_byte: Count
    end_byte: Count
    verdict: Verdict
    score: float
    false_positive_rate_upper: Bound
    swap_rate: Share
    words: Count
    families: Annotated[list[Family], Field(min_length=2)] = None  # type: ignore[assignment]


class PageOmissions(Value):
    flattened: Count
    attributes: Count
    unhidden: Count


class JudgedBy(Value):
    model: Fingerprint
    version: Full
    bias: float
    max_false_positive_rate: Share
    threshold: float | None


class MatchPassage(Value):
    begin_byte: Begin
    end_byte: End


class Copy(Value):
    id: Full
    url: str
    title: str
    date: str


class Withheld(Value):
    """How many documents share words with the text and are left out, by reason."""

    common: Positive = None  # type: ignore[assignment]
    later: Positive = None  # type: ignore[assignment]
    itself: Positive = None  # type: ignore[assignment]
    more: Positive = None  # type: ignore[assignment]


class Match(Value):
    id: Full
    url: str
    title: str
    date: str
    score: Annotated[float, Field(gt=0)]
    copied: Share
    swapped: Share
    verdict: Literal["verbatim", "spun", "reworded"]
    passages: list[MatchPassage]
    later: Literal[True] = None  # type: ignore[assignment]
    own_address: Literal[True] = None  # type: ignore[assignment]
    copies: Annotated[list[Copy], Field(min_length=1)] = None  # type: ignore[assignment]


class Run(Value):
    version: Full
    model: Fingerprint
    time: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$")]
    command: str


class Report(Value):
    """despin.report/1: the analysis of one text."""

    schema_: Annotated[Literal["despin.report/1"], Field(alias="schema")]
    id: str
    url: Full = None  # type: ignore[assignment]
    verdict: Verdict
    score: float
    probability: Share
    false_positive_rate_upper: Bound
    evidence_nats: Annotated[float, Field(ge=0)]
    swap_rate: Share
    words: Count
    language: Annotated[str, Field(pattern="^[a-z]{2,8}$")] = None  # type: ignore[assignment]
    language_probability: Share = None  # type: ignore[assignment]
    disguises: Disguises
    exempt: Exempt = None  # type: ignore[assignment]
    findings: list[Finding]
    findings_total: Count = None  # type: ignore[assignment]
    second_pass_words: Positive = None  # type: ignore[assignment]
    contributions: list[Contribution]
    abstain_reason: AbstainReason = None  # type: ignore[assignment]
    truncated: Truncated = None  # type: ignore[assignment]
    replaced_bytes: Positive = None  # type: ignore[assignment]
    canonical_url: Full = None  # type: ignore[assignment]
    passages: Annotated[list[Passage], Field(min_length=1)] = None  # type: ignore[assignment]
    families: Annotated[list[Family], Field(min_length=2)] = None  # type: ignore[assignment]
    text_from: Literal["article_body", "controls", "frames", "noscript", "hidden"] = None  # type: ignore[assignment]
    page_omissions: PageOmissions = None  # type: ignore[assignment]
    judged_by: JudgedBy
    sources: list[Match] = None  # type: ignore[assignment]
    withheld: Withheld = None  # type: ignore[assignment]
    run: Run = None  # type: ignore[assignment]


class TextSpan(Value):
    begin_byte: Begin
    end_byte: End
    text: Full


class CopiedPassage(Value):
    original: TextSpan
    suspect: TextSpan
    evidence_nats: Annotated[float, Field(gt=0)]
    moved: bool


class Substitution(Value):
    original: TextSpan
    suspect: TextSpan
    edit: Literal["swapped", "inflected"]
    listed: bool
    evidence_nats: float


class Comparison(Value):
    """despin.comparison/1: what a suspect copied from one original."""

    schema_: Annotated[Literal["despin.comparison/1"], Field(alias="schema")]
    original_id: str
    suspect_id: str
    verdict: Literal["unrelated", "independent", "verbatim", "spun", "reworded"]
    copied: Share
    swapped: Share
    direction: Literal["original", "suspect", "unclear"]
    direction_probability: Share
    evidence_nats: Annotated[float, Field(ge=0)]
    original_words: Count
    suspect_words: Count
    passages: list[CopiedPassage]
    original_truncated: Truncated = None  # type: ignore[assignment]
    suspect_truncated: Truncated = None  # type: ignore[assignment]
    substitutions: list[Substitution]
    run: Run = None  # type: ignore[assignment]


class Search(Value):
    """despin.search/1: the indexed documents that one suspect was copied from."""

    schema_: Annotated[Literal["despin.search/1"], Field(alias="schema")]
    id: str
    matches: list[Match]
    withheld: Withheld = None  # type: ignore[assignment]
    truncated: Truncated = None  # type: ignore[assignment]
    run: Run = None  # type: ignore[assignment]
