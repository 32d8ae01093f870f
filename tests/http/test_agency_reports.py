"""An agency was called directly: one road, visible to the room at once, its own task and unit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id

WORDS = "Warga menelepon pos: dapur rumah terbakar"


def report(**more: Any) -> dict[str, Any]:
    place = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"}
    return {"incident_type": "fire.building", "words": WORDS, "location": place} | more


def test_a_direct_call_becomes_an_incident_with_the_agencys_own_task(
    people: People, taker: Person
) -> None:
    agency = people("agency-damkar")
    unit = next(
        card["unit_id"]
        for card in agency.cards("units").values()
        if card["unit_id"] in agency.who["units"] and card["status"] == "available"
    )
    contact_id = fresh_id()
    agency.done("intake/report-by-agency", command_id=contact_id, **report(unit_id=unit))
    incident = taker.wait_for("open-incidents", lambda card: contact_id in card["contact_ids"])
    assert (incident["reported_by"], incident["owner"]) == ("damkar", agency.id)
    contact = taker.cards("queue")[contact_id]
    assert (contact["channel"], contact["agency"]) == ("phone", "damkar")
    assert contact["answered_at"] is None, "nobody of the room has heard it: it rings"
    assert contact["unread"] == 1
    incident_id = incident["incident_id"]
    task = agency.wait_for("referrals", lambda card: card["incident_id"] == incident_id)
    assert (task["state"], task["own_report"]) == ("accepted", True)
    sent = taker.wait_for(
        "open-incidents", lambda card: card["incident_id"] == incident_id and card["dispatches"]
    )
    (dispatch_id,) = sent["dispatches"]
    assert sent["dispatches"][dispatch_id]["unit_id"] == unit
    taker.done("intake/answer-contact", contact_id=contact_id)
    taker.done("incident/take-over", incident_id=incident_id)
    taken = taker.cards("open-incidents")[incident_id]
    assert (taken["reported_by"], taken["owner"]) == (None, taker.id)
    taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Uji selesai")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"incident_type": "tidak.ada"}, "incident_type"),
        ({"words": ""}, "words"),
        ({"unit_id": "tidak-ada"}, "unit_id"),
        ({"location": {"latitude": 0, "longitude": 0, "source": "pin"}}, "location"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    wrong: dict[str, Any], field: str, people: People, nothing_stored: NothingStored
) -> None:
    agency = people("agency-damkar")
    with nothing_stored():
        answer = agency.ask("intake/report-by-agency", **(report() | wrong))
    assert answer.status_code == 422
    assert answer.json()["field"].startswith(field)


def test_a_unit_of_another_agency_is_not_sent(people: People) -> None:
    answer = people("agency-damkar").ask("intake/report-by-agency", **report(unit_id="amb-1"))
    assert (answer.status_code, answer.json()["refusal"]) == (403, "NOT_YOUR_UNIT")
