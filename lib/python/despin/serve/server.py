"""Runs the application in uvicorn."""

from __future__ import annotations

import contextlib
import socket
import sys

import uvicorn

from despin import Error
from despin.serve import logs
from despin.serve.app import create_app
from despin.serve.protocol import protocol_with
from despin.serve.settings import Settings, SettingsError


class Server(uvicorn.Server):
    """Says where it listens, on standard output: whoever starts it waits for this line."""

    def __init__(self, config: uvicorn.Config, tls: bool) -> None:
        super().__init__(config)
        self._scheme = "https" if tls else "http"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        for server in self.servers:
            for one in server.sockets:
                host, port = one.getsockname()[:2]
                name = f"[{host}]" if ":" in host else host
                print(f"despin serve: {self._scheme}://{name}:{port}/", flush=True)


def serve(settings: Settings) -> int:
    """Until SIGTERM or SIGINT: what has begun is answered first."""
    logs.begin()
    try:
        app = create_app(settings)
    except (OSError, ValueError) as error:
        raise SettingsError(str(error)) from None
    try:
        app.state.service.engine.open()
    except Error as error:
        raise SettingsError(f"model {settings.model or 'en'}: {error}") from None
    limits = settings.limits
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol_with(limits.header_seconds),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=round(limits.stop_seconds),
        backlog=1024,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=str(settings.tls_key) if settings.tls_key else None,
    )
    server = Server(config, settings.tls_certificate is not None)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        print("despin serve: it could not start; its log says why", file=sys.stderr)
        return 1
    return 0
