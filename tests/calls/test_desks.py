"""Two takers and their keys: who does not pick up, hold, mute, and a page that is reloaded."""

from __future__ import annotations

import time

import pytest

from tests.calls.conftest import Desks
from tests.calls.desk import TAKER_HZ
from tests.calls.house import House

pytestmark = [pytest.mark.voice, pytest.mark.browser]

CITIZEN_HZ, COLLEAGUE_HZ = 440, 660


def test_the_next_taker_rings_and_holds_and_mutes_by_key(room: House, desks: Desks) -> None:
    asleep, awake = desks("calltaker"), desks("calltaker2", voice_hz=COLLEAGUE_HZ)
    asleep.ready()
    awake.ready()
    call = room.citizens.call()
    asleep.rings()
    awake.rings()
    assert room.until_fact(call, "RingMissed")["why"] == "no_answer"
    room.until_doing("calltaker", "missed")
    awake.answers()
    call.answered()
    call.hears(COLLEAGUE_HZ)
    awake.hears(CITIZEN_HZ)
    awake.press("h")
    room.until_fact(call, "CallHeld", held=True)
    awake.sees("Ditahan")
    awake.hears_not(CITIZEN_HZ)
    call.hears_not(COLLEAGUE_HZ)
    awake.press("F2")
    room.until_fact(call, "CallHeld", held=False)
    call.hears(COLLEAGUE_HZ)
    awake.hears(CITIZEN_HZ)
    awake.press("F9")
    awake.sees("Anda bisu")
    call.hears_not(COLLEAGUE_HZ)
    awake.hears(CITIZEN_HZ)
    awake.press("F9")
    call.hears(COLLEAGUE_HZ)
    awake.press("Control+F9")
    call.ended()


def test_a_reloaded_page_goes_on_with_its_call(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = room.citizens.call()
    desk.rings()
    desk.answers()
    call.answered()
    desk.hears(CITIZEN_HZ)
    began_s = time.monotonic()
    desk.page.reload()
    desk.hears(CITIZEN_HZ)
    call.hears(TAKER_HZ)
    print(f"both heard again {time.monotonic() - began_s:.1f} s after the reload")
    assert call.goes_on
    desk.press("x")
    call.ended()
    ended = room.until_fact(call, "CallEnded")
    types = room.types(call)
    assert [types.count(each) for each in ("CallOffered", "CallAnswered", "CallEnded")] == [1, 1, 1]
    assert (ended["ended_by"], ended["cut_off"]) == ("taker", False)
