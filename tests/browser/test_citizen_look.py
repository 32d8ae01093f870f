"""The citizens' pages in both themes and every width: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_accessible import Look, axe, look
from tests.browser.test_citizen import (
    HERE,
    PHONE,
    links,
    lost_caller,
    path_of,
    ready_for_no_signal,
    taker,
    write,
)
from tests.browser.windows import Windows, button, shown
from tests.http import citizen
from tests.http.people import Person
from tests.http.server import Server

__all__ = ["axe", "look", "taker"]

pytestmark = pytest.mark.usefixtures("calm")


def test_the_page_that_sends_a_location(
    windows: Windows, server: Server, taker: Person, look: Look
) -> None:
    contact_id = lost_caller(taker)
    page = windows.open(
        path_of(server, taker, contact_id, "location"),
        width=360,
        geolocation=HERE,
        permissions=["geolocation"],
    )
    look.at(page, "citizen-locate")
    button(page, "Kirim lokasi saya").click()
    shown(page.get_by_text("SUDAH MENERIMA"))
    look.at(page, "citizen-locate-sent")
    page.context.clear_permissions()
    denied = windows.open(path_of(server, taker, lost_caller(taker), "location"), width=360)
    button(denied, "Kirim lokasi saya").click()
    shown(denied.get_by_role("heading", name="Izin lokasi ditolak"))
    look.at(denied, "citizen-locate-denied")


def test_the_status_page(windows: Windows, server: Server, taker: Person, look: Look) -> None:
    contact_id = lost_caller(taker)
    page = windows.open(path_of(server, taker, contact_id, "status"), width=360)
    shown(page.get_by_role("heading", name="Perkembangan"))
    look.at(page, "citizen-status")
    taker.done("intake/classify-contact", contact_id=contact_id, kind="information")
    shown(page.get_by_text("Sudah ditangani?"))
    look.at(page, "citizen-status-over")
    page.goto("/s/" + "a" * 26)
    shown(page.get_by_role("heading", name="Tautan ini tidak berlaku"))
    look.at(page, "citizen-dead-link")


def test_the_service_form(windows: Windows, look: Look) -> None:
    where: dict[str, Any] = {"geolocation": HERE, "permissions": ["geolocation"]}
    for again in (False, True):
        page = windows.open("/lapor/layanan", **PHONE | {"is_mobile": False} | where)
        page.get_by_text("Lampu jalan mati").click()
        button(page, "Pakai lokasi saya").click()
        shown(page.get_by_text("Lokasi didapat"))
        if again:
            page.get_by_text("Saya juga").click()
            look.at(page, "citizen-layanan")
        button(page, "Kirim laporan").click()
        shown(page.get_by_text("diteruskan ke instansi"))
    page.get_by_role("link", name="Lihat perkembangan laporan ini").click()
    shown(page.get_by_text("Diteruskan ke instansi"))
    assert page.get_by_text("Dibaca petugas").count() == 0, "nobody of the room has read it"


def test_when_to_call(windows: Windows, look: Look) -> None:
    page = windows.open("/kapan", width=360)
    shown(page.get_by_role("heading", name="Kapan menelepon 112"))
    look.at(page, "citizen-kapan")


def test_a_report_that_waits(windows: Windows, look: Look) -> None:
    page = windows.open("/lapor", **PHONE | {"is_mobile": False})
    ready_for_no_signal(page)
    page.context.set_offline(True)
    write(page, citizen.said("Kebakaran lahan"))
    button(page, "Kirim laporan").click()
    shown(page.locator("#queue .waits"))
    look.at(page, "citizen-lapor-waits")
    page.context.set_offline(False)
    page.locator("#queue .sent").wait_for()
    look.at(page, "citizen-lapor-sent")


def test_the_links_beside_a_contact(
    windows: Windows, server: Server, taker: Person, look: Look
) -> None:
    contact_id = lost_caller(taker)
    path = path_of(server, taker, contact_id, "location")
    phone = windows.open(path, width=360, geolocation=HERE, permissions=["geolocation"])
    button(phone, "Kirim lokasi saya").click()
    shown(phone.get_by_text("SUDAH MENERIMA"))
    desk = windows.sign_in("calltaker")
    desk.goto(f"/#/call_taker/contact/{contact_id}")
    shown(links(desk).get_by_text("1 posisi"))
    shown(desk.locator(".map canvas"))
    desk.wait_for_timeout(1500)
    look.at(desk, "room-contact-links", settle_ms=400)
