"""Answers from the first second: a page that says what is being prepared, then the room itself.

Imports nothing heavy: it is loaded before everything else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

PREPARING = """<!doctype html><html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="1"><title>Siaga 112</title></head>
<body><main><h1>Siaga 112</h1><p role="status">Ruang sedang disiapkan: {step}</p>
<p>Halaman ini membuka sendiri. Nyawa terancam? Telepon 112.</p></main></body></html>"""

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Front:
    def __init__(self, begin: Callable[[Front], Awaitable[None]]) -> None:
        self.app: App | None = None
        self.step = "mulai"
        self.end: Callable[[], Awaitable[None]] | None = None
        self._begin = begin
        self._beginning: asyncio.Task[None] | None = None
        self.failed: Exception | None = None
        self.give_up: Callable[[], None] = lambda: None
        self.closing: Callable[[], object] = lambda: None  # told as soon as the end was asked for

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope.get("path") == "/healthz":
            await _say(send, 200, b'{"alive":true}', b"application/json")
        elif self.app is None:
            await self._prepare(scope, send)
        else:
            await self.app(scope, receive, send)

    async def _prepare(self, scope: dict[str, Any], send: Any) -> None:
        if scope.get("path") == "/":
            page = PREPARING.replace("{step}", self.step).encode()
            await _say(send, 200, page, b"text/html; charset=utf-8")
        else:
            await _say(send, 503, b'{"message":"preparing"}', b"application/json")

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._beginning = asyncio.create_task(self._run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await asyncio.gather(self._beginning, return_exceptions=True)
        if self.end is not None:
            await self.end()
        await send({"type": "lifespan.shutdown.complete"})

    async def _run(self) -> None:
        try:
            await self._begin(self)
        except Exception as reason:  # told by whoever started the server, which now ends
            self.failed = reason
            self.give_up()


async def _say(send: Any, status: int, body: bytes, content_type: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
    if status == 503:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
