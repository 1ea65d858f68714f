"""What an index holds and what a search of it gives."""

from __future__ import annotations

from typing import Any, NamedTuple

from despin._comparison import Relation
from despin._library import string
from despin._values import Span


class SourceCopy(NamedTuple):
    """A document that says about the same as a match."""

    id: str
    url: str
    title: str
    date: str


class Withheld(NamedTuple):
    """How many documents are no matches although the suspect shares words with them.

    Attributes
    ----------
    common : int
        Share what more than `max_sharing` share.
    later : int
        Of a later date than the suspect's.
    itself : int
        Of the suspect's own id or address.
    more : int
        Beyond `max_matches`.
    """

    common: int
    later: int
    itself: int
    more: int


class IndexedDocument(NamedTuple):
    """A document as an index holds it: as it was added, but for its text.

    Attributes
    ----------
    id, url, title, date : str
        As the document was added; all but `id` may be empty.
    words : int
        Of its text.
    segment : str
        The file that has it.
    """

    id: str
    url: str
    title: str
    date: str
    words: int
    segment: str


class HeldDocument(NamedTuple):
    """All that an index holds of a document.

    Attributes
    ----------
    document : IndexedDocument
    terms : tuple of str
        Of its text the words in their order, without function words and punctuation.
    """

    document: IndexedDocument
    terms: tuple[str, ...]


class Match(NamedTuple):
    """A document that the suspect was copied from.

    Attributes
    ----------
    id, url, title, date : str
        As the document was added; all but `id` may be empty.
    score : float
        Nats; comparable between the matches of one search only.
    copied, swapped : float
        Shares of all words of the suspect.
    relation : {"verbatim", "spun", "reworded"}
    passages : tuple of Span
        Of the suspect, by place, disjoint.
    later : bool
        Than the suspect's `claimed_date`.
    own_address : bool
        Its id or address is the suspect's `claimed_url`.
    copies : tuple of SourceCopy
        Near copies of it, from which the suspect may have been copied as well.
    """

    id: str
    url: str
    title: str
    date: str
    score: float
    copied: float
    swapped: float
    relation: Relation
    passages: tuple[Span, ...]
    later: bool = False
    own_address: bool = False
    copies: tuple[SourceCopy, ...] = ()

    @property
    def verdict(self) -> Relation:
        """As `relation`: the key of the JSON."""
        return self.relation


class Segment(NamedTuple):
    """A file of an index; `corruption` says what is wrong with it, None if nothing is known."""

    file: str
    documents: int
    bytes: int
    corruption: str | None


class IndexStatistics(NamedTuple):
    """What is in an index: documents, words, bytes on disk by part, and its segments.

    `removed` documents are found no more, and are on disk until their segments are merged.
    """

    documents: int
    words: int
    bytes: int
    parts: dict[str, int]
    segments: tuple[Segment, ...]
    removed: int = 0


def indexed_document(one: Any) -> IndexedDocument:
    return IndexedDocument(
        string(one.id),
        string(one.url),
        string(one.title),
        string(one.date),
        one.words,
        string(one.segment),
    )


def statistics_of(data: Any) -> IndexStatistics:
    parts = data.parts[: data.part_count]
    segments = data.segments[: data.segment_count]
    return IndexStatistics(
        data.documents,
        data.words,
        data.bytes,
        {string(one.name): one.bytes for one in parts},
        tuple(
            Segment(string(one.file), one.documents, one.bytes, string(one.corruption) or None)
            for one in segments
        ),
        data.removed,
    )
