"""Asterisk's adapter against a peer on loopback. Not proven on a live server."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest
from structlog.testing import capture_logs

from siaga.channels.phone.port import (
    EVERY_CALL,
    Answered,
    Can,
    CannotDo,
    Held,
    Link,
    Offered,
    TakerFailed,
    TakerOnline,
)
from tests.contract.phone_asterisk_peer import ACCOUNT, FakeAsterisk, fake_asterisk
from tests.contract.phone_suite import Ears, Peer, PhoneSuite, listening, talk
from tests.patience import until


class TestAsterisk(PhoneSuite):
    def peer(self) -> AbstractAsyncContextManager[Peer]:
        return fake_asterisk()


async def test_an_endpoint_nobody_registered_is_a_taker_who_cannot_be_reached() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        await peer.phone.offer_to("call-1", "unregistered", ring_s=5)
        assert (await ears.hears(TakerFailed, taker="unregistered")).code == 480


async def test_a_waiting_call_has_its_lease_renewed_until_somebody_answers() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        leg = f"/channels/{peer.caller_leg('call-1')}/variable"
        renewed = [one for one in peer.asked if one[1] == leg]
        await peer.was_asked("POST", leg, variable="TIMEOUT(absolute)", value="20")
        await until(lambda: len([one for one in peer.asked if one[1] == leg]) > len(renewed) + 1)
        await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
        await peer.asked_to_ring("taker-1")
        await peer.answers("taker-1")
        await ears.hears(Answered)
        await peer.was_asked("POST", leg, variable="TIMEOUT(absolute)", value="0")
        await asyncio.sleep(0.1)
        before = len([one for one in peer.asked if one[1] == leg])
        await asyncio.sleep(0.15)
        assert len([one for one in peer.asked if one[1] == leg]) == before


async def test_fallen_silent_it_hands_who_waits_to_the_failsafe() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        peer.phone.silence(True)
        await peer.was_asked("POST", "/continue", context="siaga-failsafe", extension="s")
        await ears.hears(Link, up=False)
        leg = peer.caller_leg("call-1")
        peer.channels[leg]["state"] = "Up"
        peer.channels[leg]["dialplan"] = {"context": "siaga-failsafe", "app_name": "Dial"}
        peer.phone.silence(False)
        answered = await ears.hears(Answered, call="call-1")
        assert answered.failsafe
        assert answered.replayed


async def test_hold_takes_the_caller_out_of_the_bridge_into_music() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await talk(peer, ears, "call-1", "taker-1")
        await peer.phone.hold("call-1", held=True)
        assert (await ears.hears(Held)).held
        await peer.phone.hold("call-1", held=False)
        assert not (await ears.hears(Held)).held
        verbs = [one[1].rpartition("/")[2] for one in peer.asked if "1700000000" in one[1]]
        assert verbs[-4:] == ["removeChannel", "moh", "moh", "addChannel"]


async def test_a_prompt_for_everybody_reaches_who_waits_and_who_comes() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("first")
        await ears.hears(Offered)
        await peer.phone.play(EVERY_CALL, "announcement-7.wav")
        await peer.arrives("second")
        await ears.hears(Offered, call="second")
        await peer.was_asked("POST", f"{peer.caller_leg('second')}/play")
        media = [one[2]["media"] for one in peer.asked if one[1].endswith("/play")]
        assert media == ["sound:siaga/waiting", *["sound:siaga/announcement-7"] * 2]
        with pytest.raises(CannotDo):
            await peer.phone.play(EVERY_CALL, "../../etc/passwd")


async def test_a_ping_is_answered_and_a_silent_stream_is_asked_and_given_up() -> None:
    async with fake_asterisk(quiet_s=0.2) as peer, listening(peer) as ears:
        await peer.frame(b"still there?", opcode=9)
        assert await peer.answered_with(10) == b"still there?"
        assert await peer.answered_with(9) == b""
        assert "silent" in (await ears.hears(Link, up=False)).reason
        await ears.hears(Link, up=True)


async def test_a_refused_account_is_a_link_that_is_down_and_no_secret_is_logged() -> None:
    with capture_logs() as logged:
        async with fake_asterisk(password="salah-sekali") as peer:
            ears = Ears(peer.phone)
            assert "401" in (await ears.hears(Link, up=False)).reason
            await asyncio.sleep(0.2)
            assert len(ears.heard) == 1
            with pytest.raises(CannotDo):
                await peer.phone.play(EVERY_CALL, "waiting")
            await peer.phone.close()
            await ears.close()
    assert logged
    assert "salah-sekali" not in str(logged)
    assert ACCOUNT[1] not in str(logged)


async def test_two_legs_with_one_call_id_are_two_people() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("same")
        await peer.arrives("same")
        first, second = await ears.hears(Offered), await ears.hears(Offered)
        assert first.call == "same" != second.call
        await peer.phone.offer_to(second.call, "taker-1", ring_s=5)
        await peer.asked_to_ring("taker-1")


async def test_it_claims_no_digits_before_the_answer() -> None:
    async with fake_asterisk() as peer:
        assert peer.phone.capabilities == frozenset(Can) - {Can.EARLY_DIGITS}
        assert isinstance(peer, FakeAsterisk)


async def test_the_requests_of_one_call_keep_their_order() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await talk(peer, ears, "call-1", "taker-1")
        await peer.was_asked("POST", "/record")
        paths = [path.rpartition("/")[2] for _, path, _, _ in peer.asked]
        order = [paths.index(word) for word in ("answer", "bridges", "addChannel", "record")]
        assert order == sorted(order)


async def test_one_telephone_rings_at_a_time_for_a_call() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
        with pytest.raises(CannotDo):
            await peer.phone.offer_to("call-1", "taker-2", ring_s=5)
        with pytest.raises(CannotDo):
            await peer.phone.overflow("call-1")


async def test_who_is_online_is_told_again_after_a_reconnect() -> None:
    async with fake_asterisk() as peer, listening(peer) as ears:
        await peer.registers("taker-1")
        await ears.hears(TakerOnline, taker="taker-1", online=True)
        await peer.cuts_link()
        await ears.hears(TakerOnline, taker="taker-1", online=True)
