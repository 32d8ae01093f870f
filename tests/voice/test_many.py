"""Many calls: a crowd that waits, one after the other, and how fast a telephone rings."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from siaga.app.voice.supervise import read_state
from siaga.channels.phone.kamailio.rpc import Rpc
from siaga.channels.phone.port import Answered, CannotDo, Ended, Offered
from tests.patience import PATIENCE_S, eventually, until
from tests.voice.stack import Room, Stack, stack
from tests.voice.test_calls import SOS, go

pytestmark = pytest.mark.voice

CROWD = 50
TAKERS = 3
"""It rings at all; how fast is measured by `siaga bench calls`, on a quiet machine."""

CALLER = Path(__file__).parent / "sipp" / "caller.xml"


def test_a_telephone_rings_at_once(edge: Stack, record_property: object) -> None:
    """From the INVITE to the taker's ring, the room's own decision not counted."""

    async def work() -> None:
        took_ms: list[float] = []
        async with edge.room() as room, edge.taker("fast", by="ws") as taker, edge.telephone() as c:
            for _ in range(40):
                talk = c.call(SOS)
                await room.until(Offered, call=talk.call_id)
                await room.phone.offer_to(talk.call_id, "fast", ring_s=10)
                ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
                took_ms.append((ring.began_s - talk.began_s) * 1000)
                c.cancel(talk)
                await room.until(Ended, call=talk.call_id)
        took_ms.sort()
        assert callable(record_property)
        record_property("invite_to_ring_ms", [round(each, 1) for each in took_ms])
        print(f"INVITE to ring: median {took_ms[20]:.1f} ms, longest {took_ms[-1]:.1f} ms")

    go(work())


@pytest.mark.voice_long
def test_a_crowd_waits_and_everybody_is_served_in_turn() -> None:
    if shutil.which("sipp") is None:
        pytest.skip("sipp is not installed: apt-get install sip-tester")

    async def work(edge: Stack) -> None:
        async with (
            edge.room() as room,
            edge.taker("t-0"),
            edge.taker("t-1"),
            edge.taker("t-2"),
        ):
            callers = await _callers(edge)
            await until(lambda: len(room.seen(Offered)) >= CROWD, what="the whole crowd")
            await asyncio.sleep(1)
            served = await _serve_all(room)
            assert served == [each.call for each in room.seen(Offered)], "in turn"
            assert await asyncio.wait_for(callers.wait(), PATIENCE_S) == 0
            assert len(room.seen(Answered)) == len(room.seen(Ended)) == CROWD
            await _nothing_is_left(edge, room)

    with stack() as edge:
        go(work(edge))


async def _callers(edge: Stack) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        "sipp",
        f"127.0.0.1:{edge.ports.sip}",
        *("-sf", str(CALLER), "-i", "127.0.0.1", "-m", str(CROWD), "-r", "25", "-d", "400"),
        *("-p", str(edge.second_port + 1), "-nostdin", "-timeout", "120"),
        cwd=edge.settings.folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _serve_all(room: Room) -> list[str]:
    """First come, first served, by the first free taker. → in which order"""
    free = {f"t-{n}": "" for n in range(TAKERS)}
    order: list[str] = []
    while len(order) < CROWD:
        ended = {each.call for each in room.seen(Ended)}
        for taker, call in free.items():
            if (call and call not in ended) or len(order) == CROWD:
                continue
            free[taker] = room.seen(Offered)[len(order)].call
            order.append(free[taker])
            await room.phone.offer_to(free[taker], taker, ring_s=10)
        await asyncio.sleep(0.02)
    await until(lambda: len(room.seen(Ended)) >= CROWD, what="every end")
    return order


async def _nothing_is_left(edge: Stack, room: Room) -> None:
    rpc = Rpc(edge.ports.rpc, edge.edge().key)

    async def left() -> list[Any]:
        tables = [await rpc.ask("htable.dump", [table]) for table in ("q", "told")]
        return [each for each in (await rpc.dialogs(), *tables, room.phone.calls) if each]

    async def is_empty() -> bool:
        return not await left()

    try:
        await until(is_empty, what="nothing is left")
    finally:
        await rpc.close()


@pytest.mark.voice_long
def test_a_page_that_is_gone_does_not_keep_its_caller(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("gone", by="ws") as page, edge.telephone() as c:
            talk = c.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "gone", ring_s=10)
            await c.until(talk, 200)
            page.registered = False
            await page.transport.close()
            await asyncio.wait_for(talk.ended.wait(), 2 * PATIENCE_S)
            assert (await room.until(Ended, call=talk.call_id)).by == "network"

    go(work())


@pytest.mark.voice_long
def test_a_spoilt_memory_of_dialogs_does_not_keep_the_line_dead() -> None:
    async def work(edge: Stack) -> None:
        async with edge.room() as room, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            citizen.cancel(talk)
            await room.until(Ended, call=talk.call_id)
            with pytest.raises(CannotDo):
                await room.phone.hang_up(talk.call_id)

    with stack() as edge:
        folder = edge.settings.folder
        pid = read_state(folder)["kamailio"]["pid"]
        os.kill(pid, signal.SIGSTOP)
        (folder / "dialogs" / "dialog").write_bytes(b"\x00rubbish(\n1:2:3\n")
        os.kill(pid, signal.SIGKILL)

        def is_back() -> bool:
            state = read_state(folder)["kamailio"]
            return state["pid"] not in (0, pid) and not state["problem"]

        eventually(is_back)
        eventually(lambda: "could not load database" in edge.log())
        go(work(edge))
