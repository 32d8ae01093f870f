"""More than two in one conversation: tones say who hears whom."""

from __future__ import annotations

import pytest

from tests.browser.windows import button
from tests.calls.conftest import Desks
from tests.calls.desk import TAKER_HZ, Desk
from tests.calls.house import House
from tests.calls.outside import Rung

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]

CITIZEN_HZ, COLLEAGUE_HZ, SUPERVISOR_HZ, AGENCY_HZ = 440, 660, 1000, 1200
POLICE = "74123025"  # the number of the agency in the place's data


def test_an_agency_comes_in_and_then_has_the_call(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    agency = _agency_comes(room, desk, "Bicara bertiga", "Sambungkan bertiga")
    agency.hears(CITIZEN_HZ)
    agency.hears(TAKER_HZ)
    call.hears(AGENCY_HZ)
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ, AGENCY_HZ)
    placed = [fact for fact in room.of_type("CallPlaced") if fact["callee"] == "polresta"]
    assert [fact["contact_id"] for fact in placed] == [room.contact(call)]
    agency.hang_up()
    call.hears_not(AGENCY_HZ)
    call.hears(TAKER_HZ)
    again = _agency_comes(room, desk, "Alihkan, saya keluar", "Alihkan telepon")
    room.until_fact(call, "CallTransferred")
    again.hears(CITIZEN_HZ)
    call.hears(AGENCY_HZ)
    call.hears_not(TAKER_HZ)
    desk.hears_not(CITIZEN_HZ)
    room.until_doing("calltaker", "wrap_up")
    call.hang_up()
    room.until_fact(call, "CallEnded")
    again.ended()


def test_a_colleague_takes_a_transferred_call(room: House, desks: Desks) -> None:
    desk, colleague = desks("calltaker"), desks("calltaker2", voice_hz=COLLEAGUE_HZ)
    desk.ready()
    call = desk.talks()
    colleague.ready()
    _asks_in(desk, "Alihkan, saya keluar", "Petugas terima kedua", "Alihkan telepon")
    colleague.answers()
    call.hears(COLLEAGUE_HZ)
    colleague.hears(CITIZEN_HZ)
    transferred = room.until_fact(call, "CallTransferred")
    assert transferred["to"] == room.person("calltaker2").id
    call.hears_not(TAKER_HZ)
    colleague.hears_not(TAKER_HZ)
    desk.hears_not(CITIZEN_HZ)
    room.until_doing("calltaker2", "talking")
    call.hang_up()
    room.until_fact(call, "CallEnded")
    room.until_doing("calltaker2", "wrap_up")


def test_a_supervisor_listens_unheard_and_takes_over(room: House, desks: Desks) -> None:
    desk, supervisor = desks("calltaker"), desks("supervisor", voice_hz=SUPERVISOR_HZ)
    supervisor.page.goto("#/supervisor")
    desk.ready()
    call = desk.talks()
    button(supervisor.page, "Dengar").click()
    supervisor.hears(CITIZEN_HZ, TAKER_HZ)
    call.hears_not(SUPERVISOR_HZ)
    desk.hears_not(SUPERVISOR_HZ)
    call.hears(TAKER_HZ)
    room.until_fact(call, "CallListened")
    desk.sees("Didengar")
    button(supervisor.page, "Ambil alih").click()
    button(supervisor.page, "Ambil alih sekarang").click()
    call.hears(SUPERVISOR_HZ)
    call.hears_not(TAKER_HZ)
    supervisor.hears(CITIZEN_HZ)
    assert room.until_fact(call, "CallTakenOver")["taker"] == room.person("calltaker").id
    room.until_doing("supervisor", "talking")
    call.hang_up()
    room.until_fact(call, "CallEnded")
    room.until_doing("supervisor", "wrap_up", "away")


def _asks_in(desk: Desk, how: str, whom: str, go: str) -> None:
    desk.press("s")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(how).check()
    found = dialog.get_by_role("combobox")
    found.fill(whom)
    found.press("Enter")
    button(dialog, go).click()


def _agency_comes(room: House, desk: Desk, how: str, go: str) -> Rung:
    _asks_in(desk, how, "Polresta", go)
    agency = room.citizens.is_rung(POLICE, tone_hz=AGENCY_HZ)
    agency.pick_up()
    return agency
