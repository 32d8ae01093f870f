"""Somebody outside is asked into a conversation, or called alone: tones say who hears whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.windows import button
from tests.calls.conftest import Desks, desks_of
from tests.calls.desk import TAKER_HZ, Desk
from tests.calls.house import House, house
from tests.calls.outside import Call, Outside, Rung
from tests.patience import eventually

pytestmark = [pytest.mark.browser]

CITIZEN_HZ, NEIGHBOUR_HZ, WAITING_HZ = 440, 1200, 425
AT = {"location": {"latitude": -1.6101, "longitude": 103.6131}}
GONE_S = 60.0
NUMBER = "119"  # of the neighbour in the place's data


@pytest.mark.voice
def test_a_neighbour_is_spoken_to_alone_and_takes_the_caller_by_name(
    room: House, desks: Desks
) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    _neighbour_rings(room, desk).refuse(486)
    desk.sees("sedang sibuk")
    call.hears(TAKER_HZ)  # the caller is back by himself
    neighbour = _neighbour_rings(room, desk)
    call.hears(WAITING_HZ)
    neighbour.pick_up()
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    neighbour.hears_not(CITIZEN_HZ, for_s=0.6)
    call.hears(WAITING_HZ)
    desk.press("F2")
    _all_three(desk, call, neighbour)
    leave = desk.page.get_by_role("button", name="Keluar, mereka lanjut berdua")
    assert leave.count() == 0, "nobody has accepted by name"
    desk.page.get_by_label("Nama penerima di sana").fill("Sri, piket")
    button(desk.page, "Catat: diterima").click()
    leave.click()
    assert room.until_fact(call, "CallTransferred")["neighbour"] == "muaro"
    call.hears(NEIGHBOUR_HZ)
    neighbour.hears(CITIZEN_HZ)
    room.until_doing("calltaker", "wrap_up")
    assert room.until_fact(call, "ContactHandedOver")["neighbour"] == "muaro"
    call.hang_up()
    neighbour.ended()
    eventually(lambda: len(_outcomes(room)) > 1, what="both ends")
    assert _outcomes(room) == ["busy", "answered"]


@pytest.mark.voice
def test_the_caller_hangs_up_while_the_neighbour_is_spoken_to(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    neighbour = _neighbour_comes(room, desk)
    call.hang_up()
    desk.sees("Penelepon sudah menutup telepon")
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    room.until_fact(call, "CallEnded")
    room.until_doing("calltaker", "talking")
    button(desk.page, "Tutup semua").click()
    neighbour.ended()
    room.until_doing("calltaker", "wrap_up")


@pytest.mark.voice
def test_a_link_calls_by_the_telephone_of_the_page(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    person = room.person("calltaker")
    fire = person.done("incident/open-incident", incident_type="fire.building", **AT)
    desk.page.evaluate("id => (location.hash = `/call_taker/incident/${id}`)", fire["id"])
    desk.page.get_by_role("button", name="Serahkan ke luar wilayah").click()
    desk.page.get_by_role("link", name=NUMBER).click()
    neighbour = room.citizens.is_rung(NUMBER, tone_hz=NEIGHBOUR_HZ)
    room.until_doing("calltaker", "talking")
    neighbour.pick_up()
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    desk.press("x")
    neighbour.ended()
    room.until_doing("calltaker", "ready")
    (end,) = [one for one in room.of_type("PlacedCallEnded") if one["incident_id"] == fire["id"]]
    assert (end["outcome"], end["talked_s"] > 0) == ("answered", True)
    desk.page.get_by_role("tab", name="Kronologi").click()
    desk.sees("diangkat, bicara")
    person.done("incident/close", incident_id=fire["id"], result="dealt-with")


@pytest.mark.voice_long
@pytest.mark.parametrize("how", ["declines", "does not answer", "hangs up"])
def test_a_neighbour_who_does_not_stay_gives_the_caller_back(
    room: House, desks: Desks, how: str
) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    if how == "hangs up":
        _neighbour_comes(room, desk).hang_up()
    else:
        neighbour = _neighbour_rings(room, desk)
        neighbour.refuse(603 if how == "declines" else 480)
        desk.sees("Sambungan ditolak" if how == "declines" else "Nomor tidak terhubung")
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    room.until_fact(call, "CallHeld", held=False)
    assert desk.page.get_by_label("Bertiga", exact=True).count() == 0


@pytest.mark.voice_long
def test_one_of_the_two_is_let_go_and_the_other_stays(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    neighbour = _neighbour_comes(room, desk)
    desk.press("F2")
    _all_three(desk, call, neighbour)
    button(desk.page, "Lepas Kabupaten Muaro Jambi").click()
    neighbour.ended()
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    neighbour = _neighbour_comes(room, desk)
    desk.press("F2")
    _all_three(desk, call, neighbour)
    button(desk.page, "Tutup penelepon saja").click()
    call.ended()
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    neighbour.hang_up()
    room.until_doing("calltaker", "wrap_up")


@pytest.mark.voice_long
def test_a_page_that_is_reloaded_brings_all_three_back(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    desk.ready()
    call = desk.talks()
    neighbour = _neighbour_comes(room, desk)
    desk.page.reload()
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    call.hears(WAITING_HZ)  # still on hold, still not alone
    neighbour.hears_not(CITIZEN_HZ)
    desk.press("F2")
    _all_three(desk, call, neighbour)
    desk.page.reload()
    neighbour.hears(CITIZEN_HZ)
    _all_three(desk, call, neighbour)


@pytest.mark.voice_long
@pytest.mark.parametrize("leaves", ["neighbour", "caller"])
def test_a_page_that_dies_while_three_talk_leaves_the_two_together(
    room: House, desks: Desks, leaves: str
) -> None:
    desk, other = desks("calltaker"), desks("supervisor")
    desk.ready()
    call = desk.talks()
    neighbour = _neighbour_comes(room, desk)
    desk.press("F2")
    _all_three(desk, call, neighbour)
    desk.page.close()
    assert room.until_fact(call, "CallTransferred", within_s=GONE_S)["alone"]
    call.hears(NEIGHBOUR_HZ)
    call.hears_not(TAKER_HZ)
    neighbour.hears(CITIZEN_HZ)
    other.sees("Penelepon dan Kabupaten Muaro Jambi bicara tanpa petugas")
    room.until_doing("calltaker", "wrap_up")
    if leaves == "caller":
        call.hang_up()
        neighbour.ended(within_s=GONE_S)
        assert not room.until_fact(call, "CallEnded", within_s=GONE_S)["cut_off"]
    else:
        neighbour.hang_up()
        call.ended()
        assert room.until_fact(call, "CallEnded", within_s=GONE_S)["cut_off"]
        room.until_fact(call, "CallBackWanted")
    eventually(lambda: "answered" in _outcomes(room), what="its end is written")
    other.sees_not("bicara tanpa petugas")


@pytest.mark.voice_long
def test_without_a_line_out_the_taker_is_told(outside: Outside, chromium: Browser) -> None:
    with house(outside, with_trunk=False) as home:
        for desk in one_desk(chromium, home):
            desk.ready()
            call = desk.talks()
            _ask_in(desk)
            desk.sees("Jalur telepon keluar belum dipasang")
            call.hears(TAKER_HZ)
            eventually(lambda: _outcomes(home) == ["no_line"], what="the story says why")


def one_desk(chromium: Browser, home: House) -> Iterator[Desk]:
    for desks in desks_of(chromium, home):
        yield desks("calltaker")


def _neighbour_rings(room: House, desk: Desk) -> Rung:
    _ask_in(desk)
    return room.citizens.is_rung(NUMBER, tone_hz=NEIGHBOUR_HZ)


def _ask_in(desk: Desk) -> None:
    desk.press("s")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Bicara berdua dulu").check()
    found = dialog.get_by_role("combobox")
    found.fill("Kesehatan")
    found.press("Enter")
    button(dialog, "Hubungi").click()


def _neighbour_comes(room: House, desk: Desk) -> Rung:
    neighbour = _neighbour_rings(room, desk)
    neighbour.pick_up()
    neighbour.hears(TAKER_HZ)
    desk.hears(NEIGHBOUR_HZ)
    return neighbour


def _all_three(desk: Desk, call: Call, neighbour: Rung) -> None:
    neighbour.hears(CITIZEN_HZ)
    neighbour.hears(TAKER_HZ)
    call.hears(NEIGHBOUR_HZ)
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ, NEIGHBOUR_HZ)


def _outcomes(room: House) -> list[str]:
    return [fact["outcome"] for fact in room.of_type("PlacedCallEnded")]
