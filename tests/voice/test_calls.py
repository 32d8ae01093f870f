"""A call comes in, waits, rings, is answered, ends: on the real stack, seen by the room."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from siaga.channels.phone.kamailio.files import journal_since
from siaga.channels.phone.port import (
    Answered,
    Digit,
    Ended,
    Held,
    Offered,
    Overflowed,
    RecordingReady,
    Ringing,
    TakerFailed,
)
from siaga.platform.ids import derived_id
from tests.patience import PATIENCE_S, until
from tests.voice.sip import media_port
from tests.voice.stack import Stack

pytestmark = pytest.mark.voice

SOS = "sip:112@127.0.0.1"


def go(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 10 * PATIENCE_S))


def test_a_call_is_answered_and_both_hear_each_other(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-a") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            early = await citizen.until(talk, 183)
            citizen.hear(talk, early, tone_hz=440)
            offered = await room.until(Offered, call=talk.call_id)
            assert (offered.caller, offered.replayed) == ("0812345678", False)
            await until(lambda: any(talk.sound.tones()), what="the announcement is heard")
            await room.phone.offer_to(talk.call_id, "op-a", ring_s=10)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            assert ring.invite
            assert ring.invite.get("X-Siaga-Contact") == str(derived_id("phone", talk.call_id))
            final = await citizen.until(talk, 200)
            talk.sound.start(media_port(final.body))
            since_s = asyncio.get_running_loop().time() + 0.2
            await until(lambda: talk.sound.hears(880, since_s=since_s) >= 2, what="the taker")
            await until(lambda: ring.sound.hears(440) >= 2, what="the caller")
            citizen.bye(talk, reason='Q.850;cause=16;text="Normal"')
            ended = await room.until(Ended, call=talk.call_id)
            assert (ended.by, ended.cause) == ("caller", 16)
            answered = room.seen(Answered, call=talk.call_id)
            assert [each.taker for each in answered] == ["op-a"]
            assert room.seen(Ringing, call=talk.call_id)[0].taker == "op-a"
            parts = {
                (await room.until(RecordingReady, call=talk.call_id, part=part)).path.stat().st_size
                > 24
                for part in ("waiting", "talk")
            }
            assert parts == {True}

    go(work())


def test_a_taker_hangs_up(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-b") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-b", ring_s=10)
            await citizen.until(talk, 200)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            taker.bye(ring)
            assert (await room.until(Ended, call=talk.call_id)).by == "taker"
            await asyncio.wait_for(talk.ended.wait(), PATIENCE_S)

    go(work())


@pytest.mark.parametrize("ringing", [False, True])
def test_a_caller_gives_up(edge: Stack, ringing: bool) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-c", answer_after_s=None) as taker,
            edge.telephone() as citizen,
        ):
            talk = citizen.call(SOS)
            await citizen.until(talk, 183)
            await room.until(Offered, call=talk.call_id)
            if ringing:
                await room.phone.offer_to(talk.call_id, "op-c", ring_s=10)
                ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            citizen.cancel(talk, reason="Q.850;cause=31")
            ended = await room.until(Ended, call=talk.call_id)
            assert (ended.by, ended.cause) == ("caller", 31)
            await citizen.until(talk, 487)
            if ringing:
                await asyncio.wait_for(ring.ended.wait(), PATIENCE_S)
            assert talk.call_id not in room.phone.calls
            told, _ = journal_since(edge.settings.journal, "")
            kinds = [type(each) for each in told if getattr(each, "call", "") == talk.call_id]
            assert kinds == [Offered, Ended]

    go(work())


def test_nobody_answers_and_the_next_taker_rings(edge: Stack) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-d", answer_after_s=None),
            edge.taker("op-e") as busy,
            edge.taker("op-f"),
            edge.telephone() as citizen,
        ):
            busy.refuse = 486
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            for account, code in (("op-d", 408), ("op-e", 486), ("nobody", 480)):
                await room.phone.offer_to(talk.call_id, account, ring_s=2)
                failed = await room.until(TakerFailed, call=talk.call_id, taker=account)
                assert failed.code == code
            await room.phone.offer_to(talk.call_id, "op-f", ring_s=5)
            assert (await room.until(Answered, call=talk.call_id)).taker == "op-f"
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_a_call_overflows_to_the_second_destination(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.overflow(talk.call_id)
            failed = await room.until(TakerFailed, call=talk.call_id)
            assert failed.taker == ""
            async with edge.second():
                await room.phone.overflow(talk.call_id)
                answered = await room.until(Answered, call=talk.call_id)
                assert (answered.taker, answered.failsafe) == ("", False)
                assert room.seen(Overflowed, call=talk.call_id)
                final = await citizen.until(talk, 200)
                citizen.hear(talk, final, tone_hz=440)
                await until(lambda: talk.sound.hears(1200), what="the second destination")
                citizen.bye(talk)
                await room.until(Ended, call=talk.call_id)

    go(work())


def test_digits_are_heard_while_waiting_and_while_talking(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-g"), edge.telephone() as citizen:
            talk = citizen.call(SOS)
            early = await citizen.until(talk, 183)
            await room.until(Offered, call=talk.call_id)
            citizen.hear(talk, early, tone_hz=440)
            await asyncio.sleep(0.3)
            await talk.sound.press("5")
            await room.until(Digit, call=talk.call_id, digit="5")
            assert room.phone.health.early_digit_at
            await room.phone.offer_to(talk.call_id, "op-g", ring_s=10)
            final = await citizen.until(talk, 200)
            talk.sound.start(media_port(final.body))
            await asyncio.sleep(0.3)
            for key in "19#":
                await talk.sound.press(key)
                await asyncio.sleep(0.1)
            await room.until(Digit, call=talk.call_id, digit="#")
            keys = [each.digit for each in room.seen(Digit, call=talk.call_id)]
            assert keys == ["5", "1", "9", "#"]
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_a_caller_on_hold(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-h") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-h", ring_s=10)
            final = await citizen.until(talk, 200)
            citizen.hear(talk, final, tone_hz=440)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            await asyncio.sleep(0.5)
            taker.again(ring, way="sendonly")
            answer = await taker.until(ring, 200)
            assert "a=recvonly" in answer.body
            await room.until(Held, call=talk.call_id, held=True)
            taker.again(ring, way="sendrecv")
            answer = await taker.until(ring, 200)
            await room.until(Held, call=talk.call_id, held=False)
            since_s = asyncio.get_running_loop().time()
            await until(lambda: ring.sound.hears(440, since_s=since_s), what="the caller again")
            await until(lambda: talk.sound.hears(880, since_s=since_s), what="the taker again")
            taker.bye(ring)
            await room.until(Ended, call=talk.call_id)

    go(work())
