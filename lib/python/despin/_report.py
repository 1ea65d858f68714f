"""What a Detector says of one text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from despin._library import Handle, json_of, lib, name, string, strings
from despin._text import index_map, placed, utf8
from despin._values import (
    Contribution,
    Disguises,
    ExemptWords,
    Family,
    Finding,
    Passage,
    Phrase,
    Truncated,
    Verdict,
)

if TYPE_CHECKING:
    from despin._read import Document


def verdict_name(value: int) -> Verdict:
    return name(lib.despin_verdict_name, value)  # type: ignore[return-value]


def reason_name(value: int) -> str | None:
    return name(lib.despin_abstain_reason_name, value) if value else None


class Report:
    """What a Detector says of one text. Immutable, shared by threads, pickled with its text.

    Values are read when they are first asked for. Units: nats are natural logarithms; shares
    are numbers from 0 to 1; the names are those of the JSON (docs/json.md).
    """

    def __init__(
        self,
        handle: Handle,
        text: str | bytes,
        data: bytes,
        document: Document | None = None,
    ) -> None:
        self._handle = handle
        self._given = text
        self._bytes = data
        self._document = document

    @cached_property
    def _data(self) -> Any:
        return lib.despin_report_get(self._handle.address).contents

    @cached_property
    def text(self) -> str:
        """The text that was checked."""
        given = self._given
        return given if isinstance(given, str) else self._bytes.decode("utf-8")

    @cached_property
    def verdict(self) -> Verdict:
        """``"spun"``, ``"not_spun"`` or ``"abstain"``."""
        return verdict_name(self._data.verdict)

    @cached_property
    def abstain_reason(self) -> str | None:
        """``"too_short"``, ``"not_english"`` or ``"unfamiliar"``; None unless it abstains."""
        return reason_name(self._data.abstain_reason)

    @cached_property
    def score(self) -> float:
        """Log-odds in nats that the text is spun; comparable between texts, by one model only."""
        return float(self._data.score)

    @cached_property
    def evidence_nats(self) -> float:
        """Log-likelihood ratio of "spun at `swap_rate`" over "as the author wrote"."""
        return float(self._data.evidence_nats)

    @cached_property
    def swap_rate(self) -> float:
        """Estimated share of the swappable words that were swapped."""
        return float(self._data.swap_rate)

    @cached_property
    def false_positive_rate_upper(self) -> float:
        """95 % upper bound on the share of genuine texts of this length that score as high."""
        return float(self._data.false_positive_rate_upper)

    @cached_property
    def words(self) -> int:
        """Words, outside code."""
        return int(self._data.words)

    @cached_property
    def disguises(self) -> Disguises:
        """Characters that hide words."""
        return Disguises(self._data.invisible, self._data.lookalike)

    @cached_property
    def exempt(self) -> ExemptWords:
        """Words whose marks keep them out of judgement, or fail to."""
        return ExemptWords(self._data.exempt_left_out, self._data.exempt_judged)

    @cached_property
    def language(self) -> str | None:
        """ISO 639 code, told from the words; None if not told."""
        return string(self._data.language) or None

    @cached_property
    def language_probability(self) -> float:
        """Expected share of the words that are of `language`."""
        return float(self._data.language_probability)

    @cached_property
    def findings_total(self) -> int:
        """How many findings there are; `findings` has `Limits.max_findings` of them at most."""
        return int(self._data.findings_total)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Spans that look substituted, by place, disjoint."""
        data = self._data
        found = data.findings[: data.finding_count]
        places = self._places(found)
        return tuple(
            Finding(
                *self._phrase(one, places),
                strings(one.likely_originals, one.likely_original_count),
                one.evidence_nats,
                one.probability,
            )
            for one in found
        )

    @cached_property
    def second_pass_words(self) -> int:
        """Of a long text called spun: words that were read twice, more closely; else 0."""
        return int(self._data.second_pass_words)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """The terms of the score, which is `bias` plus their nats, added in this order."""
        data = self._data
        terms = data.contributions[: data.contribution_count]
        return tuple(Contribution(string(one.name), one.value, one.nats) for one in terms)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Families of spinners, the likeliest first; empty unless the verdict is ``"spun"``."""
        return self._families(self._data)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Stretches that are judged by themselves, by place, disjoint."""
        data = self._data
        judged = data.passages[: data.passage_count]
        places = self._places(judged)
        return tuple(
            Passage(
                *placed(one, places),
                verdict_name(one.verdict),
                reason_name(one.abstain_reason),
                one.score,
                one.false_positive_rate_upper,
                one.swap_rate,
                one.words,
                self._families(one),
            )
            for one in judged
        )

    @cached_property
    def bias(self) -> float:
        """The model's constant term of the score, in nats."""
        return float(self._data.bias)

    @cached_property
    def max_false_positive_rate(self) -> float:
        """As asked for: `max_fpr` of the check."""
        return float(self._data.max_false_positive_rate)

    @cached_property
    def threshold(self) -> float:
        """The least score that is called spun at this rate and length; may be infinite."""
        return float(self._data.threshold)

    @cached_property
    def model(self) -> str:
        """Fingerprint of the model: sixteen hexadecimal digits."""
        return f"{self._data.model_fingerprint:016x}"

    @cached_property
    def truncated(self) -> Truncated | None:
        """What was not read; None if all was."""
        data = self._data
        return Truncated(data.read_bytes, data.unread_bytes) if data.unread_bytes else None

    def to_json(self, id: str = "") -> str:
        """One line of JSON, schema ``despin.report/1``, as the command prints it.

        Parameters
        ----------
        id : str
            What the document is called there: a path, the id of a record.
        """
        if "_json" in self.__dict__:
            return str(self.__dict__["_json"]).replace('"id":""', '"id":' + _json_string(id), 1)
        called = utf8(id, "id")
        if self._document is not None:
            place = (self._document._handle.address,)
            return json_of(
                lib.despin_report_document_json,
                self._handle.address,
                called,
                len(called),
                *place,
            )
        data = self._bytes
        return json_of(
            lib.despin_report_json, self._handle.address, called, len(called), data, len(data)
        )

    def to_dict(self, id: str = "") -> dict[str, Any]:
        """The JSON as a dictionary."""
        import json  # takes as long as a check to import

        found: dict[str, Any] = json.loads(self.to_json(id))
        return found

    def _repr_html_(self) -> str:
        """The text with its findings marked, for notebooks."""
        from despin import _html

        return _html.report_page(self)

    def __repr__(self) -> str:
        return (
            f"<despin.Report {self.verdict}, score {self.score:.2f}, {self.words} words, "
            f"{self.findings_total} findings>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        values = {field: getattr(self, field) for field in _FIELDS}
        values.update(_given=self._given, _bytes=self._bytes, _json=self.to_json())
        return _unpickled, (values,)

    def _places(self, spans: Iterable[Any]) -> dict[int, int]:
        return index_map(self._bytes, spans)

    def _phrase(self, span: Any, places: dict[int, int]) -> tuple[int, int, int, int, str]:
        found = placed(span, places)
        return *found, self.text[found.begin : found.end]

    def _families(self, of: Any) -> tuple[Family, ...]:
        families = []
        for i in range(of.family_count):
            one = of.families[i]
            spans = [one.phrases[j] for j in range(one.phrase_count)]
            places = self._places(spans)
            phrases = tuple(Phrase(*self._phrase(span, places)) for span in spans)
            known_for = strings(one.known_for, one.known_for_count)
            families.append(Family(string(one.name), one.posterior, known_for, phrases))
        return tuple(families)


_FIELDS = [key for key, value in vars(Report).items() if isinstance(value, cached_property)]
_FIELDS = [key for key in _FIELDS if not key.startswith("_") and key != "text"]


def _unpickled(values: dict[str, Any]) -> Report:
    report = Report.__new__(Report)
    report.__dict__.update(values)
    return report


# A terminal would obey these, so the library does not write them as they are.
_CONTROLS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def _json_string(text: str) -> str:
    """As the library spells it."""
    import json

    return json.dumps(text, ensure_ascii=False).translate(_CONTROLS)
