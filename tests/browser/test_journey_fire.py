"""A house on fire with a second alarm, in four real windows: the room, an engine, an ambulance,
the police. The plan goes by one key, a higher alarm only by its difference, and whoever does not
answer the roll call rings until somebody answers for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.windows import Windows, button, gone, shown, sign_in
from tests.http.conftest import People

HEARD = """
window.tones = 0
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...when) {
  window.tones += 1
  return start.apply(this, when)
}
"""
HOUSE = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "source": "pin"}
AREA = "15.71.07.1004"  # of the headquarters: engines and ambulances stand near

pytestmark = pytest.mark.usefixtures("calm")


def plan(page: Page) -> Locator:
    return page.get_by_role("region", name="Rencana pengerahan")


def roll_call(page: Page) -> Locator:
    return page.locator("section.roll")


def test_a_house_fire_with_a_second_alarm(windows: Windows, people: People, pictures: Path) -> None:
    opened = people("calltaker").done(
        "incident/open-incident", incident_type="fire.building", location=HOUSE | {"area": AREA}
    )
    taker = windows.open()
    taker.add_init_script(HEARD)
    taker.reload()
    sign_in(taker, "dispatcher")
    taker.goto(f"/#/call_taker/incident/{opened['id']}")
    shown(plan(taker).get_by_text("Kebakaran rumah atau bangunan").first)
    all_of_it = plan(taker).get_by_role("button", name=re.compile(r"^Kirim semua \(\d+\)"))
    shown(all_of_it)  # how many, and what is asked of the police, differs by night
    [count] = re.findall(r"\((\d+)\)", all_of_it.inner_text())
    asked = plan(taker).get_by_role("listitem").filter(has_text="Polresta").locator(".quiet")
    words = asked.inner_text()
    taker.screenshot(path=pictures / "fire_1_plan.png")

    taker.keyboard.press("Shift+F8")
    shown(plan(taker).get_by_text(f"{count} terkirim, 0 ditolak"))
    for unit in ("DMK-3", "AMB-1"):
        shown(room.dispatch(taker, unit))

    engine, ambulance = (phone(windows, user) for user in ("crew-dmk3", "crew-amb1"))
    for crew in (engine, ambulance):
        button(crew, "Terima tugas").tap()
        button(crew, "Berangkat").tap()
        button(crew, "Tiba di lokasi").tap()
    expect(room.dispatch(taker, "DMK-3")).to_contain_text("Tiba di lokasi")
    police_accept(windows, words)

    second_alarm(taker, pictures)
    shown(engine.get_by_text("ALARM 2").first)
    nobody_is_missing(taker, pictures)
    under_control(taker)


def phone(windows: Windows, user: str) -> Page:
    return windows.sign_in(user, width=360, has_touch=True, is_mobile=True)


def police_accept(windows: Windows, words: str) -> None:
    """The task came with the plan's own words."""
    police = windows.sign_in("agency-polresta")
    police.get_by_role("button").filter(has_text=room.FIRE).first.click()
    detail = police.get_by_role("region", name="Rincian tugas")
    shown(detail.get_by_text(words))
    button(detail, "Terima tugas").click()
    shown(button(detail, "Mulai kerjakan"))


def second_alarm(taker: Page, pictures: Path) -> None:
    """Seen before it is said; then only what is missing goes, and whom to ask is told."""
    button(taker, "Naikkan alarm").click()
    dialog = taker.get_by_role("dialog")
    shown(dialog.get_by_text("Yang ditambahkan alarm 2:"))
    shown(dialog.get_by_text("RES-1"))
    expect(dialog.get_by_text("DMK-3", exact=True)).to_have_count(0)
    dialog.get_by_label("Alasan").fill("Api merambat ke rumah kedua")
    taker.screenshot(path=pictures / "fire_2_alarm.png")
    button(dialog, "Naikkan ke alarm 2").click()
    gone(dialog)
    shown(room.incident(taker).get_by_text("ALARM 2", exact=True))
    rest = plan(taker).get_by_role("button", name="Kirim yang kurang")
    shown(rest)
    expect(plan(taker).get_by_text("AMB-1", exact=True)).to_have_count(0)
    rest.click()
    shown(room.dispatch(taker, "RES-1"))
    ask = plan(taker).get_by_role("listitem").filter(has_text="minta dulu ke Polresta").first
    shown(ask)
    patrol = ask.locator("b").first.inner_text()
    button(ask, "HT").click()
    shown(room.dispatch(taker, patrol))


def nobody_is_missing(taker: Page, pictures: Path) -> None:
    """A crew that misses somebody rings at once; acknowledged it is quiet, answered it is over."""
    button(taker, "Komando").click()
    button(taker, "Panggil semua sekarang").click()
    shown(roll_call(taker).get_by_text("PAR ke-1: panggil setiap unit lewat HT"))
    before = taker.evaluate("window.tones")
    button(roll_call(taker), "DMK-3: ADA YANG HILANG").click()
    shown(roll_call(taker).get_by_text("PAR BELUM LENGKAP"))
    taker.wait_for_function(f"window.tones > {before}")  # it sounds
    taker.screenshot(path=pictures / "fire_3_roll_call.png", full_page=True)
    button(roll_call(taker), "Saya tangani").click()
    shown(roll_call(taker).get_by_text("Ditangani Petugas pengerah"))
    names = [
        one.get_attribute("aria-label") or ""
        for one in roll_call(taker).get_by_role("button", name=": Lengkap").all()
    ]
    for name in names:
        button(roll_call(taker), name).click()
    gone(roll_call(taker))
    shown(taker.get_by_text("PAR terakhir lengkap"))


def under_control(taker: Page) -> None:
    button(taker, "Turunkan alarm").click()
    dialog = taker.get_by_role("dialog")
    dialog.get_by_label("Alasan").fill("Api terkendali")
    button(dialog, "Turunkan ke alarm 1").click()
    gone(dialog)
    shown(taker.get_by_text("ALARM 1", exact=True))
    button(taker, "Ke kejadian").click()
    shown(room.incident(taker).get_by_text("ALARM 1", exact=True))
