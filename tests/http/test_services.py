"""Public services: one form, one task, supporters, the reporter's word, closed at the end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.holder import Holder, address_of, issue
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server

LAMP = "public_facility.street_light"
PIN = {"latitude": -1.6123, "longitude": 103.6123, "source": "pin"}


def service(taker: Person, **more: Any) -> str:
    contact_id = fresh_id()
    wish = {"incident_type": LAMP, "words": "Tiang 0123 padam", "location": PIN} | more
    taker.done("intake/record-service", command_id=contact_id, **wish)
    return contact_id


def incident_of(taker: Person, contact_id: str) -> Card:
    return taker.wait_for("open-incidents", lambda card: contact_id in card["contact_ids"])


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
    for _ in range(100):
        if task not in taker.cards("referrals"):
            break
    assert task not in taker.cards("referrals")
    taker.done("incident/close", incident_id=incident_id, result="finished-by-agency")
