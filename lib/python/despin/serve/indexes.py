"""Changing indexes: one writer each, one commit for all that waits.

An answer is given when what it says is on disk and searches see it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from despin import Document, Error, IndexWriter, Limits, NotWrittenError, OutOfMemoryError
from despin.serve.checks import opened, utf8_of
from despin.serve.engine import Engine
from despin.serve.messages import SourceDocument
from despin.serve.problems import Problem, problem_of
from despin.serve.store import Store

Change = Callable[[IndexWriter], Any]
Source = tuple[str, str, str, str, str]
_MOST_WAITING = 256


class Indexes:
    """Writes to the indexes of the configured folder."""

    def __init__(self, engine: Engine, store: Store | None) -> None:
        self.engine = engine
        self.store = store
        self._waiting: dict[str, list[tuple[Change, asyncio.Future[Any]]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def folder(self, name: str) -> Path:
        root = self.engine.settings.indexes
        if root is None:
            raise Problem(
                409, "no_indexes", "this service has no folder of indexes; expected `indexes` in "
                "its configuration",
            )  # fmt: skip
        return root / name  # the name was checked: no separators, no dots

    async def add(self, name: str, documents: Sequence[SourceDocument]) -> list[dict[str, Any]]:
        """Whether each was added, or its problem."""
        found: list[dict[str, Any]] = await self._changed(
            name, lambda writer: self._added(writer, name, documents)
        )
        return found

    async def replace(self, name: str, document: SourceDocument) -> bool:
        """False if there was none of this id before."""

        def replaced(writer: IndexWriter) -> bool:
            text = opened(document)
            facts = _facts(document, text)
            limits = Limits(max_words=self.engine.settings.limits.words)
            there = writer.replace(text, id=document.id, limits=limits, **facts)
            self._keep(name, [_source(document, text, facts)])
            return there

        return bool(await self._changed(name, replaced))

    async def remove(self, name: str, id: str) -> bool:
        """False if there is none of this id."""

        def removed(writer: IndexWriter) -> bool:
            there = writer.remove(id)
            if self.store is not None:
                self.store.forget_source(name, id)
            return there

        return bool(await self._changed(name, removed))

    async def _changed(self, name: str, change: Change) -> Any:
        """Queues a change, and waits until it is committed."""
        self.folder(name)
        waiting = self._waiting.setdefault(name, [])
        if len(waiting) >= _MOST_WAITING:
            raise Problem(
                429, "busy", f"{len(waiting)} changes of this index wait; expected to try again",
                retry_after=1,
            )  # fmt: skip
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        waiting.append((change, future))
        if name not in self._tasks:
            self._tasks[name] = asyncio.create_task(self._write(name))
        # Once queued it is written, also if the client goes.
        return await asyncio.shield(future)

    async def _write(self, name: str) -> None:
        """Writes what waits, until nothing does."""
        try:
            while self._waiting[name]:
                few, self._waiting[name] = self._waiting[name], []
                try:
                    results = await self.engine.on_disk(self._commit, name, [one for one, _ in few])
                    await self.engine.reload()
                except Exception as error:
                    results = [problem_of(error)] * len(few)
                for (_, future), result in zip(few, results, strict=True):
                    if future.done():
                        continue
                    if isinstance(result, Exception):
                        future.set_exception(problem_of(result))
                        future.exception()  # is looked at, also if nobody waits any more
                    else:
                        future.set_result(result)
        finally:
            del self._tasks[name]

    def _commit(self, name: str, changes: Sequence[Change]) -> list[Any]:
        """On a thread: all changes in one commit; a result or an exception of each."""
        results: list[Any] = []
        folder = self.folder(name)
        folder.parent.mkdir(exist_ok=True)
        with IndexWriter(folder) as writer:
            for change in changes:
                try:
                    results.append(change(writer))
                except (NotWrittenError, OutOfMemoryError):
                    raise  # of the whole commit
                except (Error, Problem) as error:
                    results.append(error)
        return results

    def _added(
        self, writer: IndexWriter, name: str, documents: Sequence[SourceDocument]
    ) -> list[dict[str, Any]]:
        limits = Limits(max_words=self.engine.settings.limits.words)
        results: list[dict[str, Any]] = []
        kept: list[Source] = []
        for document in documents:
            try:
                text = opened(document)
                facts = _facts(document, text)
                added = writer.add(text, id=document.id, limits=limits, **facts)
            except (NotWrittenError, OutOfMemoryError):
                raise
            except Error as error:
                results.append({"id": document.id, "problem": problem_of(error).to_dict()})
                continue
            results.append({"id": document.id, "added": added})
            if added:
                kept.append(_source(document, text, facts))
        self._keep(name, kept)
        return results

    def _keep(self, name: str, sources: Sequence[Source]) -> None:
        """The texts themselves, which an index does not have, to show a source beside a copy."""
        if self.store is not None and sources:
            self.store.keep_sources(name, sources)

    async def close(self) -> None:
        """Waits for what is being written."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))


def _facts(document: SourceDocument, text: str | bytes | Document) -> dict[str, str]:
    """What the request says, else what the page says."""
    facts = {"url": document.url, "title": document.title, "date": document.date}
    if isinstance(text, Document):
        for key, value in facts.items():
            facts[key] = value or getattr(text, key)
    return facts


def _source(
    document: SourceDocument, text: str | bytes | Document, facts: dict[str, str]
) -> Source:
    return (
        document.id, facts["url"], facts["title"], facts["date"],
        utf8_of(text).decode("utf-8", "replace"),
    )  # fmt: skip
