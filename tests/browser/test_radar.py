"""Whether it is known already: asked and answered by keys; joined incidents on their screens."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.hands import Hands
from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, button, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.people import Person
from tests.http.server import Server
from tests.patience import eventually

__all__ = ["axe", "look"]

pytestmark = pytest.mark.usefixtures("calm")

HERE = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "accuracy_m": 30, "source": "pin"}
WARD = "Kebakaran gudang ban di jalan serunai"
TITLE = "Mungkin sudah dikenal"


@pytest.fixture
def fire(people: People, server: Server) -> str:
    """An open fire that somebody has told of; → its id."""
    taker = people("calltaker")
    number = room.write(server, citizen.said(f"{WARD}, api besar"))
    contact = taker.wait_for_sender(number, lambda card: card["location"])
    return str(
        taker.done(
            "incident/open-incident",
            incident_type="fire.building",
            contact_id=contact["contact_id"],
            location=HERE,
        )["id"]
    )


def radar(page: Page) -> Locator:
    return page.get_by_role("region", name=TITLE)


def next_caller(hands: Hands, server: Server, words: str) -> str:
    """Somebody writes about it and is taken in hand; → their number."""
    told = citizen.said(words)
    number = room.write(server, told)
    shown(room.row(hands.page, told[:24]).filter(has_text="Jelutung").first)
    hands.press("F2")
    shown(radar(hands.page))
    return number


def end_all(taker: Person) -> None:
    """Children first, and what was merged with its main."""
    board = taker.cards("open-incidents")
    for key, card in sorted(board.items(), key=lambda one: one[1]["parent_id"] is None):
        for contact_id in card["contact_ids"]:
            if taker.cards("queue").get(contact_id, {}).get("unread"):
                taker.done("intake/answer-contact", contact_id=contact_id)
        if card["merged_into"] is None:
            merged = [one for one, line in card["merged"].items() if line["is_open"]]
            close: dict[str, Any] = {"incident_id": key, "result": "dealt-with"}
            taker.done("incident/close", **close, merged_ids=merged)
    eventually(
        lambda: not taker.cards("open-incidents").keys() & board.keys(),
        what="a policy closes what was merged",
    )


def test_one_key_answers_and_words_of_a_victim_ask_first(
    windows: Windows, server: Server, people: People, fire: str
) -> None:
    taker = people("calltaker")
    page = windows.sign_in("calltaker2")
    hands = Hands(page)

    witness = next_caller(hands, server, f"{WARD}, asap hitam tebal")
    expect(radar(page)).to_contain_text("sangat mungkin sama")
    expect(radar(page)).to_contain_text("1 pelapor")
    expect(radar(page)).to_contain_text("tempatnya cocok")
    hands.press("w")  # nobody types: the bare letter acts
    shown(room.incident(page).get_by_text("2 laporan"))
    assert taker.wait_for_sender(witness)["incident_id"] == fire

    victim = next_caller(hands, server, f"{WARD}, kami terjebak di lantai dua, anak saya dua")
    hands.press("l")
    hands.on("Di mana: kelurahan")
    hands.type("wre")  # while typing, only the keys of everywhere act
    shown(radar(page))
    hands.press("Escape")
    hands.press("F6")
    question = page.get_by_role("alert").filter(has_text="butuh pertolongan sendiri")
    shown(question)
    assert taker.wait_for_sender(victim)["incident_id"] is None, "nothing before the answer"
    hands.press("F7")
    shown(page.get_by_text("Anak dari", exact=True))
    child = taker.wait_for_sender(victim)["incident_id"]
    board = taker.cards("open-incidents")
    assert (board[child]["parent_id"], board[child]["priority"]) == (fire, "P1")
    assert board[child]["location"] is not None

    stranger = next_caller(hands, server, f"{WARD}, tapi ini jalan lain")
    hands.press("Control+F6")
    contact_id = taker.wait_for_sender(stranger)["contact_id"]
    taker.wait_for(
        "suggestions",
        lambda card: card["contact_id"] == contact_id and fire in card["different"],
    )
    expect(radar(page).get_by_text("3 pelapor")).to_have_count(0)
    taker.done("intake/classify-contact", contact_id=contact_id, kind="test")
    end_all(taker)


def test_two_incidents_are_merged_from_the_command_line_and_cut_again(
    windows: Windows, people: People, fire: str
) -> None:
    taker = people("calltaker")
    again = str(taker.done("incident/open-incident", incident_type="fire.building")["id"])
    board = taker.cards("open-incidents")
    one, main = (int(board[each]["number"].split("-")[-1]) for each in (again, fire))
    page = windows.sign_in("calltaker2")
    hands = Hands(page)
    shown(room.queue(page).get_by_role("heading", name="Kejadian terbuka"))
    hands.press(":")
    hands.on("Baris perintah")
    hands.type(f"gabung {one} {main}")
    hands.press("Enter")
    hands.seen("tercatat di #")
    assert taker.cards("open-incidents")[again]["merged_into"] == fire
    hands.press("Escape", ":")
    hands.type(f"buka {main}")
    hands.press("Enter")
    shown(page.get_by_text("Digabung ke sini"))
    button(page, "Tutup kejadian").click()
    shown(page.get_by_text("Ikut ditutup dengan hasil yang sama"))
    hands.press("Escape")
    button(page, "Pisahkan").click()
    undo = page.get_by_role("button", name="Urungkan")
    shown(undo)
    assert taker.cards("open-incidents")[again]["merged_into"] is None
    undo.click()
    shown(page.get_by_text("Digabung ke sini"))
    end_all(taker)


def test_how_it_looks(
    windows: Windows, server: Server, people: People, fire: str, look: Look
) -> None:
    taker = people("calltaker")
    other = str(
        taker.done("incident/open-incident", incident_type="fire.building", location=HERE)["id"]
    )
    merged = str(taker.done("incident/open-incident", incident_type="fire.building")["id"])
    flood = str(taker.done("incident/open-incident", incident_type="disaster.flood")["id"])
    child = str(taker.done("incident/open-incident", incident_type="medical", parent_id=fire)["id"])
    page = windows.sign_in("calltaker2")
    hands = Hands(page)
    next_caller(hands, server, f"{WARD}, kami terjebak di atap")
    hands.press("F6")
    shown(page.get_by_role("alert").filter(has_text="butuh pertolongan sendiri"))
    look.at(page, "radar-asks", settle_ms=300)
    taker.done("incident/merge-incident", incident_id=merged, into=fire)
    taker.done("incident/link-incidents", incident_id=flood, other_id=fire)
    page.goto(f"/#/call_taker/incident/{fire}")
    shown(page.get_by_text("Digabung ke sini"))
    look.at(page, "joined", settle_ms=300)
    button(page, "Gabung atau kaitkan…").click()
    shown(page.get_by_role("dialog"))
    look.at(page, "join-dialog", settle_ms=300)
    page.goto(f"/#/call_taker/incident/{merged}")
    shown(page.get_by_text("Ternyata sama dengan"))
    look.at(page, "merged", settle_ms=300)
    assert {other, child} <= taker.cards("open-incidents").keys()
    end_all(taker)
