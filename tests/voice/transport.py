"""How a test's telephone is connected: by UDP, or like a page by WebSocket."""

from __future__ import annotations

import asyncio
import base64
import os
import ssl
import struct
from collections.abc import Callable
from typing import Protocol, cast

from tests.patience import PATIENCE_S

Heard = Callable[[bytes], None]


class Transport(Protocol):
    via: str
    contact: str  # host part, with parameters

    def send(self, data: bytes) -> None: ...

    async def close(self) -> None: ...


class Udp(asyncio.DatagramProtocol):
    via = "UDP"

    def __init__(self, edge_port: int, heard: Heard) -> None:
        self._edge = ("127.0.0.1", edge_port)
        self._heard = heard
        self.contact = ""

    @classmethod
    async def open(
        cls, edge_port: int, heard: Heard, *, host: str = "127.0.0.1", own: int = 0
    ) -> Udp:
        """Another loopback address stands for a stranger's."""
        loop = asyncio.get_running_loop()
        self: Udp
        _, self = await loop.create_datagram_endpoint(
            lambda: cls(edge_port, heard), local_addr=(host, own)
        )
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        host, port = transport.get_extra_info("sockname")[:2]
        self.contact = f"{host}:{port}"

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data.strip(b"\r\n\0"):
            self._heard(data)

    def send(self, data: bytes) -> None:
        self._transport.sendto(data, self._edge)

    async def close(self) -> None:
        self._transport.close()


class WebSocket:
    """RFC 6455 as far as one SIP message per frame needs it."""

    contact = "page.invalid;transport=ws"
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter
    _task: asyncio.Task[None]

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self.via = "WS"

    @classmethod
    async def open(cls, port: int, heard: Heard, *, secure: bool = False) -> WebSocket:
        self = cls(heard)
        context = None
        if secure:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.via = "WSS"
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET /sip HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: sip\r\nOrigin: http://127.0.0.1\r\n\r\n".encode()
        )
        answer = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
        assert b" 101 " in answer, answer
        self._task = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        while True:
            first, size = await self._reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack(">H", await self._reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", await self._reader.readexactly(8))
            data = await self._reader.readexactly(size)
            if first & 15 == 9:
                self._frame(10, data)
            elif first & 15 in (1, 2) and data.strip(b"\r\n\0"):
                self._heard(data)

    def _frame(self, kind: int, data: bytes) -> None:
        mask = os.urandom(4)
        size = len(data)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([0x80 | size])
        else:
            head += bytes([0x80 | 126]) + struct.pack(">H", size)
        hidden = bytes(each ^ mask[n % 4] for n, each in enumerate(data))
        self._writer.write(head + mask + hidden)

    def send(self, data: bytes) -> None:
        self._frame(1, data)

    async def close(self) -> None:
        """Like a killed page: no goodbye."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._writer.transport.abort()
