"""despin for ThreatExchange's pytx and HMA: is a text in the bank, reworded; is it spun at all?

    threatexchange config extensions add despin.pytx

`DespinSourceSignal` finds the banked text that a text was copied from, `DespinClassifier` gives the
verdict without a bank, and `restored(RawTextSignal)` is another text signal that sees the wording
from before the swaps. In HMA name the classes in the file of OMM_CONFIG.

Needs the package threatexchange, 1.2 or later.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from threatexchange.classifier.classifier import (
    ClassificationInfo,
    ClassificationResult,
    Classifier,
)
from threatexchange.content_type.content_base import ContentType
from threatexchange.content_type.text import TextContent
from threatexchange.extensions.manifest import ThreatExchangeExtensionManifest
from threatexchange.signal_type.index import IndexMatch, SignalSimilarityInfo, SignalTypeIndex
from threatexchange.signal_type.raw_text import RawTextSignal
from threatexchange.signal_type.signal_base import (
    BytesHasher,
    MatchesStr,
    SignalComparisonResult,
    SignalType,
    TextHasher,
)

from despin import Detector, Error, IndexWriter, SourceIndex, read

T = TypeVar("T")


@cache
def _detector() -> Detector:
    """Of this process; opened when it is first needed, so that empty indexes need no model."""
    return Detector()


def one_line(text: str) -> str:
    """A signal: files of signals hold one a line."""
    return " ".join(text.split())


def restored_text(text: str) -> str:
    """A spun text with the likeliest original in the place of each swap; another stays as it is."""
    report = _detector().check(text)
    if report.verdict != "spun":
        return text
    parts, at = [], 0
    for finding in report.findings:
        parts += [text[at : finding.begin], finding.likely_originals[0]]
        at = finding.end
    return "".join([*parts, text[at:]])


@dataclass
class CopySimilarity(SignalSimilarityInfo):
    """Shares of the text's words that were copied, and swapped; the less copied, the further."""

    copied: float
    swapped: float

    def __lt__(self, other: Any) -> bool:
        if not isinstance(other, CopySimilarity):
            return NotImplemented
        return self.copied > other.copied

    def pretty_str(self) -> str:
        return f"{self.copied:.0%}-copied/{self.swapped:.0%}-swapped"


class DespinIndex(SignalTypeIndex[T]):
    """Banked texts; `query` gives those that a text was copied from, best first.

    A pickle holds the files of the index, and unpickling maps them in a private folder, which goes
    with the object: HMA never calls dispose().
    """

    def __init__(self) -> None:
        self._entries: list[list[T]] = []
        self._numbers: dict[str, int] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._index: SourceIndex | None = None

    def query(self, query: str) -> Sequence[IndexMatch[T]]:
        text = one_line(query)
        found: dict[int, CopySimilarity] = {}
        if text in self._numbers:  # also one that is too short to be searched for
            found[self._numbers[text]] = CopySimilarity(1.0, 0.0)
        if self._folder is not None:
            if self._index is None:
                self._index = SourceIndex(self._path, _detector())
            for match in self._index.search(text, max_matches=100, max_sharing=0):
                similarity = CopySimilarity(match.copied, match.swapped)
                found.setdefault(int(match.id), similarity)
        return [
            IndexMatch(similarity, entry)
            for number, similarity in found.items()
            for entry in self._entries[number]
        ]

    def add(self, signal_str: str, entry: T) -> None:
        self.add_all([(signal_str, entry)])

    def add_all(self, entries: Iterable[tuple[str, T]]) -> None:
        """One commit: add many together."""
        new: list[tuple[str, str]] = []
        for signal, entry in entries:
            text = one_line(signal)
            number = self._numbers.setdefault(text, len(self._entries))
            if number == len(self._entries):
                self._entries.append([])
                new.append((str(number), text))
            self._entries[number].append(entry)
        if not new:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="despin-pytx-")
        with IndexWriter(self._path) as writer:
            for id, text in new:
                writer.add(text, id=id)
        self._index = None

    @property
    def _path(self) -> str:
        assert self._folder is not None
        return os.path.join(self._folder.name, "index")

    def __len__(self) -> int:
        return sum(map(len, self._entries))

    def __getstate__(self) -> dict[str, Any]:
        files = {}
        if self._folder is not None:
            files = {one.name: one.read_bytes() for one in Path(self._path).iterdir()}
        return {"version": 1, "entries": self._entries, "numbers": self._numbers, "files": files}

    def __setstate__(self, state: dict[str, Any]) -> None:
        if state.get("version") != 1:
            raise ValueError("the pickle is of another release of despin.pytx; build the index")
        self.__init__()  # type: ignore[misc]
        self._entries, self._numbers = state["entries"], state["numbers"]
        if state["files"]:
            self._folder = tempfile.TemporaryDirectory(prefix="despin-pytx-")
            os.mkdir(self._path)
            for name, data in state["files"].items():
                Path(self._path, os.path.basename(name)).write_bytes(data)


class DespinSourceSignal(SignalType, BytesHasher, TextHasher):
    """The text itself, on one line; it matches texts that were copied from it, reworded or not."""

    @classmethod
    def get_content_types(cls) -> list[type[ContentType]]:
        return [TextContent]

    @classmethod
    def get_index_cls(cls) -> type[SignalTypeIndex[Any]]:
        return DespinIndex

    @classmethod
    def validate_signal_str(cls, signal_str: str) -> str:
        signal = one_line(signal_str)
        if not re.search(r"\w", signal):
            raise ValueError("the signal has no word; expected a text")
        return signal

    @classmethod
    def compare_hash(cls, hash1: str, hash2: str) -> SignalComparisonResult:
        """hash1 is of the bank, hash2 of the text that may be copied from it."""
        if one_line(hash1) == one_line(hash2):
            return SignalComparisonResult(True, CopySimilarity(1.0, 0.0))
        found = _detector().compare(one_line(hash1), one_line(hash2))
        similarity = CopySimilarity(found.copied, found.swapped)
        return SignalComparisonResult(found.relation in ("verbatim", "spun"), similarity)

    @classmethod
    def hash_from_str(cls, text: str) -> str:
        return one_line(text)

    @classmethod
    def hash_from_bytes(cls, bytes_: bytes) -> str:
        """Of a page its main content; "" of what is no text."""
        try:
            return one_line(read(bytes_).text)
        except Error:
            return ""

    @staticmethod
    def get_examples() -> list[str]:
        return [
            "The harbor reopened on Monday after the storm, and the first boats left before dawn "
            "to see what was left of the nets that they had set a week ago along the outer reef.",
        ]


@dataclass
class DespinInfo(ClassificationInfo):
    """A label; `score` is a probability, `bound` the share of genuine texts that score as high."""

    score: float = 0.0
    bound: float = 1.0

    def weight_str(self) -> str:
        return f"fpr<={self.bound:g}"


class DespinClassifier(Classifier):
    """The verdict: labels `spun` and `abstained`."""

    def __init__(self, max_fpr: float = 0.001) -> None:
        self.max_fpr = max_fpr

    @classmethod
    def get_content_types(cls) -> list[type[ContentType]]:
        return [TextContent]

    def classify(
        self, content_type: type[ContentType], content_val: str
    ) -> ClassificationResult[DespinInfo]:
        report = _detector().check(content_val, max_fpr=self.max_fpr)
        abstains = report.verdict == "abstain"
        score = 0.0 if abstains else float(report.to_dict()["probability"])
        bound = report.false_positive_rate_upper
        return ClassificationResult(
            {
                "spun": DespinInfo(report.verdict == "spun", score, bound),
                "abstained": DespinInfo(abstains, float(abstains), bound),
            }
        )


def restored(other: type[Any]) -> type[Any]:
    """A text signal that sees spun texts as they were before, as far as swaps can be undone.

    `other` matches strings (`MatchesStr`) or hashes texts (`TextHasher`); its index is kept.
    """

    def matches_str(cls: Any, signal: str, haystack: str) -> SignalComparisonResult:
        found: SignalComparisonResult = other.matches_str(signal, restored_text(haystack))
        return found

    def hash_from_str(cls: Any, text: str) -> str:
        return str(other.hash_from_str(restored_text(text)))

    members: dict[str, Any] = {}
    index: Any = other.get_index_cls()
    if issubclass(other, MatchesStr):
        members["matches_str"] = classmethod(matches_str)
    if issubclass(other, TextHasher):
        members["hash_from_str"] = classmethod(hash_from_str)
    else:  # the index is asked with the text itself

        def query(self: Any, query: str) -> Any:
            return index.query(self, restored_text(query))

        index = type(f"Restored{index.__name__}", (index,), {"query": query})
        index.__module__, index.__qualname__ = __name__, index.__name__
        globals()[index.__name__] = index  # so that pickle finds it
    members["get_index_cls"] = classmethod(lambda cls: index)
    return type(f"Restored{other.__name__}", (other,), members)


RestoredRawTextSignal = restored(RawTextSignal)

TX_MANIFEST = ThreatExchangeExtensionManifest(
    signal_types=(DespinSourceSignal, RestoredRawTextSignal)
)
