"""Advice by HTTP: while a person types, and on the board once a citizen has written."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from siaga.language.values import ROOM_ROLES
from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id
from tests.http.server import Server
from tests.http.test_doors import users
from tests.patience import eventually

PATH = "/api/advice"
FIRE = "tlg kbakaran rmh dpn pasar ado yg tejebak"
HERE = {"latitude": -1.6101, "longitude": 103.6131}


def look(person: Person, **body: Any) -> httpx.Response:
    return person.http.post(PATH, json={"words": FIRE} | body)


def test_words_being_typed_are_understood_and_nothing_is_written(
    taker: Person, nothing_stored: NothingStored
) -> None:
    with nothing_stored():
        answer = look(taker, location=HERE)
    assert answer.status_code == 200, answer.text
    given = answer.json()
    triage = given["triage"]
    assert triage["priority"] == "P1"
    assert triage["incident_type"].startswith("fire")
    assert triage["own_victim"] is True
    assert triage["reasons"]
    assert triage["share_pm"] == triage["guesses"][0]["share_pm"]
    assert triage["emergency_pm"] > 500
    assert triage["seems_prank"] is False
    assert given["duplicates"]["ask_own_victim"] is True
    assert given["rules"]


def test_only_the_room_is_advised(server: Server, people: People) -> None:
    for user in users(server).values():
        person = people(user)
        answer = look(person)
        in_room = bool(set(person.who["roles"]) & ROOM_ROLES)
        assert answer.status_code == (200 if in_room else 403), (user, answer.text)


def test_a_session_and_the_pages_own_token_are_asked_for(server: Server, taker: Person) -> None:
    cookie = {"Cookie": f"siaga_session={taker.http.cookies['siaga_session']}"}
    for headers, wanted in (({}, 401), (cookie, 403)):
        answer = httpx.post(server.url + PATH, json={"words": FIRE}, headers=headers)
        assert answer.status_code == wanted, answer.text


BODIES = {
    "empty": (b"", "body"),
    "no object": (b"[]", "body"),
    "deep": (b'{"words":' + b"[" * 5_000 + b"]" * 5_000 + b"}", ""),
    "no words": (b"{}", "words"),
    "words null": (b'{"words":null}', "words"),
    "words a number": (b'{"words":7}', "words"),
    "words too long": (json.dumps({"words": "x" * 4_001}).encode(), "words"),
    "words NUL": (rb'{"words":"a\u0000b"}', "words"),
    "words surrogate": (rb'{"words":"\ud83d"}', "words"),
    "unknown field": (b'{"words":"x","wrods":"y"}', "wrods"),
    "contact a list": (b'{"words":"x","contact_id":["a"]}', "contact_id"),
    "contact a sentence": (b'{"words":"x","contact_id":"a b c"}', "contact_id"),
    "location a list": (b'{"words":"x","location":[1,2]}', "location"),
    "location empty": (b'{"words":"x","location":{}}', "location.area"),
    "area unknown": (b'{"words":"x","location":{"area":"99"}}', "location.area"),
    "area a list": (b'{"words":"x","location":{"area":["99"]}}', "location.area"),
    "latitude a word": (
        b'{"words":"x","location":{"latitude":"a","longitude":1}}',
        "location.latitude",
    ),
    "nowhere": (
        b'{"words":"x","location":{"latitude":0,"longitude":0}}',
        "location.latitude",
    ),
    "half a point": (b'{"words":"x","location":{"latitude":-1.6}}', "location.longitude"),
    "accuracy": (
        b'{"words":"x","location":{"latitude":-1.6,"longitude":103,"accuracy_m":-1}}',
        "location.accuracy_m",
    ),
    "accuracy NaN": (
        b'{"words":"x","location":{"latitude":-1.6,"longitude":103,"accuracy_m":NaN}}',
        "location.accuracy_m",
    ),
    "unknown part of a place": (
        b'{"words":"x","location":{"latitude":-1.6,"longitude":103,"z":1}}',
        "location.z",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_wrong_is_named(name: str, people: People) -> None:
    body, field = BODIES[name]
    person = people("supervisor")
    headers = {"Content-Type": "application/json"}

    def unhurried() -> httpx.Response | None:
        answer = person.http.post(PATH, content=body, headers=headers)
        return None if answer.status_code == 429 else answer

    answer = eventually(unhurried)
    assert answer is not None
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field or not field
    assert answer.json()["message"]


def test_too_large_a_body_is_not_read(taker: Person) -> None:
    answer = look(taker, words="x" * 70_000)
    assert answer.status_code == 413


def test_a_contact_nobody_knows_is_not_found(taker: Person) -> None:
    assert look(taker, contact_id=fresh_id()).status_code == 404


def test_whoever_asks_faster_than_a_person_types_is_slowed_down(people: People) -> None:
    person = people("calltaker2")
    answers = [look(person) for _ in range(40)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert answers[0].status_code == 200
    assert refused[0].headers["retry-after"]
    assert refused[0].json()["message"]


# ---- on the board


def write(server: Server, words: str) -> str:
    number = citizen.new_number()
    body = citizen.update(citizen.message(number, citizen.text(citizen.said(words))))
    assert citizen.post(server.url, body).status_code == 200
    return number


def test_a_message_is_advised_within_a_moment_and_leaves_with_its_contact(
    server: Server, taker: Person
) -> None:
    number = write(server, FIRE)
    contact_id = taker.wait_for_sender(number)["contact_id"]
    card = taker.wait_for("suggestions", lambda one: one["contact_id"] == contact_id)
    assert card["triage"]["priority"] == "P1"
    assert card["triage"]["ahead_pm"] > 0
    assert card["triage"]["reasons"]
    taker.done("intake/classify-contact", contact_id=contact_id, kind="test")
    assert contact_id not in taker.cards("suggestions")


def test_who_is_outside_the_room_sees_no_advice(people: People) -> None:
    for user in ("crew-amb1", "agency-damkar", "head", "admin"):
        answer = people(user).http.get("/api/boards/suggestions")
        assert answer.status_code == 403, (user, answer.text)


def test_words_typed_about_a_call_become_its_suggestion(taker: Person) -> None:
    contact_id = taker.done("intake/record-call")["id"]
    assert look(taker, contact_id=contact_id).status_code == 200
    card = taker.wait_for("suggestions", lambda one: one["contact_id"] == contact_id)
    assert card["triage"]["priority"] == "P1"
    taker.done("intake/classify-contact", contact_id=contact_id, kind="test")


def test_what_became_of_a_suggestion_is_written_down(server: Server, taker: Person) -> None:
    number = write(server, FIRE)
    contact_id = taker.wait_for_sender(number)["contact_id"]
    card = taker.wait_for("suggestions", lambda one: one["contact_id"] == contact_id)
    incident_id = taker.done(
        "incident/open-incident",
        contact_id=contact_id,
        incident_type=card["triage"]["incident_type"],
        priority="P2",
    )["id"]
    # Where other tests have left a fire open, what became of that is written too.
    eventually(lambda: answered(taker, incident_id).keys() >= {"type", "priority"})
    facts = answered(taker, incident_id)
    assert (facts["type"]["answer"], facts["priority"]["answer"]) == ("accepted", "changed")
    assert all(fact["by"] == taker.id for fact in facts.values())
    taker.done("incident/close", incident_id=incident_id, result="dealt-with")


def test_another_incident_is_remembered_for_this_contact(server: Server, taker: Person) -> None:
    number = write(server, FIRE)
    contact_id = taker.wait_for_sender(number)["contact_id"]
    incident_id = taker.done("incident/open-incident", incident_type="fire.building")["id"]
    named = {"contact_id": contact_id, "incident_id": incident_id}
    taker.done("triage/judge-different", **named)
    card = taker.wait_for("suggestions", lambda one: incident_id in one["different"])
    assert card["contact_id"] == contact_id
    taker.done("incident/close", incident_id=incident_id, result="dealt-with")
    taker.done("intake/classify-contact", contact_id=contact_id, kind="test")


def answered(person: Person, incident_id: str) -> dict[str, dict[str, Any]]:
    """What was written of each thing that had been suggested."""
    lines = person.cards("incident-story", incident=incident_id).values()
    facts = [line["fact"] for line in lines if line["type"] == "SuggestionAnswered"]
    return {fact["subject"]: fact for fact in facts}
