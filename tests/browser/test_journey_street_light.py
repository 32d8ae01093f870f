"""A dark street light: two citizens, the room, and an agency that has no account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.windows import Windows, box, button, gone, shown
from tests.files import png
from tests.http import citizen
from tests.http.conftest import People
from tests.http.people import Person

pytestmark = pytest.mark.usefixtures("calm")

PHONE: dict[str, Any] = {
    "width": 360,
    "is_mobile": True,
    "has_touch": True,
    "extra_http_headers": {"X-Forwarded-For": "198.18.201.7"},
}
NAME = "Bu Pelapor Lampu"
LISTENS = """
const page = document.documentElement
const now = () => (page.dataset.sounds ?? '').split(' ').filter(Boolean)
const before = new Set(now())
window.__new = new Set()
new MutationObserver(() => now().filter((one) => !before.has(one)).forEach((one) => __new.add(one)))
  .observe(page, { attributeFilter: ['data-sounds'] })
void 0
"""


@pytest.fixture
def taker(people: People) -> Person:
    return people("calltaker")


def listen(page: Page) -> None:
    """From now on `sounded` says what made the room sound that did not before."""
    page.evaluate(LISTENS)


def sounded(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...window.__new]")
    return found


def report(windows: Windows, words: str) -> Page:
    """Citizen A, by the web form; → the page that follows the report."""
    page = windows.open("/lapor", **PHONE)
    page.get_by_label("Ceritakan singkat").fill(words)
    page.get_by_label("Alamat atau patokan").fill("Tiang LPJU 0123")
    box(page, "Nama").fill(NAME)
    button(page, "Kirim laporan").click()
    page.get_by_role("link", name="Lihat perkembangan laporan ini").click()
    shown(page.get_by_role("heading", name="Perkembangan"))
    return page


def task(desk: Page) -> Locator:
    return (
        desk.get_by_role("listitem")
        .filter(has=desk.get_by_text("Perkim", exact=True))
        .filter(has=button(desk, "Salin untuk grup WA"))
    )


def open_service(desk: Page, words: str) -> str:
    """The room makes an incident of the report and asks the agency; → the incident's number."""
    room.row(desk, words).click()
    form = room.form(desk)
    box(form, "Titik koordinat").fill("-1.6101, 103.6131")
    number = room.open_incident(desk, typed="lampu jalan")
    desk.get_by_role("tab", name=re.compile("Instansi")).click()
    button(desk, "Perkim").click()
    shown(task(desk))
    return number


def me_too(desk: Page, number: str) -> None:
    """Citizen B telephones about the same light: the form offers what is open close by."""
    button(desk, "Layanan").click()
    dialog = desk.get_by_role("dialog")
    button(dialog, "Lampu jalan mati (LPJU)").click()
    box(dialog, "Nomor tiang").fill("Depan masjid, tiang sebelahnya")
    box(dialog, "Koordinat pin").fill("-1.6107, 103.6131")
    near = dialog.get_by_role("region", name="Mungkin sudah dilaporkan")
    expect(near).to_contain_text(number)
    expect(near).to_contain_text("± 67 m")
    button(near, "Saya juga").click()
    gone(desk.get_by_role("dialog"))
    shown(room.incident(desk).get_by_text("2 laporan"))


def link_for_the_group(desk: Page) -> str:
    """One key; → the address in the text, which says nothing of who reported."""
    button(task(desk), "Salin untuk grup WA").click()
    shown(desk.get_by_text("Tempel di grup WA"))
    text = str(desk.evaluate("navigator.clipboard.readText()"))
    assert "Lampu jalan mati" in text
    assert "maps.google.com/?q=-1.6101,103.6131" in text
    assert "Terima sebelum" in text
    assert NAME not in text
    assert citizen.said("") not in text
    found = re.search(r"https?://\S+/p/[a-z2-7]{26}", text)
    assert found, text
    return found[0]


def work(windows: Windows, address: str) -> Page:
    """The agency on an old phone: accepts, names a team, finishes with a photo."""
    page = windows.open(address, **PHONE)
    shown(page.get_by_role("heading", name="Tugas untuk instansi Anda"))
    button(page, "Buka").click()
    shown(button(page, "Terima tugas"))
    button(page, "Terima tugas").click()
    shown(button(page, "Mulai kerjakan"))
    button(page, "Tunjuk regu…").click()
    page.get_by_label("Regu", exact=True).select_option(label="Regu lampu jalan 1")
    button(page, "Tunjuk").click()
    gone(page.get_by_role("dialog"))
    expect(page.get_by_text("Regu lampu jalan 1")).to_be_visible()
    button(page, "Selesai…").click()
    box(page, "Apa yang dikerjakan").fill("Lampu diganti")
    photo: Any = {"name": "lampu.png", "mimeType": "image/png", "buffer": png(64, 48)}
    page.get_by_label("Foto bukti").set_input_files(photo)
    shown(page.get_by_role("img", name="Foto bukti 1"))
    button(page, "Kirim: selesai").click()
    shown(page.get_by_text("Menunggu diperiksa ruang 112"))
    return page


def test_a_dark_street_light_is_carried_to_its_end(windows: Windows, taker: Person) -> None:
    words = citizen.said("Lampu jalan mati sejak tiga malam")
    reporter = report(windows, words)
    desk = windows.sign_in("calltaker", permissions=["clipboard-read", "clipboard-write"])
    number = open_service(desk, words)
    listen(desk)
    me_too(desk, number)
    agency = work(windows, link_for_the_group(desk))
    shown(task(desk).get_by_text("Regu lampu jalan 1"))
    shown(task(desk).get_by_role("img", name="Bukti dari instansi"))

    shown(reporter.get_by_text("Sudah ditangani?"))
    reporter.get_by_label("Ya, sudah", exact=True).check()
    button(reporter, "Kirim jawaban").click()
    shown(reporter.get_by_text("jawaban Anda sudah diterima"))
    shown(agency.get_by_role("heading", name="Tautan sudah ditutup"))
    gone(task(desk))

    button(room.incident(desk), "Tutup kejadian").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Diselesaikan instansi").check()
    button(dialog, "Tutup kejadian").click()
    expect(desk.get_by_role("button").filter(has_text=number)).to_have_count(0)
    assert sounded(desk) == [], "a public service never sounds"
