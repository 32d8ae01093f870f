"""Clients without a library between: raw keep-alive HTTP, so that the load costs little itself."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hmac
import json
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

ANSWER_S_MAX = 30.0


def time_ordered_id(chance: Random) -> str:
    """A UUIDv7 as a careful client makes it."""
    millis = time.time_ns() // 1_000_000
    low = chance.getrandbits(62)
    return str(UUID(int=millis << 80 | 0x7 << 76 | chance.getrandbits(12) << 64 | 0b10 << 62 | low))


class Connection:
    """One keep-alive connection. Any loss is an OSError or EOFError; the caller may open anew."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(
        self, path: str, body: bytes, *, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """→ (status, body)."""
        if self._reader is not None and self._reader.at_eof():
            await self.close()
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{lines}\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        fields = answer.lower().split(b"content-length: ")
        size = int(fields[1].split(b"\r\n")[0]) if len(fields) > 1 else 0
        return int(answer[9:12]), await self._reader.readexactly(size)

    async def close(self) -> None:
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


class Shared:
    """As many connections as are busy at the same time; for open loops."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._free: list[Connection] = []

    async def post(
        self, path: str, body: bytes, *, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        connection = self._free.pop() if self._free else Connection(self.port)
        answer = await connection.post(path, body, headers=headers)
        self._free.append(connection)
        return answer

    async def close(self) -> None:
        for connection in self._free:
            await connection.close()


async def open_loop(send: Callable[[], Awaitable[None]], *, rate: float, seconds: float) -> None:
    """Start `send` at a fixed pace whatever became of the earlier ones; raises what one raised."""
    began_s = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began_s + number / rate - time.perf_counter()))
            group.create_task(_run(send))


async def _run(send: Callable[[], Awaitable[None]]) -> None:
    await send()


def incident_body(chance: Random, *, command_id: str | None = None) -> bytes:
    """`open-incident` with a note and a pin, both of which the room seals."""
    content: dict[str, Any] = {
        "command_id": command_id or time_ordered_id(chance),
        "incident_type": "fire.building",
        "note": "api besar di lantai dua, dua orang belum keluar, akses lewat gang belakang",
        "location": {
            "latitude": round(-1.6 - chance.random() / 20, 6),
            "longitude": round(103.58 + chance.random() / 20, 6),
            "source": "pin",
            "address": "Jalan Contoh 7",
        },
    }
    return json.dumps(content).encode()


WORDS = "tolong, ada kebakaran di dekat pasar " * 3


def message(chance: Random, *, sender: str = "") -> bytes:
    """A WhatsApp text as Meta would post it, from `sender` or one of a million numbers."""
    sender = sender or f"628120{chance.randrange(10**6):06d}"
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "112", "phone_number_id": "1"},
        "contacts": [{"profile": {"name": "Warga"}, "wa_id": sender}],
        "messages": [
            {
                "from": sender,
                "id": f"wamid.{chance.getrandbits(120):x}",
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": WORDS},
            }
        ],
    }
    change = {"field": "messages", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}
    return json.dumps(body).encode()


def signature(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def run(program: Awaitable[Any]) -> Any:
    """On uvloop, with the collector out of the way of the clock."""
    import uvloop

    async def main() -> Any:
        return await program

    gc.collect()
    gc.freeze()
    return uvloop.run(main())


def quiet_exit() -> None:
    """End a measuring child at once."""
    os._exit(0)
