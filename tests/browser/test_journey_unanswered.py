"""A crew and an agency that never answer: every way is tried, the room rings, a person takes it.

In a room whose place gives each way seconds instead of minutes; everything else is as shipped.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import ring, strip
from tests.browser.windows import Windows, button, eventually_on, gone, shown
from tests.http.people import Person
from tests.http.server import ROOT, Server

FIRE = "fire.building"
COUNT = """() => {
  window.tones = 0
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (...when) {
    window.tones += 1
    return start.apply(this, when)
  }
}"""
RANG = """() => {
  window.rang = new Set()
  const note = () => document.querySelectorAll('[role=alert]').forEach((one) =>
    window.rang.add(one.textContent.replace(/\\s+/g, ' ')))
  new MutationObserver(note).observe(document.body, {
    childList: true, subtree: true, characterData: true,
  })
}"""
HAS_RUNG = "(words) => [...window.rang].some((one) => one.includes(words))"
QUICK = {"deliver_s": 2, "answer_s": 3, "ring_again_s": 15, "repeat_s": 5}


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """The same city, in a hurry."""
    folder = Path(tempfile.mkdtemp(prefix="siaga-hasty-"))
    folder.chmod(0o755)
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    rules = places / "id" / "jambi" / "alerts.toml"
    text = rules.read_text()
    for name, value in QUICK.items():
        text = re.sub(rf"\b{name} = \d+", f"{name} = {value}", text)
    rules.write_text(text)
    server = Server(folder, "http://127.0.0.1:9", SIAGA_PLACES=str(places), SIAGA_PLACE="id/jambi")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def offices(browser: Browser, hasty: Server) -> Iterator[Windows]:
    windows = Windows(browser, hasty.url)
    yield windows
    windows.close()
    assert windows.broken == [], "a script failed"


def ringing(page: Page, words: str) -> None:
    alert = page.get_by_role("alert").filter(has_text=words)
    shown(alert.first)


def test_nobodys_silence_goes_unnoticed(offices: Windows, hasty: Server, pictures: Path) -> None:
    taker = Person(hasty.url, "calltaker")
    room, other = offices.sign_in("calltaker"), offices.sign_in("calltaker2")
    for page in (room, other):
        page.evaluate(COUNT)
        page.evaluate(RANG)
    agency = offices.sign_in("agency-dinsos", width=1024)
    incident = taker.done("incident/open-incident", incident_type=FIRE)["id"]
    dispatch = taker.done("dispatch/dispatch-unit", incident_id=incident, unit_id="amb-1")["id"]
    referral = taker.done("agencies/send-referral", incident_id=incident, agency="dinsos")["id"]

    # The agency's page shows the task by itself: proof of delivery, and nobody has answered.
    shown(agency.get_by_text(re.compile("tugas", re.I)).first)
    taker.wait_for(
        "alerts",
        lambda card: card["subject"] == referral and card["delivered_by"] == "page",
    )
    all_ways_are_tried(taker, room, other, alert=f"dispatch-{dispatch}")
    a_person_takes_it(room, other, pictures)

    # Reached by radio: the crew acknowledges through the room, the agency through the telephone.
    taker.done("dispatch/acknowledge", dispatch_id=dispatch, via="radio", told_by="Awak AMB-1")
    taker.done("agencies/accept", referral_id=referral, via="phone", told_by="Petugas piket")
    for page in (room, other):
        gone(page.get_by_role("alert").filter(has_text="AMB-1"))
        gone(page.get_by_role("alert").filter(has_text="Dinsos"))
    tones = room.evaluate("window.tones")
    room.wait_for_timeout(1_500)
    assert room.evaluate("window.tones") == tones, "it still sounds"
    told = {line["type"] for line in taker.cards("incident-story", incident=incident).values()}
    assert {"AlertRaised", "AlertDelivered", "AlertExhausted", "AlertTaken"} <= told
    taker.close()


def all_ways_are_tried(taker: Person, room: Page, other: Page, *, alert: str) -> None:
    """No device of the crew: ways are passed over by name, and the room is told to use the radio.
    Nobody says anything: then all are used up, and it rings on every desk."""
    for page in (room, other):  # seconds later it says something else
        said_by_radio = partial(page.evaluate, HAS_RUNG, "Sebutkan lewat HT: Penugasan AMB-1")
        eventually_on(page, said_by_radio, what="the radio is asked for")
    said = {line["way"]: line["state"] for line in taker.cards("alerts")[alert]["ways"]}
    assert said["sms"] == said["voice"] == "skipped"
    room.wait_for_function("window.tones > 0")
    ringing(room, "Belum dijawab siapa pun: Penugasan AMB-1")
    ringing(room, "Belum dijawab siapa pun: Tugas instansi Dinsos")


def a_person_takes_it(room: Page, other: Page, pictures: Path) -> None:
    """Silent at both desks, with a name; unanswered it comes back. By keyboard: the key goes to
    what rings, opens it and stands on its first act."""
    room.screenshot(path=pictures / "unanswered-room.png")
    room.keyboard.press("F10")
    expect(button(strip(room), "Sudah disebut lewat HT").first).to_be_focused()
    # Of one thing two sources make one ring.
    expect(room.locator("html")).to_have_attribute("data-sounds", "alert")
    proof = room.get_by_role("list", name="Bukti sampai").first
    expect(proof).to_contain_text(re.compile("tanpa perangkat: .*SMS, telepon otomatis"))
    room.screenshot(path=pictures / "unanswered-proof.png")
    room.keyboard.press("Tab")
    room.keyboard.press("Enter")
    shown(ring(other, "Ditangani Petugas terima"))
    gone(other.get_by_role("alert").filter(has_text="Penugasan AMB-1"))
    ringing(other, "Belum dijawab siapa pun: Penugasan AMB-1")
