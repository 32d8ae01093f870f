"""The doctor's pen: cards read to their end, signed with the password; and how it all looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import room
from tests.browser.test_accessible import Look, axe, look
from tests.browser.test_guide import DRAFT, choose, guide, open_contact, says, to_compressions
from tests.browser.windows import Windows, box, button, gone, shown
from tests.http.conftest import People
from tests.http.people import Person
from tests.http.server import PASSWORD, Server

__all__ = ["axe", "look"]

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture
def unsigned(people: People) -> Iterator[None]:
    """Whatever the doctor signs is taken back: the rest of the run sees drafts."""
    yield
    doctor = people("doctor")
    for card, stand in doctor.cards("guide-cards").items():
        if stand["signed_at"]:
            doctor.done("guide/unsign-card", card=card, reason="Uji selesai")


@pytest.mark.usefixtures("unsigned")
def test_the_doctor_reads_and_signs(windows: Windows, server: Server, people: People) -> None:
    page = windows.sign_in("doctor")
    page.get_by_role("link", name="Kartu panduan").click()
    shown(page.get_by_role("heading", level=1, name="Kartu panduan"))
    shown(page.get_by_text("Belum boleh melayani: Henti jantung, Tersedak, Perdarahan"))
    cards = page.get_by_role("navigation", name="Kartu")
    cards.get_by_role("button", name="Henti jantung").click()
    one = button(page, "Tandatangani kartu ini")
    expect(one).to_be_disabled()
    shown(page.get_by_text("Look at the chest. Are they breathing normally?"))
    page.get_by_text("Jangan menutup telepon sebelum petugas").scroll_into_view_if_needed()
    page.mouse.wheel(0, 4_000)
    expect(one).to_be_enabled()
    one.click()
    dialog = page.get_by_role("dialog")
    shown(dialog.get_by_text("Henti jantung"))
    expect(button(dialog, "Tandatangani")).to_be_disabled()
    box(dialog, "Kata sandi Anda, sekali lagi").fill("bukan ini")
    button(dialog, "Tandatangani").click()
    shown(dialog.get_by_text("Tidak ada yang ditandatangani."))
    box(dialog, "Kata sandi Anda, sekali lagi").fill(PASSWORD)
    page.keyboard.press("Enter")
    gone(dialog)
    shown(page.get_by_role("article").get_by_text("Ditandatangani Dokter jaga"))
    shown(page.get_by_text("Belum boleh melayani: Tersedak"))

    taker = windows.sign_in("calltaker")
    open_contact(taker, server, "Om tidak bergerak")
    taker.keyboard.press("F4")
    says(taker, "Tepuk bahunya dan panggil keras. Apakah dia menjawab atau bergerak?")
    gone(guide(taker).get_by_text(DRAFT))
    button(page, "Cabut tanda tangan…").click()
    box(page.get_by_role("dialog"), "Alasan").fill("Kalimat ketiga membingungkan")
    button(page.get_by_role("dialog"), "Cabut, kartu menjadi DRAF").click()
    shown(guide(taker).get_by_text(DRAFT))


@pytest.mark.usefixtures("unsigned")
def test_all_that_were_read_are_signed_together(windows: Windows, people: People) -> None:
    page = windows.sign_in("doctor")
    page.get_by_role("link", name="Kartu panduan").click()
    cards = page.get_by_role("navigation", name="Kartu")
    for name in ("Stroke", "Kebakaran"):
        cards.get_by_role("button", name=re.compile(f"^{name}")).click()
        shown(page.get_by_role("article").get_by_role("heading", name=re.compile(f"^{name}")))
        page.mouse.move(900, 500)
        page.mouse.wheel(0, 9_000)
        shown(cards.get_by_role("button", name=re.compile(f"^{name}")).get_by_text("dibaca"))
        page.mouse.wheel(0, -9_000)
    button(page, "Tandatangani semua yang sudah dibaca (2)").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    box(dialog, "Kata sandi Anda, sekali lagi").fill(PASSWORD)
    button(dialog, "Tandatangani").click()
    gone(dialog)
    signed = {
        card for card, one in people("doctor").cards("guide-cards").items() if one["signed_at"]
    }
    assert signed == {"stroke", "fire"}


def test_who_may_not_sign_sees_no_pen(windows: Windows) -> None:
    page = windows.sign_in("head")
    page.get_by_role("link", name="Kartu panduan").click()
    shown(page.get_by_text("Hanya penanggung jawab medis"))
    gone(button(page, "Tandatangani kartu ini"))


def test_the_paper_prints_every_card(
    windows: Windows, browser: Browser, pictures: Path, people: People
) -> None:
    page = windows.sign_in("doctor")
    page.get_by_role("link", name="Kartu panduan").click()
    page.goto("/kartu-panduan")
    shown(page.get_by_role("heading", level=1))
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", "its style came"
    count = len(people("doctor").http.get("/api/guide-cards").json()["cards"])
    expect(page.locator("section.card")).to_have_count(count)
    page.pdf(path=pictures / "kartu-panduan.pdf", prefer_css_page_size=True)
    assert (pictures / "kartu-panduan.pdf").stat().st_size > 50_000


def test_it_looks_right(windows: Windows, server: Server, people: People, look: Look) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Pasien di lantai")
    page.keyboard.press("g")
    choose(page, "all-callers")
    look.at(page, "guide-question", settle_ms=300)
    to_compressions(page)
    page.keyboard.press("t")
    page.keyboard.press("n")
    look.at(page, "guide-arrest", settle_ms=300)
    look_at_victims(page, people("calltaker"), look)
    quiet(page, server, look)
    page = windows.sign_in("doctor")
    page.get_by_role("link", name="Kartu panduan").click()
    shown(page.get_by_role("heading", level=1))
    look.at(page, "guide-cards", settle_ms=200)


def look_at_victims(page: Page, taker: Person, look: Look) -> None:
    incident = taker.done("incident/open-incident", incident_type="disaster.quake")["id"]
    page.goto(f"/#/call_taker/incident/{incident}")
    shown(room.incident(page))
    page.keyboard.press("g")
    says(page, "Apa yang terjadi?")
    for key in ("5", "2", "1"):
        page.keyboard.press(key)
    shown(page.get_by_role("region", name="Hitungan korban"))
    look.at(page, "guide-victims", settle_ms=300)


def quiet(page: Page, server: Server, look: Look) -> None:
    open_contact(page, server, "Pesan nasi goreng satu")
    page.keyboard.press("g")
    choose(page, "violence-home")
    shown(guide(page).get_by_text("Mungkin ada yang mendengar."))
    look.at(page, "guide-quiet", settle_ms=300)
