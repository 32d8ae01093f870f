"""Every screen, light and dark, from phone to desk: axe finds nothing, nothing sticks out,
and on a phone a finger hits everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import room
from tests.browser.windows import Windows, button, gone, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.server import ROOT, Server

pytestmark = pytest.mark.usefixtures("calm")

AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = "() => axe.run(document, { resultTypes: ['violations'] })"
WIDTHS = (1440, 1024, 360)
NOT_CHECKED = {(1024, "dark"), (360, "dark")}  # their light twin's layout in the colours of 1440
STICKS_OUT = """() => {
  const frames = [document.documentElement, ...document.querySelectorAll('main, dialog[open]')]
  const wide = frames.find((one) => one.scrollWidth > one.clientWidth)
  if (!wide) return []
  const right = wide.getBoundingClientRect().left + wide.clientWidth
  return [...wide.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > right + 1)
    .map((one) => `${one.tagName}.${one.className} ${one.innerText?.slice(0, 40) ?? ''}`)
    .slice(0, 5)
}"""
FINGER_PX = 44
TOO_SMALL = """(finger_px) => {
  const pressed = 'button, select, summary, textarea, input:not([type=checkbox], [type=radio],'
    + ' [type=range], [type=file], [type=hidden], [tabindex="-1"])'
  return [...document.querySelectorAll(pressed)]
    .filter((one) => !one.closest('.unseen, .maplibregl-map') && one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect().height])
    .filter(([, height]) => height > 1 && height < finger_px - 0.5)
    .map(([one, height]) => `${one.tagName} ${one.ariaLabel ?? one.innerText} ${height} px`)
    .slice(0, 5)
}"""
MAP_DRAWN_MS = 1_500


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    return AXE.read_text(encoding="utf-8")


class Look:
    """Looks at one screen in both themes and every width, and keeps what is wrong."""

    def __init__(self, axe: str, pictures: Path) -> None:
        self.axe, self.pictures = axe, pictures
        self.wrong: list[str] = []

    def at(self, page: Page, name: str, *, settle_ms: int = 100) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(self.axe)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900 if width > 600 else 740})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                page.wait_for_timeout(settle_ms)
                where = f"{name} {width} {theme}"
                page.screenshot(path=self.pictures / f"{name}-{width}-{theme}.png")
                self.wrong += [f"{where}: sticks out: {one}" for one in page.evaluate(STICKS_OUT)]
                if width == WIDTHS[-1]:
                    small = page.evaluate(TOO_SMALL, FINGER_PX)
                    self.wrong += [f"{where}: too small for a finger: {one}" for one in small]
                if (width, theme) not in NOT_CHECKED:
                    found = problems(page.evaluate(RUN_AXE))
                    self.wrong += [f"{where}: {one}" for one in found]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def problems(found: dict[str, Any]) -> Iterator[str]:
    for violation in found["violations"]:
        for node in violation["nodes"][:4]:
            why = " ".join(node["failureSummary"].split())
            yield f"{violation['id']} ({violation['impact']}) {node['target']}: {why[:240]}"


@pytest.fixture
def look(axe: str, pictures: Path) -> Iterator[Look]:
    look = Look(axe, pictures)
    yield look
    assert look.wrong == [], "\n".join(look.wrong)


def test_public_pages(windows: Windows, look: Look) -> None:
    page = windows.open("/lapor")
    look.at(page, "lapor")
    button(page, "Kirim laporan").click()
    shown(page.get_by_role("alert"))
    look.at(page, "lapor-wrong")
    page.get_by_label("Ceritakan singkat").fill(citizen.said("Pohon tumbang"))
    page.get_by_label("Alamat atau patokan").fill("Depan masjid")
    button(page, "Kirim laporan").click()
    shown(page.get_by_role("heading", name="Laporan diterima"))
    look.at(page, "lapor-terima")


def test_sign_in_and_account(windows: Windows, look: Look) -> None:
    page = windows.open()
    shown(page.get_by_label("Kata sandi"))
    look.at(page, "sign-in")
    page = windows.sign_in("calltaker2")
    page.get_by_role("link", name="Akun").click()
    shown(page.get_by_role("heading", level=1))
    look.at(page, "account")
    button(page, "Pengaturan meja").click()
    shown(page.get_by_role("dialog"))
    look.at(page, "settings")


def test_the_room(windows: Windows, server: Server, look: Look) -> None:
    page = windows.sign_in("calltaker")
    shown(room.queue(page))
    shown(page.locator("canvas"))
    page.wait_for_timeout(MAP_DRAWN_MS)
    look.at(page, "room-empty", settle_ms=400)
    page.keyboard.press("?")
    shown(page.get_by_role("dialog"))
    look.at(page, "room-shortcuts")
    page.keyboard.press("Escape")

    room.write(server, citizen.said("Rumah terbakar, ada orang di dalam"))
    room.row(page, "Warga Uji").click()
    shown(room.form(page))
    look.at(page, "room-contact", settle_ms=400)
    page.keyboard.press("F2")
    shown(page.get_by_text("dijawab Petugas terima"))
    room.open_incident(page)
    room.send(page, "AMB-3")
    shown(room.dispatch(page, "AMB-3"))
    room.task(page, "Polresta", "Amankan jalan")
    shown(page.get_by_text("harus diterima dalam"))
    page.wait_for_timeout(MAP_DRAWN_MS)
    look.at(page, "room-incident", settle_ms=400)
    room.incident(page).get_by_role("tab", name="Kronologi").click()
    look.at(page, "room-story", settle_ms=400)
    button(room.incident(page), "Tutup kejadian").click()
    look.at(page, "room-close")
    page.keyboard.press("Escape")
    button(room.queue(page), "Telepon").click()
    look.at(page, "room-call")


def test_the_crew(windows: Windows, people: People, look: Look) -> None:
    page = windows.sign_in("crew-amb2", width=360)
    shown(page.get_by_text("Tidak ada tugas."))
    look.at(page, "crew-free")
    taker = people("calltaker")
    place = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "source": "pin"}
    done = taker.done(
        "incident/open-incident",
        incident_type="medical.chest_pain",
        location=place | {"accuracy_m": 20, "address": "Lorong Sejahtera 3"},
        note="Laki-laki 60 tahun, keringat dingin",
    )
    job = taker.done("dispatch/dispatch-unit", incident_id=done["id"], unit_id="amb-2")
    shown(page.get_by_text("TUGAS BARU", exact=True))
    look.at(page, "crew-new")
    button(page, "Terima tugas").click()
    shown(button(page, "Berangkat"))
    crew = people("crew-amb2")
    for status in ("en_route", "on_scene", "first_action"):
        crew.done("dispatch/report-status", dispatch_id=job["id"], status=status, via="device")
    shown(page.get_by_label("RS tujuan"))
    look.at(page, "crew-job")


def test_the_agency(windows: Windows, people: People, look: Look) -> None:
    page = windows.sign_in("agency-pln")
    shown(page.get_by_text("Belum ada tugas."))
    look.at(page, "agency-empty")
    taker = people("calltaker")
    done = taker.done(
        "incident/open-incident", incident_type="fire.building", location={"area": area(people)}
    )
    asked = {"agency": "pln", "note": "Putuskan aliran"}
    taker.done("agencies/send-referral", incident_id=done["id"], **asked)
    page.get_by_role("button").filter(has_text=room.FIRE).click()
    shown(button(page, "Terima tugas"))
    look.at(page, "agency-task")
    page.keyboard.press("t")
    gone(button(page, "Terima tugas"))
    expect(button(page, "Selesai…")).to_be_enabled()
    page.keyboard.press("s")
    shown(page.get_by_role("dialog"))
    look.at(page, "agency-finish")


def area(people: People) -> str:
    return str(people("calltaker").http.get("/api/place").json()["areas"][0]["code"])


def test_the_statistics(windows: Windows, people: People, look: Look) -> None:
    taker = people("calltaker")
    for kind in ("disaster.flood", "fire.building", "medical.bleeding"):
        where = {"area": area(people)}
        done = taker.done("incident/open-incident", incident_type=kind, location=where)
        taker.done("incident/close", incident_id=done["id"], result="dealt-with")
    page = windows.sign_in("head")
    shown(page.get_by_role("heading", name="Sudah ditutup"))
    look.at(page, "statistics")
    tables = page.get_by_role("button", name="Tabel", exact=False)
    while tables.count():  # each becomes a "Bagan" when it is pressed
        tables.first.click()
    look.at(page, "statistics-tables")


def test_axe_finds_what_is_wrong(browser: Browser, axe: str) -> None:
    """Else the silence of the others would say nothing."""
    page = browser.new_page()
    page.set_content("<main><img src='x.png'><button></button></main>")
    page.evaluate(axe)
    found = {one.split(" ")[0] for one in problems(page.evaluate(RUN_AXE))}
    assert {"image-alt", "button-name"} <= found
    page.close()
