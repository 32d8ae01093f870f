"""An operator's message centre that nobody here wrote (the package smpp34), and a wire to cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import smpp34

from siaga.channels.sms.settings import SmppSettings
from tests.contract.listener import listener
from tests.http.server import free_port

OUR_NUMBER = "112"


@dataclass(slots=True)
class Smsc:
    """`refuse`: the status every message of ours gets; 0 takes them. `receipts`: whether it tells
    what became of them."""

    port: int
    server: Any
    receipts: bool = True
    refuse: int = 0
    silent: bool = False
    submitted: list[Any] = field(default_factory=list)
    bound: list[Any] = field(default_factory=list)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def esme(self) -> Any:
        return self.bound[-1]

    async def run(self) -> None:
        while True:
            event = await self.server.next()
            if isinstance(event, smpp34.Esme):
                self.bound.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._submitted(event)

    def _submitted(self, event: Any) -> None:
        self.submitted.append(event)
        if self.refuse:
            event.reject(self.refuse)
            return
        if self.silent:
            return
        name = f"{len(self.submitted):08X}"
        event.accept(name)
        if self.receipts and event.registered_delivery:
            task = asyncio.create_task(self._tell(event, name))
            self._tasks.add(task)

    async def _tell(self, event: Any, name: str) -> None:
        """The id in decimal, as many operators write it there."""
        said = f"id:{int(name, 16)} sub:001 dlvrd:001 stat:DELIVRD err:000 text:-"
        with suppress(Exception):
            await self.esme.deliver_sm(
                source_addr=event.destination_addr,
                destination_addr=event.source_addr,
                esm_class=0x04,
                short_message=said.encode(),
            )

    async def deliver(self, source: str, message: bytes, **fields: Any) -> int:
        """What a citizen wrote; our answer's status. Raises when the link breaks meanwhile."""
        known = {"source_addr_ton": 1, "source_addr_npi": 1} | fields
        answer = await self.esme.deliver_sm(
            source_addr=source, destination_addr=OUR_NUMBER, short_message=message, **known
        )
        return int(answer.command_status)


@asynccontextmanager
async def running_smsc() -> AsyncIterator[Smsc]:
    port = free_port()
    server = smpp34.Server("127.0.0.1", port, system_id="uji")
    await server.start()
    smsc = Smsc(port=port, server=server)
    task = asyncio.create_task(smsc.run())
    try:
        yield smsc
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.stop()


class Wire:
    """Carries bytes between two ports of this machine; `cut` breaks every link, without a word."""

    def __init__(self, to_port: int) -> None:
        self.port, self._to_port = 0, to_port
        self.cuts = 0
        self._links: set[asyncio.StreamWriter] = set()
        self.swallow_to_smsc = False  # what we answer is lost on the way

    def cut(self) -> None:
        self.cuts += 1
        for writer in tuple(self._links):
            writer.transport.abort()
        self._links.clear()

    async def carry(self, ours: asyncio.StreamReader, to_us: asyncio.StreamWriter) -> None:
        theirs, to_them = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._links |= {to_us, to_them}
        await asyncio.gather(
            self._pump(ours, to_them, swallows=lambda: self.swallow_to_smsc),
            self._pump(theirs, to_us, swallows=lambda: False),
        )

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        swallows: Callable[[], bool],
    ) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65_536):
                if not swallows():
                    writer.write(data)
                    await writer.drain()
        writer.transport.abort()


@asynccontextmanager
async def wired(to_port: int) -> AsyncIterator[Wire]:
    wire = Wire(to_port)
    async with listener(wire.carry) as wire.port:
        yield wire


def settings(port: int, **more: Any) -> SmppSettings:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "system_id": "siaga",
        "password": "rahasia1",
        "source": OUR_NUMBER,
    }
    return SmppSettings(**values | more)
