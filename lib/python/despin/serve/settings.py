"""What the service is told: a file of TOML, and options of the command line over it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same, as a package
    import tomli as tomllib  # type: ignore[import-not-found]

Scope = Literal["check", "index", "review", "jobs", "metrics"]
SCOPES: tuple[Scope, ...] = ("check", "index", "review", "jobs", "metrics")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Table(BaseModel):
    """A table of the file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitSettings(Table):
    """How much is taken in."""

    body_bytes: Count = 4 << 20
    memory_bytes: Count = 256 << 20
    """Of all bodies that are held at a time."""
    words: Count = 200_000
    """Of a text; what is beyond is not read, and the report says so."""
    documents: Count = 1_000
    """Of a request."""
    seconds: Seconds = 20
    """Of a text, a comparison or a search."""
    header_seconds: Seconds = 10
    body_seconds: Seconds = 30
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """That check; 0 is one a CPU."""
    queue: Annotated[int, Field(ge=0)] = 64
    """Requests that wait for a thread; more get 429."""
    queue_seconds: Seconds = 10
    """That a request waits for a thread; longer, and it gets 503."""
    connections: Count = 1_000
    stop_seconds: Seconds = 30
    """That requests have to end when the service stops."""


class KeySettings(Table):
    """A key of the API: `sha256` is of the key, which is stored nowhere."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    scopes: frozenset[Scope] = frozenset({"check"})
    per_minute: Annotated[float, Field(gt=0)] = 600


class WebhookSettings(Table):
    """Where results of jobs may be announced: nowhere unless hosts are named."""

    hosts: tuple[str, ...] = ()
    """As ``"hooks.example.org"`` or ``"hooks.example.org:8443"``."""
    secret_file: Path | None = None
    """Of 32 bytes or more; signs what is sent."""
    plain_http: bool = False
    """Also ``http://``: for a proxy on this machine, and tests."""
    attempts: Count = 8
    first_delay: Seconds = 5
    """Doubled with each attempt."""

    @model_validator(mode="after")
    def _signed(self) -> WebhookSettings:
        if self.hosts and self.secret_file is None:
            raise ValueError("webhooks.hosts needs webhooks.secret_file, which signs them")
        return self


class Settings(Table):
    """All of the configuration; the defaults serve this machine alone."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8321
    names: tuple[str, ...] = ()
    """Host names under which it is reached, besides those of loopback."""
    model: Path | None = None
    indexes: Path | None = None
    """A folder of indexes, each a folder in it."""
    store: Path | None = None
    """A file of SQLite: kept decisions, marks, jobs, texts of indexed documents."""
    keep_days: Annotated[float, Field(ge=0)] = 0
    """After which kept decisions and jobs are forgotten; 0: never."""
    reload_seconds: Seconds = 2
    """How often model and indexes are looked at for changes."""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    open: bool = False
    """Serve others than this machine without keys."""
    limits: LimitSettings = LimitSettings()
    keys: tuple[KeySettings, ...] = ()
    webhooks: WebhookSettings = WebhookSettings()

    @model_validator(mode="after")
    def _guarded(self) -> Settings:
        if self.host not in LOOPBACK and not self.keys and not self.open:
            raise ValueError(
                "host is not of this machine alone, and there are no keys; expected [[keys]] "
                "(despin serve --new-key NAME makes one), or open = true"
            )
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("expected tls_certificate and tls_key, or neither")
        return self


class SettingsError(Exception):
    """Settings that cannot be: what was found, expected, and what to do."""


def read_settings(path: Path | None, over: dict[str, Any]) -> Settings:
    """The settings of a file, and `over` them what the command line says."""
    found: dict[str, Any] = {}
    if path is not None:
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror}; expected a readable file") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} is no TOML: {error}") from None
        base = path.parent
        for key in ("model", "indexes", "store", "tls_certificate", "tls_key"):
            if isinstance(found.get(key), str):
                found[key] = base / found[key]
        hooks = found.get("webhooks")
        if isinstance(hooks, dict) and isinstance(hooks.get("secret_file"), str):
            hooks["secret_file"] = base / hooks["secret_file"]
    try:
        return Settings.model_validate({**found, **over})
    except ValidationError as error:
        said = [
            ".".join(map(str, one["loc"])) + ": " + one["msg"]
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise SettingsError("; ".join(said)) from None
