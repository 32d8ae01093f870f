"""The call taker's screen, as a hand on the mouse uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.windows import box, button, shown
from tests.http import citizen
from tests.http.server import Server

LATITUDE, LONGITUDE = -1.6101, 103.6131  # Kota Jambi, inland
FIRE = "Kebakaran rumah atau bangunan"


def write(server: Server, words: str, *, with_place: bool = True) -> str:
    """A citizen's signed WhatsApp messages; → the sender's number, digits with country code."""
    number = citizen.new_number()
    parts = [citizen.text(words)]
    if with_place:
        parts.append(citizen.place(LATITUDE, LONGITUDE))
    for part in parts:
        answer = citizen.post(server.url, citizen.update(citizen.message(number, part)))
        assert answer.status_code == 200
    return number


def queue(page: Page) -> Locator:
    return page.get_by_role("region", name="Antrean").last


def row(page: Page, words: str) -> Locator:
    """The queue's row with these words."""
    return queue(page).get_by_role("button").filter(has_text=words)


def pick(page: Page | Locator, field: str, typed: str) -> None:
    """Types into a field that searches a list, and takes its first answer."""
    found = page.get_by_role("combobox", name=field)
    found.fill(typed)
    found.press("Enter")
    expect(found).to_have_attribute("aria-expanded", "false")


def form(page: Page) -> Locator:
    return page.get_by_role("form", name="Isian kejadian")


def open_incident(page: Page, *, typed: str = "kebakaran rumah", who: str = "") -> str:
    """Fills in the open contact's form and saves it; → the incident's number."""
    pick(form(page), "Apa: jenis kejadian", typed)
    if who:
        box(form(page), "Siapa").fill(who)
    button(form(page), "Buka kejadian").click()
    return incident_number(page)


def incident(page: Page) -> Locator:
    """The open incident's panel."""
    return page.get_by_role("article").filter(has=page.get_by_role("region", name="Kirim unit"))


def incident_number(page: Page) -> str:
    number = incident(page).locator("header b.number")
    shown(number)
    return number.inner_text()


def send(page: Page, unit: str) -> None:
    """Sends the unit of this call sign to the open incident."""
    units = page.get_by_role("region", name="Kirim unit")
    rows = units.get_by_role("listitem").filter(has=page.get_by_text(unit, exact=True))
    if not rows.count():
        units.get_by_role("button", name="Semua yang siap").click()
    button(rows, "Kirim").click()


def dispatch(page: Page, unit: str) -> Locator:
    """The line of a unit that is on the open incident."""
    duty = page.get_by_role("region", name="Unit bertugas")
    return duty.get_by_role("listitem").filter(has=page.get_by_text(unit, exact=True))


def task(page: Page, agency: str, note: str) -> None:
    """Asks an agency for help with the open incident."""
    panel = incident(page)
    panel.get_by_role("tab", name="Instansi").click()
    pick(panel, "Minta bantuan instansi", agency)
    box(panel, "Pesan untuk instansi").fill(note)
    panel.locator(".referrals form").get_by_role("button", name="Minta bantuan").click()


def close(page: Page, result: str) -> None:
    button(incident(page), "Tutup kejadian").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(result).check()
    button(dialog, "Tutup kejadian").click()


def strip(page: Page) -> Locator:
    """Everything that rings for the room."""
    return page.get_by_role("region", name="Yang berdering")


def ring(page: Page, words: str) -> Locator:
    """Its row in the list of everything that rings, which is opened by its key."""
    shown(strip(page).filter(has=page.locator(".first, .all")))
    if not strip(page).locator(".list").count():
        page.keyboard.press("Control+F10")
    row = strip(page).get_by_role("listitem").filter(has_text=words)
    shown(row)
    return row
