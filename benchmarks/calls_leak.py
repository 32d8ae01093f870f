"""A thousand calls one after the other, four at a time, and what is left of them."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
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
from benchmarks.floor import ask
from siaga.channels.phone.kamailio.rpc import Rpc

TAKERS = ("ws", "ws", "udp", "udp")
WARM_UP = 40
FAILED_MAX = 8
TALK_S = 0.3
PARTS = 4  # looked at after each, so that growth and a first filling can be told apart
SETTLE_S = 20.0  # a dialog is kept for ten seconds after its end
FORGET_S = 90.0  # and what a command wanted of a call for a minute
LEAK_S_MAX = 900.0


@dataclass(slots=True, kw_only=True)
class Shift:
    """Who calls and who answers; `by` says which taker got which call."""

    found: PhoneRoom
    citizen: Handset
    sound: Sounds
    chance: Random
    by: dict[str, Taker] = field(default_factory=dict)
    done: int = 0
    failed: list[str] = field(default_factory=list)

    async def answer(self, one: Taker) -> None:
        """Picks up whatever rings."""
        while True:
            talk = await one.phone.rings.get()
            self.by[talk.call_id] = one
            one.phone.pick_up(talk)

    async def one_call(self) -> None:
        talk = dial(self.citizen, self.chance.randrange(10**7))
        answer = await self.citizen.until(talk, 200, within_s=15)
        one = self.by.pop(talk.call_id)
        streams = [self.sound.speak_to(answer.body)]
        theirs = one.phone.talks[talk.call_id]
        if not one.phone.is_page and theirs.invite:
            streams.append(self.sound.speak_to(theirs.invite.body))
        await asyncio.sleep(TALK_S)
        self.citizen.bye(talk)
        await asyncio.wait_for(theirs.ended.wait(), 8)
        for stream in streams:
            self.sound.ask(do="drop", stream=stream)
        await self.citizen.forget(talk)
        await one.phone.forget(theirs)
        await one.person.settle(talk.call_id)

    async def calls(self, count: int) -> None:
        """`count` calls, as many at a time as there are takers."""
        left = iter(range(count))

        async def go_on() -> None:
            for _ in left:
                if len(self.failed) >= FAILED_MAX:
                    raise RuntimeError(f"too many calls failed: {self.failed}")
                try:
                    await self.one_call()
                    self.done += 1
                except (TimeoutError, AssertionError, RuntimeError) as reason:
                    self.failed.append(f"{type(reason).__name__}: {reason}"[:200])
                    print(f"call failed: {self.failed[-1]}", file=sys.stderr)

        await asyncio.gather(*(go_on() for _ in TAKERS))


def ask_media(port: int, words: str) -> str:
    """What rtpengine answers on the port for people; it says more than `list` of its protocol."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as asking:
        asking.sendall(words.encode() + b"\n")
        asking.settimeout(0.5)
        with suppress(TimeoutError):
            while more := asking.recv(65_536):
                heard += more
    return heard.decode()


def _number(text: str, label: str) -> int:
    found = re.search(rf"{label}:\s*(\d+)", text)
    if found is None:
        raise RuntimeError(f"rtpengine did not say: {label}")
    return int(found[1])


async def _edge(rpc: Rpc) -> dict[str, Any]:
    tables = await rpc.ask("htable.stats")
    memory = await rpc.ask("core.shmmem", ["k"])
    private = await rpc.ask("pkg.stats")
    return {
        "dialogs": len(await rpc.ask("dlg.list")),
        "tables": " ".join(f"{each['name']}:{each['all']}" for each in tables),
        "edge_shared_kb": memory["used"],
        "edge_private_kb": sum(each["used"] for each in private) // 1024,
    }


def _media(found: PhoneRoom) -> dict[str, Any]:
    port = found.ports.media_cli
    return {
        "media_calls": _number(ask_media(port, "list numsessions"), "sessions total"),
        "media_ports_used": _number(ask_media(port, "list interfaces"), "Ports used"),
        "spool_files": sum(path.is_file() for path in (found.voice / "spool").rglob("*")),
    }


def _own_mb(pids: list[int]) -> float:
    """What these processes asked for themselves; not their programs' files, which others share."""
    found_kb = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("RssAnon:"):
                    found_kb += int(line.split()[1])
    return found_kb / 1024


def _processes(found: PhoneRoom) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, pids in found.pids().items():
        out[f"{name}_own_mb"] = round(_own_mb(pids), 1)
        out[f"{name}_files"] = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
    return out


def _remembered(found: PhoneRoom) -> int:
    url = f"http://127.0.0.1:{found.room.port}/metrics"
    with urllib.request.urlopen(url, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    found_line = next(line for line in lines if line.startswith("siaga_line_remembered "))
    return int(float(found_line.split()[1]))


async def look(found: PhoneRoom, person: Person) -> dict[str, Any]:
    rpc = found.rpc()
    try:
        seen = await _edge(rpc)
    finally:
        await rpc.close()
    seen |= await asyncio.to_thread(_media, found)
    for board in ("calls", "call-backs", "queue"):
        seen[f"board_{board}"] = len(await person.cards(board))
    takers = await person.cards("takers")
    seen["takers"] = " ".join(sorted(card["doing"] for card in takers.values()))
    seen["worker_remembers"] = await asyncio.to_thread(_remembered, found)
    return seen | await asyncio.to_thread(_processes, found)


@asynccontextmanager
async def _shift(found: PhoneRoom, seed: int) -> AsyncIterator[tuple[Shift, Person]]:
    accounts = found.open_takers(len(TAKERS))
    async with AsyncExitStack() as stack:
        sound = stack.enter_context(sounds())
        citizen = await stack.enter_async_context(citizens(found, sound_port=sound.port))
        shift = Shift(found=found, citizen=citizen, sound=sound, chance=Random(seed))
        for (user, password), by in zip(accounts.items(), TAKERS, strict=True):
            person = await sign_in(found, user, password=password)
            stack.push_async_callback(person.close)
            opening = taker(found, person, by=by, sound_port=sound.port)
            one = await stack.enter_async_context(opening)
            answering = asyncio.create_task(shift.answer(one), name=f"answer {user}")
            stack.callback(answering.cancel)
            await person.ready()
        yield shift, person


async def measure(found: PhoneRoom, *, calls: int, seed: int) -> dict[str, Any]:
    async with asyncio.timeout(LEAK_S_MAX), _shift(found, seed) as (shift, person):
        await shift.calls(WARM_UP)
        await asyncio.sleep(SETTLE_S)
        looks, took_s = [await look(found, person)], 0.0
        for part in range(PARTS):
            began_s = time.monotonic()
            await shift.calls(calls * (part + 1) // PARTS - calls * part // PARTS)
            took_s += time.monotonic() - began_s
            await asyncio.sleep(SETTLE_S if part < PARTS - 1 else FORGET_S)
            looks.append(await look(found, person))
        kept = ask(found.room.state, "select count(*) from entry where type = 'RecordingKept'")
    figures: dict[str, Any] = {
        "calls": shift.done - WARM_UP,
        "failed": shift.failed[:5] or 0,
        "calls_per_s": round(calls / took_s, 1),
        "recordings_kept": kept,
    }
    for name in looks[0]:
        figures[name] = " → ".join(str(each[name]) for each in looks)
    return figures
