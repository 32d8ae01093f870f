"""Over the border by keyboard, recorded by name; and the page of other people's machines."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessible import Look, axe
from tests.browser.windows import Windows, button, shown
from tests.http.conftest import People
from tests.http.server import PASSWORD

__all__ = ["axe"]

pytestmark = pytest.mark.usefixtures("calm")


def test_an_incident_is_handed_over_by_name_without_a_mouse(
    windows: Windows, people: People, pictures: Path, axe: str
) -> None:
    taker = people("calltaker")
    where = {
        "latitude": -1.75,
        "longitude": 103.6,
        "source": "pin",
        "address": "Dekat batas uji, Mestong",
    }
    opened = taker.done(
        "incident/open-incident", incident_type="fire.building", priority="P1", location=where
    )
    page = windows.sign_in("calltaker")
    page.get_by_text("Dekat batas uji").first.click()
    panel = page.get_by_role("region", name="Luar wilayah")
    send = panel.get_by_role("button", name="Tawarkan ke")
    shown(send)
    expect(panel.get_by_text("tanya kepala")).to_be_visible()
    expect(panel.get_by_label("Kecamatan pelapor")).to_have_value("Mestong")
    expect(panel.get_by_label("Serahkan ke")).to_have_value("muaro")
    look = Look(axe, pictures)
    look.at(page, "luar-wilayah")
    page.set_viewport_size({"width": 1440, "height": 900})
    send.focus()
    page.keyboard.press("Enter")
    shown(panel.get_by_text("Menunggu diterima"))
    panel.get_by_label("Diterima oleh (nama)").focus()
    page.keyboard.type("Budi, piket kabupaten")
    page.keyboard.press("Enter")
    shown(panel.get_by_text("Budi, piket kabupaten"))
    taker.wait_for("handovers", lambda card: card["incident_id"] == opened["id"])
    card = taker.cards("handovers")[opened["id"]]
    assert (card["state"], card["via"]) == ("accepted", "phone")
    button(page, "Tinjau lagi nanti…").click()
    again = page.get_by_role("region", name="Ditinjau lagi")
    again.get_by_label("Alasan").fill("Apakah mereka sudah tiba")
    button(again, "Bunyikan saat itu").click()
    shown(again.get_by_text("Apakah mereka sudah tiba"))
    taker.done("incident/close", incident_id=opened["id"], result="handed-over")
    assert look.wrong == []


def test_a_key_is_shown_once_on_the_page_of_systems(
    windows: Windows, people: People, pictures: Path, axe: str
) -> None:
    admin = people("admin")
    page = windows.open()  # its first page has a second way out
    page.get_by_label("Nama akun").fill("admin")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    button(page, "Masuk").click()
    page.get_by_role("link", name="Sistem").click()
    page.get_by_label("Instansi", exact=True).select_option("dishub")
    page.get_by_label("Untuk apa").fill("Uji layar")
    button(page, "Buat kunci").click()
    key = page.locator(".key")
    shown(key)
    assert key.inner_text().startswith("siaga_")
    page.reload()
    shown(page.get_by_text("Uji layar"))
    expect(page.locator(".key")).to_have_count(0)
    look = Look(axe, pictures)
    look.at(page, "sistem")
    assert look.wrong == []
    for key_id, card in admin.cards("machine-keys").items():
        if card["name"] == "Uji layar":
            admin.done("systems/revoke-key", key_id=key_id)
