"""Carries a call that only speaks: to the trunk by UDP, the sound in packets of 20 ms.

It goes to the trunk directly, past the edge: it holds no taker's line, and works while the edge
waits for the room. The trunk must know this machine by its address, as it knows the edge.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from siaga.channels.phone.speaking.protocol import (
    PACKET_MS,
    Answer,
    Leg,
    Request,
    ack,
    bye,
    cancel,
    invite,
    may_call,
    media_of,
    not_here,
    ok,
    packets,
    read,
)
from siaga.platform.clock import steady_s

RING_S = 25.0
T1_S, T1_MAX_S = 0.5, 4.0
SAID_TIMES = 2  # who is woken has missed the first words
TAKE_BACK_S = 2.0
SPEECH_S_MAX = 24.0  # with all the rest less than the outbox's lease
HEARD_SHARE = 0.5
"""Hung up later than this share of one saying, the words were heard."""

LATE_S = 32.0
"""For so long a trunk repeats an answer that nobody thanks for (RFC 3261, 64*T1)."""

NO_ANSWER, UNREACHABLE, BUSY, NO_SOUND = "no_answer", "unreachable", "busy", "no_sound"
REASONS = {486: BUSY, 600: BUSY, 603: "declined", 480: NO_ANSWER, 408: NO_ANSWER, 487: NO_ANSWER}
PASSES = frozenset({BUSY, NO_ANSWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where calls go out."""

    trunk: str  # host:port
    caller: str
    realm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """`answered`: somebody, or a mailbox, picked up. `heard`: until enough was said."""

    answered: bool
    heard: bool = False
    reason: str = ""
    again: bool = False  # nothing says that it would fail once more


class Speaker:
    def __init__(self, line: Line) -> None:
        self.line = line
        self._given_up: set[_Ear] = set()
        self._closed = False

    def close(self) -> None:
        self._closed = True
        for ear in tuple(self._given_up):
            self._leave(ear)

    async def say(self, number: str, sound: bytes, *, key: str) -> Spoken:
        """Never raises for anything the other side does. `key`: of this one call; the trunk's own
        records name it."""
        if not may_call(number):
            return Spoken(answered=False, reason="no_number")
        loop = asyncio.get_running_loop()
        host, _, port = self.line.trunk.rpartition(":")
        try:
            signal, ear = await loop.create_datagram_endpoint(_Ear, remote_addr=(host, int(port)))
        except (OSError, ValueError):
            return Spoken(answered=False, reason=UNREACHABLE, again=True)
        media, _ = await loop.create_datagram_endpoint(_Deaf, local_addr=("0.0.0.0", 0))
        ear.leg = replace(self._leg(number, signal, media), call=key)
        try:
            spoken = await self._call(ear.leg, signal, ear, media=media, sound=sound)
        except BaseException:  # the room is stopping
            ear.part()
            signal.close()
            raise
        finally:
            media.close()
        if ear.thanks or self._closed:
            signal.close()
        else:  # who picks up only now is not left in a silent call
            ear.too_late = True
            self._given_up.add(ear)
            loop.call_later(LATE_S, self._leave, ear)
        return spoken

    def _leave(self, ear: _Ear) -> None:
        self._given_up.discard(ear)
        ear.close()

    def _leg(
        self, number: str, signal: asyncio.DatagramTransport, media: asyncio.DatagramTransport
    ) -> Leg:
        host, port = signal.get_extra_info("sockname")[:2]  # as the way to the trunk has it
        return Leg(
            number=number,
            trunk=self.line.trunk,
            here=f"{host}:{port}",
            caller=self.line.caller,
            realm=self.line.realm,
            call="",
            tag=secrets.token_hex(5),
            branch=f"z9hG4bK{secrets.token_hex(7)}",
            media_port=media.get_extra_info("sockname")[1],
        )

    async def _call(
        self,
        leg: Leg,
        signal: asyncio.DatagramTransport,
        ear: _Ear,
        *,
        media: asyncio.DatagramTransport,
        sound: bytes,
    ) -> Spoken:
        answer = await self._answered(leg, signal, ear)
        if answer is None:
            reason = NO_ANSWER if ear.rang else UNREACHABLE
            return Spoken(answered=False, reason=reason, again=True)
        leg = ear.thank(answer)
        if answer.status >= 300:
            reason = REASONS.get(answer.status, f"sip_{answer.status}")
            again = reason in PASSES or 500 <= answer.status < 600
            return Spoken(answered=False, reason=reason, again=again)
        where = media_of(answer.body)
        heard = await self._speak(where, ear, media=media, sound=sound) if where else False
        if not ear.ended.is_set():
            await self._hang_up(leg, signal, ear)
        why = "hung_up" if where else NO_SOUND
        return Spoken(answered=True, heard=heard, reason="" if heard else why, again=True)

    async def _answered(
        self, leg: Leg, signal: asyncio.DatagramTransport, ear: _Ear
    ) -> Answer | None:
        """Who picks up in the moment we give up is spoken to."""
        with suppress(TimeoutError):
            async with asyncio.timeout(RING_S):
                return await self._rung(leg, signal, ear)
        signal.sendto(cancel(leg))
        with suppress(TimeoutError):
            async with asyncio.timeout(TAKE_BACK_S if ear.begun.is_set() else 0):
                return await self._final(leg, ear)
        return None

    async def _rung(self, leg: Leg, signal: asyncio.DatagramTransport, ear: _Ear) -> Answer:
        """Repeats the INVITE until something is heard (RFC 3261, 17.1.1.2)."""
        wait_s = T1_S
        signal.sendto(invite(leg))
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await ear.begun.wait()
                return await self._final(leg, ear)
            signal.sendto(invite(leg))
            wait_s = min(wait_s * 2, T1_MAX_S)

    async def _final(self, leg: Leg, ear: _Ear) -> Answer:
        while True:
            answer = await ear.answers.get()
            if answer.method == "INVITE" and answer.call == leg.call and answer.status >= 200:
                return answer

    async def _speak(
        self,
        where: tuple[str, int],
        ear: _Ear,
        *,
        media: asyncio.DatagramTransport,
        sound: bytes,
    ) -> bool:
        """→ whether enough of it was heard before the other side hung up."""
        longest = int(SPEECH_S_MAX * 1000 / PACKET_MS)
        out = packets(sound * SAID_TIMES, secrets.randbits(32))[:longest]
        enough = int(len(out) / SAID_TIMES * HEARD_SHARE)
        began_s = steady_s()
        for number, packet in enumerate(out):
            if ear.ended.is_set():
                return number >= enough
            media.sendto(packet, where)
            due_s = began_s + (number + 1) * PACKET_MS / 1000 - steady_s()
            await asyncio.sleep(max(0.0, due_s))
        return True

    async def _hang_up(self, leg: Leg, signal: asyncio.DatagramTransport, ear: _Ear) -> None:
        for wait_s in (T1_S, 2 * T1_S, 4 * T1_S):
            signal.sendto(bye(leg))
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    while (await ear.answers.get()).method != "BYE":
                        pass
                    return


class _Ear(asyncio.DatagramProtocol):
    leg: Leg

    def __init__(self) -> None:
        self.answers: asyncio.Queue[Answer] = asyncio.Queue()
        self.begun, self.ended = asyncio.Event(), asyncio.Event()
        self.rang = self.too_late = False
        self.thanks = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        del addr
        match read(data):
            case Answer(method="INVITE") as answer if self.thanks and answer.status >= 200:
                self._transport.sendto(self.thanks)  # it comes again: our thanks were lost
                if self.too_late:
                    self.part()
            case Answer(method="INVITE") as answer if self.too_late:
                if answer.status >= 200:
                    self.thank(answer)
                self.part()
            case Answer() as answer:
                self.begun.set()
                self.rang = self.rang or answer.status in (180, 183)
                self.answers.put_nowait(answer)
            case Request(method="BYE") as request:
                self.ended.set()
                self._transport.sendto(ok(request))
            case Request(method="ACK"):
                pass
            case Request() as request:
                self._transport.sendto(not_here(request))
            case None:
                pass

    def thank(self, answer: Answer) -> Leg:
        """→ the call as it stands with this final answer."""
        self.leg = replace(self.leg, to=answer.to, contact=answer.contact, routes=answer.routes)
        refused = answer.status >= 300
        self.thanks = ack(self.leg, refused=refused)
        self._transport.sendto(self.thanks)
        if refused:
            self.ended.set()
        return self.leg

    def part(self) -> None:
        """Out of a call that nobody may be left in."""
        if not self.ended.is_set():
            self._transport.sendto(bye(self.leg) if self.thanks else cancel(self.leg))

    def close(self) -> None:
        self._transport.close()

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there: the INVITE goes on being repeated until its time is over."""


class _Deaf(asyncio.DatagramProtocol):
    """What they say is not kept: nobody listens to this call."""
