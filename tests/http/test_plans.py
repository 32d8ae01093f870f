"""Response plans over HTTP: read, tried, edited by two people, refused with the field named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.http.conftest import NothingStored, People
from tests.http.people import Card, Person, fresh_id

PLANS = "/api/plans"
DRY_RUN = "/api/plans/dry-run"
AREA = "15.71.06.1003"  # across the river
PLAN: dict[str, Any] = {
    "id": "uji-kebakaran-lahan",
    "name": {"id": "Uji", "en": "Test"},
    "types": ["fire.land"],
    "alarm": 3,
    "priorities": ["P4"],
    "needs": [{"capability": "fire-suppression", "count": 2}],
    "agencies": [{"agency": "bpbd", "note": "Mohon pompa"}],
}


@pytest.fixture
def head(people: People) -> Person:
    return people("head")


@pytest.fixture
def incident(taker: Person) -> Iterator[str]:
    given = taker.done(
        "incident/open-incident",
        incident_type="fire.building",
        location={"area": AREA, "source": "area"},
    )
    yield str(given["id"])
    card = taker.cards("open-incidents")[given["id"]]
    for dispatch_id in card["dispatches"]:
        taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Uji selesai")
    taker.done("incident/close", incident_id=given["id"], result="dealt-with")


def plan_of(person: Person, incident: str, **query: str) -> dict[str, Any]:
    answer = person.http.get(f"/api/incidents/{incident}/plan", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def standing(person: Person, plan_id: str) -> Card:
    plans = person.http.get(PLANS).json()["plans"]
    return next((one for one in plans if one["plan_id"] == plan_id), {"edition": 0})


def tried(person: Person, body: dict[str, Any]) -> dict[str, Any]:
    answer = person.http.post(DRY_RUN, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_incident_gets_its_plan_with_units_and_reasons(taker: Person, incident: str) -> None:
    plan = plan_of(taker, incident)
    (matched,) = plan["matched"]
    assert matched["plan"] == "fire-building-seberang"
    assert {"kind": "district", "value": "Danau Teluk"} in matched["reasons"]
    assert plan["proposal"] is True
    assert {one["agency"] for one in plan["agencies"]} >= {"polresta", "pln"}
    units = [one["unit_id"] for one in plan["chosen"]]
    assert len(units) == len(set(units))
    assert all(one["estimated"] for one in plan["chosen"])


def test_a_higher_alarm_proposes_only_what_is_missing(taker: Person, incident: str) -> None:
    first = plan_of(taker, incident)["chosen"]
    own = [one["unit_id"] for one in first if one["authority"] == "own"]
    for unit_id in own:
        taker.done("dispatch/dispatch-unit", incident_id=incident, unit_id=unit_id)
    second = plan_of(taker, incident, alarm="2")
    assert [one["level"] for one in second["matched"]] == [1, 2]
    assert not {one["unit_id"] for one in second["chosen"]} & set(own)
    missing = {need["capability"]: need for need in second["needs"]}
    assert missing["fire-suppression"]["missing"] < missing["fire-suppression"]["count"]
    raised = taker.done("command/raise-alarm", incident_id=incident, level=2, reason="Api merambat")
    assert raised["position"]
    card = taker.wait_for("open-incidents", lambda one: one["incident_id"] == incident)
    assert card["alarm"] == 2
    roll = taker.wait_for("command", lambda one: one["incident_id"] == incident)["roll"]
    assert roll["interval_min"] == 15
    again = taker.refused("command/raise-alarm", incident_id=incident, level=2, reason="lagi")
    assert (again["refusal"], again["legal"]) == ("ALARM_NOT_HIGHER", ["3"])


def test_of_two_editors_one_wins_and_undo_restores(head: Person, people: People) -> None:
    edition = standing(head, PLAN["id"])["edition"]
    head.done("place/change-plan", plan=PLAN, edition=edition, reason="Rapat")
    more = PLAN | {"needs": [{"capability": "fire-suppression", "count": 4}]}
    late = people("supervisor").refused("place/change-plan", plan=more, edition=edition, reason="x")
    assert (late["refusal"], late["legal"]) == ("PLAN_CHANGED", [str(edition + 1)])
    head.done("place/change-plan", plan=more, edition=edition + 1, reason="Rapat kedua")
    assert standing(head, PLAN["id"])["plan"]["needs"][0]["count"] == 4
    head.done(
        "place/revert-plan",
        plan_id=PLAN["id"],
        to_edition=edition + 1,
        edition=edition + 2,
        reason="Keliru",
    )
    now = standing(head, PLAN["id"])
    assert (now["plan"]["needs"][0]["count"], now["edition"]) == (2, edition + 3)
    card = head.cards("plans")[PLAN["id"]]
    assert card["editions"][-1]["reason"] == "Keliru"
    head.done("place/withdraw-plan", plan_id=PLAN["id"], edition=edition + 3, reason="Selesai")
    assert standing(head, PLAN["id"])["plan"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agencies": [{"agency": "nowhere", "note": ""}]}, "plan.agencies[0].agency"),
        ({"needs": [{"capability": "wings"}]}, "plan.needs[0].capability"),
        ({"needs": [{"capability": "boat", "count": "many"}]}, "plan.needs[0].count"),
        ({"types": []}, "plan.types"),
        ({"types": ["love\ud800"]}, "plan.types[0]"),
        ({"areas": ["15.71"]}, "plan.areas[0]"),
        ({"hours": {"begins": "25:00:00", "ends": "01:00:00"}}, "plan.hours.begins"),
        ({"agencies": [{"agency": "bpbd", "note": "a\u0000b"}]}, "plan.agencies[0].note"),
        ({"agencies": [{"agency": "bpbd", "note": "0811 2345 678"}]}, "plan.agencies[0].note"),
        ({"name": {"id": "", "en": ""}}, "plan.name.id"),
        ({"alarm": 7}, "plan.alarm"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_field(
    head: Person, nothing_stored: NothingStored, wrong: dict[str, Any], field: str
) -> None:
    edition = standing(head, PLAN["id"])["edition"]
    with nothing_stored():
        body = {"plan": PLAN | wrong, "edition": edition, "reason": "Uji"}
        text = json.dumps(body | {"command_id": fresh_id()})
        answer = head.http.post(
            "/api/place/change-plan", content=text, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, answer.text
        assert answer.json()["field"] == field


def test_a_plan_that_overlaps_another_is_refused(head: Person) -> None:
    twin = PLAN | {"id": "uji-kembar", "types": ["fire.building"], "alarm": 2, "priorities": []}
    refused = head.refused("place/change-plan", plan=twin, edition=0, reason="Uji")
    assert (refused["refusal"], refused["legal"]) == ("PLANS_OVERLAP", ["fire-building-2"])


def test_a_dry_run_sends_nothing_and_shows_the_edit(
    head: Person, nothing_stored: NothingStored
) -> None:
    asked = {"incident_type": "fire.land", "priority": "P4", "area": AREA, "alarm": 3}
    with nothing_stored():
        answer = tried(head, asked | {"plan": PLAN})
    before, after = answer["before"], answer["after"]
    assert [one["plan"] for one in after["matched"]][-1] == PLAN["id"]
    assert PLAN["id"] not in [one["plan"] for one in before["matched"]]
    assert tried(head, asked)["after"] is None


def test_a_dry_run_reads_an_address_as_a_callers_words_are_read(head: Person) -> None:
    areas = head.http.get("/api/place").json()["areas"]
    here, there = areas[0], areas[-1]
    asked = {"incident_type": "fire.building", "priority": "P1"}
    one = tried(head, asked | {"address": f"Jl. Uji No. 5 RT 12, kelurahan {here['name']}"})
    assert [each["area"] for each in one["places"]] == [here["code"]]
    by_area = tried(head, asked | {"area": here["code"]})
    assert one["before"]["chosen"] == by_area["before"]["chosen"]
    two = tried(head, asked | {"address": f"kelurahan {here['name']} kelurahan {there['name']}"})
    assert [each["area"] for each in two["places"]] == [here["code"], there["code"]]
    assert two["before"] is None, "a person chooses"
    hospital = head.http.get("/api/place").json()["hospitals"][0]
    site = tried(head, asked | {"address": f"depan {hospital['name']}"})
    assert site["places"][0]["latitude"] == hospital["position"]["latitude"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"incident_type": "love"}, "incident_type"),
        ({"priority": "P9"}, "priority"),
        ({"alarm": 0}, "alarm"),
        ({"alarm": True}, "alarm"),
        ({"area": "99"}, "area"),
        ({"area": []}, "area"),
        ({"address": 5}, "address"),
        ({"address": "x" * 301}, "address"),
        ({"address": "di situ"}, "address"),
        ({"latitude": 0, "longitude": 0}, "latitude"),
        ({"latitude": "x", "longitude": 1}, "latitude"),
        ({"at": "besok"}, "at"),
        ({"at": "2026-11-22T10:00:00"}, "at"),
        ({"at": "0001-01-01T00:00:00Z"}, "at"),
        ({"plan": PLAN | {"agencies": [{"agency": "nowhere"}]}}, "plan.agencies[0].agency"),
        ({"plan": 5}, "plan"),
        ({"without": "none"}, "without"),
        ({"more": 1}, "more"),
    ],
)
def test_a_dry_run_names_what_is_wrong(head: Person, wrong: dict[str, Any], field: str) -> None:
    body = {"incident_type": "fire", "priority": "P1"} | wrong
    answer = head.http.post(DRY_RUN, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


def test_who_may_do_what(people: People, incident: str) -> None:
    crew, agency = people("crew-amb1"), people("agency-dinsos")
    for outsider in (crew, agency):
        assert outsider.http.get(PLANS).status_code == 403
        assert outsider.http.get(f"/api/incidents/{incident}/plan").status_code == 403
        assert (
            outsider.ask("place/change-plan", plan=PLAN, edition=0, reason="x").status_code == 403
        )
    taker = people("calltaker")
    assert taker.http.get(PLANS).status_code == 200
    assert taker.ask("place/change-plan", plan=PLAN, edition=0, reason="x").status_code == 403
    assert taker.http.get("/api/incidents/none/plan").status_code == 404
    assert taker.http.get(f"/api/incidents/{incident}/plan?alarm=9").status_code == 422


def test_an_incident_is_looked_at_again_when_its_plan_says(taker: Person, incident: str) -> None:
    """Another plan begins anew; once somebody has looked, it is over."""
    ours = {"incident_id": incident}
    first = taker.wait_for(
        "open-incidents", lambda one: one["incident_id"] == incident and one["check"]
    )
    opened, due = (
        datetime.fromisoformat(at) for at in (first["opened_at"], first["check"]["due_at"])
    )
    assert abs(due - opened - timedelta(minutes=5)) < timedelta(seconds=30)
    taker.done("reviews/record-first-check", **ours)
    taker.wait_for(
        "open-incidents", lambda one: one["incident_id"] == incident and not one["check"]
    )
    taker.done("command/raise-alarm", **ours, level=2, reason="Merambat")
    taker.wait_for("open-incidents", lambda one: one["incident_id"] == incident and one["check"])


def test_the_plan_calls_the_units_by_itself_and_a_higher_alarm_never_less_often(
    taker: Person,
) -> None:
    case = taker.done("incident/open-incident", incident_type="fire.fuel_store")["id"]

    def called(card: Card) -> bool:
        roll = card["roll"]
        return card["incident_id"] == case and bool(roll) and roll["interval_min"] == 10

    taker.wait_for("command", called)
    taker.done("command/raise-alarm", incident_id=case, level=2, reason="Merambat")
    taker.wait_for("command", lambda card: called(card) and card["level"] == 2)
    taker.done("incident/close", incident_id=case, result="dealt-with")


def test_a_message_goes_once_and_its_proof_stands_on_the_incident(
    people: People, taker: Person, incident: str
) -> None:
    """In a drill nothing leaves: the way says why, and a person says it instead."""
    lead = people("supervisor")
    phone = lead.done("alerts/register-number", number="+628120000777", ways=["sms"], role="head")
    message = {"incident_id": incident, "told": {"to": "head", "message": "told_alarm"}, "alarm": 2}
    taker.done("alerts/tell-plan", **message)
    again = taker.ask("alerts/tell-plan", **message)
    assert (again.status_code, again.json()["refusal"]) == (409, "MESSAGE_TOLD")

    def waits(card: Card) -> bool:
        lines = {line["way"]: line for line in card["ways"]}
        return bool(
            card["incident_id"] == incident
            and card["about"] == "plan"
            and lines["sms"]["reason"] == "drill"
            and lines["radio"]["state"] == "waiting"
        )

    card = taker.wait_for("alerts", waits)
    taker.done("alerts/say-alert", alert_id=card["alert_id"], via="chat_group")
    proved = taker.cards("alerts")[card["alert_id"]]
    assert (proved["delivered_by"], proved["rings"]) == ("radio", False)
    lead.done("alerts/forget-device", device_id=phone["id"])


def test_outside_the_city_the_rule_is_said_before_and_kept_after(taker: Person) -> None:
    case = {
        "incident_id": taker.done(
            "incident/open-incident",
            incident_type="fire.building",
            location={"latitude": -1.45, "longitude": 103.4, "source": "pin"},
        )["id"]
    }
    border = {"rule": "ask_head", "asks": ["head"], "leave": False}
    assert plan_of(taker, case["incident_id"])["border"] == border
    send = {**case, "unit_id": "dmk-7"}
    refused = taker.ask("dispatch/dispatch-unit", **send)
    assert (refused.json()["refusal"], refused.json()["legal"]) == ("BORDER_ASK_HEAD", ["head"])
    unnamed = taker.ask("dispatch/dispatch-unit", **send, leave_by="head", leave_reason="Dekat")
    assert unnamed.json()["refusal"] == "BORDER_ASK_HEAD"
    bare = taker.ask("dispatch/dispatch-unit", **send, leave_by="head")
    assert (bare.status_code, bare.json()["field"]) == (422, "leave_reason")
    leave = {"leave_by": "head", "leave_of": "Bapak Kepala", "leave_reason": "Terdekat"}
    sent = taker.done("dispatch/dispatch-unit", **send, **leave)
    assert plan_of(taker, case["incident_id"])["border"] == {**border, "leave": True}
    taker.done("dispatch/cancel", dispatch_id=sent["id"], reason="Uji selesai")
    taker.done("incident/close", **case, result="dealt-with")
