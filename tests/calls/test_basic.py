"""A call from the first ring to its recording, and the keys of it."""

from __future__ import annotations

import time

import pytest

from siaga.channels.phone.audio.g711 import from_alaw
from siaga.channels.phone.audio.wav import read_wav
from tests.calls.conftest import Desks
from tests.calls.desk import TAKER_HZ
from tests.calls.house import House
from tests.calls.tones import LOUD, strength
from tests.patience import eventually

pytestmark = [pytest.mark.voice, pytest.mark.browser]

CITIZEN_HZ = 440


def test_a_call_is_heard_on_both_sides_and_closed_in_two_keys(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = room.citizens.call()
    rung_s = desk.rings() - call.began_s
    desk.answers()
    call.answered()
    call.hears(TAKER_HZ)
    heard_s = time.monotonic() - (call.answered_s or 0)
    desk.hears(CITIZEN_HZ)
    print(f"INVITE → ring on screen {rung_s * 1000:.0f} ms; 200 → taker heard {heard_s:.2f} s")
    room.until_doing("calltaker", "talking")
    time.sleep(1)
    call.hang_up()
    desk.sees("Telepon selesai. Jenisnya?")
    began_s = time.monotonic()
    desk.press("9", "Enter")
    room.until_doing("calltaker", "ready")
    print(f"prank closed and ready again in {time.monotonic() - began_s:.2f} s")
    types = room.types(call)
    wanted = ["CallOffered", "CallRung", "CallAnswered", "CallEnded", "ContactClassified"]
    assert [each for each in types if each in wanted] == wanted
    ended = room.until_fact(call, "CallEnded")
    assert (ended["ended_by"], ended["cut_off"], ended["callable"]) == ("caller", False, False)


def test_a_call_becomes_an_incident_with_its_recording(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = room.citizens.call()
    desk.rings()
    desk.answers()
    call.answered()
    call.hears(TAKER_HZ)
    desk.press("j")
    desk.page.keyboard.type("kebakaran rumah")
    desk.press("Enter", "Control+Enter")
    opened = room.until_fact(call, "IncidentOpened")
    time.sleep(0.5)
    call.hang_up()
    room.until_doing("calltaker", "wrap_up")
    desk.press("d", "1")
    room.until_doing("calltaker", "ready")
    _recording_is_whole(room, room.contact(call))
    desk.page.get_by_role("tab", name="Kronologi").click()
    desk.sees("Setiap kali didengarkan, nama Anda dicatat.")
    assert opened["contact_id"] == room.contact(call)


def _recording_is_whole(room: House, contact_id: str) -> None:
    http = room.person("calltaker").http
    address = f"/api/phone/recordings/{contact_id}"
    kept = eventually(lambda: http.get(address).json(), what="the recording is kept")
    talk = next(each for each in kept if each["part"] == "talk")
    assert talk["duration_s"] > 1
    answer = http.get(f"{address}/{talk['stored']}.wav")
    assert answer.status_code == 200
    caller, taker = (from_alaw(side.copy()) for side in read_wav(answer.content).T)
    assert strength(caller[-8000:], CITIZEN_HZ) > LOUD > strength(caller[-8000:], TAKER_HZ)
    assert strength(taker[-8000:], TAKER_HZ) > LOUD > strength(taker[-8000:], CITIZEN_HZ)
    peaks = http.get(f"{address}/{talk['stored']}.peaks").json()
    assert len(peaks["channels"]) == 2
    for channel in peaks["channels"]:
        assert abs(len(channel) / peaks["per_s"] - talk["duration_s"]) < 0.5
        assert max(channel) > 40
    reads = [read for read in room.of_type("PersonalDataRead") if read["contact_id"] == contact_id]
    assert [read["purpose"] for read in reads] == ["listen"]
