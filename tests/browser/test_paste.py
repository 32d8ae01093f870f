"""A chat that an official passed on: pasted, recognised, chosen, corrected, entered."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.windows import Windows, box, button, shown
from tests.http import citizen
from tests.http.conftest import People

pytestmark = pytest.mark.usefixtures("calm")

OPEN, LABEL = "Tempel chat atau ekspor", "Tempel di sini"


def chat(words: str) -> str:
    return (
        "[10.21, 2/11/2025] Pak RT 04: assalamualaikum\n"
        f"[10.21, 2/11/2025] Pak RT 04: {words}\n"
        "[10.22, 2/11/2025] Pak RT 04: https://maps.google.com/?q=-1.6101,103.6131\n"
        "[10.23, 2/11/2025] Bu Siti: <Media tidak disertakan>\n"
        "[10.24, 2/11/2025] Bu Siti: lihat https://maps.app.goo.gl/AbC\n"
    )


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def paste(page: Page, text: str) -> Locator:
    button(page, "Terusan").click()
    button(dialog(page), OPEN).click()
    dialog(page).get_by_label(LABEL).fill(text)
    messages = dialog(page).get_by_role("checkbox")
    shown(messages.first)
    return messages


def test_a_chat_is_pasted_chosen_and_entered(
    windows: Windows, people: People, pictures: Path
) -> None:
    page = windows.sign_in("calltaker2")
    words = citizen.said("ada rumah terbakar di belakang pasar")
    messages = paste(page, chat(words))
    expect(messages).to_have_count(5)
    expect(messages.nth(1)).to_be_checked()
    page.screenshot(path=pictures / "tempel-chat.png")
    for index in (0, 3, 4):
        messages.nth(index).uncheck()
    said = box(dialog(page), "Apa yang dikatakan")
    expect(said).to_have_value(
        f"[10:21] Pak RT 04: {words}\n"
        "[10:22] Pak RT 04: https://maps.google.com/?q=-1.6101,103.6131"
    )
    expect(box(dialog(page), "Nama pelapor")).to_have_value("Pak RT 04")
    expect(box(dialog(page), "Titik koordinat")).to_have_value("-1.610100, 103.613100")
    shown(button(dialog(page), "Lokasi dipakai"))
    page.screenshot(path=pictures / "tempel-chat-dipilih.png")
    box(dialog(page), "Diteruskan oleh").fill("Lurah, lewat grup WA")
    button(dialog(page), "Catat").click()
    card = people("calltaker").wait_for(
        "queue", lambda card: any(words in (line["text"] or "") for line in card["messages"])
    )
    assert card["channel"] == "forwarded"
    assert card["name"] == "Pak RT 04"
    assert card["opened_at"].startswith("2025-11-02T03:21")
    assert card["location"]["point"]["longitude"] == 103.6131


def test_a_link_without_coordinates_is_named_and_never_opened(windows: Windows) -> None:
    page = windows.sign_in("calltaker2")
    messages = paste(page, "Pak Lurah, [26.11.2025 10:21]\nbanjir https://maps.app.goo.gl/AbC\n")
    expect(messages).to_have_count(1)
    shown(dialog(page).get_by_text("tidak memuat koordinat"))
    expect(box(dialog(page), "Titik koordinat")).to_have_value("")
    assert windows.strangers == []


def test_script_and_marks_in_a_paste_stay_text(windows: Windows) -> None:
    page = windows.sign_in("calltaker2")
    text = "<img src=x onerror=\"document.title='kena'\"> \u202etolong\u202c {{1}}"
    messages = paste(page, text)
    expect(messages).to_have_count(1)
    assert "kena" not in page.title()
    shown(dialog(page).get_by_text("onerror").first)
