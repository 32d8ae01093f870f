"""Sending, calling off and re-assigning on the room's screen, and the way there; axe-core clean."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, button, shown
from tests.http.conftest import People
from tests.http.people import Person

__all__ = ["axe", "look"]

pytestmark = pytest.mark.usefixtures("calm")

HERE = {
    "latitude": -1.6101,
    "longitude": 103.6131,
    "accuracy_m": 20,
    "source": "pin",
    "area": "15.71.08.1004",
    "address": "Jl. Kenari RT 04",
}
BOAT = "prh-1"


@pytest.fixture
def taker(people: People) -> Iterator[Person]:
    person = people("calltaker")
    held = {"area": HERE["area"], "post": "ketua-rt", "rt": "04"}
    person.done("liaisons/list-liaison", **held, name="Bu Sari", number="081299300000")
    person.ask("units/go-on-duty", unit_id=BOAT)
    yield person
    person.done("liaisons/remove-liaison", **held)


def opened(taker: Person, **more: object) -> str:
    body = {"incident_type": "rescue.drowning", "priority": "P1", "location": HERE} | more
    return str(taker.done("incident/open-incident", **body)["id"])


def show(page: Page, incident_id: str) -> None:
    page.evaluate(f"location.hash = '#/call_taker/incident/{incident_id}'")
    shown(page.get_by_role("heading", name="Kirim unit"))


def test_a_unit_is_sent_moved_and_its_crew_reads_why(
    windows: Windows, taker: Person, people: People, look: Look
) -> None:
    first, second = opened(taker), opened(taker, incident_type="rescue.drowning")
    page = windows.sign_in("calltaker")
    show(page, first)
    row = page.locator("#send-units li").filter(has_text="PRH-1")
    expect(row).to_contain_text(re.compile(r"± \d+ mnt"))
    button(row, "Kirim").click()
    shown(page.locator("li.dispatch").filter(has_text="PRH-1"))
    job = taker.wait_for("units", lambda one: one["unit_id"] == BOAT and one["dispatch_id"])
    people("crew-prh1").done("dispatch/acknowledge", dispatch_id=job["dispatch_id"], via="device")
    shown(page.get_by_text("Bu Sari"))

    show(page, second)
    page.get_by_role("button", name=re.compile("Unit lain")).click()
    other = page.locator("li").filter(has_text="Alihkan ke sini").filter(has_text="PRH-1")
    button(other, "Alihkan ke sini").click()
    page.get_by_label("Alasan dialihkan").fill("Korban lebih banyak")
    look.at(page, "alihkan")
    page.get_by_role("button", name="Alihkan", exact=True).click()
    shown(page.locator("li.dispatch").filter(has_text="PRH-1"))
    shown(page.get_by_text("belum membaca pembatalan").first)

    show(page, first)
    shown(page.get_by_text("Menunggu unit: unitnya dialihkan."))
    page.get_by_text("Sudah selesai (1)").click()
    button(page, "Kru sudah tahu (HT)").first.click()
    expect(page.get_by_text("Kru belum membaca pembatalan")).to_have_count(0)
    look.at(page, "menunggu-unit")
