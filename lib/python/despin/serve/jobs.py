"""Long batches: taken in, kept, and worked on one after the other; a restart loses nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import Any
from uuid import uuid4

from despin.serve.checks import Checker, now, too_many
from despin.serve.engine import Engine
from despin.serve.keys import Caller
from despin.serve.logs import log
from despin.serve.messages import JobRequest
from despin.serve.problems import Problem, not_found
from despin.serve.store import Store
from despin.serve.webhooks import Webhooks

_MOST_WAITING = 1_000
_WEBHOOK_SECONDS = 1.0


class Jobs:
    """Takes in, works, announces. Methods run on the event loop."""

    def __init__(self, engine: Engine, store: Store, webhooks: Webhooks) -> None:
        self.engine = engine
        self.store = store
        self.webhooks = webhooks
        self._more = asyncio.Event()

    async def add(self, asked: JobRequest, body: bytes, caller: Caller) -> dict[str, Any]:
        most = self.engine.settings.limits.documents
        if len(asked.documents) > most:
            raise too_many(most)
        if asked.webhook is not None:
            self.webhooks.checked(asked.webhook)
        if asked.index is not None:
            self.engine.judge.index(asked.index)
        if await self.engine.on_disk(self.store.waiting_jobs) >= _MOST_WAITING:
            detail = f"{_MOST_WAITING} jobs wait, which is as many as may; expected to try later"
            raise Problem(429, "busy", detail, retry_after=60)
        id = uuid4().hex
        await self.engine.on_disk(
            self.store.add_job, id, caller.name, now(), body, len(asked.documents), asked.webhook
        )
        self._more.set()
        return job_dict(await self.of(id, caller))

    async def of(self, id: str, caller: Caller) -> sqlite3.Row:
        """A job of this caller; another's is as if it were not there."""
        row = await self.engine.on_disk(self.store.job, id)
        if row is None or row["owner"] != caller.name:
            raise not_found("job", "the id of one that was made with this key")
        return row

    async def cancel(self, id: str, caller: Caller) -> dict[str, Any]:
        await self.of(id, caller)
        await self.engine.on_disk(self.store.set_job_state, id, "canceled")
        return job_dict(await self.of(id, caller))

    async def work(self) -> None:
        """Until it is canceled."""
        while True:
            self._more.clear()
            try:
                job = await self.engine.on_disk(self.store.next_job)
                if job is not None:
                    await self._do(job)
                    continue
            except Exception as error:
                log("job", 40, trace=True, code=getattr(error, "code", "internal"))
                await asyncio.sleep(1)
                continue
            await self._more.wait()

    async def _do(self, job: sqlite3.Row) -> None:
        asked = JobRequest.model_validate(json.loads(job["request"]))
        checker = Checker(self.engine, max_fpr=asked.max_fpr, index=asked.index)
        await self.engine.on_disk(self.store.set_job_state, job["id"], "running")
        done = job["done"]
        for work in checker.works(asked.documents[done:]):
            while True:
                try:
                    few = await self.engine.run(work)
                    break
                except Problem as problem:  # requests come first
                    if problem.retry_after is None:
                        raise
                    await asyncio.sleep(1)
            lines = [one.json for one in few]
            if not await self.engine.on_disk(self.store.add_results, job["id"], done, lines):
                return  # canceled
            done += len(lines)
        await self.engine.on_disk(self.store.set_job_state, job["id"], "done")
        log("job", job=job["id"], state="done", documents=done)

    async def announce(self) -> None:
        """Delivers webhooks, until it is canceled."""
        while self.webhooks.hosts:
            try:
                await self.engine.on_disk(self.webhooks.deliver_due, self.store)
            except Exception:
                log("webhook", 40, trace=True)
            await asyncio.sleep(_WEBHOOK_SECONDS)


def job_dict(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "state": row["state"],
        "documents": row["documents"],
        "done": row["done"],
        "time": row["time"],
        "webhook": row["webhook_state"],
    }
