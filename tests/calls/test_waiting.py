"""Who waits: hears the announcement, comes forward by a sign, is called back when he gave up."""

from __future__ import annotations

import pytest

from tests.calls.conftest import Desks
from tests.calls.desk import TAKER_HZ
from tests.calls.house import House
from tests.calls.outside import Call, new_number
from tests.calls.speech import speech
from tests.patience import eventually

pytestmark = [pytest.mark.voice, pytest.mark.browser]

CITIZEN_HZ = 440


def test_who_waits_hears_the_announcement_until_somebody_is_ready(
    room: House, desks: Desks
) -> None:
    desk = desks("calltaker")
    call = room.citizens.call()
    call.hearing.something()
    desk.sees("Telepon menunggu (1)")
    desk.rings_not(for_s=0.5)
    desk.press("d", "1")
    desk.rings()
    call.hearing.something()
    desk.answers()
    call.answered()
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    desk.press("Control+F9")
    call.ended()
    assert room.until_fact(call, "CallEnded")["ended_by"] == "taker"


def test_who_gave_up_is_called_back_with_one_key(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    number = new_number()
    call = room.citizens.call(number)
    call.early()
    call.give_up()
    assert room.until_fact(call, "CallBackWanted")["why"] == "unanswered"
    desk.sees("Telepon balik")
    desk.ready()
    desk.press("k")
    rung = room.citizens.is_rung(number[1:], tone_hz=CITIZEN_HZ)
    rung.pick_up()
    rung.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    room.until_doing("calltaker", "talking")
    rung.hang_up()
    assert room.until_fact(call, "CallBackEnded")["answered"]
    assert room.until_fact(call, "CallBackClosed")["outcome"] == "reached"
    eventually(lambda: room.contact(call) not in room.person("calltaker").cards("call-backs"))


def test_a_digit_while_waiting_goes_before_everybody(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    first, second, silent = (_waits(room) for _ in range(3))
    silent.press("5")
    desk.sees("tekan 5")
    contact_id = room.contact(silent)
    safety = room.until_fact(silent, "ContactSafetySet")
    assert safety["safety"] == "do_not_contact"
    desk.ready()
    desk.rings()
    assert _rings(room) == contact_id
    desk.answers()
    silent.answered()
    desk.sees("Penelepon tidak bisa bicara")
    silent.press("12")
    answers = desk.page.get_by_role("region", name="Penelepon tidak bisa bicara").locator("ol li")
    eventually(lambda: answers.count() == 3, what="three digits are shown")
    assert [each.lower().split()[:2] for each in answers.all_inner_texts()][1:] == [
        ["1", "ya"],
        ["2", "tidak"],
    ]
    assert first.goes_on is second.goes_on is False


def test_a_voice_while_waiting_goes_before_the_silent(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    _waits(room)
    speaking = _waits(room)
    speaking.say(speech())
    assert room.until_fact(speaking, "CallerSigned")["sign"] == "voice"
    desk.sees("ada suara")
    desk.ready()
    desk.rings()
    assert _rings(room) == room.contact(speaking)
    desk.answers()
    speaking.answered()
    speaking.hears(TAKER_HZ)


def _waits(room: House) -> Call:
    call = room.citizens.call()
    call.early()
    room.until_fact(call, "CallOffered")
    return call


def _rings(room: House) -> str:
    """The contact whose call rings."""
    cards = room.person("calltaker").cards("calls")
    return next(key for key, card in cards.items() if card["state"] == "ringing")
