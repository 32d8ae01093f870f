"""A citizen's conversation as the room has it: photos, a voice note, ready replies, hand over."""

from __future__ import annotations

import math
import re
import struct
import time
import zlib
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.hands import Hands
from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, box, button, gone, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server

__all__ = ["axe", "look"]

pytestmark = pytest.mark.usefixtures("calm")

RIGHT_TO_LEFT = "\u202e"
DAY_S = 86_400


def png(width: int, height: int) -> bytes:
    """A picture of two colours."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" + b"\x20\x60\xa0" * (width // 2) + b"\xd0\x60\x20" * (width - width // 2)
    packed = zlib.compress(row * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def hum(seconds: int) -> bytes:
    """A silent MP3: frames of 26 ms that hold nothing."""
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    return frame * round(seconds / 0.0261)


class Citizen:
    """Somebody who writes by WhatsApp."""

    def __init__(self, server: Server, graph: Graph, taker: Person, *, ago_s: int = 0) -> None:
        self.server, self.graph, self.taker = server, graph, taker
        self.number, self.ago_s = citizen.new_number(), ago_s

    def sends(self, content: dict[str, Any], **more: Any) -> str:
        """→ the message's id at Meta."""
        message = citizen.message(self.number, content, **more)
        message["timestamp"] = str(int(time.time()) - self.ago_s)
        assert citizen.post(self.server.url, citizen.update(message)).status_code == 200
        return str(message["id"])

    def writes(self, words: str, **more: Any) -> str:
        return self.sends(citizen.text(words), **more)

    def sends_file(self, kind: str, data: bytes, media_type: str, **node: Any) -> str:
        held = self.graph.holds(f"{self.number}-{len(self.graph.files)}", data, media_type)
        return self.sends({"type": kind, kind: held | node})

    @property
    def card(self) -> Card:
        return self.taker.wait_for_sender(self.number)

    def opened_by(self, page: Page) -> Locator:
        """Their conversation on this page."""
        page.goto(f"{self.server.url}/#/call_taker/contact/{self.card['contact_id']}")
        thread = page.get_by_role("region", name="Percakapan")
        shown(thread)
        return thread


@pytest.fixture
def rina(server: Server, graph: Graph, people: People) -> Citizen:
    return Citizen(server, graph, people("calltaker"))


def test_photos_and_a_voice_note_by_keyboard(windows: Windows, rina: Citizen) -> None:
    rina.writes(citizen.said("Rumah terbakar"))
    rina.sends_file("image", png(320, 200), "image/png", caption=citizen.said("ini rumahnya"))
    rina.sends_file("image", png(90, 300), "image/png")
    rina.sends_file("audio", hum(12), "audio/mpeg", voice=True)
    rina.sends_file("image", b"MZ" + bytes(400), "image/jpeg")
    page = windows.sign_in("calltaker")
    thread, hands = rina.opened_by(page), Hands(page)
    expect(thread.get_by_role("img", name="Foto dari pelapor")).to_have_count(2)
    shown(thread.get_by_text("dikarantina, tidak dibuka"))

    hands.press("z")
    viewer = page.get_by_role("dialog", name="Foto 2 dari 2")
    shown(viewer)
    picture = viewer.get_by_role("img")
    hands.press("r", "+", "+")
    expect(picture).to_have_css("transform", _turned_by(90, 2))
    hands.press("0", "ArrowLeft")
    shown(page.get_by_role("dialog", name="Foto 1 dari 2"))
    hands.press("Escape")
    gone(page.get_by_role("dialog"))

    hands.to("Putar pesan suara")
    hands.press("Enter")
    hands.on("Jeda pesan suara")
    position = thread.get_by_role("slider")
    expect(position).to_have_attribute("aria-valuetext", re.compile("0:0[1-9]"))
    hands.tab()
    hands.press("Space", "ArrowLeft")
    hands.tab()
    assert hands.focused.startswith("Kecepatan 1")
    hands.press("Enter")
    shown(thread.get_by_role("button", name="Kecepatan 1,5"))
    assert hands.unseen == []


def _turned_by(degrees: int, scale: float) -> str:
    cos, sin = round(math.cos(math.radians(degrees))), round(math.sin(math.radians(degrees)))
    return f"matrix({cos * scale:g}, {sin * scale:g}, {-sin * scale:g}, {cos * scale:g}, 0, 0)"


def test_a_ready_reply_in_the_citizens_language(
    windows: Windows, rina: Citizen, graph: Graph
) -> None:
    rina.writes(citizen.said("There is a fire in our house, please help"))
    page = windows.sign_in("calltaker")
    thread, hands = rina.opened_by(page), Hands(page)
    expect(thread.get_by_label("Bahasa pelapor")).to_have_value("en")
    greeting = graph.wait_for(rina.number)[0]["interactive"]["body"]["text"]
    assert greeting.startswith("112 Jambi: message received")

    hands.press("c")
    hands.on("Tulis balasan")
    hands.press("/")
    shown(page.get_by_role("dialog", name="Balasan siap"))
    hands.type("unit")
    hands.press("Enter")
    reply = box(thread, "Tulis balasan")
    expect(reply).to_have_value(re.compile("^At "))
    shown(thread.get_by_text("Isi dulu: unit, tempat"))
    expect(button(thread, "Balas")).to_be_disabled()

    words = citizen.said("Move away from the fire")
    reply.fill(words)
    hands.press("Control+Enter")
    shown(thread.get_by_text(words))
    sent = graph.wait_for(rina.number, count=2)[-1]
    assert sent["text"]["body"] == words
    expect(reply).to_have_value("")


def test_handed_over_with_a_note(windows: Windows, rina: Citizen) -> None:
    rina.writes(citizen.said("Pohon tumbang menutup jalan"))
    colleague = windows.sign_in("dispatcher")
    page = windows.sign_in("calltaker")
    thread, hands = rina.opened_by(page), Hands(page)
    hands.press("F2")
    shown(button(thread, "Serahkan"))
    hands.press("o")
    dialog = page.get_by_role("dialog", name="Serahkan percakapan")
    dialog.get_by_label("Petugas pengerah").check()
    note = citizen.said("Pelapor menunggu kabar")
    box(dialog, "Pesan untuk rekan").fill(note)
    button(dialog, "Serahkan").click()
    shown(page.get_by_text("Percakapan diserahkan kepada Petugas pengerah"))
    shown(thread.get_by_text("dipegang Petugas pengerah"))
    gone(button(thread, "Serahkan"))

    theirs = room.row(colleague, "Warga Uji")
    shown(theirs.get_by_role("img", name="Serahkan"))
    theirs.click()
    # It is told until they have opened it; the note is read while it is being opened.
    shown(colleague.get_by_role("region", name="Percakapan").get_by_role("button", name="Serahkan"))
    assert rina.card["answered_by"] != rina.taker.id


def test_past_the_window_a_template_is_all_that_leaves(
    windows: Windows, server: Server, graph: Graph, people: People
) -> None:
    old = Citizen(server, graph, people("calltaker"), ago_s=2 * DAY_S)
    old.writes(citizen.said("Lampu jalan mati"))
    page = windows.sign_in("calltaker")
    thread = old.opened_by(page)
    shown(thread.get_by_text("Terlambat: dikirim"))
    gone(thread.get_by_label("Tulis balasan"))
    form = thread.get_by_role("form", name="Kirim template")
    box(form, "nomor laporan").fill("K-12")
    expect(button(form, "Kirim template")).to_be_disabled()
    news = citizen.said("lampu sudah diganti")
    box(form, "kabar terbaru").fill(news)
    shown(form.get_by_text(f"Laporan K-12 Anda di 112: {news}."))
    button(form, "Kirim template").click()
    shown(thread.get_by_role("log").get_by_text(f"Laporan K-12 Anda di 112: {news}."))
    (sent,) = graph.wait_for(old.number)
    assert sent["type"] == "template"
    assert sent["template"]["name"] == "tindak_lanjut_laporan"
    told = [each["text"] for each in sent["template"]["components"][0]["parameters"]]
    assert told == ["K-12", news]


def test_what_is_meant_to_deceive_is_seen_through(windows: Windows, rina: Citizen) -> None:
    asked: list[str] = []
    first = rina.writes(
        f"{citizen.said('lihat')} foto{RIGHT_TO_LEFT}gpj.exe http://contoh.example/a"
    )
    rina.writes(citizen.said("dari grup"), context={"frequently_forwarded": True})
    rina.sends({"type": "reaction", "reaction": {"message_id": first, "emoji": "🙏"}})
    revoked = rina.writes(citizen.said("jangan bilang siapa-siapa"))
    rina.sends({"type": "revoke", "revoke": {"original_message_id": revoked}})
    page = windows.sign_in("calltaker")
    page.on("request", lambda request: asked.append(request.url))
    thread = rina.opened_by(page)
    shown(thread.get_by_text("⟦RLO⟧"))
    gone(thread.get_by_role("log").get_by_role("link"))
    shown(thread.get_by_text("sering diteruskan"))
    shown(thread.get_by_text("Reaksi pelapor:"))
    shown(thread.get_by_text("ditarik pengirim"))
    shown(thread.get_by_text("jangan bilang siapa-siapa"))
    page.wait_for_timeout(500)
    assert not [url for url in asked if "contoh.example" in url]


def test_an_uncertain_reply_is_sent_again_by_one_key(
    windows: Windows, rina: Citizen, graph: Graph
) -> None:
    rina.writes(citizen.said("Banjir di depan rumah"))
    graph.wait_for(rina.number)
    page = windows.sign_in("calltaker")
    thread, hands = rina.opened_by(page), Hands(page)
    words = citizen.said("Tetap di tempat tinggi")
    graph.mode = "silent"
    try:
        box(thread, "Tulis balasan").fill(words)
        hands.press("Control+Enter")
        shown(thread.get_by_text("tidak pasti", exact=True))
    finally:
        graph.mode = "ok"
    page.evaluate("document.activeElement.blur()")
    hands.press("q")
    shown(thread.get_by_text("sudah dikirim lagi"))
    expect(thread.get_by_text(words)).to_have_count(2)
    assert len(graph.wait_for(rina.number, count=3)) == 3


def test_what_was_said_before_is_loaded(windows: Windows, rina: Citizen) -> None:
    first = citizen.said("pesan pertama")
    rina.writes(first)
    for number in range(24):
        rina.writes(citizen.said(f"pesan {number}"))
    page = windows.sign_in("calltaker")
    rina.taker.wait_for("queue", lambda card: "pesan 23" in str(card["messages"][-2:]))
    thread = rina.opened_by(page)
    gone(thread.get_by_text(first))
    button(thread, "Muat percakapan sebelumnya").click()
    shown(thread.get_by_text(first))
    gone(button(thread, "Muat percakapan sebelumnya"))


def test_it_fits_every_screen(windows: Windows, rina: Citizen, look: Look) -> None:
    rina.writes(citizen.said("Rumah terbakar, ada orang di dalam"))
    rina.sends_file("image", png(320, 200), "image/png")
    rina.sends_file("audio", hum(2), "audio/mpeg", voice=True)
    page = windows.sign_in("calltaker")
    thread = rina.opened_by(page)
    shown(thread.get_by_role("img", name="Foto dari pelapor"))
    look.at(page, "conversation", settle_ms=300)
    page.keyboard.press("z")
    shown(page.get_by_role("dialog"))
    look.at(page, "conversation-photo", settle_ms=200)
    page.keyboard.press("Escape")
    button(thread, "Balasan siap").click()
    shown(page.get_by_role("dialog"))
    look.at(page, "conversation-replies", settle_ms=200)
