"""Public services: one form, one task, supporters, the reporter's word, closed at the end."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.files import png
from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.holder import Holder, address_of, issue
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server
from tests.patience import eventually

LAMP = "public_facility.street_light"
PIN = {"latitude": -1.6123, "longitude": 103.6123, "source": "pin"}


def service(taker: Person, **more: Any) -> str:
    contact_id = fresh_id()
    wish = {"incident_type": LAMP, "words": "Tiang 0123 padam", "location": PIN} | more
    taker.done("intake/record-service", command_id=contact_id, **wish)
    return contact_id


def incident_of(taker: Person, contact_id: str) -> Card:
    return taker.wait_for("open-incidents", lambda card: contact_id in card["contact_ids"])


def arrived(taker: Person, contact_id: str) -> Card:
    return taker.wait_for("queue", lambda card: card["contact_id"] == contact_id)


def task_of(taker: Person, incident_id: str) -> Card:
    return taker.wait_for("referrals", lambda card: card["incident_id"] == incident_id)


def test_one_form_gives_the_agency_its_task_and_one_more_joins(taker: Person) -> None:
    first = service(taker)
    incident = incident_of(taker, first)
    incident_id = incident["incident_id"]
    task = task_of(taker, incident_id)
    assert (task["agency"], task["priority"], task["state"]) == ("perkim", "P4", "sent")
    assert task["note"] == "Tiang 0123 padam"
    second = service(taker, incident_id=incident_id, words=None, location=None)
    joined = taker.wait_for("open-incidents", lambda card: second in card["contact_ids"])
    assert (joined["incident_id"], joined["reporters"]) == (incident_id, 2)
    tasks = [c for c in taker.cards("referrals").values() if c["incident_id"] == incident_id]
    assert len(tasks) == 1, "who joins makes no second task"
    gone = taker.refused(
        "intake/record-service", incident_type=LAMP, incident_id=fresh_id(), location=PIN
    )
    assert gone["refusal"] == "UNKNOWN_INCIDENT"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": None, "location": None}, "location"),
        ({"incident_type": "tidak.ada"}, "incident_type"),
        ({"channel": "whatsapp"}, "channel"),
        ({"photos": [{"media_type": "image/png", "stored": "x"}]}, "photos"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    wrong: dict[str, Any], field: str, taker: Person, nothing_stored: NothingStored
) -> None:
    wish: dict[str, Any] = {"incident_type": LAMP, "words": "Tiang", "location": PIN}
    with nothing_stored():
        answer = taker.ask("intake/record-service", **(wish | wrong))
    assert answer.status_code == 422
    assert answer.json()["field"].startswith(field)


def test_what_may_cost_a_life_is_no_service(taker: Person) -> None:
    told = taker.refused(
        "intake/record-service", incident_type="public_facility.power_hazard", location=PIN
    )
    assert told["refusal"] == "NOT_A_SERVICE"


class Wanter:
    """A citizen on the one-screen form, from an address of their own."""

    def __init__(self, server: Server, address: str) -> None:
        self.server, self.headers = server, {"X-Forwarded-For": address}

    def send(self, *, script: bool = False, photo: bool = False, **fields: Any) -> httpx.Response:
        form = {"service": "1", "form_id": fresh_id(), "incident_type": LAMP} | fields
        headers = self.headers | ({"Accept": "application/json"} if script else {})
        files = {"photo": ("lampu.png", png(), "image/png")} if photo else None
        return httpx.post(f"{self.server.url}/lapor", data=form, files=files, headers=headers)


POLE: dict[str, Any] = {"latitude": "-1.6391", "longitude": "103.5991"}
WAITS = "Sudah ada laporan sejenis"


def test_a_citizen_asks_and_another_wants_it_too(server: Server, taker: Person) -> None:
    first, words = fresh_id(), citizen.said("Tiang 0777 padam")
    wanter = Wanter(server, "198.51.100.41")
    page = httpx.get(f"{server.url}/lapor/layanan").text
    assert page.count("<svg") >= 10
    answer = wanter.send(form_id=first, words=words, photo=True, **POLE)
    assert answer.status_code == 303, answer.text
    assert "heard=service" in answer.headers["location"]
    thanks = httpx.get(f"{server.url}{answer.headers['location']}")
    assert "diteruskan ke instansi" in thanks.text
    incident = incident_of(taker, first)
    incident_id = incident["incident_id"]
    assert (incident["owner"], incident["priority"]) == ("web", "P4")
    task = task_of(taker, incident_id)
    assert (task["agency"], task["note"]) == ("perkim", words)
    (photo,) = task["photos"]
    opened = taker.http.get(f"/api/media/{photo['stored']}")
    assert (opened.status_code, opened.headers["content-type"]) == (200, "image/jpeg")
    contact = taker.cards("queue")[first]
    assert (contact["unread"], contact["waiting_since_at"]) == (0, None), "it rings nobody"

    near_by: dict[str, Any] = {"latitude": "-1.6398", "longitude": "103.5996"}
    other = Wanter(server, "198.51.100.42")
    asked = other.send(photo=True, **near_by)
    assert (asked.status_code, WAITS in asked.text) == (200, True)
    assert incident_id in asked.text
    assert words not in asked.text, "nothing of who asked first"
    kept = re.search(r'name="photo_upload" id="photo_upload" value="([^"]+)"', asked.text)
    assert kept, "the photo need not be chosen again"
    second = fresh_id()
    done = other.send(form_id=second, joins=incident_id, photo_upload=kept[1], **near_by)
    assert done.status_code == 303, done.text
    joined = taker.wait_for("open-incidents", lambda card: second in card["contact_ids"])
    assert (joined["incident_id"], joined["reporters"]) == (incident_id, 2)
    assert taker.cards("queue")[second]["messages"][0]["media"]
    far = other.send(latitude="-1.6501", longitude="103.6091", joins="-")
    assert far.status_code == 303
    token = parse_qs(urlsplit(done.headers["location"]).query)["s"][0]
    status = httpx.get(f"{server.url}/s/{token}/baru", follow_redirects=True)
    assert "Perkim" in status.text or "Perumahan" in status.text, status.text
    taker.done("agencies/finish", referral_id=task["referral_id"], note="Diganti", via="phone")


def test_a_wish_that_is_over_or_of_another_kind_opens_its_own(
    server: Server, taker: Person
) -> None:
    wanter, contact_id = Wanter(server, "198.51.100.43"), fresh_id()
    fire = service(taker, incident_type="public_facility.traffic_light")
    other = incident_of(taker, fire)["incident_id"]
    for joins in (other, fresh_id(), "-", "<b>"):
        contact_id = fresh_id()
        assert (
            wanter.send(form_id=contact_id, joins=joins, address="Simpang Rimbo").status_code == 303
        )
        assert incident_of(taker, contact_id)["incident_id"] != other


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "Tiangnya nyetrum, ada anak terluka"},
        {"incident_type": "public_facility.power_hazard"},
    ],
)
def test_danger_goes_to_the_room_and_says_so(
    wrong: dict[str, Any], server: Server, taker: Person
) -> None:
    contact_id = fresh_id()
    wish: dict[str, Any] = {"form_id": contact_id, "address": "Depan SD 12"} | wrong
    answer = Wanter(server, "198.51.100.44").send(**wish)
    thanks = httpx.get(f"{server.url}{answer.headers['location']}").text
    assert "DARURAT" in thanks
    assert 'href="tel:112"' in thanks
    card = arrived(taker, contact_id)
    assert (card["unread"], card["incident_id"]) == (1, None), "it rings like any report"


def test_what_a_machine_wrote_or_lies_outside_is_for_people(server: Server, taker: Person) -> None:
    odd: tuple[dict[str, Any], ...] = (
        {"website": "x", "address": "Simpang"},
        {"latitude": "-6.2", "longitude": "106.8"},
    )
    for wish in odd:
        contact_id = fresh_id()
        answer = Wanter(server, "198.51.100.46").send(form_id=contact_id, **wish)
        assert "heard=" not in answer.headers["location"]
        assert arrived(taker, contact_id)["unread"] == 1


def test_a_service_needs_a_picture_and_a_place(server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    wanter = Wanter(server, "198.51.100.45")
    for wrong, field in (
        ({"incident_type": ""}, "incident_type"),
        ({"incident_type": "fire.building"}, "incident_type"),
        ({"address": ""}, "address"),
        ({"latitude": "999", "longitude": "1"}, "location"),
    ):
        fields: dict[str, Any] = {"address": "Simpang", "name": "Bu Siti"} | wrong
        answer = wanter.send(**fields)
        assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True), wrong
        assert 'value="Bu Siti"' in answer.text
        assert 'name="service"' in answer.text
        assert wanter.send(script=True, **fields).status_code == 422
    looked = httpx.get(f"{server.url}/lapor/layanan/dekat", params={"latitude": "x", "area": "?"})
    assert (looked.status_code, looked.text) == (200, "")
    assert set(taker.cards("queue")) == before


def test_the_reporter_has_the_last_word(server: Server, people: People, taker: Person) -> None:
    contact_id = service(taker, number=f"+{citizen.new_number()}")
    incident_id = incident_of(taker, contact_id)["incident_id"]
    task = task_of(taker, incident_id)["referral_id"]
    line = issue(taker, contact_id, "status")
    path = address_of(taker, contact_id, line).removeprefix(server.url)
    reporter = Holder(server, path)
    _, address = issue_pass(taker, kind="agency_task", referral_id=task)
    agency = PassHolder(server, address)
    agency.done("agencies/assign-team", referral_id=task, team="perkim-lampu-1")
    agency.done("agencies/write-note", referral_id=task, note="Menunggu mobil tangga")
    note = task_of(taker, incident_id)["notes"][0]
    assert (note["by_room"], note["read_at"]) == (False, None)
    taker.done("agencies/read-notes", referral_id=task, count=1)
    assert agency.cards("referrals")[task]["notes"][0]["read_at"]
    agency.done("agencies/finish", referral_id=task, note="Lampu diganti")
    answer = reporter.says("nilai", handled="no", words="Masih gelap")
    assert answer.status_code == 303, answer.text
    again = taker.wait_for(
        "referrals", lambda c: c["referral_id"] == task and c["reopened_by_reporter"]
    )
    assert (again["state"], again["objection"]) == ("sent", "Masih gelap")
    agency.done("agencies/finish", referral_id=task, note="Kabel diganti juga")
    agency.close()
    answer = reporter.says("nilai", handled="yes")
    assert answer.status_code == 303, answer.text
    eventually(lambda: task not in taker.cards("referrals"))
    taker.done("incident/close", incident_id=incident_id, result="finished-by-agency")
