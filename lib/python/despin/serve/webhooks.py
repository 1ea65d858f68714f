"""Announcing that a job has ended, signed, to configured hosts alone.

What is sent says which job, and its state; results are fetched with a key. The signature is
HMAC-SHA256 over time and body, as `Despin-Signature: t=SECONDS,v1=HEX`. Redirects are not followed.
"""

from __future__ import annotations

import hmac
import json
import re
import ssl
import time
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING

from despin.serve.logs import log
from despin.serve.metrics import Metrics
from despin.serve.problems import Problem
from despin.serve.settings import WebhookSettings

if TYPE_CHECKING:
    import sqlite3

    from despin.serve.store import Store

# Nothing that one parser of addresses reads otherwise than another.
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253}(?::[0-9]{1,5})?)"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?)?"
)
_SECONDS = 10
_LONGEST_DELAY = 6 * 3600


class Webhooks:
    """Delivers what the store says is due."""

    def __init__(self, settings: WebhookSettings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self.hosts = frozenset(host.lower() for host in settings.hosts)
        self._secret = b""
        if settings.secret_file is not None:
            self._secret = settings.secret_file.read_bytes().strip()
            if len(self._secret) < 32:
                raise ValueError(
                    f"{settings.secret_file} has {len(self._secret)} bytes; expected 32 or more"
                )

    def checked(self, url: str) -> str:
        """The address, if something may be sent to it."""
        self._parts(url)
        return url

    def _parts(self, url: str) -> tuple[str, str, str]:
        found = _URL.fullmatch(url)
        if found is None or found["host"] not in self.hosts:
            raise Problem(
                422,
                "webhook_host",
                "this address is not of a host that webhooks may be sent to; expected "
                "https://HOST/PATH with a host of webhooks.hosts in the configuration",
            )
        if found["scheme"] == "http" and not self.settings.plain_http:
            raise Problem(422, "webhook_host", "the webhook is http; expected https")
        return found["scheme"], found["host"], found["path"] or "/"

    def signature(self, body: bytes, when: int) -> str:
        signed = hmac.new(self._secret, b"%d." % when + body, sha256).hexdigest()
        return f"t={when},v1={signed}"

    def deliver_due(self, store: Store) -> None:
        """On a thread: one attempt for each that is due."""
        for job in store.due_webhooks(time.time()):
            delivered = self._deliver(job)
            attempts = job["attempts"] + 1
            more = not delivered and attempts < self.settings.attempts
            state = "delivered" if delivered else "pending" if more else "failed"
            delay = min(self.settings.first_delay * 2 ** (attempts - 1), _LONGEST_DELAY)
            store.note_webhook(job["id"], state, time.time() + delay)
            self.metrics.webhooks.labels("delivered" if delivered else "failed").inc()
            log("webhook", job=job["id"], attempt=attempts, state=state)

    def _deliver(self, job: sqlite3.Row) -> bool:
        try:
            scheme, host, path = self._parts(job["webhook"])
        except Problem:  # the configuration has changed since
            return False
        facts = {"job": job["id"], "state": job["state"], "documents": job["documents"]}
        body = json.dumps({"type": "job.ended", **facts}).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "despin-serve",
            "Despin-Event": job["id"],
            "Despin-Signature": self.signature(body, int(time.time())),
        }
        if scheme == "https":
            context = ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(host, timeout=_SECONDS, context=context)
        else:
            connection = HTTPConnection(host, timeout=_SECONDS)
        try:
            connection.request("POST", path, body, headers)
            return 200 <= connection.getresponse().status < 300
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
