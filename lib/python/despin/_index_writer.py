"""Adding documents to an index, replacing and removing them."""

from __future__ import annotations

import os
from collections.abc import Callable
from ctypes import byref, c_int32
from types import TracebackType
from typing import Any

from despin import _abi
from despin._detector import Text, _parts
from despin._errors import BadInputError
from despin._library import Handle, call, lib, make, options, path_bytes, set_string, wait_stoppable
from despin._limits import Limits, limits_struct
from despin._text import utf8


class IndexWriter:
    """Adds, replaces and removes documents; makes the folder of the index if it is missing.

    Parameters
    ----------
    folder : str or path
    memory : int, optional
        Bytes of documents that are gathered before they are committed. 512 MiB.
    automatic_merge : bool
        Merge segments of about the same size after commits, so that there are never many.

    Raises
    ------
    LockedError
        If another writer holds the index.
    NotFoundError, NotWrittenError, BadIndexError, IndexTooNewError

    Examples
    --------
    >>> with despin.IndexWriter("articles.index") as writer:
    ...     writer.add(id="1", text=text, url=url, date="2024-05-01")

    Leaving the block commits, unless by an exception: then what was not committed is forgotten.
    Serves one thread at a time.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        memory: int | None = None,
        automatic_merge: bool = True,
    ) -> None:
        how = options(
            _abi.despin_writer_options,
            lib.despin_writer_options_init,
            memory_bytes=memory,
            automatic_merge=int(automatic_merge),
        )
        self._open: Handle | None = make(
            lib.despin_index_writer_open,
            lib.despin_index_writer_free,
            path_bytes(folder),
            byref(how),
        )

    @property
    def _handle(self) -> Handle:
        if self._open is None:
            raise BadInputError("the writer is closed; expected an open one: make another")
        return self._open

    def add(
        self,
        text: Text,
        *,
        id: str,
        url: str = "",
        title: str = "",
        date: str = "",
        limits: Limits | None = None,
    ) -> bool:
        """Adds a document.

        Parameters
        ----------
        text : str, bytes or Document
        id : str
            Names the document.
        url, title, date : str
            Of a Document that is not told its own is taken.

        Returns
        -------
        bool
            False if a document of this id is there already; it stays as it is.

        Raises
        ------
        BadInputError, BadUtf8Error, TooLargeError, NotWrittenError, OutOfMemoryError
            After the last two what was added is still in memory: make room and commit again.
        """
        return self._put(lib.despin_index_writer_add, text, limits, id, url, title, date)

    def replace(
        self,
        text: Text,
        *,
        id: str,
        url: str = "",
        title: str = "",
        date: str = "",
        limits: Limits | None = None,
    ) -> bool:
        """Adds a document instead of the one of this id, which goes with the same commit.

        Takes and raises what `add` does; after an error the old one is still there.

        Returns
        -------
        bool
            Whether one was there.
        """
        return self._put(lib.despin_index_writer_replace, text, limits, id, url, title, date)

    def remove(self, id: str) -> bool:
        """Removes a document; False if there is none of this id.

        Who opens the index after the commit does not find it. Its words stay on disk until its
        segment is merged: `merge` leaves nothing of it in the folder.
        """
        return self._by_id(lib.despin_index_writer_remove, id)

    def __contains__(self, id: str) -> bool:
        """Whether a document of this id is there, uncommitted ones counted."""
        return self._by_id(lib.despin_index_writer_contains, id)

    def _put(
        self,
        function: Any,
        text: Text,
        limits: Limits | None,
        id: str,
        url: str,
        title: str,
        date: str,
    ) -> bool:
        _, data, document = _parts(text)
        struct = options(_abi.despin_source_document, lib.despin_source_document_init)
        facts = {"id": id, "url": url, "title": title, "date": date}
        for field, value in facts.items():
            if document is not None and not value:
                value = getattr(document, field)
            set_string(struct, field, utf8(value, field))
        set_string(struct, "text", data)
        done = c_int32()
        call(function, self._handle.address, byref(struct), limits_struct(limits), byref(done))
        return bool(done.value)

    def _by_id(self, function: Any, id: str) -> bool:
        called = utf8(id, "id")
        done = c_int32()
        call(function, self._handle.address, called, len(called), byref(done))
        return bool(done.value)

    def commit(self) -> None:
        """Makes all that was added and removed durable, and visible to who opens from now on."""
        call(lib.despin_index_writer_commit, self._handle.address)

    def merge(self, progress: Callable[[int, int], object] | None = None) -> None:
        """Commits, then rewrites all segments as one; of what was removed nothing is left.

        Parameters
        ----------
        progress : callable, optional
            Given how much is done, and of how much.
        """
        handle = self._handle
        report = progress_callback(progress)
        wait_stoppable(
            lambda stop: call(
                lib.despin_index_writer_merge,
                handle.address,
                report,
                None,
                limits_struct(None, stop),
            )
        )

    def __len__(self) -> int:
        """Documents that are committed."""
        return int(lib.despin_index_writer_documents(self._handle.address))

    def close(self) -> None:
        """Forgets what was not committed, and lets go of the index."""
        self._open = None

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and self._open is not None:
                self.commit()
        finally:
            self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("an IndexWriter cannot be pickled: it holds a lock on its folder")


def progress_callback(callback: Callable[[int, int], object] | None) -> Any:
    """For C; keep it until the call is done."""
    if callback is None:
        return _abi.despin_progress()

    def report(_: object, done: int, total: int) -> None:
        callback(done, total)

    return _abi.despin_progress(report)
