"""What the house suggests, in front of the taker: in the queue, in the form, while typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.hands import Hands
from tests.browser.windows import Windows, box, button, gone, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.server import Server

pytestmark = pytest.mark.usefixtures("calm")

FIRE = "tlg kbakaran rmh dpn pasar ado yg tejebak"


def suggested(where: Page | Locator) -> Locator:
    """The box of the suggestion, in the form or in a dialog."""
    return where.get_by_role("region", name="Usulan")


def test_a_message_in_chat_spelling_is_a_fire_at_a_glance_and_one_key_opens_it(
    windows: Windows, server: Server, people: People
) -> None:
    page = windows.sign_in("calltaker")
    shown(room.queue(page))
    room.write(server, citizen.said(FIRE))
    row = room.row(page, "tejebak")
    expect(row).to_contain_text("P1")
    expect(row).to_contain_text("Kebakaran rumah atau bangunan?")
    expect(row).to_contain_text("Jelutung")  # its place has come too
    row.click()
    advice = suggested(page)
    expect(advice).to_contain_text("Kebakaran rumah atau bangunan?")
    button(advice, "Kenapa?").click()
    expect(advice).to_contain_text("tanda bahaya bagi nyawa")
    expect(advice).to_contain_text("“kebakaran")
    page.keyboard.press("F8")
    number = room.incident_number(page)
    incident = room.incident(page)
    expect(incident.get_by_role("heading", name=room.FIRE)).to_be_visible()
    card = people("calltaker").wait_for("open-incidents", lambda one: one["number"] == number)
    assert (card["incident_type"], card["priority"]) == ("fire.building", "P1")
    assert card["location"]["point"]["latitude"] == pytest.approx(room.LATITUDE)
    assert card["dispatches"] == {}, "the same key pressed once has sent nobody"


def test_likely_real_first_and_nobody_hidden(windows: Windows, server: Server) -> None:
    page = windows.sign_in("calltaker")
    shown(room.queue(page))
    for words in ("wkwkwk kena prank, mau pesan nasi goreng satu", "lampu jalan mati", FIRE):
        room.write(server, citizen.said(words), with_place=False)
        shown(room.row(page, words[:16]))
    rows = room.queue(page).get_by_role("button").filter(has_text="Warga Uji")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("tejebak")
    expect(rows.nth(1)).to_contain_text("lampu jalan")
    expect(rows.nth(2)).to_contain_text("mungkin iseng")
    expect(rows.nth(0)).to_contain_text("F2")
    Hands(page).press("F2")
    expect(suggested(page)).to_contain_text("P1")


def test_the_suggestion_follows_the_words_being_typed(windows: Windows) -> None:
    page = windows.sign_in("calltaker")
    button(room.queue(page), "Telepon").click()
    dialog = page.get_by_role("dialog")
    words = box(dialog, "Apa yang dikatakan")
    words.fill("mati lampu")
    advice = suggested(dialog)
    expect(advice).to_contain_text("P4")
    words.fill("bapak saya angin duduk di jelutung")
    expect(advice).to_contain_text("P1")
    button(advice, "Pakai tempat").click()
    expect(dialog.get_by_role("combobox", name="kelurahan")).to_have_value(re.compile("Jelutung"))
    words.fill("")
    gone(advice)
    words.fill("bapak saya angin duduk")
    page.keyboard.press("Control+Enter")
    panel = suggested(page)
    expect(panel).to_contain_text("P1")
    expect(panel).to_contain_text("Nyeri dada")


def test_what_the_taker_chose_holds_over_the_suggestion(
    windows: Windows, server: Server, people: People
) -> None:
    page = windows.sign_in("calltaker")
    room.write(server, citizen.said("kebakaran rumah depan pasar"))
    room.row(page, "kebakaran rumah").click()
    shown(suggested(page))
    room.pick(room.form(page), "Apa: jenis kejadian", "lampu jalan")
    expect(room.form(page).get_by_role("radio", name="P4")).to_be_checked()
    page.keyboard.press("F8")
    number = room.incident_number(page)
    card = people("calltaker").wait_for("open-incidents", lambda one: one["number"] == number)
    assert (card["incident_type"], card["priority"]) == (
        "public_facility.street_light",
        "P4",
    )


def test_without_a_type_the_key_leads_to_the_field(windows: Windows, server: Server) -> None:
    page = windows.sign_in("calltaker")
    room.write(server, citizen.said("tolong"), with_place=False)
    room.row(page, "tolong").click()
    advice = suggested(page)
    expect(advice).to_contain_text("jenis belum jelas")
    expect(advice).to_contain_text(re.compile("P[12]"))  # the words that mark the test add to it
    hands = Hands(page)
    hands.press("F8")
    hands.on("Apa: jenis kejadian")
    gone(page.get_by_role("region", name="Kirim unit"))


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (360, False)])
def test_it_fits(windows: Windows, server: Server, width: int, dark: bool) -> None:
    page = windows.sign_in("calltaker", width=width, dark=dark)
    room.write(server, citizen.said(FIRE + ", 2 orang luka"))
    shown(room.row(page, "tejebak"))
    room.row(page, "tejebak").click()
    advice = suggested(page)
    button(advice, "Kenapa?").click()
    shown(advice)
    wide = "() => document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(wide), "it is wider than the window"
    inside = advice.bounding_box()
    assert inside is not None
    assert inside["x"] >= 0
    assert inside["x"] + inside["width"] <= width
