"""How many may wait and talk at once on this machine, until sound is lost.

Everybody's telephone speaks and hears G.711 each 20 ms: who waits hears the announcement and is
listened to, who talks is relayed and recorded. The takers are desk telephones, so that their sound
can be counted without a browser; encryption is therefore not in it.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.calls_room import (
    Handset,
    Person,
    PhoneRoom,
    Sounds,
    Taker,
    citizens,
    dial,
    sign_in,
    sounds,
    taker,
)
from benchmarks.machine import cpu_s
from tests.voice.telephone import Talk

TALKING = 10
STEPS = (10, 20, 50, 100, 150, 200, 300, 500, 700, 1000)
LOSS_SHARE_MAX = 0.001
PACE_S = 0.02  # between two calls of a step
SETTLE_S = 3.0
MEASURES_S = 5.0  # of a floor


@dataclass(slots=True, kw_only=True)
class Crowd:
    """All calls of one measurement."""

    found: PhoneRoom
    citizen: Handset
    sound: Sounds
    number: int = 0
    waiting: list[Talk] = field(default_factory=list)

    async def talk(self, one: Taker) -> Talk:
        talk = self._dial()
        ring = await asyncio.wait_for(one.phone.rings.get(), 8)
        assert ring.invite
        await asyncio.sleep(0.2)
        one.phone.pick_up(ring)
        answer = await self.citizen.until(talk, 200)
        for body in (answer.body, ring.invite.body):
            self.sound.speak_to(body)
        return talk

    async def wait(self) -> None:
        talk = self._dial()
        self.waiting.append(talk)
        early = await self.citizen.until(talk, 180, 183)
        if early.body:
            self.sound.speak_to(early.body)

    def _dial(self) -> Talk:
        self.number += 1
        return dial(self.citizen, self.number)


def dropped() -> int:
    """Datagrams that any program of this machine was too slow to take."""
    names, values = (
        line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if "Udp:" in line
    )
    told = dict(zip(names, values, strict=True))
    return int(told["RcvbufErrors"])


async def _look(found: PhoneRoom, sound: Sounds, seconds: float) -> dict[str, Any]:
    """Loss and CPU of one step, in per cent of one core."""
    pids = found.pids() | {"generator": [sound.process.pid]}
    await asyncio.to_thread(sound.ask, do="begin")
    before = {name: cpu_s(each) for name, each in pids.items()}
    drops = dropped()
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    await asyncio.sleep(seconds)
    took_s = loop.time() - began_s
    used = {name: cpu_s(each) - before[name] for name, each in pids.items()}
    drops = dropped() - drops
    heard = await asyncio.to_thread(sound.ask, do="count")
    cpu = {name: round(value / took_s * 100, 1) for name, value in used.items()}
    return heard | {"udp_drops": drops, "cpu": cpu}


async def floors(streams: list[int]) -> list[str]:
    """The generator alone, speaking to itself at the same rate of packets."""
    told: list[str] = []
    with sounds() as sound:
        count = 0
        for wanted in streams:
            for _ in range(wanted - count):
                sound.ask(do="add", port=sound.port)
            count = wanted
            await asyncio.sleep(0.5)
            sound.ask(do="begin")
            before_s = cpu_s([sound.process.pid])
            await asyncio.sleep(MEASURES_S)
            used = (cpu_s([sound.process.pid]) - before_s) / MEASURES_S * 100
            heard = sound.ask(do="count")["relayed"]
            told.append(f"{wanted} streams: {_sound(heard)}, cpu {used:.0f} %")
    return told


def _sound(heard: dict[str, Any] | None) -> str:
    if heard is None:
        return "nothing heard"
    gaps = "/".join(str(heard.get(f"gap_p{share}_ms")) for share in (50, 99, 100))
    return (
        f"lost {heard['lost']} of {heard['expected']} in {heard['streams']} streams,"
        f" gaps p50/p99/max {gaps} ms"
    )


def _lost(heard: dict[str, Any]) -> float:
    """The share of all packets."""
    kinds = [each for each in (heard["relayed"], heard["made"]) if each]
    lost, expected = (sum(int(each[name]) for each in kinds) for name in ("lost", "expected"))
    return lost / max(1, expected)


def _told(waiting: int, heard: dict[str, Any]) -> dict[str, str]:
    name = f"waiting_{waiting}"
    cpu = ", ".join(f"{who} {value}" for who, value in heard["cpu"].items() if value)
    return {
        f"{name}_talks": _sound(heard["relayed"]),
        f"{name}_announcements": _sound(heard["made"]),
        f"{name}_cpu_percent": cpu,
        f"{name}_udp_drops": str(heard["udp_drops"]),
    }


async def measure(found: PhoneRoom, *, seconds: float, most: int) -> dict[str, Any]:
    """Steps until more than a thousandth is lost, or `most` wait."""
    steps = [step for step in STEPS if step <= most]
    figures: dict[str, Any] = {"floor": await floors([step + 2 * TALKING for step in steps])}
    accounts = await asyncio.to_thread(found.open_takers, TALKING)
    async with AsyncExitStack() as stack:
        sound = stack.enter_context(sounds())
        takers: list[Taker] = []
        for user, password in accounts.items():
            person = await sign_in(found, user, password=password)
            stack.push_async_callback(person.close)
            one = taker(found, person, by="udp", sound_port=sound.port)
            takers.append(await stack.enter_async_context(one))
        citizen = await stack.enter_async_context(citizens(found, sound_port=sound.port))
        crowd = Crowd(found=found, citizen=citizen, sound=sound)
        talks = [await _one_talk(crowd, one) for one in takers]
        figures |= await _steps(crowd, steps, seconds=seconds, person=takers[0].person)
        await _end(crowd, talks)
    return figures


async def _one_talk(crowd: Crowd, one: Taker) -> Talk:
    await one.person.ready()
    return await crowd.talk(one)


async def _steps(
    crowd: Crowd, steps: list[int], *, seconds: float, person: Person
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for step in steps:
        while len(crowd.waiting) < step:
            await crowd.wait()
            await asyncio.sleep(PACE_S)
        await asyncio.sleep(SETTLE_S)
        heard = await _look(crowd.found, crowd.sound, seconds)
        figures |= _told(step, heard)
        figures[f"waiting_{step}_on_board"] = len(await person.cards("calls"))
        if _lost(heard) > LOSS_SHARE_MAX:
            break
    return figures


async def _end(crowd: Crowd, talks: list[Talk]) -> None:
    for talk in crowd.waiting:
        crowd.citizen.cancel(talk)
        await asyncio.sleep(0.005)
    for talk in talks:
        crowd.citizen.bye(talk)
    await asyncio.sleep(1)
