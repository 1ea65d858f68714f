"""An index of documents on disk: from which of them was a text copied?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from ctypes import byref
from functools import cached_property
from typing import Any, Literal

from despin import _abi
from despin._batch import mapped, thread_count
from despin._detector import Detector, Text, _parts
from despin._errors import Error
from despin._index_values import (
    HeldDocument,
    IndexedDocument,
    IndexStatistics,
    Match,
    SourceCopy,
    Withheld,
    indexed_document,
    statistics_of,
)
from despin._index_writer import progress_callback
from despin._library import (
    Handle,
    Stop,
    call,
    json_of,
    lib,
    make,
    name,
    options,
    path_bytes,
    run_stoppable,
    set_string,
    string,
    strings,
    wait_stoppable,
)
from despin._limits import Limits, limits_struct
from despin._model import open_options
from despin._text import index_map, placed, utf8
from despin._values import Truncated


class Matches(tuple[Match, ...]):
    """The matches of one search, best first; empty if no source is sure."""

    _handle: Handle
    truncated: Truncated | None
    withheld: Withheld

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
        return statistics_of(lib.despin_index_get_statistics(self._handle.address).contents)

    def __len__(self) -> int:
        return self.statistics.documents

    def documents(self) -> list[IndexedDocument]:
        """All documents, in the order of the segments.

        Raises
        ------
        BadIndexError
            If a segment cannot be read.
        """
        found: list[IndexedDocument] = []

        def take(_: object, document: Any) -> int:
            found.append(indexed_document(document.contents))
            return 0

        callback = _abi.despin_take_document(take)
        call(lib.despin_index_list, self._handle.address, callback, None)
        return found

    def ids(self) -> list[str]:
        """Those of all documents, in the order of the segments."""
        return [document.id for document in self.documents()]

    def show(self, id: str) -> HeldDocument | None:
        """All that is held of a document; None if there is none of this id."""
        called = utf8(id, "id")
        handle = make(
            lib.despin_index_find,
            lib.despin_held_document_free,
            self._handle.address,
            called,
            len(called),
        )
        if not handle.address:
            return None
        held = lib.despin_held_document_get(handle.address).contents
        return HeldDocument(indexed_document(held.document), strings(held.terms, held.term_count))

    def snapshot(self, to: str | os.PathLike[str]) -> None:
        """Copies what is committed now to a new or empty folder, as an index by itself.

        Raises
        ------
        BadInputError
            If something is there already.
        NotWrittenError, BadIndexError
        """
        call(lib.despin_index_snapshot, path_bytes(self.folder), path_bytes(to))

    def search(
        self,
        text: Text,
        *,
        max_matches: int = 10,
        max_sharing: int = 8,
        later_sources: bool = False,
        id: str = "",
        date: str = "",
        url: str = "",
        claimed_date: str = "",
        claimed_url: str = "",
        limits: Limits | None = None,
    ) -> Matches:
        """Documents that a text was copied from.

        Parameters
        ----------
        text : str, bytes or Document
        max_matches : int
        max_sharing : int
            Passages that more documents share are no evidence. Near copies of each other are one
            document here, and one match with its copies. 0: each is a match of its own.
        later_sources : bool
            Also documents of a later date than `date`.
        id : str
            Of the text: an indexed document of this id is no match.
        date : str
            Of the text: ISO 8601 of any precision.
        url : str
            Of the text: nor is a document of this address.
        claimed_date, claimed_url : str
            What the text says of itself: excludes nothing, but later sources, and one of this
            address, come last.
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
                stop,
                max_matches,
                max_sharing,
                later_sources,
                id=id,
                date=date,
                url=url,
                claimed_date=claimed_date,
                claimed_url=claimed_url,
                limits=limits,
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

        return mapped(one, texts, count)

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
    url: str = "",
    claimed_date: str = "",
    claimed_url: str = "",
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
    set_string(how, "suspect_url", utf8(url, "url"))
    set_string(how, "claimed_date", utf8(claimed_date, "claimed_date"))
    set_string(how, "claimed_url", utf8(claimed_url, "claimed_url"))
    return how


def index_statistics(folder: str | os.PathLike[str]) -> IndexStatistics:
    """Counts of an index, without a model."""
    handle = make(
        lib.despin_index_statistics_read, lib.despin_index_statistics_free, path_bytes(folder)
    )
    return statistics_of(lib.despin_index_statistics_get(handle.address).contents)


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
    return statistics_of(lib.despin_index_statistics_get(handle.address).contents)


def _matches(handle: Handle, data: bytes) -> Matches:
    found = lib.despin_matches_get(handle.address).contents
    ones = found.matches[: found.match_count]
    more = found.match_copies[: found.match_count]
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
            bool(also.later),
            bool(also.own_address),
            tuple(
                SourceCopy(string(c.id), string(c.url), string(c.title), string(c.date))
                for c in also.copies[: also.copy_count]
            ),
        )
        for one, few, also in zip(ones, spans, more, strict=True)
    )
    matches._handle = handle
    left = found.unread_bytes
    matches.truncated = Truncated(found.read_bytes, left) if left else None
    matches.withheld = Withheld(
        found.withheld_common, found.withheld_later, found.withheld_itself, found.withheld_more
    )
    return matches
