"""What is judged: /v1/check, /v1/compare, /v1/search, /v1/read, /v1/moderations, /v1/model."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime, timezone
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from despin import Detector, Document, Error, Report, SourceIndex, read
from despin.serve import messages
from despin.serve.problems import Problem, problem_of

if TYPE_CHECKING:
    from despin.serve.engine import Engine, Judge

HTML = "text/html; charset=utf-8"


class Judged(NamedTuple):
    """A text that was checked: its JSON, and what may be kept."""

    json: str
    decision: dict[str, Any] | None
    report: str
    text: str


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def opened(given: Any) -> str | bytes | Document:
    """What a message holds: a text as it is, of a page the main content."""
    if given.html is not None:
        return read(given.html, content_type=HTML)
    text: str = given.text
    return text


def utf8_of(text: str | bytes | Document) -> bytes:
    if isinstance(text, Document):
        return text._utf8
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def digest(text: str | bytes | Document) -> str:
    return sha256(utf8_of(text)).hexdigest()


class Checker:
    """Checks texts as one request asks for, on threads of the engine."""

    def __init__(
        self,
        engine: Engine,
        *,
        max_fpr: float = 0.001,
        index: str | None = None,
        keep: bool = False,
        with_text: bool = False,
    ) -> None:
        self.engine = engine
        self.judge: Judge = engine.judge
        self.detector: Detector = self.judge.detector
        self.index: SourceIndex | None = None if index is None else self.judge.index(index)
        self.index_name = index
        self.max_fpr = max_fpr
        self.keep = keep
        self.with_text = with_text

    def one(self, text: str | bytes | Document, id: str) -> Judged:
        """On a thread. The report is what the library wrote, untouched."""
        began = time.perf_counter()
        report = self.detector.check(text, max_fpr=self.max_fpr, limits=self.engine.limits)
        metrics = self.engine.metrics
        metrics.check_seconds.observe(time.perf_counter() - began)
        metrics.checks.labels(report.verdict).inc()
        decision = decision_of(report, digest(text), self.keep)
        if self.index is not None:
            decision["index"] = self.index_name
        said = report.to_json(id)
        parts = [f'"decision":{dumps(decision)},"report":{said}']
        if self.index is not None:
            matches = self.index.search(text, id=id, limits=self.engine.limits)
            parts.append(f'"search":{matches.to_json(id)}')
        if self.with_text:
            parts.append(f'"text":{dumps(report.text)}')
        return Judged("{" + ",".join(parts) + "}", decision, said, report.text)

    def one_or_problem(self, given: messages.Text) -> Judged:
        """As `one`; what cannot be checked has its problem in the place of a report."""
        try:
            return self.one(opened(given), given.id)
        except Error as error:
            if error.code == "canceled":
                raise
            problem = problem_of(error).to_dict()
            return Judged(dumps({"id": given.id, "problem": problem}), None, "", "")

    def works(self, texts: Iterable[messages.Text]) -> Iterable[Callable[[], list[Judged]]]:
        """Few texts at a time, so that other requests get a thread between them."""
        few: list[messages.Text] = []
        size = 0
        for text in texts:
            few.append(text)
            size += len(text.text or text.html or "")
            if len(few) == 16 or size >= 32 << 10:
                yield self._work(few)
                few, size = [], 0
        if few:
            yield self._work(few)

    def _work(self, few: list[messages.Text]) -> Callable[[], list[Judged]]:
        return lambda: [self.one_or_problem(text) for text in few]

    async def each(self, texts: Iterable[messages.Text]) -> AsyncIterator[Judged]:
        """Of each text, in order."""
        async for few in self.engine.run_each(self.works(texts)):
            for one in few:
                yield one


def decision_of(report: Report, of: str, kept: bool) -> dict[str, Any]:
    threshold = report.threshold
    return {
        "id": uuid4().hex,
        "time": now(),
        "sha256": of,
        "model": report.model,
        "version": _version(),
        "max_false_positive_rate": report.max_false_positive_rate,
        "threshold": threshold if abs(threshold) != float("inf") else None,
        "verdict": report.verdict,
        "kept": kept,
    }


def _version() -> str:
    from despin import __version__

    return __version__


def compared(engine: Engine, asked: messages.CompareRequest) -> str:
    """On a thread: the answer to /v1/compare."""
    detector = engine.judge.detector
    original, suspect = opened(asked.original), opened(asked.suspect)
    comparison = detector.compare(original, suspect, limits=engine.limits)
    decision = {
        "id": uuid4().hex,
        "time": now(),
        "original_sha256": digest(original),
        "suspect_sha256": digest(suspect),
        "model": detector.info.fingerprint,
        "version": detector.info.version,
    }
    said = comparison.to_json(asked.original.id, asked.suspect.id)
    parts = [f'"decision":{dumps(decision)},"comparison":{said}']
    if asked.with_text:
        sides = {"original": comparison.original, "suspect": comparison.suspect}
        parts += [f'"{side}":{dumps(text)}' for side, text in sides.items()]
    return "{" + ",".join(parts) + "}"


def searched(engine: Engine, asked: messages.SearchRequest) -> str:
    """On a thread: the answer to /v1/search."""
    judge = engine.judge
    text = opened(asked)
    matches = judge.index(asked.index).search(
        text,
        max_matches=asked.max_matches,
        max_sharing=asked.max_sharing,
        later_sources=asked.later_sources,
        id=asked.id,
        date=asked.date,
        limits=engine.limits,
    )
    decision = {
        "id": uuid4().hex,
        "time": now(),
        "sha256": digest(text),
        "model": judge.detector.info.fingerprint,
        "version": judge.detector.info.version,
        "index": asked.index,
    }
    return f'{{"decision":{dumps(decision)},"search":{matches.to_json(asked.id)}}}'


def document_answer(document: Document) -> dict[str, Any]:
    keys = ("text", "kind", "text_from", "title", "author", "canonical_url", "date")
    found = {key: getattr(document, key) for key in (*keys, "language", "encoding")}
    return found


def moderated(engine: Engine, asked: messages.ModerationRequest) -> str:
    """On a thread: in the shape that clients of moderation endpoints read."""
    inputs = [asked.input] if isinstance(asked.input, str) else asked.input
    texts = [one if isinstance(one, str) else one.text for one in inputs]
    if len(texts) > engine.settings.limits.documents:
        raise too_many(engine.settings.limits.documents)
    detector = engine.judge.detector
    results = []
    for text in texts:
        report = detector.check(text, limits=engine.limits)
        engine.metrics.checks.labels(report.verdict).inc()
        spun = report.verdict == "spun"
        # What it abstains from it says nothing about.
        score = 0.0 if report.verdict == "abstain" else report.to_dict()["probability"]
        results.append(
            {
                "flagged": spun,
                "categories": {"spun": spun},
                "category_scores": {"spun": score},
                "category_applied_input_types": {"spun": ["text"]},
            }
        )
    info = detector.info
    model = f"despin-{info.version}-{info.fingerprint}"
    return dumps({"id": f"modr-{uuid4().hex}", "model": model, "results": results})


def too_many(most: int) -> Problem:
    return Problem(
        413, "too_many", f"the request has more than {most} documents; expected fewer at a time"
    )
