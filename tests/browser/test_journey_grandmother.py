"""A lost grandmother over two shifts: reported, reviewed, handed over, found, shown to be one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, box, button, gone, shown
from tests.http.conftest import People
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import eventually

__all__ = ["axe", "look"]

pytestmark = pytest.mark.usefixtures("calm")

HOME = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "source": "pin"}
MARKET = {"latitude": -1.6221, "longitude": 103.6031, "source": "pin"}  # another kelurahan
SOON = timedelta(seconds=1)
CLOSED = {"result": "dealt-with"}


def look_at(page: Page, server: Server, incident_id: str) -> None:
    page.goto(f"{server.url}/#/call_taker/incident/{incident_id}")
    shown(room.incident(page))


def report(page: Page, name: str, *, age: str, marks: str, condition: str) -> None:
    """The form of a person, as a caller tells it."""
    button(page, name).click()
    form = page.get_by_role("dialog", name="Laporan orang")
    form.get_by_label("Perempuan").check()
    box(form, "Umur").fill(age)
    form.get_by_label("Pakaian", exact=True).select_option("dress")
    form.get_by_label("Warna").select_option("green")
    button(form, "Tambah pakaian").click()
    box(form, "Tanda khusus").fill(marks)
    button(form, condition).click()
    button(form, "Simpan laporan").click()
    gone(form)


def persons(page: Page) -> Locator:
    return page.get_by_role("region", name="Orang hilang dan ditemukan")


def long_case(page: Page, number: str) -> Locator:
    return page.locator(f'[data-case="{number}"]')


def publish(page: Page, person: Person, windows: Windows) -> Page:
    """The family agrees to a poster without a photo; → a stranger's page of it."""
    persons(page).get_by_text("Poster", exact=True).click()
    box(persons(page), "Siapa yang menyetujui").fill("Anak kandung, lewat telepon")
    persons(page).get_by_label("Boleh menampilkan nama depan").check()
    button(persons(page), "Catat persetujuan").click()
    box(persons(page), "Nama depan di poster").fill("Sit")
    button(persons(page), "Terbitkan poster").click()
    shown(persons(page).get_by_text("Poster berlaku sampai"))
    card = person.wait_for("persons", lambda one: one["poster"])
    path = person.http.get(f"/api/poster-address/{card['person_id']}").json()["path"]
    stranger = windows.open(path, width=360)
    shown(stranger.get_by_role("heading", name="Mencari Sit"))
    assert "pikun" not in stranger.content()
    return stranger


def note_premises(page: Page) -> None:
    """What is learnt of the address is there at once, with whose word it is."""
    button(page, "Tambah catatan lokasi").click()
    form = page.get_by_role("dialog", name="Catatan lokasi")
    form.get_by_label("Apa", exact=True).select_option("dog")
    box(form, "Tepatnya").fill("Anjing galak di halaman")
    form.get_by_label("Dari siapa").select_option("neighbour")
    button(form, "Simpan catatan").click()
    gone(form)
    here = page.get_by_role("region", name="Catatan di alamat ini")
    shown(here.get_by_text("Anjing galak di halaman"))
    shown(here.get_by_text("kata tetangga atau RT"))


def review_soon(person: Person, incident_id: str) -> None:
    """What is past when it arrives is refused: then once more."""

    def is_set() -> bool:
        due = {"due_at": (datetime.now(UTC) + SOON).isoformat()}
        answer = person.ask("reviews/set-review", incident_id=incident_id, **due)
        return answer.status_code == 200

    eventually(is_set)


def review_and_hand_over(page: Page, person: Person, lost: Card) -> None:
    """It rings, in the room and on the page of long cases, until somebody looks."""
    review_soon(person, lost["id"])
    button(room.ring(page, f"{lost['number']}: saatnya ditinjau"), "Buka").click()
    case = long_case(page, lost["number"])
    shown(case.get_by_text("SAATNYA DITINJAU"))
    box(case, "Hasil tinjauan").fill("RT dan pos ronda sudah mencari, belum ada")
    button(case, "Sudah ditinjau").click()
    gone(case.get_by_text("SAATNYA DITINJAU"))
    case.get_by_text("Serahkan", exact=True).click()
    box(case, "Pesan untuk piket berikutnya").fill("Anaknya menunggu di rumah")
    button(case, "Serahkan kasus").click()
    shown(case.get_by_text("Diserahkan"))


def take_over(page: Page, person: Person, lost: Card) -> None:
    case = long_case(page, lost["number"])
    shown(case.get_by_text("Anaknya menunggu di rumah"))
    button(case, "Terima serah terima").click()
    gone(case.get_by_text("Diserahkan"))
    owner = person.wait_for("long-cases", lambda one: one["owner"] == person.id)
    assert owner["hand_over"] is None


def match(page: Page, lost: Card) -> None:
    """Nobody says that it is the same woman, the reasons do."""
    report(page, "Catat orang ditemukan", age="70", marks="codet di jidat", condition="pikun")
    shown(persons(page).get_by_text("Mungkin orang yang sama (1)"))
    button(persons(page), "Bandingkan").click()
    both = page.get_by_role("dialog", name="Orang yang sama?")
    for reason in ("tanda yang menetap sama (2)", "pakaian cocok (1)", "masuk akal"):
        shown(both.get_by_text(reason))
    button(both, "Ya, orang yang sama").click()
    shown(persons(page).get_by_text(f"Dicocokkan dengan {lost['number']}"))


def test_a_lost_grandmother_is_found_by_the_next_shift(
    windows: Windows, server: Server, people: People
) -> None:
    first, second = people("calltaker"), people("calltaker2")
    kind = "missing_person.vulnerable"
    lost = first.done("incident/open-incident", incident_type=kind, location=HOME)
    evening = windows.sign_in("calltaker")
    look_at(evening, server, lost["id"])
    report(evening, "Catat orang hilang", age="74", marks="bekas luka di dahi", condition="pikun")
    shown(persons(evening).get_by_text("Orang hilang: Perempuan, ± 74 th"))
    since = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    person = first.wait_for("persons", lambda one: one["incident_id"] == lost["id"])
    first.done("persons/describe-person", person_id=person["person_id"], seen_at=since)
    note_premises(evening)
    stranger = publish(evening, first, windows)
    review_and_hand_over(evening, first, lost)

    night = windows.sign_in("calltaker2")
    night.goto(f"{server.url}/#/long_cases/cases")
    take_over(night, second, lost)
    kind = "found_person.confused"
    found = second.done("incident/open-incident", incident_type=kind, location=MARKET)
    look_at(night, server, found["id"])
    match(night, lost)

    # One key takes the face out of public; both cases close.
    look_at(night, server, lost["id"])
    button(persons(night), "Tarik poster").click()
    gone(persons(night).get_by_text("Poster berlaku sampai"))
    stranger.reload()
    expect(stranger.get_by_role("status")).to_contain_text("sudah berakhir")
    for one in (lost, found):
        second.done("incident/close", incident_id=one["id"], **CLOSED)
    gone(persons(night))
    eventually(lambda: lost["id"] not in second.cards("long-cases"), what="no review of it waits")


def test_long_cases_are_readable_for_everybody(
    windows: Windows, server: Server, people: People, look: Look
) -> None:
    """A row of each kind, ringing, on every tab: axe finds nothing and nothing sticks out."""
    taker = people("calltaker")
    flood = taker.done("incident/open-incident", incident_type="disaster.flood", location=HOME)
    incident_id = flood["id"]
    review_soon(taker, incident_id)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    taker.done("reviews/add-task", incident_id=incident_id, what="Cek pintu air", until_at=later)
    shelter = taker.done("shelters/open-shelter", incident_id=incident_id, name="Balai RT 07")["id"]
    heads = [{"kind": "women", "count": 31}, {"kind": "infants", "count": 4}]
    needs = [{"need": "milk", "count": 12}]
    taker.done("shelters/count-shelter", shelter_id=shelter, heads=heads, needs=needs)
    house = taker.done("shelters/note-house", incident_id=incident_id, people=3, who="Rumah biru")
    gauge = {"gauge": "batanghari-kota"}
    taker.done("shelters/report-water-level", **gauge, level_cm=1200, stage="siaga-2")
    page = windows.sign_in("calltaker")
    for tab in ("cases", "shelters", "water", "reports"):
        page.goto(f"{server.url}/#/long_cases/{tab}")
        shown(room.strip(page).get_by_text(f"{flood['number']}: saatnya ditinjau").first)
        page.wait_for_timeout(200)
        look.at(page, f"long-cases-{tab}")
    page.goto(f"{server.url}/#/long_cases/water")
    shown(page.get_by_text("ALARM Siaga II"))
    button(page, "Saya lihat, hentikan bunyi").click()
    gone(page.get_by_text("ALARM Siaga II"))
    taker.done("shelters/report-water-level", **gauge, level_cm=300, stage="siaga-4")
    taker.done("shelters/close-shelter", shelter_id=shelter)
    taker.done("shelters/ask-house", house_id=house["id"], answer="safe")
