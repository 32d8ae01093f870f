"""The connection to Kamailio's evapi: kept up, pinged every second, silent when told to be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from siaga.channels.phone.kamailio.netstring import Frames, Garbage, framed
from siaga.channels.phone.kamailio.protocol import (
    Malformed,
    Order,
    Pong,
    Said,
    encode,
    read_event,
)
from siaga.platform.clock import steady_s
from siaga.platform.streams import hang_up

log = structlog.get_logger()

PING_S = 1.0
SILENT_S_MAX = 4.0
AGAIN_S = 0.5
_READ_BYTES = 65_536


class NotConnected(Exception):
    """The edge is not there to be told anything."""


class LinkToEdge:
    """Calls `heard` with everything said, `up` after the first pong, `lost` with a reason."""

    def __init__(
        self,
        port: int,
        key: str,
        *,
        heard: Callable[[Said], None],
        up: Callable[[], Awaitable[None]],
        lost: Callable[[str], None],
    ) -> None:
        self._port, self._key = port, key
        self._heard, self._up, self._lost = heard, up, lost
        self._writer: asyncio.StreamWriter | None = None
        self.silent = False
        self.malformed = 0

    def tell(self, order: Order) -> None:
        """Raises NotConnected."""
        if self._writer is None or self._writer.is_closing():
            raise NotConnected(order.cmd)
        self._writer.write(framed(encode(order, self._key)))

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            reason = await self._once()
            self._lost(reason)
            await asyncio.sleep(AGAIN_S)

    async def _once(self) -> str:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError as error:
            return error.strerror or type(error).__name__
        self._writer = writer
        pinging = asyncio.create_task(self._ping())
        try:
            return await self._read(reader)
        finally:
            self._writer = None
            pinging.cancel()
            await hang_up(writer)

    async def _ping(self) -> None:
        while True:
            if not self.silent:
                with suppress(NotConnected):
                    self.tell(Order(cmd="ping"))
            await asyncio.sleep(PING_S)

    async def _read(self, reader: asyncio.StreamReader) -> str:
        frames = Frames()
        told_at_s = steady_s()
        is_up = False
        while True:
            try:
                # Not wait_for: in Python 3.11 it may swallow the cancellation of this task.
                async with asyncio.timeout(PING_S):
                    more = await reader.read(_READ_BYTES)
            except TimeoutError:
                if not self.silent and steady_s() - told_at_s > SILENT_S_MAX:
                    return "silent"
                continue
            except OSError as error:
                return error.strerror or type(error).__name__
            if not more:
                return "closed"
            told_at_s = steady_s()
            for frame in frames.feed(more):
                if isinstance(frame, Garbage):
                    return f"garbage: {frame.why}"
                said = read_event(frame)
                if isinstance(said, Pong) and not is_up:
                    is_up = True
                    await self._up()
                self._take(said)

    def _take(self, said: Said) -> None:
        if isinstance(said, Malformed):
            self.malformed += 1
            log.warning("phone_malformed", why=said.why)
            return
        self._heard(said)
