"""An index of documents on disk: from which of them was a text copied?"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from ctypes import byref
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from despin import _abi
from despin._batch import thread_count
from despin._comparison import Relation
from despin._detector import Detector, Text, _parts
from despin._errors import Error
from despin._index_writer import progress_callback
from despin._library import (
    Handle,
    Stop,
    json_of,
    lib,
    make,
    name,
    options,
    path_bytes,
    run_stoppable,
    set_string,
    string,
    wait_stoppable,
)
from despin._limits import Limits, limits_struct
from despin._model import open_options
from despin._text import index_map, placed, utf8
from despin._values import Span, Truncated

if TYPE_CHECKING:
    from concurrent.futures import Future


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

    @property
    def verdict(self) -> Relation:
        """As `relation`: the key of the JSON."""
        return self.relation


class Matches(tuple[Match, ...]):
    """The matches of one search, best first; empty if no source is sure."""

    _handle: Handle
    truncated: Truncated | None

    def to_json(self, id: str = "") -> str:
        """One line of JSON, schema ``despin.search/1``, as the command prints it."""
        called = utf8(id, "id")
        return json_of(lib.despin_matches_json, self._handle.address, called, len(called))

    def to_dict(self, id: str = "") -> dict[str, Any]:
        """The JSON as a dictionary."""
        import json

        found: dict[str, Any] = json.loads(self.to_json(id))
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)


class Segment(NamedTuple):
    """A file of an index; `corruption` says what is wrong with it, None if nothing is known."""

    file: str
    documents: int
    bytes: int
    corruption: str | None


class IndexStatistics(NamedTuple):
    """What is in an index: documents, words, bytes on disk by part, and its segments."""

    documents: int
    words: int
    bytes: int
    parts: dict[str, int]
    segments: tuple[Segment, ...]


class SourceIndex:
    """The last committed state of an index. Immutable: share one between threads.

    Parameters
    ----------
    folder : str or path
        What is committed later is seen by opening it again.
    detector : Detector, optional
        By whose model texts are aligned; the installed one by default.

    Raises
    ------
    NotFoundError, NotReadableError, BadIndexError, IndexTooNewError

    Notes
    -----
    Pickled are the folder and the detector; unpickling opens the state that is committed then.
    """

    def __init__(self, folder: str | os.PathLike[str], detector: Detector | None = None) -> None:
        self.folder = os.fspath(folder)
        self.detector = Detector() if detector is None else detector
        how = open_options(verify=False, copy=False)
        self._handle = make(
            lib.despin_index_open,
            lib.despin_index_free,
            path_bytes(folder),
            self.detector._handle.address,
            byref(how),
        )

    def refreshed(self) -> SourceIndex:
        """The index as it is committed now; cheap if nothing was committed since.

        Raises
        ------
        Error
            As of opening. This one stays as it is.
        """
        index = SourceIndex.__new__(SourceIndex)
        index.folder, index.detector = self.folder, self.detector
        index._handle = make(
            lib.despin_index_refreshed, lib.despin_index_free, self._handle.address
        )
        return index

    @cached_property
    def statistics(self) -> IndexStatistics:
        """Counts; segments that did not open are named there."""
        return _statistics(lib.despin_index_get_statistics(self._handle.address).contents)

    def __len__(self) -> int:
        return self.statistics.documents

    def search(
        self,
        text: Text,
        *,
        max_matches: int = 10,
        max_sharing: int = 8,
        later_sources: bool = False,
        id: str = "",
        date: str = "",
        limits: Limits | None = None,
    ) -> Matches:
        """Documents that a text was copied from.

        Parameters
        ----------
        text : str, bytes or Document
        max_matches : int
        max_sharing : int
            Passages that more documents share are no evidence; 0: all are.
        later_sources : bool
            Also documents of a later date than `date`.
        id : str
            Of the text: an indexed document of this id is no match.
        date : str
            Of the text: ISO 8601 of any precision.
        limits : Limits, optional

        Returns
        -------
        Matches
            Best first; none if none is sure.

        Raises
        ------
        BadIndexError
            If corruption is met on the way.
        Error
            As `Detector.check`.
        """
        _, data, _ = _parts(text)

        def found(stop: Stop | None) -> Handle:
            how = search_options(
                stop, max_matches, max_sharing, later_sources, id=id, date=date, limits=limits
            )
            return make(
                lib.despin_search,
                lib.despin_matches_free,
                self._handle.address,
                None,
                data,
                len(data),
                byref(how),
            )

        return _matches(run_stoppable(len(data), found), data)

    def search_many(
        self,
        texts: Iterable[Any],
        *,
        threads: int = 0,
        errors: Literal["raise", "return"] = "raise",
        **how: Any,
    ) -> Iterator[Any]:
        """Searches for the sources of texts on several threads; yields Matches, in order.

        Parameters
        ----------
        texts : iterable of str, bytes or Document
            Read on this thread, a few ahead of what was yielded.
        threads : int
            0 is one a CPU that this process may use.
        errors : {"raise", "return"}
            As of `Detector.check_many`.
        **how
            As of `search`.
        """
        if errors not in ("raise", "return"):
            raise ValueError(f"errors is {errors!r}; expected 'raise' or 'return'")
        count = thread_count(threads)

        def one(text: Any) -> Matches | Exception:
            try:
                return self.search(text, **how)
            except (Error, TypeError) as error:
                if errors == "raise":
                    raise
                return error

        return _mapped(one, texts, count)

    def __copy__(self) -> SourceIndex:
        return self

    def __deepcopy__(self, memo: object) -> SourceIndex:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return SourceIndex, (os.path.abspath(self.folder), self.detector)

    def __repr__(self) -> str:
        return f"<despin.SourceIndex {self.folder}, {len(self)} documents>"


def search_options(
    stop: Stop | None,
    max_matches: int = 10,
    max_sharing: int = 8,
    later_sources: bool = False,
    *,
    id: str = "",
    date: str = "",
    limits: Limits | None = None,
) -> Any:
    """The struct of C; see `SourceIndex.search`."""
    if max_matches < 0 or max_sharing < 0:
        raise ValueError("max_matches or max_sharing is negative; expected 0 or more")
    how = options(
        _abi.despin_search_options,
        lib.despin_search_options_init,
        max_matches=max_matches,
        max_sharing=max_sharing,
        later_sources=int(later_sources),
        limits=limits_struct(limits, stop),
    )
    set_string(how, "suspect_id", utf8(id, "id"))
    set_string(how, "suspect_date", utf8(date, "date"))
    return how


def index_statistics(folder: str | os.PathLike[str]) -> IndexStatistics:
    """Counts of an index, without a model."""
    handle = make(
        lib.despin_index_statistics_read, lib.despin_index_statistics_free, path_bytes(folder)
    )
    return _statistics(lib.despin_index_statistics_get(handle.address).contents)


def verify_index(
    folder: str | os.PathLike[str], progress: Callable[[int, int], object] | None = None
) -> IndexStatistics:
    """Reads every byte of an index; what is wrong is said by `Segment.corruption`."""
    report = progress_callback(progress)
    handle = wait_stoppable(
        lambda stop: make(
            lib.despin_index_verify,
            lib.despin_index_statistics_free,
            path_bytes(folder),
            report,
            None,
            limits_struct(None, stop),
        )
    )
    return _statistics(lib.despin_index_statistics_get(handle.address).contents)


def _matches(handle: Handle, data: bytes) -> Matches:
    found = lib.despin_matches_get(handle.address).contents
    ones = found.matches[: found.match_count]
    spans = [one.passages[: one.passage_count] for one in ones]
    places = index_map(data, (span for few in spans for span in few))
    matches = Matches(
        Match(
            string(one.id),
            string(one.url),
            string(one.title),
            string(one.date),
            one.score,
            one.copied,
            one.swapped,
            name(lib.despin_relation_name, one.relation),  # type: ignore[arg-type]
            tuple(placed(span, places) for span in few),
        )
        for one, few in zip(ones, spans, strict=True)
    )
    matches._handle = handle
    left = found.unread_bytes
    matches.truncated = Truncated(found.read_bytes, left) if left else None
    return matches


def _statistics(data: Any) -> IndexStatistics:
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
    )


def _mapped(function: Callable[[Any], Any], items: Iterable[Any], threads: int) -> Iterator[Any]:
    """function(item) of each, in order, on `threads` threads and a few items ahead."""
    from concurrent.futures import ThreadPoolExecutor  # takes longer to import than all of despin

    executor = ThreadPoolExecutor(threads, thread_name_prefix="despin")
    pending: deque[Future[Any]] = deque()
    try:
        for item in items:
            pending.append(executor.submit(function, item))
            if len(pending) >= 4 * threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
