"""What judges: the open model and indexes, the threads that use them, and who may wait for one.

Threads  All methods are called on the event loop; `work` runs on a thread of the pool.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from despin import Detector, Error, Limits, NotFoundError, SourceIndex
from despin._library import Stop, ended_by
from despin.serve.logs import log
from despin.serve.metrics import Metrics
from despin.serve.problems import Problem, not_found
from despin.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Judge:
    """A model and the indexes that are open with it. Immutable: requests keep the one they began
    with, whatever is loaded meanwhile."""

    def __init__(self, detector: Detector, indexes: dict[str, SourceIndex]) -> None:
        self.detector = detector
        self.indexes = indexes

    def index(self, name: str) -> SourceIndex:
        found = self.indexes.get(name)
        if found is None:
            raise not_found("index", "one of those that GET /v1/index lists")
        return found


def _opened(settings: Settings) -> Detector:
    detector = Detector(settings.model)
    detector.check("Checked once, so that the first request does not wait for the model.")
    return detector


def _state_of(path: str | None) -> tuple[int, ...]:
    """Changes when another file is put in the place of this one."""
    try:
        facts = os.stat(path or "")
    except OSError:
        return ()
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns


class Engine:
    """Opens, runs, reloads."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        limits = settings.limits
        self.threads = limits.threads or len(os.sched_getaffinity(0))
        self.limits = Limits(max_words=limits.words, timeout=limits.seconds)
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="despin")
        # Files, SQLite and commits: what waits for a disk holds up no check.
        self.disk = ThreadPoolExecutor(4, thread_name_prefix="despin-disk")
        self._slots = asyncio.Semaphore(self.threads)
        self._waiting = 0
        self._reloading = asyncio.Lock()
        self._judge: Judge | None = None
        self._model_state: tuple[int, ...] = ()
        self._running: set[Stop] = set()
        self.stopping = False

    @property
    def judge(self) -> Judge:
        if self._judge is None:
            raise Problem(503, "not_ready", "the model is not loaded yet", retry_after=1)
        return self._judge

    @property
    def ready(self) -> bool:
        return self._judge is not None and not self.stopping

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """A request that will ask for threads; refuses it if too many wait already."""
        if self._waiting >= self.settings.limits.queue and self._slots.locked():
            raise Problem(
                429,
                "busy",
                f"{self._waiting} requests wait for a thread, which is as many as may; "
                "expected to wait and try again",
                retry_after=1,
            )
        yield

    async def run(self, work: Callable[[], T]) -> T:
        """work() on a thread; ended when this task is canceled."""
        self._waiting += 1
        self.metrics.queue.set(self._waiting)
        try:
            seconds = self.settings.limits.queue_seconds
            if self._slots.locked():
                await asyncio.wait_for(self._slots.acquire(), seconds)
            else:
                await self._slots.acquire()
        except asyncio.TimeoutError:
            detail = f"no thread was free for {seconds:g} seconds; expected to try again later"
            raise Problem(503, "overloaded", detail, retry_after=seconds) from None
        finally:
            self._waiting -= 1
            self.metrics.queue.set(self._waiting)
        stop = Stop()
        self._running.add(stop)
        self.metrics.running.set(len(self._running))

        def stoppable() -> T:
            with ended_by(stop):
                return work()

        future = asyncio.get_running_loop().run_in_executor(self._pool, stoppable)

        def done(future: asyncio.Future[T]) -> None:
            self._running.discard(stop)
            self.metrics.running.set(len(self._running))
            self._slots.release()
            if not future.cancelled():
                future.exception()  # is looked at, also when nobody waits for it any more

        future.add_done_callback(done)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            stop.set()
            raise

    async def run_each(self, works: Iterable[Callable[[], T]]) -> AsyncIterator[T]:
        """The results of works, in order; as many at a time as there are threads."""
        left = iter(works)
        running: list[asyncio.Task[T]] = []
        try:
            while True:
                while len(running) < self.threads:
                    work = next(left, None)
                    if work is None:
                        break
                    running.append(asyncio.create_task(self.run(work)))
                if not running:
                    return
                yield await running[0]
                running.pop(0)
        finally:
            for task in running:
                task.cancel()

    async def on_disk(self, work: Callable[..., T], *arguments: Any) -> T:
        """work() on a thread that may wait for a disk."""
        return await asyncio.get_running_loop().run_in_executor(self.disk, work, *arguments)

    def open(self) -> None:
        """Opens the model, before anything is asked; indexes come with the first reload().

        Errors: those of `Detector`.
        """
        self._judge = Judge(self._opened_model(), {})

    def _opened_model(self) -> Detector:
        detector = _opened(self.settings)
        self._model_state = _state_of(detector._path)
        info = detector.info
        self._note("model", None, model=info.fingerprint)
        self.metrics.build.clear()
        self.metrics.build.labels(info.version, info.fingerprint).set(1)
        return detector

    async def reload(self, *, forced: bool = False) -> None:
        """Opens what has changed on disk. What cannot be opened leaves the old in place."""
        async with self._reloading:
            judge = self.judge
            detector = judge.detector
            state = _state_of(detector._path)
            if forced or (state and state != self._model_state):
                self._model_state = state  # what cannot be opened is tried once
                try:
                    detector = await self.on_disk(self._opened_model)
                except Error as error:
                    self._note("model", error)
            indexes = await self.on_disk(self._opened_indexes, detector, judge.indexes)
            self._judge = Judge(detector, indexes)

    def _opened_indexes(
        self, detector: Detector, old: dict[str, SourceIndex]
    ) -> dict[str, SourceIndex]:
        """All indexes of the folder, as they are committed now; cheap where nothing was."""
        found: dict[str, SourceIndex] = {}
        for name, folder in self._index_folders():
            index = old.get(name)
            try:
                if index is not None and index.detector is detector:
                    found[name] = index.refreshed()
                    changed = found[name].statistics != index.statistics
                else:
                    changed = True
                    found[name] = SourceIndex(folder, detector)
            except NotFoundError:
                continue  # made, but nothing committed yet; or taken away
            except Error as error:
                self._note("index", error, index=name)
                if index is not None:
                    found[name] = index
                continue
            if changed:
                self._note("index", None, index=name)
                self.metrics.documents.labels(name).set(len(found[name]))
        return found

    def _index_folders(self) -> list[tuple[str, Path]]:
        root = self.settings.indexes
        if root is None or not root.is_dir():
            return []
        folders = sorted(one for one in root.iterdir() if INDEX_NAME.fullmatch(one.name))
        return [(one.name, one) for one in folders if one.is_dir() and not one.is_symlink()]

    def _note(self, what: str, error: Error | None, **facts: Any) -> None:
        outcome = "failed" if error else "loaded"
        self.metrics.reloads.labels(what, outcome).inc()
        if error is not None:
            log("reload", 40, what=what, outcome=outcome, code=error.code, said=str(error), **facts)
        else:
            log("reload", what=what, outcome=outcome, **facts)

    async def watch(self) -> None:
        """Reloads what changes, until it is canceled."""
        while True:
            await asyncio.sleep(self.settings.reload_seconds)
            try:
                await self.reload()
            except Exception:
                log("reload", 40, trace=True, outcome="failed")

    def close(self) -> None:
        """Ends what runs."""
        self.stopping = True
        for stop in list(self._running):
            stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.disk.shutdown(wait=True, cancel_futures=True)
