"""FreeSWITCH's adapter against a peer on loopback. Not proven on a live server."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest
from structlog.testing import capture_logs

from siaga.channels.phone.freeswitch.io import FreeSwitchPhone
from siaga.channels.phone.port import (
    EVERY_CALL,
    Answered,
    Can,
    CannotDo,
    Ended,
    Held,
    Link,
    Offered,
    TakerFailed,
    TakerOnline,
)
from siaga.platform.clock import WallClock
from siaga.platform.ids import derived_id
from tests.contract.listener import listener
from tests.contract.phone_freeswitch_peer import PASSWORD, fake_freeswitch
from tests.contract.phone_suite import Ears, Peer, PhoneSuite, listening, talk
from tests.patience import until


class TestFreeSwitch(PhoneSuite):
    def peer(self) -> AbstractAsyncContextManager[Peer]:
        return fake_freeswitch()


async def test_a_taker_who_is_not_registered_has_no_channel_and_fails_all_the_same() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        await peer.phone.offer_to("call-1", "unregistered", ring_s=5)
        assert (await ears.hears(TakerFailed, taker="unregistered")).code == 480


async def test_the_page_is_rung_with_the_contact_it_is_about() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        await peer.phone.offer_to("call-1", "taker-1", ring_s=7)
        await peer.asked_to_ring("taker-1")
        contact = derived_id("phone", "call-1")
        assert f"sip_h_X-Siaga-Contact={contact}" in peer.commands()
        assert "originate_timeout=7" in peer.commands()
        await peer.phone.hang_up("call-1")


async def test_the_second_destination_is_not_told_our_contact() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        await peer.phone.overflow("call-1")
        await peer.asked_to_ring("")
        assert "sip_h_X-Siaga-Contact" not in peer.commands()


async def test_it_says_that_it_is_there_and_renews_leases_until_somebody_answers() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        leg = peer.caller_leg("call-1")
        renewal = f"api sched_transfer +20 {leg} siaga-failsafe XML siaga"
        await until(lambda: peer.asked.count(renewal) >= 2)
        await until(lambda: sum("global_setvar siaga_until=" in each for each in peer.asked) >= 2)
        await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
        await peer.asked_to_ring("taker-1")
        await peer.answers("taker-1")
        await ears.hears(Answered)
        await peer.asked_to_join("call-1", "taker-1")
        taken = len(peer.asked) - 1 - peer.asked[::-1].index(f"api sched_del {leg}")
        assert peer.asked.index(f"api uuid_answer {leg}") > taken
        await asyncio.sleep(0.15)
        assert renewal not in peer.asked[taken:]


async def test_fallen_silent_it_hands_who_waits_and_who_comes_to_the_failsafe() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("call-1")
        await ears.hears(Offered)
        leg = peer.caller_leg("call-1")
        peer.phone.silence(True)
        await peer.was_asked(f"api uuid_transfer {leg} siaga-failsafe XML siaga")
        await ears.hears(Link, up=False)
        alive = [line for line in peer.asked if "siaga_until" in line]
        assert alive[-1] == "api global_setvar siaga_until=0"
        peer.legs[leg]["Answer-State"] = "answered"
        peer.phone.silence(False)
        answered = await ears.hears(Answered, call="call-1")
        assert answered.failsafe


async def test_hold_is_told_when_the_switch_says_so() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await talk(peer, ears, "call-1", "taker-1")
        await peer.phone.hold("call-1", held=True)
        assert (await ears.hears(Held)).held
        await peer.phone.hold("call-1", held=False)
        assert not (await ears.hears(Held)).held


async def test_a_transfer_keeps_the_caller_when_the_first_taker_leaves() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await talk(peer, ears, "call-1", "taker-1")
        await peer.phone.transfer("call-1", to="taker-2")
        await peer.asked_to_ring("taker-2")
        await peer.taker_hangs_up("taker-1")
        await ears.quiet()
        assert not ears.of(Ended)
        await peer.answers("taker-2")
        await ears.hears(Answered, taker="taker-2")
        await peer.asked_to_join("call-1", "taker-2")
        await peer.taker_hangs_up("taker-2")
        assert (await ears.hears(Ended)).by == "taker"


async def test_a_third_party_and_a_listener_are_dialled_into_the_call() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await talk(peer, ears, "call-1", "taker-1")
        leg = peer.caller_leg("call-1")
        await peer.phone.add_party("call-1", to="+62741113")
        await peer.phone.listen("call-1", taker="head-1")
        await peer.was_asked(f"sofia/gateway/carrier/+62741113 &three_way({leg})")
        await peer.was_asked(f"user/head-1 &eavesdrop({leg})")
        with pytest.raises(CannotDo):
            await peer.phone.add_party("call-1", to="62 741; api shutdown")


async def test_a_registration_is_told_once_and_again_after_a_reconnect() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.registers("taker-1")
        await ears.hears(TakerOnline, taker="taker-1")
        await ears.quiet()
        assert len(ears.of(TakerOnline)) == 1
        await peer.cuts_link()
        await ears.hears(TakerOnline, taker="taker-1", online=True)


async def test_a_prompt_for_everybody_reaches_who_waits_and_who_comes() -> None:
    async with fake_freeswitch() as peer, listening(peer) as ears:
        await peer.arrives("first")
        await ears.hears(Offered)
        await peer.phone.play(EVERY_CALL, "announcement-7.wav")
        await peer.arrives("second")
        await ears.hears(Offered, call="second")
        await peer.was_asked(f"api uuid_broadcast {peer.caller_leg('second')} endless_playback::")
        played = [line for line in peer.asked if "announcement-7.wav" in line]
        assert len(played) == 2
        with pytest.raises(CannotDo):
            await peer.phone.play(EVERY_CALL, "x && shutdown")


async def test_a_refused_password_is_a_link_that_is_down_and_no_secret_is_logged() -> None:
    with capture_logs() as logged:
        async with fake_freeswitch(password="salah-sekali") as peer:
            ears = Ears(peer.phone)
            assert "password" in (await ears.hears(Link, up=False)).reason
            await asyncio.sleep(0.2)
            assert len(ears.heard) == 1
            await peer.phone.close()
            await ears.close()
    assert logged
    assert "salah-sekali" not in str(logged)
    assert PASSWORD not in str(logged)


async def test_a_switch_that_accepts_and_says_nothing_is_no_link() -> None:
    async def mute(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with listener(mute) as port, fake_freeswitch() as peer:
        peer.phone._address = ("127.0.0.1", port)
        ears = Ears(peer.phone)
        assert (await ears.hears(Link)).up is False
        await peer.phone.close()
        await ears.close()


def test_a_password_of_two_lines_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="two lines"):
        FreeSwitchPhone(("127.0.0.1", 1), "x\n\napi shutdown", clock=WallClock())


async def test_it_claims_no_digits_before_the_answer() -> None:
    async with fake_freeswitch() as peer:
        assert peer.phone.capabilities == frozenset(Can) - {Can.EARLY_DIGITS}
