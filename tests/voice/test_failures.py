"""The room silent, killed or hung; a program killed; a port taken: the telephone rings."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from siaga.app.voice.running import ensure_running, stop
from siaga.app.voice.supervise import is_supervised, read_state
from siaga.channels.phone.kamailio.files import journal_since
from siaga.channels.phone.port import Answered, Ended, Link, Offered, Talking
from tests.patience import PATIENCE_S, eventually, until
from tests.voice.sip import media_port
from tests.voice.stack import CLOCK, Stack, hold_port, stack, written_only
from tests.voice.test_calls import SOS, go

pytestmark = pytest.mark.voice


def rows_of(edge: Stack, call: str) -> list[str]:
    events, _ = journal_since(edge.settings.journal, "")
    mine = [e for e in events if getattr(e, "call", "") == call]
    return [type(e).__name__ for e in mine]


def test_without_the_room_everybody_rings(edge: Stack) -> None:
    async def work() -> None:
        await asyncio.sleep(0.2)
        async with (
            edge.taker("fs-1", answer_after_s=None) as first,
            edge.taker("fs-2", by="ws", answer_after_s=None) as second,
            edge.telephone() as citizen,
        ):
            talk = citizen.call(SOS)
            ring = await asyncio.wait_for(first.rings.get(), PATIENCE_S)
            first.pick_up(ring)  # at once: the other's 180 may cross it
            other = await asyncio.wait_for(second.rings.get(), PATIENCE_S)
            citizen.hear(talk, await citizen.until(talk, 200), tone_hz=440)
            await asyncio.wait_for(other.ended.wait(), PATIENCE_S)
            await until(lambda: talk.sound.hears(880), what="the taker is heard")
            async with edge.room() as room:
                talking = await room.until(Talking, call=talk.call_id)
                assert talking.taker == "fs-1"
                told, _ = await room.phone.journal_since("")
                answered = [e for e in told if isinstance(e, Answered) and e.call == talk.call_id]
                assert [(e.taker, e.failsafe) for e in answered] == [("fs-1", True)]
                citizen.bye(talk)
                await room.until(Ended, call=talk.call_id)
        assert rows_of(edge, talk.call_id) == ["Offered", "Answered", "Ended"]

    go(work())


def test_without_room_and_takers_the_second_destination_rings(edge: Stack) -> None:
    async def work() -> None:
        await asyncio.sleep(0.2)
        async with edge.second(), edge.telephone() as citizen:
            talk = citizen.call(SOS)
            citizen.hear(talk, await citizen.until(talk, 200), tone_hz=440)
            await until(lambda: talk.sound.hears(1200), what="the second destination is heard")
            citizen.bye(talk)
            await until(lambda: "Ended" in rows_of(edge, talk.call_id))
        assert rows_of(edge, talk.call_id) == ["Offered", "Answered", "Ended"]

    go(work())


@pytest.mark.parametrize("how", ["closed", pytest.param("silent", marks=pytest.mark.voice_long)])
def test_a_waiting_call_does_not_wait_for_a_dead_room(edge: Stack, how: str) -> None:
    async def work() -> None:
        async with edge.taker("fs-3"), edge.telephone() as citizen:
            async with edge.room() as room:
                talk = citizen.call(SOS)
                await citizen.until(talk, 183)
                await room.until(Offered, call=talk.call_id)
                if how == "silent":
                    room.phone.silence(True)
                    answered = await room.until(Answered, call=talk.call_id)
                    assert (answered.taker, answered.failsafe) == ("fs-3", True)
                    room.phone.silence(False)
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await asyncio.sleep(0.3)

    go(work())


def test_a_room_that_comes_back_is_told_everything(edge: Stack) -> None:
    async def work() -> None:
        async with (
            edge.taker("fs-4") as taker,
            edge.telephone() as talker,
            edge.telephone() as waiter,
        ):
            async with edge.room() as room:
                talk = talker.call(SOS)
                await room.until(Offered, call=talk.call_id)
                await room.phone.offer_to(talk.call_id, "fs-4", ring_s=10)
                await talker.until(talk, 200)
                taker.refuse = 486
                wait = waiter.call(SOS)
                await room.until(Offered, call=wait.call_id)
                _, cursor = await room.phone.journal_since("")
            await asyncio.sleep(0.5)
            async with edge.room() as room:
                assert room.seen(Offered, call=wait.call_id, replayed=True)
                assert [t.taker for t in room.seen(Talking, call=talk.call_id)] == ["fs-4"]
                assert talk.call_id in room.phone.calls
                waiter.cancel(wait)
                talker.bye(talk)
                for each in (talk, wait):
                    assert (await room.until(Ended, call=each.call_id)).by == "caller"
                told, _ = await room.phone.journal_since(cursor)
                assert {type(e) for e in told} == {Ended}
                assert len(told) == 2

    go(work())


def test_a_killed_edge_comes_back_and_knows_who_talks() -> None:
    async def work(edge: Stack) -> None:
        async with (
            edge.room() as room,
            edge.taker("kill-1") as taker,
            edge.telephone() as citizen,
            edge.telephone() as waiting,
        ):
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "kill-1", ring_s=10)
            citizen.hear(talk, await citizen.until(talk, 200), tone_hz=440)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            lost = waiting.call(SOS)
            await room.until(Offered, call=lost.call_id)
            dialogs = edge.settings.folder / "dialogs" / "dialog"
            await until(lambda: talk.call_id in dialogs.read_text(), what="the dialog is kept")
            await asyncio.sleep(1.5)  # as a confirmed one
            since_s = asyncio.get_running_loop().time()
            os.kill(read_state(edge.settings.folder)["kamailio"]["pid"], signal.SIGKILL)
            await room.until(Link, up=False)
            await room.until(Link, up=True, restarted=True)
            talking = await room.until(Talking, call=talk.call_id)
            assert talking.taker == "kill-1"
            # The waiting call is gone with the transaction: said so, once, not a ghost.
            assert (await room.until(Ended, call=lost.call_id)).by == "network"
            await until(lambda: talk.sound.hears(880, since_s=since_s) >= 2, what="sound goes on")
            citizen.bye(talk)
            ended = await room.until(Ended, call=talk.call_id)
            assert ended.by == "caller"
            await asyncio.wait_for(ring.ended.wait(), PATIENCE_S)
            assert rows_of(edge, talk.call_id) == ["Offered", "Answered", "Ended"]
            assert rows_of(edge, lost.call_id) == ["Offered"]

    with stack() as edge:
        go(work(edge))
        state = read_state(edge.settings.folder)
        assert state["kamailio"]["restarts"] == 1
        assert state["rtpengine"]["restarts"] == 0


@pytest.mark.voice_long
def test_a_killed_supervisor_takes_nothing_with_it() -> None:
    with stack() as edge:
        folder = edge.settings.folder
        before = read_state(folder)
        os.kill(before["pid"], signal.SIGKILL)
        eventually(lambda: not is_supervised(folder))
        go(_answered(edge, "sup-1"))
        started = ensure_running(edge.settings, CLOCK)
        assert started.by_us
        assert not started.problems
        eventually(lambda: read_state(folder)["pid"] != before["pid"])
        after = read_state(folder)
        for name in ("kamailio", "rtpengine"):
            assert after[name]["pid"] == before[name]["pid"]
        go(_answered(edge, "sup-2"))
    assert not is_supervised(folder)
    for name in ("kamailio", "rtpengine"):
        with pytest.raises(ProcessLookupError):
            os.kill(after[name]["pid"], 0)


async def _answered(edge: Stack, account: str) -> None:
    async with edge.room() as room, edge.taker(account), edge.telephone() as citizen:
        talk = citizen.call(SOS)
        await room.until(Offered, call=talk.call_id)
        await room.phone.offer_to(talk.call_id, account, ring_s=10)
        final = await citizen.until(talk, 200)
        assert media_port(final.body)
        citizen.bye(talk)
        await room.until(Ended, call=talk.call_id)


@pytest.mark.voice_long
def test_without_rtpengine_calls_ring_all_the_same() -> None:
    async def work(edge: Stack) -> None:
        async with edge.room() as room, edge.taker("rtp-1") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            assert (await citizen.until(talk, 180, 183)).status == 180
            await room.until(Offered, call=talk.call_id)
            assert room.phone.health.media_wrong_at
            await room.phone.offer_to(talk.call_id, "rtp-1", ring_s=10)
            await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    with written_only() as edge:
        held = hold_port(edge.ports.media, udp=True)
        try:
            started = ensure_running(edge.settings, CLOCK)
            assert started.running
            assert any(str(edge.ports.media) in problem for problem in started.problems)
            go(work(edge))
            held.close()
            eventually(lambda: not read_state(edge.settings.folder)["rtpengine"]["problem"])
            time.sleep(2.5)  # the edge asks again after two seconds
            go(_answered(edge, "rtp-2"))
        finally:
            held.close()
            stop(edge.settings.folder)


def test_a_taken_port_is_named() -> None:
    with written_only() as edge:
        held = hold_port(edge.ports.sip, udp=True)
        try:
            started = ensure_running(edge.settings, CLOCK)
            assert any(str(edge.ports.sip) in problem for problem in started.problems)
        finally:
            held.close()
            stop(edge.settings.folder)
