"""A whole stack in a folder of its own, on ports of its own, and the room's side of it."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from siaga.app.voice.credentials import page_credentials
from siaga.app.voice.keeper import Port, is_taken
from siaga.app.voice.render import LINK_KEY_FILE, render, secret_of
from siaga.app.voice.running import ensure_running, stop
from siaga.app.voice.settings import Ports, VoiceSettings
from siaga.channels.phone.kamailio.io import TOLD, Edge, KamailioPhone
from siaga.channels.phone.port import Event, Link
from siaga.platform.clock import WallClock
from tests.patience import PATIENCE_S
from tests.voice.telephone import Telephone

E = TypeVar("E")
CLOCK = WallClock()
_CHANCE = Random()
_BLOCK = 24
_SECOND = 20


def free_ports() -> Ports:
    for _ in range(200):
        base = _CHANCE.randrange(20_000, 27_000, _BLOCK)
        trial = [Port(number=base + n, udp=udp) for n in range(_BLOCK) for udp in (True, False)]
        if not any(is_taken(port) for port in trial):
            low = _CHANCE.randrange(28_000, 31_000, 400)
            return Ports(base=base, rtp_min=low, rtp_max=low + 1399)
    raise RuntimeError("no free ports")


@dataclass
class Stack:
    settings: VoiceSettings

    @property
    def ports(self) -> Ports:
        return self.settings.ports

    @property
    def second_port(self) -> int:
        return self.ports.base + _SECOND

    def edge(self) -> Edge:
        folder = self.settings.folder
        return Edge(
            link_port=self.ports.link,
            rpc_port=self.ports.rpc,
            digits_port=self.ports.digits,
            media_port=self.ports.media,
            key=secret_of(folder, LINK_KEY_FILE),
            journal=self.settings.journal,
            spool=self.settings.spool,
        )

    def credentials(self, account: str, *, for_s: float = 3600) -> tuple[str, str]:
        expires_at = CLOCK.now() + timedelta(seconds=for_s)
        return page_credentials(secret_of(self.settings.folder), account, expires_at=expires_at)

    def log(self, name: str = "kamailio") -> str:
        return (self.settings.folder / "log" / f"{name}.log").read_text(errors="replace")

    @asynccontextmanager
    async def room(self) -> AsyncIterator[Room]:
        """The room's side: connected, everything told."""
        room = Room(self, KamailioPhone(self.edge(), CLOCK))
        task = asyncio.create_task(room.listen())
        try:
            await room.told()
            yield room
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await room.phone.close()

    @asynccontextmanager
    async def telephone(self, account: str = "0812345678", **by: Any) -> AsyncIterator[Telephone]:
        """A citizen's, through the trunk."""
        telephone = await Telephone(account).by_udp(self.ports.sip, **by)
        try:
            yield telephone
        finally:
            await telephone.close()

    @asynccontextmanager
    async def taker(
        self, account: str, *, by: str = "udp", answer_after_s: float | None = 0.2
    ) -> AsyncIterator[Telephone]:
        """Registered, speaking 880 Hz; `by`: udp, ws or wss."""
        taker = Telephone(account, secret=self.credentials(account))
        taker.answer_after_s, taker.tone_hz = answer_after_s, 880
        if by == "udp":
            await taker.by_udp(self.ports.sip)
        else:
            port = self.ports.wss if by == "wss" else self.ports.ws
            await taker.by_websocket(port, secure=by == "wss")
        assert await taker.register() == 200
        try:
            yield taker
        finally:
            await taker.close()

    @asynccontextmanager
    async def second(self) -> AsyncIterator[Telephone]:
        """Who answers at the second destination, speaking 1200 Hz."""
        second = await Telephone("second").by_udp(self.ports.sip, own=self.second_port)
        second.answer_after_s, second.tone_hz = 0.2, 1200
        try:
            yield second
        finally:
            await second.close()


@dataclass
class Room:
    stack: Stack
    phone: KamailioPhone
    events: list[Event] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        async for event in self.phone.events():
            self.events.append(event)
            self._news.set()

    async def told(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not any(isinstance(e, Link) and e.reason == TOLD for e in self.events):
                self._news.clear()
                await self._news.wait()

    def seen(self, kind: type[E], **wanted: Any) -> list[E]:
        return [
            e
            for e in self.events
            if isinstance(e, kind) and all(getattr(e, n) == v for n, v in wanted.items())
        ]

    async def until(self, kind: type[E], *, within_s: float = PATIENCE_S, **wanted: Any) -> E:
        """The first such event, past or to come."""
        async with asyncio.timeout(within_s):
            while True:
                if found := self.seen(kind, **wanted):
                    return found[0]
                self._news.clear()
                await self._news.wait()


@contextmanager
def stack(**said: Any) -> Iterator[Stack]:
    """Started with the room's own supervisor; WSS too; ends with everything it started."""
    with tempfile.TemporaryDirectory(prefix="siaga-voice-") as folder:
        ports = free_ports()
        second = f"sip:second@127.0.0.1:{ports.base + _SECOND}"
        settings = VoiceSettings(
            folder=Path(folder),
            ports=ports,
            second_destination=second,
            trunk_destination=f"127.0.0.1:{ports.base + _SECOND}",
            wss_host="127.0.0.1",
        )
        settings = replace(settings, **said)
        started = ensure_running(settings, CLOCK)
        try:
            assert started.running, started.problems
            yield Stack(settings)
        finally:
            stop(Path(folder))


@contextmanager
def written_only() -> Iterator[Stack]:
    """Configured, not started."""
    with tempfile.TemporaryDirectory(prefix="siaga-voice-") as folder:
        settings = VoiceSettings(folder=Path(folder), ports=free_ports())
        render(settings, CLOCK)
        yield Stack(settings)


def hold_port(number: int, *, udp: bool) -> socket.socket:
    held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    held.bind(("127.0.0.1", number))
    if not udp:
        held.listen()
    return held
