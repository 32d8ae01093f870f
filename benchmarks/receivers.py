"""Receivers of signed posts that misbehave as real ones do, and remember what they took.

Each keeps, by idempotency key, how often it processed a post; what it answered is another matter.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from siaga.channels.agency_api.protocol import Verdict, read_secret, verify

SLOW_S = 3.0
HANG_S = 30.0
FLAP_S = 7.0
MODES = ("ok", "slow", "error", "reset", "hang", "redirect", "gone", "lost", "flap", "mixed")


@dataclass
class Receiver:
    """`mode`: how it behaves; "mixed" is another one every few seconds."""

    mode: str
    secret: str
    chance: Random
    port: int = 0
    processed: Counter[str] = field(default_factory=Counter)
    order: list[str] = field(default_factory=list)  # keys as they were first processed
    bodies: dict[str, dict[str, object]] = field(default_factory=dict)
    raw: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)  # the first few
    met: Counter[str] = field(default_factory=Counter)  # what was done to posts
    bad_signatures: int = 0
    inner_hits: int = 0  # requests that came by way of our redirect: there may be none

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/siaga"

    def now(self, elapsed_s: float) -> str:
        """How it behaves at this moment."""
        if self.mode == "flap":
            return "error" if int(elapsed_s / FLAP_S) % 2 else "ok"
        if self.mode == "mixed":
            modes = ("ok", "slow", "error", "ok", "lost", "ok", "reset")
            return modes[int(elapsed_s / FLAP_S) % len(modes)]
        return self.mode

    def behaves(self, elapsed_s: float, body: bytes) -> str:
        """The same, towards one post."""
        return self.now(elapsed_s)

    def key_of(self, headers: dict[str, str], body: bytes) -> str:
        return headers.get("webhook-id", "")

    def said(self, status: int, headers: dict[str, str], *, body: bytes) -> bytes:
        """What its answer holds."""
        return b""

    def process(self, headers: dict[str, str], body: bytes) -> None:
        if verify(read_secret(self.secret), headers, body=body, now_s=time.time()) is not (
            Verdict.GENUINE
        ):
            self.bad_signatures += 1
            return
        key = self.key_of(headers, body)
        if key not in self.processed:
            self.order.append(key)
        self.processed[key] += 1
        self.bodies[key] = json.loads(body)
        if len(self.raw) < 3:
            self.raw.append((body, headers))


class Receivers:
    """All of them in one thread with a loop of its own. `close` ends it."""

    def __init__(self, receivers: list[Receiver]) -> None:
        self.receivers = receivers
        self.began_s = time.monotonic()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        servers = []
        for receiver in self.receivers:
            serve = self._serving(receiver)
            server = self._loop.run_until_complete(
                asyncio.start_server(serve, "127.0.0.1", receiver.port)
            )
            receiver.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        self._loop.run_forever()
        for server in servers:
            server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.05))  # their connections close meanwhile
        self._loop.close()

    def _serving(
        self, receiver: Receiver
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, EOFError, ValueError, asyncio.CancelledError):
                await self._serve(receiver, reader, writer)
            writer.close()

        return serve

    async def _serve(
        self, receiver: Receiver, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if "/inner" in first:
            receiver.inner_hits += 1
            return
        mode = receiver.behaves(time.monotonic() - self.began_s, body)
        receiver.met[mode] += 1
        await self._behave(receiver, mode, writer, headers=headers, body=body)

    async def _behave(
        self,
        receiver: Receiver,
        mode: str,
        writer: asyncio.StreamWriter,
        *,
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        def answer(status: int, more: str = "") -> None:
            said = receiver.said(status, headers, body=body)
            writer.write(
                f"HTTP/1.1 {status} x\r\nContent-Length: {len(said)}\r\nConnection: close\r\n"
                f"{more}\r\n".encode()
                + said
            )

        match mode:
            case "ok":
                receiver.process(headers, body)
                answer(200)
            case "slow":
                receiver.process(headers, body)
                await asyncio.sleep(SLOW_S * receiver.chance.random())
                answer(200)
            case "refused":
                answer(400)
            case "error":
                status = receiver.chance.choice((500, 502, 503, 429))
                answer(status, "Retry-After: 4\r\n" if status == 429 else "")
            case "reset":
                _reset(writer)
            case "hang":
                await asyncio.sleep(HANG_S)
            case "redirect":
                inner = f"http://127.0.0.1:{receiver.port}/inner"
                answer(302, f"Location: {inner}\r\n")
            case "gone":
                answer(410)
            case "lost":  # it does what it was asked, and its answer never arrives: once for each
                known = receiver.key_of(headers, body) in receiver.processed
                receiver.process(headers, body)
                if known:
                    answer(200)
                else:
                    _reset(writer)
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """As a machine that died: RST, no goodbye."""
    inner = writer.get_extra_info("socket")
    inner.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
