"""A suspect aligned with its original."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal, NamedTuple

from despin._library import Handle, json_of, lib, name
from despin._text import index_map, placed, utf8
from despin._values import Span, Truncated

Relation = Literal["unrelated", "independent", "verbatim", "spun", "reworded"]
Direction = Literal["unclear", "original", "suspect"]
Edit = Literal["kept", "swapped", "inflected", "moved", "added", "dropped"]


class CopiedPassage(NamedTuple):
    """A stretch of the suspect that was copied, and where from.

    Attributes
    ----------
    original, suspect : Span
    evidence_nats : float
        Log-likelihood ratio of a copy over independent writing.
    moved : bool
        Out of the original's order.
    """

    original: Span
    suspect: Span
    evidence_nats: float
    moved: bool


class Substitution(NamedTuple):
    """A phrase of the original and what stands for it in the suspect.

    Attributes
    ----------
    original, suspect : Span
    edit : {"swapped", "inflected"}
    listed : bool
        The model's list of spinners' substitutions has it.
    evidence_nats : float
    """

    original: Span
    suspect: Span
    edit: Edit
    listed: bool
    evidence_nats: float


class Run(NamedTuple):
    """Words with the same fate; an empty span says where they would be."""

    edit: Edit
    original: Span
    suspect: Span


class Comparison:
    """What `Detector.compare` found. Immutable; values are read when they are first asked for.

    Units: shares are of the suspect's words, from 0 to 1; the names are those of the JSON.
    """

    def __init__(
        self,
        handle: Handle,
        original: tuple[str | bytes, bytes, Any],
        suspect: tuple[str | bytes, bytes, Any],
    ) -> None:
        self._handle = handle
        self._sides = (original, suspect)

    @cached_property
    def _data(self) -> Any:
        return lib.despin_comparison_get(self._handle.address).contents

    @cached_property
    def relation(self) -> Relation:
        """What the suspect is to the original; ``"spun"``: a reworded copy."""
        return name(lib.despin_relation_name, self._data.relation)  # type: ignore[return-value]

    @property
    def verdict(self) -> Relation:
        """As `relation`: the key of the JSON."""
        return self.relation

    @cached_property
    def direction(self) -> Direction:
        """The side that reads as the one written first."""
        return name(lib.despin_direction_name, self._data.direction)  # type: ignore[return-value]

    @cached_property
    def copied(self) -> float:
        """Share of the suspect's words that are aligned with words of the original."""
        return float(self._data.copied)

    @cached_property
    def swapped(self) -> float:
        """Share of the suspect's words that were swapped, not only inflected."""
        return float(self._data.swapped)

    @cached_property
    def evidence_nats(self) -> float:
        """Sum over passages; 0 or more."""
        return float(self._data.evidence_nats)

    @cached_property
    def original_words(self) -> int:
        return int(self._data.original_words)

    @cached_property
    def suspect_words(self) -> int:
        return int(self._data.suspect_words)

    @cached_property
    def original(self) -> str:
        """The text of the original."""
        return self._text(0)

    @cached_property
    def suspect(self) -> str:
        """The text of the suspect."""
        return self._text(1)

    @cached_property
    def passages(self) -> tuple[CopiedPassage, ...]:
        """Copied passages by place in the suspect, disjoint there."""
        data = self._data
        found = data.passages[: data.passage_count]
        return tuple(
            CopiedPassage(original, suspect, one.evidence_nats, bool(one.moved))
            for one, original, suspect in self._placed(found)
        )

    @cached_property
    def substitutions(self) -> tuple[Substitution, ...]:
        """Swaps by place in the suspect, disjoint."""
        data = self._data
        found = data.substitutions[: data.substitution_count]
        return tuple(
            Substitution(
                original,
                suspect,
                name(lib.despin_edit_name, one.edit),  # type: ignore[arg-type]
                bool(one.listed),
                one.evidence_nats,
            )
            for one, original, suspect in self._placed(found)
        )

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every word of both texts once, by place in the suspect."""
        data = self._data
        found = data.runs[: data.run_count]
        return tuple(
            Run(name(lib.despin_edit_name, one.edit), original, suspect)  # type: ignore[arg-type]
            for one, original, suspect in self._placed(found)
        )

    @cached_property
    def original_truncated(self) -> Truncated | None:
        """What of the original was not read; None if all was."""
        data = self._data
        left = data.original_unread_bytes
        return Truncated(data.original_read_bytes, left) if left else None

    @cached_property
    def suspect_truncated(self) -> Truncated | None:
        """What of the suspect was not read; None if all was."""
        data = self._data
        left = data.suspect_unread_bytes
        return Truncated(data.suspect_read_bytes, left) if left else None

    def to_json(self, original_id: str = "", suspect_id: str = "") -> str:
        """One line of JSON, schema ``despin.comparison/1``, as the command prints it."""
        ids = utf8(original_id, "id"), utf8(suspect_id, "id")
        arguments: list[Any] = []
        for id, side in zip(ids, self._sides, strict=True):
            arguments += [id, len(id), side[1], len(side[1])]
        return json_of(lib.despin_comparison_json, self._handle.address, *arguments)

    def to_dict(self, original_id: str = "", suspect_id: str = "") -> dict[str, Any]:
        """The JSON as a dictionary."""
        import json

        found: dict[str, Any] = json.loads(self.to_json(original_id, suspect_id))
        return found

    def _repr_html_(self) -> str:
        """Both texts side by side, swaps marked, for notebooks."""
        from despin import _html

        return _html.comparison_page(self)

    def __repr__(self) -> str:
        return (
            f"<despin.Comparison {self.relation}, {self.copied:.0%} copied, "
            f"{self.swapped:.0%} swapped>"
        )

    def _text(self, side: int) -> str:
        given, data, _ = self._sides[side]
        return given if isinstance(given, str) else data.decode("utf-8")

    def _placed(self, found: list[Any]) -> list[tuple[Any, Span, Span]]:
        """Each with its spans in both texts."""
        sides = []
        for side in (0, 1):
            spans = [one.suspect if side else one.original for one in found]
            places = index_map(self._sides[side][1], spans)
            sides.append([placed(span, places) for span in spans])
        return list(zip(found, *sides, strict=True))
