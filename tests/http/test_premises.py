"""Premise notes by their doors: who meets them, who may say what, and what stays sealed."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.floor import ask
from tests.http.conftest import NothingStored, People
from tests.http.people import Person
from tests.http.server import Server

GATE = {"latitude": -1.6234, "longitude": 103.5921, "source": "pin"}
NEXT_DOOR = {"latitude": -1.6236, "longitude": 103.5922, "source": "gps", "accuracy_m": 20}
FAR = {"latitude": -1.6334, "longitude": 103.5921, "source": "pin"}
WORDS = "Pernah menyerang petugas dengan parang"


def opened(taker: Person, location: dict[str, Any]) -> str:
    given = taker.done("incident/open-incident", incident_type="medical.sick", location=location)
    return str(given["id"])


def noted(taker: Person, **said: Any) -> str:
    wish = {"kind": "violence", "source": "police", "premise_words": WORDS, "location": GATE}
    return str(taker.done("premises/note-premise", **wish | said)["id"])


def known(person: Person, incident_id: str, *note_ids: str) -> dict[str, Any]:
    """The scene, once exactly these notes are known of it."""

    def fits(card: dict[str, Any]) -> bool:
        ids = {one["note_id"] for one in card["premises"]}
        return card["incident_id"] == incident_id and ids == set(note_ids)

    return person.wait_for("field", fits)


def test_a_note_meets_the_next_incident_there_and_the_crew_under_way(
    taker: Person, people: People, server: Server
) -> None:
    first = noted(taker, premise_told_by="Aipda Contoh")
    far, vague = opened(taker, FAR), opened(taker, {"area": "15.71.01.1001"})
    here = opened(taker, NEXT_DOOR)
    line = known(taker, here, first)["premises"][0]
    assert (line["words"], line["told_by"], line["source"]) == (WORDS, "Aipda Contoh", "police")
    scenes = taker.cards("field")
    assert not scenes[far]["premises"]
    assert not scenes[vague]["premises"], "a whole kelurahan keeps no note"

    data = server.folder / "data" / "demo"
    assert ask(data, "select count(*) > 1 from vault_item where class = 'premise'") == "t"
    assert ask(data, "select count(*) from entry where body like '%parang%'") == "0"

    crew, stranger = people("crew-amb2"), people("crew-amb1")
    taker.done("dispatch/dispatch-unit", unit_id="amb-2", incident_id=here)
    known(crew, here, first)
    assert here not in stranger.cards("field"), "no other crew"
    second = noted(taker, kind="dog", premise_words="Anjing galak", incident_id=here)
    known(crew, here, first, second)
    alert = taker.wait_for(
        "alerts", lambda one: one["about"] == "change" and one["unit_id"] == "amb-2"
    )
    assert alert["changed"] == ["premise"]

    proposal = {"incident_id": here, "kind": "access", "premise_words": "Tangga sempit"}
    third = crew.done("premises/propose-premise", **proposal)["id"]
    known(taker, here, first, second, third)
    assert len(crew.cards("field")[here]["premises"]) == 2, "the room has not accepted it"
    denied = stranger.ask("premises/propose-premise", **proposal)
    assert (denied.status_code, denied.json()["refusal"]) == (403, "NOT_YOUR_INCIDENT")
    taker.done("premises/accept-premise", note_id=third)
    known(crew, here, first, second, third)

    assert taker.ask("premises/review-premise", note_id=first).status_code == 403
    people("supervisor").done("premises/review-premise", note_id=first)
    for note_id in (first, second, third):
        taker.done("premises/end-premise", note_id=note_id, why="over")
    known(crew, here)
    assert taker.refused("premises/end-premise", note_id=first, why="over")["refusal"] == (
        "UNKNOWN_PREMISE"
    )
    open_now = crew.cards("units")["amb-2"]["dispatch_id"]
    taker.done("dispatch/cancel", dispatch_id=open_now, reason="uji")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("until_at", {"until_at": "2025-01-01T00:00:00Z"}),
        ("radius_m", {"radius_m": 5000}),
        ("kind", {"kind": "ghost"}),
        ("premise_words", {"premise_words": "  "}),
        ("location.latitude", {"location": {"latitude": 0, "longitude": 0}}),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_stored(
    taker: Person, nothing_stored: NothingStored, field: str, said: dict[str, Any]
) -> None:
    wish = {"kind": "dog", "source": "police", "premise_words": WORDS, "location": GATE} | said
    with nothing_stored():
        answer = taker.ask("premises/note-premise", **wish)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_notes_are_the_rooms(people: People) -> None:
    for outsider in (people("agency-damkar"), people("crew-amb1")):
        assert outsider.http.get("/api/boards/premises").status_code == 403
        assert outsider.ask("premises/end-premise", note_id="x", why="over").status_code == 403
