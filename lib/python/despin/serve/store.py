"""What is kept: decisions with their texts, reviewers' marks, jobs, texts of indexed documents.

A file of SQLite. Nothing is kept that a request did not ask to keep.

Threads  Any; one statement at a time. Callers use it on threads that may wait for a disk.
Errors   A disk that is full, or a file that cannot be written, is a Problem (507).
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from despin.serve.problems import Problem

_VERSION = 1
_TABLES = """
CREATE TABLE decisions (id TEXT PRIMARY KEY, created REAL NOT NULL, document TEXT NOT NULL,
  verdict TEXT NOT NULL, text TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX decisions_by_age ON decisions (created);
CREATE TABLE marks (decision TEXT NOT NULL REFERENCES decisions ON DELETE CASCADE,
  by TEXT NOT NULL, mark TEXT NOT NULL, note TEXT NOT NULL, time TEXT NOT NULL,
  PRIMARY KEY (decision, by));
CREATE TABLE jobs (id TEXT PRIMARY KEY, created REAL NOT NULL, time TEXT NOT NULL,
  owner TEXT NOT NULL, state TEXT NOT NULL, request BLOB NOT NULL, documents INTEGER NOT NULL,
  webhook TEXT, webhook_state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL DEFAULT 0);
CREATE INDEX jobs_by_state ON jobs (state, created);
CREATE TABLE results (job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  number INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (job, number)) WITHOUT ROWID;
CREATE TABLE sources (name TEXT NOT NULL, id TEXT NOT NULL, url TEXT NOT NULL,
  title TEXT NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (name, id));
"""
_CHUNK = 100


class Store:
    """The open file; made, for its owner alone, if it is missing."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.close(descriptor)
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("PRAGMA busy_timeout=5000")
        found = self._base.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            self._base.executescript(f"BEGIN; {_TABLES} PRAGMA user_version={_VERSION}; COMMIT;")
        elif found != _VERSION:
            self._base.close()
            raise ValueError(
                f"{path} has version {found} of the tables; expected {_VERSION}: name another file"
            )

    def close(self) -> None:
        with self._lock:
            self._base.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """A transaction."""
        with self._lock, _disk_problems():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock, _disk_problems():
            return self._base.execute(statement, values).fetchall()

    def _row(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        rows = self._rows(statement, values)
        return rows[0] if rows else None

    def keep_decisions(self, decisions: Iterable[Sequence[Any]]) -> None:
        """Of each its id, the document's id, verdict, text, and JSON as it was answered."""
        created = time.time()
        with self._change() as base:
            base.executemany(
                "INSERT INTO decisions (id, document, verdict, text, json, created) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(*one, created) for one in decisions],
            )

    def decision(self, id: str) -> sqlite3.Row | None:
        return self._row("SELECT * FROM decisions WHERE id = ?", (id,))

    def marks(self, decision: str) -> list[sqlite3.Row]:
        return self._rows("SELECT * FROM marks WHERE decision = ? ORDER BY time, by", (decision,))

    def mark(self, decision: str, by: str, mark: str, note: str, when: str) -> bool:
        """Sets what this reviewer says; false if there is no such decision."""
        with self._change() as base:
            if base.execute("SELECT 1 FROM decisions WHERE id = ?", (decision,)).fetchone() is None:
                return False
            base.execute(
                "INSERT INTO marks VALUES (?, ?, ?, ?, ?) ON CONFLICT (decision, by) "
                "DO UPDATE SET mark = excluded.mark, note = excluded.note, time = excluded.time",
                (decision, by, mark, note, when),
            )
        return True

    def forget_decision(self, id: str) -> bool:
        with self._change() as base:
            return base.execute("DELETE FROM decisions WHERE id = ?", (id,)).rowcount > 0

    def marked(self) -> Iterator[sqlite3.Row]:
        """Every mark with its decision, a few at a time."""
        after = ("", "")
        while True:
            rows = self._rows(
                "SELECT m.decision, m.by, m.mark, m.time, d.document, d.verdict, d.text "
                "FROM marks m JOIN decisions d ON d.id = m.decision "
                "WHERE (m.decision, m.by) > (?, ?) ORDER BY m.decision, m.by LIMIT ?",
                (*after, _CHUNK),
            )
            yield from rows
            if len(rows) < _CHUNK:
                return
            after = (rows[-1]["decision"], rows[-1]["by"])

    def add_job(
        self, id: str, owner: str, when: str, request: bytes, documents: int, webhook: str | None
    ) -> None:
        state = "none" if webhook is None else "pending"
        with self._change() as base:
            base.execute(
                "INSERT INTO jobs (id, created, time, owner, state, request, documents, webhook, "
                "webhook_state) VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?)",
                (id, time.time(), when, owner, request, documents, webhook, state),
            )

    def job(self, id: str) -> sqlite3.Row | None:
        """A job, with `done`: how many results it has."""
        return self._row(
            "SELECT j.*, (SELECT count(*) FROM results r WHERE r.job = j.id) AS done "
            "FROM jobs j WHERE id = ?",
            (id,),
        )

    def waiting_jobs(self) -> int:
        row = self._row("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')")
        return int(row[0]) if row is not None else 0

    def next_job(self) -> sqlite3.Row | None:
        """The oldest that is not done: one that was interrupted goes on where it stopped."""
        row = self._row(
            "SELECT id FROM jobs WHERE state IN ('running', 'queued') "
            "ORDER BY state = 'queued', created LIMIT 1"
        )
        return self.job(row["id"]) if row is not None else None

    def set_job_state(self, id: str, state: str) -> bool:
        """Unless it has ended."""
        with self._change() as base:
            done = base.execute(
                "UPDATE jobs SET state = ? WHERE id = ? AND state IN ('queued', 'running')",
                (state, id),
            )
            return done.rowcount > 0

    def add_results(self, job: str, first: int, lines: Sequence[str]) -> bool:
        """False if the job was canceled meanwhile."""
        with self._change() as base:
            row = base.execute("SELECT state FROM jobs WHERE id = ?", (job,)).fetchone()
            if row is None or row["state"] != "running":
                return False
            base.executemany(
                "INSERT INTO results VALUES (?, ?, ?)",
                [(job, first + i, line) for i, line in enumerate(lines)],
            )
        return True

    def results(self, job: str) -> Iterator[str]:
        """Its lines in order, a few at a time."""
        after = -1
        while True:
            rows = self._rows(
                "SELECT number, line FROM results WHERE job = ? AND number > ? "
                "ORDER BY number LIMIT ?",
                (job, after, _CHUNK),
            )
            for row in rows:
                yield row["line"]
            if len(rows) < _CHUNK:
                return
            after = rows[-1]["number"]

    def due_webhooks(self, now: float) -> list[sqlite3.Row]:
        return self._rows(
            "SELECT * FROM jobs WHERE webhook_state = 'pending' AND state IN ('done', 'canceled') "
            "AND next_at <= ? ORDER BY next_at LIMIT 10",
            (now,),
        )

    def note_webhook(self, job: str, state: str, next_at: float) -> None:
        with self._change() as base:
            base.execute(
                "UPDATE jobs SET webhook_state = ?, attempts = attempts + 1, next_at = ? "
                "WHERE id = ?",
                (state, next_at, job),
            )

    def keep_sources(self, name: str, documents: Iterable[Sequence[str]]) -> None:
        """Of each its id, url, title, date, text."""
        with self._change() as base:
            base.executemany(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)",
                [(name, *one) for one in documents],
            )

    def source(self, name: str, id: str) -> sqlite3.Row | None:
        return self._row("SELECT * FROM sources WHERE name = ? AND id = ?", (name, id))

    def forget_source(self, name: str, id: str) -> None:
        with self._change() as base:
            base.execute("DELETE FROM sources WHERE name = ? AND id = ?", (name, id))

    def forget_older(self, days: float) -> None:
        """Decisions and ended jobs of more than so many days."""
        before = time.time() - days * 86_400
        with self._change() as base:
            base.execute("DELETE FROM decisions WHERE created < ?", (before,))
            base.execute(
                "DELETE FROM jobs WHERE created < ? AND state IN ('done', 'canceled')", (before,)
            )


@contextmanager
def _disk_problems() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")  # from 3.11
        raise Problem(
            507,
            "not_kept",
            f"the store of the service could not be used ({name or 'SQLite'}); expected room on "
            "its disk and a file that may be written. Nothing of this request was kept",
            retry_after=5,
        ) from error
