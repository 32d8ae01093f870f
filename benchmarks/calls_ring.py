"""How soon a taker's telephone rings: from the INVITE on the citizen's wire to the taker's page."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

from benchmarks.calls_page import Page, page_of
from benchmarks.calls_room import (
    Handset,
    Person,
    PhoneRoom,
    Taker,
    citizens,
    dial,
    sign_in,
    taker,
)
from benchmarks.floor import ask
from benchmarks.machine import percentile_ms
from siaga.platform.ids import derived_id
from tests.voice.telephone import Talk

GAP_S_MAX = 0.25
"""Calls come at any moment of the distribution's own quarter of a second."""

RING_S_MAX = 8.0
EDGE_SILENT_S = 7.0


@dataclass(slots=True)
class Rings:
    """What was seen of one series, in seconds."""

    early: list[float] = field(default_factory=list)  # INVITE to the announcement
    rang: list[float] = field(default_factory=list)  # INVITE to the taker
    began: dict[str, float] = field(default_factory=dict)  # contact id to the wall clock
    arrived: dict[str, float] = field(default_factory=dict)

    def figures(self, name: str) -> dict[str, Any]:
        return {
            f"{name}_calls": len(self.rang),
            f"{name}_p50_ms": percentile_ms(self.rang, 0.5),
            f"{name}_p95_ms": percentile_ms(self.rang, 0.95),
            f"{name}_p99_ms": percentile_ms(self.rang, 0.99),
            f"{name}_max_ms": percentile_ms(self.rang, 1.0),
            f"{name}_announced_p50_ms": percentile_ms(self.early, 0.5),
            f"{name}_announced_p99_ms": percentile_ms(self.early, 0.99),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One citizen who calls again and again, and one taker."""

    person: Person
    account: str
    citizen: Handset
    chance: Random

    async def call(self, rings: Rings, ring: Callable[[Talk], Awaitable[float]]) -> None:
        """`ring` waits until the taker rings, → at what loop time. The citizen then gives up."""
        await self.person.until_free({self.account})
        await asyncio.sleep(self.chance.random() * GAP_S_MAX)
        loop = asyncio.get_running_loop()
        wall_s = time.time() - loop.time()
        talk = dial(self.citizen, self.chance.randrange(10**7))
        await self.citizen.until(talk, 183)
        rings.early.append(loop.time() - talk.began_s)
        async with asyncio.timeout(RING_S_MAX):
            at_s = await ring(talk)
        rings.rang.append(at_s - talk.began_s)
        contact_id = str(derived_id("phone", talk.call_id))
        rings.began[contact_id] = talk.began_s + wall_s
        rings.arrived[contact_id] = at_s + wall_s
        self.citizen.cancel(talk)
        await self.citizen.until(talk, 487)
        await self.citizen.forget(talk)
        await self.person.settle(talk.call_id)


async def _with_socket(found: PhoneRoom, person: Person, count: int, seed: int) -> Rings:
    rings = Rings()
    async with taker(found, person) as one, citizens(found) as citizen:
        await person.ready()
        chance = Random(seed)
        series = Series(person=person, account=one.account, citizen=citizen, chance=chance)

        async def ring(talk: Talk) -> float:
            return await _rung(one, talk.call_id)

        for _ in range(count):
            await series.call(rings, ring)
        await person.away()
    return rings


async def _rung(one: Taker, call: str) -> float:
    for over in [talk for talk in one.phone.talks.values() if talk.ended.is_set()]:
        await one.phone.forget(over)
    while True:
        talk = await one.phone.rings.get()
        if talk.call_id == call:
            return talk.began_s


async def _with_page(
    found: PhoneRoom, person: Person, count: int, *, page: Page, seed: int
) -> tuple[Rings, Rings]:
    """→ by the frame that the browser heard, and by the ring that its page began."""
    heard, shown = Rings(), Rings()
    async with citizens(found) as citizen:
        await person.ready()
        chance = Random(seed)
        series = Series(person=person, account=page.account, citizen=citizen, chance=chance)

        async def ring(talk: Talk) -> float:
            # The page's own 180 comes back as a second 183: it has rung, and its clock tells when.
            await citizen.until(talk, 183)
            frame_s, rang_s = await page.rung(talk.call_id)
            loop = asyncio.get_running_loop()
            wall_s = time.time() - loop.time()
            heard.rang.append(frame_s - wall_s - talk.began_s)
            return rang_s - wall_s

        for _ in range(count):
            await series.call(shown, ring)
        await person.away()
    heard.early = shown.early
    return heard, shown


async def _without_room(found: PhoneRoom, person: Person, count: int) -> Rings:
    """The floor: the same edge, media and WebSocket ring by themselves, the room is stopped."""
    rings = Rings()
    async with taker(found, person) as one, citizens(found) as citizen:
        os.kill(found.room.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(EDGE_SILENT_S)
            loop = asyncio.get_running_loop()
            for n in range(count):
                talk = dial(citizen, n)
                await citizen.until(talk, 183)
                rings.early.append(loop.time() - talk.began_s)
                async with asyncio.timeout(RING_S_MAX):
                    rings.rang.append(await _rung(one, talk.call_id) - talk.began_s)
                citizen.cancel(talk)
                await citizen.until(talk, 487)
                await citizen.forget(talk)
                await asyncio.sleep(0.05)
        finally:
            os.kill(found.room.pid, signal.SIGCONT)
        await asyncio.sleep(1)
    return rings


STAGES = """
select contact, extract(epoch from (o.body::jsonb #>> '{when,at}')::timestamptz),
 extract(epoch from o.received_at), extract(epoch from r.received_at)
from (select body::jsonb ->> 'contact_id' contact, received_at, body from entry
 where type = 'CallOffered') o
join (select distinct on (1) body::jsonb ->> 'contact_id' contact, received_at from entry
 where type = 'CallRung' order by 1, position) r using (contact)
"""

STAGE_NAMES = (
    "wire_to_edge",
    "edge_to_command",  # announcement set up, told over the link, caller looked up
    "command_to_turn",  # HearCall in the logbook, the turn decided
    "turn_to_taker",  # RingTaker in the logbook, told over the link, media offered, WebSocket
)


def stages(found: PhoneRoom, rings: Rings) -> dict[str, Any]:
    """Where the time goes, by the logbook's own instants: median and 99 % of each stage, ms."""
    rows: list[list[float]] = []
    for line in ask(found.room.state, STAGES).splitlines():
        contact_id, *instants = line.split("|")
        if contact_id in rings.began:
            steps = (rings.began[contact_id], *map(float, instants), rings.arrived[contact_id])
            rows.append([after - before for before, after in pairwise(steps)])
    columns = zip(*rows, strict=True)
    return {
        f"stage_{name}_ms": f"{percentile_ms(column, 0.5)} / {percentile_ms(column, 0.99)}"
        for name, column in zip(STAGE_NAMES, columns, strict=True)
    }


async def measure(found: PhoneRoom, *, calls: int, page_calls: int, seed: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    person = await sign_in(found, "calltaker", password=found.room.password)
    rings = await _with_socket(found, person, calls, seed)
    figures |= rings.figures("socket")
    figures |= stages(found, rings)
    if page_calls:
        second = await sign_in(found, "calltaker2", password=found.room.password)
        async with page_of(found, second) as page:
            heard, shown = await _with_page(found, second, page_calls, page=page, seed=seed)
        figures |= shown.figures("page")
        figures["page_frame_p50_ms"] = percentile_ms(heard.rang, 0.5)
        figures["page_frame_p99_ms"] = percentile_ms(heard.rang, 0.99)
        await second.close()
    floor = await _without_room(found, person, max(50, calls // 3))
    figures |= floor.figures("floor")
    figures["socket_over_floor"] = round(
        figures["socket_p50_ms"] / max(figures["floor_p50_ms"], 0.01), 2
    )
    await person.close()
    return figures
