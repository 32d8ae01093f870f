"""FreeSWITCH's event socket behind the phone port. NOT PROVEN ON A LIVE SERVER."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from siaga.channels.phone.bridging import BridgingPhone, LinkLost, Rhythm
from siaga.channels.phone.freeswitch.lines import EslSettings, Say
from siaga.channels.phone.freeswitch.protocol import Authenticate, Esl, Step
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Lost
from siaga.channels.phone.orders import Step as LegsStep
from siaga.channels.phone.port import Can
from siaga.platform.clock import Clock
from siaga.platform.ids import derived_id, new_id
from siaga.platform.streams import hang_up

log = structlog.get_logger(__name__)

PORTION_BYTES = 64 * 1024


class FreeSwitchPhone(BridgingPhone):
    """A Phone by mod_event_socket. The password is handed in and never logged."""

    def __init__(
        self,
        address: tuple[str, int],
        password: str,
        *,
        clock: Clock,
        settings: EslSettings | None = None,
        rhythm: Rhythm | None = None,
    ) -> None:
        chosen = settings or EslSettings()
        legs = Legs(new_leg=lambda: str(new_id()), second=chosen.second)
        super().__init__(legs, clock=clock, rhythm=rhythm or Rhythm())
        self.capabilities = frozenset({Can.HOLD, Can.TRANSFER, Can.ADD_PARTY, Can.LISTEN, Can.PLAY})
        if any(sign in password for sign in "\r\n"):
            raise ValueError("a password of two lines")
        self._address, self._password = address, password
        self._esl = Esl(chosen, legs=legs, contact_of=lambda call: str(derived_id("phone", call)))
        self._writer: asyncio.StreamWriter | None = None

    async def _serve(self) -> None:
        host, port = self._address
        async with asyncio.timeout(self._rhythm.connect_s):
            reader, self._writer = await asyncio.open_connection(host, port)
        self._esl.connected()
        try:
            settled_by = asyncio.get_running_loop().time() + self._rhythm.connect_s
            while True:
                # A switch that accepts and then says nothing is no link.
                due = None if self._esl.is_settled else settled_by
                async with asyncio.timeout_at(due):
                    data = await reader.read(PORTION_BYTES)
                if not data:
                    raise LinkLost("the switch closed the connection")
                for step in self._esl.received(data, at=self._clock.now()):
                    await self._do(step)
        finally:
            writer, self._writer = self._writer, None
            await hang_up(writer)

    async def _do(self, step: Step) -> None:
        match step:
            case Say(line=line):
                await self._write(line)
            case Authenticate():
                await self._write(f"auth {self._password}")
            case Lost(reason=reason):
                raise LinkLost(reason)
            case _:
                await self._emit(step)

    async def _write(self, line: str) -> None:
        if self._writer is None:
            raise LinkLost("no link to the switch")
        self._writer.write(f"{line}\n\n".encode())
        async with asyncio.timeout(self._rhythm.connect_s):
            await self._writer.drain()

    async def _tell(self, steps: Sequence[LegsStep]) -> None:
        for step in self._esl.carry_out(steps):
            await self._do(step)

    async def _say_farewell(self) -> None:
        for step in self._esl.farewell():
            await self._do(step)

    async def _pulse(self) -> None:
        for step in self._esl.pulse(at=self._clock.now()):
            await self._do(step)
