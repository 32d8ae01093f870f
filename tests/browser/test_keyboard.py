"""The same road without a mouse, and typing that must never act."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from benchmarks.floor import ask
from tests.browser import room
from tests.browser.hands import Hands
from tests.browser.windows import Windows, button, gone, shown
from tests.http import citizen
from tests.http.conftest import ASKED_SINCE, People, steady_position
from tests.http.people import Person
from tests.http.server import PASSWORD, Server

pytestmark = pytest.mark.usefixtures("calm")

ORDER = (
    "Di mana: kelurahan",
    "Alamat atau patokan",
    "Titik koordinat",
    "Pin di peta",
    "Apa: jenis kejadian",
    "Siapa",
    "Catatan",
    "P1",
)
SPOKEN = "Jl. Raden Patah RT 12, korban 9 orang"
HARMLESS = ("GET ", "POST /api/drafts/", "POST /api/signals/", "POST /api/advice")
TEXT_FIELDS = (
    "textarea, input:not([type]), input[type=text], input[type=search], input[type=tel], "
    "input[type=password]"
)


def sign_in(windows: Windows, user: str, first: str) -> Hands:
    hands = Hands(windows.open())
    hands.on("Nama akun")
    hands.type(user)
    hands.tab()
    hands.type(PASSWORD)
    hands.press("Enter")
    hands.seen(first)
    return hands


def test_the_road_by_keys(windows: Windows, server: Server) -> None:
    hands = sign_in(windows, "calltaker2", "Tidak ada yang menunggu.")
    page = hands.page
    words = citizen.said("Asap tebal dari ruko")
    room.write(server, words)
    shown(room.row(page, "Jelutung"))  # the words and the place: what comes later waits anew
    hands.press("F2")
    hands.seen("dijawab Petugas terima kedua")
    number = write_it_down(hands)
    shown(room.incident(page).get_by_role("heading", name=room.FIRE))
    visit_its_parts(hands)

    send_and_hear_by_radio(hands, number)
    hands.press("Escape", "I")
    hands.on("Minta bantuan instansi")
    hands.type("Satpol")
    hands.press("Enter")
    hands.tab()
    hands.type("Jaga jalan")
    hands.press("Enter")
    hands.seen("harus diterima dalam")
    agency_by_keys(windows)
    hands.seen("Selesai, perlu diperiksa")
    hands.to("Sudah benar", back=True)
    hands.press("Enter")
    hands.seen("Terverifikasi")

    hands.press(":")
    hands.on("Baris perintah")
    hands.type("status AMB-2 selesai via HT")
    hands.press("Enter")
    hands.seen("Sudah selesai (1)")
    close_it(hands)
    hands.seen(f"{number} ditutup")
    assert hands.unseen == [], "the focus was on these and did not show"


def write_it_down(hands: Hands) -> str:
    """Fills in the form from where to how urgent, in the order of Tab; → the incident's number."""
    hands.press("l")
    hands.on(ORDER[0])
    hands.type("Legok")
    hands.press("Enter")
    passed = [hands.focused]
    for name in ORDER[1:]:
        passed.append(hands.tab())
        if name == "Alamat atau patokan":
            hands.type(SPOKEN)
        elif name == "Apa: jenis kejadian":
            hands.type("kebakaran rumah")
            hands.press("Enter")
        elif name == "Siapa":
            hands.type("9 orang")
    assert [name for name, wanted in zip(passed, ORDER, strict=True) if wanted not in name] == []
    hands.press("Control+Enter")
    return room.incident_number(hands.page)


def send_and_hear_by_radio(hands: Hands, number: str) -> None:
    page = hands.page
    hands.press("U")
    assert hands.focused.startswith("Kirim"), "U leads to the units"
    hands.press(":")
    hands.on("Baris perintah")
    hands.type(f"kirim AMB-2 {int(number[-6:])}")
    hands.press("Enter")
    hands.seen("tercatat di #")
    shown(room.dispatch(page, "AMB-2"))
    hands.press("Escape", "U")
    hands.on("HT")
    hands.press("h", "1")
    expect(room.dispatch(page, "AMB-2")).to_contain_text("Diterima kru")
    hands.press(":")
    hands.on("Baris perintah")
    hands.type("status AMB-2 tiba via telepon")
    hands.press("Enter")
    expect(room.dispatch(page, "AMB-2")).to_contain_text("Tiba di lokasi")
    expect(room.dispatch(page, "AMB-2")).to_contain_text("via telepon")


def visit_its_parts(hands: Hands) -> None:
    """L J P open what they say at its field; Esc leaves it, and a field; C / ? lead on."""
    page = hands.page
    dialog = page.get_by_role("dialog")
    for key, title, field in (
        ("l", "Tempat", ORDER[0]),
        ("j", "Jenis", "Apa: jenis kejadian"),
        ("p", "Prioritas", "P1"),
        ("?", "Pintasan", "Huruf dan angka"),
    ):
        hands.press(key)
        shown(dialog.get_by_role("heading", name=re.compile(title)).first)
        hands.on(field)
        hands.press("Escape")
        gone(dialog)
    hands.press("c")
    hands.on("Tulis balasan")
    expect(page.get_by_role("tab", name="Percakapan")).to_have_attribute("aria-selected", "true")
    hands.tab()
    hands.press("/")
    hands.on("Cari")
    hands.press("Escape")  # out of the field, not of the incident: keys act again
    hands.press("/")
    hands.on("Cari")
    hands.to("Langsung ke isi", back=True)
    hands.press("Enter")


def agency_by_keys(windows: Windows) -> None:
    hands = sign_in(windows, "agency-satpolpp", "Tugas Satuan Polisi Pamong Praja")
    hands.to("P1")
    hands.press("Enter")
    hands.seen("Jaga jalan")
    for key, done in (("t", "Terima tugas"), ("m", "Mulai kerjakan")):
        hands.press(key)
        gone(hands.page.get_by_role("button", name=done))
        expect(button(hands.page, "Selesai…")).to_be_enabled()  # nothing more is on its way
    hands.press("s")
    hands.on("Apa yang dikerjakan")
    hands.type("Jalan dijaga, 9 orang")
    hands.to("Kirim: selesai")
    hands.press("Enter")
    hands.seen("Menunggu diperiksa ruang 112.")
    assert hands.unseen == []


def close_it(hands: Hands) -> None:
    hands.press("Escape")
    hands.to("Tutup kejadian", back=True)
    hands.press("Enter")
    hands.to("Selesai ditangani")
    hands.press("Space")
    hands.to("Tutup kejadian")
    hands.press("Enter")


def test_a_contact_is_wrapped_up_by_a_digit(windows: Windows, server: Server) -> None:
    hands = sign_in(windows, "calltaker2", "Tidak ada yang menunggu.")
    for keys, kind in (("3",), "Informasi"), (("9", "Enter"), "Iseng"):
        room.write(server, citizen.said("Berapa nomor PLN"), with_place=False)
        shown(room.row(hands.page, "Warga Uji"))
        hands.press("F2")
        hands.seen("dijawab Petugas terima kedua")
        hands.press("3")  # elsewhere a digit is nothing
        hands.to("Selesai tanpa kejadian")
        hands.press("Enter")
        shown(hands.page.get_by_role("region", name="Jenis panggilan"))
        for key in keys:
            gone(hands.page.get_by_text(f"Ditutup sebagai: {kind}"))
            hands.press(key)
        hands.seen(f"Ditutup sebagai: {kind}")
        gone(room.row(hands.page, "Warga Uji"))
    hands.seen("Urungkan")


def test_typing_acts_nowhere(windows: Windows, server: Server, people: People) -> None:
    person = people("calltaker")
    page = windows.sign_in("calltaker")
    shown(room.queue(page))
    room.write(server, citizen.said("Ada yang jatuh"))
    room.row(page, "Warga Uji").click()
    shown(page.get_by_text("terkirim").first)  # the first reply, after which nothing is on its way
    button(page, "Selesai tanpa kejadian…").click()
    typed = types_into_every_field(page, person, server)
    assert {"Siapa", "Catatan", "Titik koordinat", "Baris perintah"} <= typed
    for opens in ("Telepon", "Terusan"):
        button(room.queue(page), opens).click()
        shown(page.get_by_role("dialog"))
        assert "Apa yang dikatakan" in types_into_every_field(page, person, server)
        page.keyboard.press("Escape")
        gone(page.get_by_role("dialog"))

    room.open_incident(page)
    room.send(page, "AMB-3")
    shown(room.dispatch(page, "AMB-3"))
    room.task(page, "Dishub", "Alihkan lalu lintas")
    shown(page.get_by_text("harus diterima dalam"))
    (referral_id,) = people("agency-dishub").cards("referrals")
    people("agency-dishub").done("agencies/accept", referral_id=referral_id)
    expect(room.incident(page)).to_contain_text("Diterima")  # no deadline runs out meanwhile
    button(room.dispatch(page, "AMB-3"), "HT").click()
    typed = types_into_every_field(page, person, server)
    assert {"Tambah catatan", "Dari siapa", "Minta bantuan instansi"} <= typed
    button(room.incident(page), "Tutup kejadian").click()
    assert "Catatan penutup" in types_into_every_field(page, person, server)
    page.keyboard.press("Escape")

    agency = windows.sign_in("agency-dishub")
    agency.get_by_role("button").filter(has_text=room.FIRE).click()
    assert "Cari nomor, jenis, tempat" in types_into_every_field(agency, person, server)


def asked_for(request: Request) -> str:
    return f"{request.method} {urlsplit(request.url).path}"


def types_into_every_field(page: Page, person: Person, server: Server) -> set[str]:
    """Types a sentence full of keys that act elsewhere; → the names of the fields it went into."""
    before, address = steady_position(person, quiet_s=1.0), page.url
    dialogs = page.get_by_role("dialog").count()
    hands = Hands(page)
    inside = page.get_by_role("dialog") if dialogs else page.locator("body")
    typed = set()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(asked_for(request)))
    for field in inside.locator(TEXT_FIELDS).all():
        if not field.is_visible():
            continue
        field.focus()
        name = hands.focused.split("\n")[0].strip()
        hands.press("Control+a")
        hands.type(SPOKEN)
        expect(field).to_have_value(re.compile(f"{re.escape(SPOKEN)}$"))
        hands.press("Control+a", "Delete")
        typed.add(re.sub(r"\s+[A-Z]$", "", name))
    assert [one for one in asked if not one.startswith(HARMLESS)] == []
    assert page.url == address
    assert page.get_by_role("dialog").count() == dialogs
    steady_position(person)
    made = ask(server.folder / "data" / "demo", ASKED_SINCE.format(before))
    assert made == "0", "typing made a fact"
    return typed
