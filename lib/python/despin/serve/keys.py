"""Keys of the API: made at random, kept as digests; scopes and rates."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from hashlib import sha256

from despin.serve.problems import Problem
from despin.serve.settings import SCOPES, KeySettings, Scope

PREFIX = "despin_"
# Wrong keys that an address may try before it has to wait, and how many more a minute.
_WRONG_AT_ONCE = 10.0
_WRONG_PER_MINUTE = 10.0
_ADDRESSES = 10_000


class Bucket:
    """Lets `per_minute` through, up to `at_once` together."""

    def __init__(self, per_minute: float, at_once: float) -> None:
        self.rate = per_minute / 60
        self.most = at_once
        self.left = at_once
        self.at = time.monotonic()

    def fill(self) -> None:
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now

    def take(self) -> float:
        """0 if one may go through, else for how many seconds none may."""
        self.fill()
        if self.left < 1:
            return (1 - self.left) / self.rate
        self.left -= 1
        return 0


class Caller:
    """Who asks, and what they may."""

    def __init__(self, name: str, scopes: frozenset[Scope], bucket: Bucket | None) -> None:
        self.name = name
        self.scopes = scopes
        self.bucket = bucket

    def need(self, scope: Scope) -> None:
        if scope not in self.scopes:
            raise Problem(
                403,
                "forbidden",
                f"this key lacks the scope {scope!r}; expected a key that has it "
                "(scopes of [[keys]] in the configuration)",
            )


ANYONE = Caller("", frozenset(SCOPES), None)


class Keyring:
    """The keys that are known. Serves the thread of the event loop."""

    def __init__(self, keys: Sequence[KeySettings]) -> None:
        self._callers = {
            bytes.fromhex(key.sha256): Caller(
                key.name, key.scopes, Bucket(key.per_minute, max(1, key.per_minute / 6))
            )
            for key in keys
        }
        self._wrong: dict[str, Bucket] = {}

    def caller(self, authorization: str, address: str) -> Caller:
        """Who has this key; anyone, if there are no keys.

        Looked up by digest: how long that takes tells nothing of a key.
        """
        if not self._callers:
            return ANYONE
        wrong = self._wrong.get(address)
        if wrong is not None:
            wrong.fill()
            if wrong.left < 1:
                raise Problem(
                    429,
                    "too_many_wrong_keys",
                    "too many wrong keys from this address; expected a key that is known",
                    retry_after=60 / _WRONG_PER_MINUTE,
                )
        scheme, _, key = authorization.partition(" ")
        found = None
        if scheme.lower() == "bearer":
            found = self._callers.get(sha256(key.strip().encode()).digest())
        if found is None:
            if authorization:
                self._note_wrong(address)
            raise Problem(
                401,
                "unauthorized",
                ("this key is not known" if authorization else "no key was given")
                + "; expected Authorization: Bearer KEY",
                headers={"WWW-Authenticate": 'Bearer realm="despin"'},
            )
        assert found.bucket is not None
        seconds = found.bucket.take()
        if seconds:
            raise Problem(
                429,
                "rate",
                "this key asks more often than it may; expected to wait, or a higher per_minute",
                retry_after=seconds,
            )
        return found

    def _note_wrong(self, address: str) -> None:
        if address not in self._wrong:
            if len(self._wrong) >= _ADDRESSES:
                self._wrong.pop(next(iter(self._wrong)))
            self._wrong[address] = Bucket(_WRONG_PER_MINUTE, _WRONG_AT_ONCE)
        self._wrong[address].take()


def new_key(name: str) -> tuple[str, str]:
    """A new key, and the lines of configuration that make it known."""
    key = PREFIX + secrets.token_urlsafe(32)
    digest = sha256(key.encode()).hexdigest()
    lines = (
        f'[[keys]]\nname = "{name}"\nsha256 = "{digest}"\nscopes = ["check"]\nper_minute = 600\n'
    )
    return key, lines
