"""The HTTP protocol of uvicorn, with an end to waiting for a head."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


def protocol_with(header_seconds: float) -> type[HttpToolsProtocol]:
    """A connection that has not sent a whole head within this time is closed."""

    class Protocol(HttpToolsProtocol):
        _head_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait_for_head()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            if self._head_timer is None:  # not the first request of this connection
                self._wait_for_head()

        def on_headers_complete(self) -> None:
            self._forget_timer()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget_timer()
            super().connection_lost(exc)

        def _wait_for_head(self) -> None:
            self._head_timer = self.loop.call_later(header_seconds, self._give_up)

        def _forget_timer(self) -> None:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

        def _give_up(self) -> None:
            self._head_timer = None
            self.transport.close()

    return Protocol
