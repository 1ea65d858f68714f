"""The values in results: plain tuples with names."""

from __future__ import annotations

from typing import Literal, NamedTuple

Verdict = Literal["spun", "not_spun", "abstain"]


class Span(NamedTuple):
    """A stretch of a text, half-open.

    Attributes
    ----------
    begin, end : int
        Indices of the `str`: ``text[span.begin:span.end]``.
    begin_byte, end_byte : int
        The same in bytes of its UTF-8.
    """

    begin: int
    end: int
    begin_byte: int
    end_byte: int


class Phrase(NamedTuple):
    """A span and what is written there: ``text[phrase.begin:phrase.end]``; as `Span`."""

    begin: int
    end: int
    begin_byte: int
    end_byte: int
    written: str


class Finding(NamedTuple):
    """A span that reads like a thesaurus entry put in a word's place.

    Attributes
    ----------
    begin, end, begin_byte, end_byte, written
        As of `Phrase`: ``text[finding.begin:finding.end] == finding.written``.
    likely_originals : tuple of str
        Up to five restorations, best first, in lower case.
    evidence_nats : float
        Log-likelihood ratio of a substitution, of the span alone; may be negative.
    probability : float
        That it was substituted, at least 0.5.
    """

    begin: int
    end: int
    begin_byte: int
    end_byte: int
    written: str
    likely_originals: tuple[str, ...]
    evidence_nats: float
    probability: float


class Contribution(NamedTuple):
    """One term of the score: nats = weight * (value - typical value)."""

    name: str
    value: float
    nats: float


class Family(NamedTuple):
    """How likely the text comes from one family of spinners.

    Attributes
    ----------
    name : str
        ``"unknown"`` is none that the model knows.
    posterior : float
        All of a report sum to 1.
    known_for : tuple of str
        Phrases that the family is known by.
    phrases : tuple of Phrase
        Up to three of this text that speak most for it, the strongest first.
    """

    name: str
    posterior: float
    known_for: tuple[str, ...]
    phrases: tuple[Phrase, ...]


class Passage(NamedTuple):
    """A stretch of the text that is judged by itself; this version judges one, the whole text.

    Attributes have the names and units of those of `Report`.
    """

    begin: int
    end: int
    begin_byte: int
    end_byte: int
    verdict: Verdict
    abstain_reason: str | None
    score: float
    false_positive_rate_upper: float
    swap_rate: float
    words: int
    families: tuple[Family, ...]


class Disguises(NamedTuple):
    """Characters that hide words from a reader of bytes: how many invisible, how many lookalike."""

    invisible: int
    lookalike: int


class ExemptWords(NamedTuple):
    """Words marked as code, table or mention: not judged, and judged all the same."""

    left_out: int
    judged: int


class Truncated(NamedTuple):
    """What `Limits.max_words` left of a text: bytes up to the last word read, and behind it."""

    read_bytes: int
    unread_bytes: int


class Restoration(NamedTuple):
    """A meaning for a whole phrase.

    Attributes
    ----------
    text : str
    score_nats : float
        Joint score; differences are log-odds.
    """

    text: str
    score_nats: float
