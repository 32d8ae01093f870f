"""What the room asks of the edge: end a call, say something to one caller or to all."""

from __future__ import annotations

import asyncio

import pytest

from siaga.app.voice.prompts import CannotSpeak, read_prompts, speak
from siaga.channels.phone.port import EVERY_CALL, CannotDo, Ended, Offered
from tests.patience import PATIENCE_S, until
from tests.voice.sip import media_port
from tests.voice.sound import Sound
from tests.voice.stack import Stack
from tests.voice.test_calls import SOS, go

pytestmark = pytest.mark.voice


async def _tone(edge: Stack, name: str, tone_hz: int) -> None:
    path = edge.settings.prompts / f"{name}.au"
    command = ("sox", "-n", "-r", "8000", "-c", "1", "-e", "a-law", str(path), "synth", "3", "sine")
    process = await asyncio.create_subprocess_exec(*command, str(tone_hz), "gain", "-6")
    assert await process.wait() == 0


def test_an_announcement_reaches_who_waits_and_who_comes_later(edge: Stack) -> None:
    async def work() -> None:
        await _tone(edge, "said-one", 620)
        await _tone(edge, "said-two", 1700)
        async with edge.room() as room, edge.telephone() as first, edge.telephone() as later:
            talk = first.call(SOS)
            first.hear(talk, await first.until(talk, 183))
            await room.until(Offered, call=talk.call_id)
            await room.phone.play(EVERY_CALL, "said-one")
            await asyncio.sleep(0.2)
            since_s = asyncio.get_running_loop().time()
            after = later.call(SOS)
            later.hear(after, await later.until(after, 183))
            await until(lambda: talk.sound.hears(620, since_s=since_s), what="who waited")
            await until(lambda: after.sound.hears(620), what="who came later")
            await room.phone.play(talk.call_id, "said-two")
            await room.phone.play(EVERY_CALL, "")
            await room.phone.play(talk.call_id, "said-two")
            await asyncio.sleep(0.2)
            since_s = asyncio.get_running_loop().time()
            await until(lambda: talk.sound.hears(1700, since_s=since_s), what="the second one")
            assert after.sound.hears(620, since_s=since_s) == 0
            for each, telephone in ((talk, first), (after, later)):
                telephone.cancel(each)
                await room.until(Ended, call=each.call_id)

    go(work())


def test_a_question_is_put_to_a_silent_caller(edge: Stack) -> None:
    async def work() -> None:
        await _tone(edge, "asked", 1500)
        async with edge.room() as room, edge.taker("op-1"), edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-1", ring_s=10)
            citizen.hear(talk, await citizen.until(talk, 200), tone_hz=440)
            await asyncio.sleep(0.3)
            await room.phone.play(talk.call_id, "asked")
            await until(lambda: talk.sound.hears(1500), what="the question")
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_the_room_ends_a_waiting_and_a_running_call(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-2") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.hang_up(talk.call_id)
            await citizen.until(talk, 480)
            assert (await room.until(Ended, call=talk.call_id)).by == "system"
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-2", ring_s=10)
            await citizen.until(talk, 200)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            await asyncio.sleep(0.3)
            await room.phone.hang_up(talk.call_id)
            await asyncio.wait_for(talk.ended.wait(), PATIENCE_S)
            await asyncio.wait_for(ring.ended.wait(), PATIENCE_S)
            assert (await room.until(Ended, call=talk.call_id)).by == "system"
            with pytest.raises(CannotDo):
                await room.phone.hang_up(talk.call_id)

    go(work())


def test_two_calls_of_a_page_that_is_gone_are_joined(edge: Stack) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-5", by="ws") as taker,
            edge.telephone() as citizen,
            edge.second() as neighbour,
        ):
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-5", ring_s=10)
            citizen.hear(talk, await citizen.until(talk, 200), tone_hz=440)
            placed = taker.call("sip:119@siaga.local")
            await taker.authorised(placed)
            await taker.until(placed, 200)
            other = await asyncio.wait_for(neighbour.rings.get(), PATIENCE_S)
            with pytest.raises(CannotDo):
                await room.phone.join(talk.call_id, to="nobody", taker="op-5")
            await room.phone.join(talk.call_id, to=placed.call_id, taker="op-5")
            await until(lambda: talk.sound.hears(1200), what="the caller hears the neighbour")
            await until(lambda: other.sound.hears(440), what="the neighbour hears the caller")
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            for each in (ring, placed):  # the page is back in both, and dies once more
                taker.again(each, way="sendrecv")
                await taker.until(each, 200)
            await room.phone.join(talk.call_id, to=placed.call_id, taker="op-5")
            since_s = asyncio.get_running_loop().time()
            await until(lambda: talk.sound.hears(1200, since_s=since_s), what="heard once more")
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)
            await room.phone.hang_up(placed.call_id)
            await asyncio.wait_for(other.ended.wait(), PATIENCE_S)

    go(work())


def test_a_missing_prompt_is_a_ring_tone_and_a_lamp(edge: Stack) -> None:
    async def work() -> None:
        hold = edge.settings.prompts / "hold.au"
        aside = hold.with_suffix(".aside")
        hold.rename(aside)
        try:
            async with edge.room() as room, edge.taker("op-3"), edge.telephone() as citizen:
                talk = citizen.call(SOS)
                answer = await citizen.until(talk, 180, 183)
                assert answer.status == 180
                await room.until(Offered, call=talk.call_id)
                assert room.phone.health.prompt_wrong_at
                await room.phone.offer_to(talk.call_id, "op-3", ring_s=10)
                await citizen.until(talk, 200)
                citizen.bye(talk)
                await room.until(Ended, call=talk.call_id)
        finally:
            aside.rename(hold)

    go(work())


def test_sound_of_a_stranger_is_not_heard(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-4") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-4", ring_s=10)
            final = await citizen.until(talk, 200)
            citizen.hear(talk, final, tone_hz=440)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            await asyncio.sleep(0.7)
            stranger = Sound()
            stranger.start(media_port(final.body), tone_hz=2000)
            since_s = asyncio.get_running_loop().time()
            await until(lambda: len(ring.sound.tones(since_s)) >= 3, what="a second and a half")
            heard = ring.sound.tones(since_s)
            assert all(abs(each - 440) < 15 for each in heard), heard
            assert not stranger.heard
            await stranger.close()
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_words_become_sound_and_nothing_else(edge: Stack) -> None:
    async def work() -> None:
        folder = edge.settings.folder / "spoken"
        text = read_prompts().announcement.format(type="Kebakaran", place="Legok")
        path = await speak(text, folder)
        assert path.stat().st_size > 16_000
        assert await speak(text, folder) == path
        hostile = await speak("-w /tmp/x; $(touch y) `id` <voice name='x'> \x00 [[x]]", folder)
        assert sorted(each.name for each in folder.iterdir()) == sorted({path.name, hostile.name})
        for nothing in ("", " \n\x07"):
            with pytest.raises(CannotSpeak):
                await speak(nothing, folder)
        with pytest.raises(CannotSpeak):
            await speak("apa", folder, voice="-v x")
        long = await speak("kata " * 5000, folder)
        assert long.stat().st_size < 3_000_000

    go(work())
