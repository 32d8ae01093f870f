"""Units, partners and the way there over HTTP: who may, what is wrong, what two at once get."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id
from tests.http.server import SPOKEN

PLACE = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin", "accuracy_m": 10}
BOAT, OTHER = "prh-1", "res-1"
"""Units no other test of this folder sends."""


@pytest.fixture
def incident(taker: Person) -> Iterator[str]:
    with an_incident(taker) as incident_id:
        yield incident_id


@contextmanager
def an_incident(taker: Person, **more: Any) -> Iterator[str]:
    opened = taker.done(
        "incident/open-incident",
        incident_type="rescue.drowning",
        priority="P1",
        **({"location": PLACE} | more),
    )
    yield opened["id"]
    card = taker.cards("open-incidents").get(opened["id"])
    for dispatch_id in card["dispatches"] if card else ():
        taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Uji selesai")
    taker.ask("incident/close", incident_id=opened["id"], result="dealt-with")


def send(taker: Person, incident_id: str, unit: str) -> str:
    return str(taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id=unit)["id"])


def on_duty(taker: Person, *units: str) -> None:
    for unit in units:
        taker.ask("units/go-on-duty", unit_id=unit)


def test_the_proposal_ranks_with_reasons_and_an_estimate(taker: Person, incident: str) -> None:
    on_duty(taker, BOAT)
    taker.wait_for("units", lambda card: card["unit_id"] == BOAT and card["status"] == "available")
    given = taker.http.get(f"/api/incidents/{incident}/proposal").json()
    chosen = {one["unit_id"]: one for one in given["chosen"]}
    assert list(chosen) == sorted(chosen, key=lambda unit: chosen[unit]["travel_s"])
    assert given["chosen"][0]["reasons"][0]["why"] == "nearest"
    first = chosen[BOAT]
    assert first["estimated"] is True
    assert first["travel_s"] > 0
    assert {reason["why"] for reason in first["reasons"]} >= {"can", "from_station"}
    assert all(one["reasons"] for one in given["others"])
    assert {fleet["fleet"] for fleet in given["fleets"]} == {"ambulance"}


def test_the_proposal_is_the_rooms(people: People, taker: Person, incident: str) -> None:
    path = f"/api/incidents/{incident}/proposal"
    assert people("crew-prh1").http.get(path).status_code == 403
    for unknown in (fresh_id(), "x" * 300, "%00", "..%2f.."):
        answer = taker.http.get(f"/api/incidents/{unknown}/proposal")
        assert answer.status_code in (400, 404), unknown


def test_two_dispatchers_send_one_unit_and_the_other_sees_who(
    taker: Person, people: People, incident: str
) -> None:
    on_duty(taker, BOAT)
    with an_incident(taker) as other:
        hands = ((taker, incident), (people("dispatcher"), other))

        def ask(hand: Person, where: str) -> Any:
            return hand.ask("dispatch/dispatch-unit", incident_id=where, unit_id=BOAT)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda each: ask(*each), hands))
        assert sorted(each.status_code for each in answers) == [200, 409]
        winner = next(n for n, each in enumerate(answers) if each.status_code == 200)
        lost = answers[1 - winner].json()
        assert lost["refusal"] == "UNIT_BUSY"
        assert lost["legal"] == [hands[winner][1]]
        card = taker.wait_for("units", lambda one: one["unit_id"] == BOAT)
        assert card["by"] == hands[winner][0].id


def test_a_job_moves_and_the_crew_reads_that_it_was_called_off(
    taker: Person, people: People, incident: str
) -> None:
    on_duty(taker, BOAT)
    crew = people("crew-prh1")
    job = send(taker, incident, BOAT)
    crew.done("dispatch/acknowledge", dispatch_id=job, via="device")
    with an_incident(taker) as other:
        moved = taker.done(
            "dispatch/reassign",
            dispatch_id=job,
            unit_id=BOAT,
            from_id=incident,
            incident_id=other,
            reason=f"{SPOKEN} lebih gawat",
        )
        card = crew.wait_for("units", lambda one: one.get("stood_down"))
        assert card["dispatch_id"] == moved["id"]
        assert card["stood_down"]["reason"].endswith("lebih gawat")
        need = taker.wait_for(
            "open-incidents", lambda one: one["incident_id"] == incident and one.get("need")
        )
        assert need["need"]["reason"] == "unit_taken"
        crew.done("dispatch/confirm-stand-down", dispatch_id=job, via="device")
        taker.wait_for("units", lambda one: one["unit_id"] == BOAT and not one.get("stood_down"))


def test_a_crew_on_a_cancelled_job_is_heard_whatever_its_clock_says(
    taker: Person, people: People, incident: str
) -> None:
    on_duty(taker, BOAT)
    crew = people("crew-prh1")
    job = send(taker, incident, BOAT)
    crew.done("dispatch/acknowledge", dispatch_id=job, via="device")
    taker.done("dispatch/cancel", dispatch_id=job, reason="Sudah ditangani")
    ahead = datetime.now(UTC) + timedelta(hours=9)
    for status, pressed in (("en_route", ahead), ("on_scene", datetime(1970, 1, 1, tzinfo=UTC))):
        crew.done(
            "dispatch/report-status",
            dispatch_id=job,
            status=status,
            via="device",
            device_at=pressed.isoformat(),
            sent_at=(pressed + timedelta(seconds=30)).isoformat(),
        )
    card = taker.wait_for(
        "open-incidents",
        lambda one: (
            one["incident_id"] == incident and one["past_dispatches"].get(job, {}).get("late")
        ),
    )
    late = card["past_dispatches"][job]["late"]
    assert [each["stage"] for each in late] == ["en_route", "on_scene"]
    assert all(each["at"] <= datetime.now(UTC).isoformat() for each in late)


def test_room_and_phone_differ_and_one_key_decides(
    taker: Person, people: People, incident: str
) -> None:
    on_duty(taker, BOAT)
    crew = people("crew-prh1")
    now = datetime.now(UTC)
    job = send(taker, incident, BOAT)
    taker.done("dispatch/report-status", dispatch_id=job, status="on_scene", via="radio")
    earlier = (now - timedelta(minutes=7)).isoformat()
    body = {"dispatch_id": job, "status": "on_scene", "via": "device", "device_at": earlier}
    crew.done("dispatch/report-status", **body, sent_at=now.isoformat())

    def disputed(one: dict[str, Any]) -> Any:
        return one["incident_id"] == incident and one["dispatches"][job].get("disputes")

    card = taker.wait_for("open-incidents", disputed)
    assert card["dispatches"][job]["disputes"]["on_scene"]["via"] == "device"
    taker.done("dispatch/settle-claim", dispatch_id=job, stage="on_scene", accept=True)
    settled = taker.wait_for(
        "open-incidents", lambda one: one["incident_id"] == incident and not disputed(one)
    )
    said = datetime.fromisoformat(settled["dispatches"][job]["times"]["on_scene"])
    assert abs(said - datetime.fromisoformat(earlier)) < timedelta(seconds=2)
    again = taker.refused("dispatch/settle-claim", dispatch_id=job, stage="on_scene", accept=True)
    assert again["refusal"] == "NOTHING_TO_SETTLE"


def test_partners_are_asked_and_every_answer_is_kept(taker: Person, incident: str) -> None:
    asked = {"incident_id": incident, "partner_id": "mitra-pmi", "via": "phone"}
    taker.done("dispatch/record-partner", **asked, answer="no_answer")
    coming = taker.done(
        "dispatch/record-partner", **asked, answer="coming", eta_min=12, told_by=f"{SPOKEN} jaga"
    )
    card = taker.wait_for(
        "open-incidents",
        lambda one: one["incident_id"] == incident and coming["id"] in one["dispatches"],
    )
    assert card["partners"]["mitra-pmi"]["times"] == 2
    assert card["dispatches"][coming["id"]]["partner"] is True
    assert taker.refused("dispatch/record-partner", **asked, answer="coming")["refusal"] == (
        "PARTNER_BUSY"
    )


def test_a_crew_opens_what_it_came_upon(taker: Person, people: People) -> None:
    on_duty(taker, BOAT)
    crew = people("crew-prh1")
    found = crew.done(
        "incident/open-on-the-way",
        unit_id=BOAT,
        incident_type="rescue.drowning",
        location=PLACE | {"source": "gps"},
        note=f"{SPOKEN} perahu terbalik",
    )["id"]
    card = taker.wait_for(
        "open-incidents",
        lambda one: (
            one["incident_id"] == found
            and any(line["stage"] == "on_scene" for line in one["dispatches"].values())
        ),
    )
    assert card["found_by"] == BOAT
    taker.done("incident/take-over", incident_id=found)
    taken = taker.wait_for(
        "open-incidents", lambda one: one["incident_id"] == found and not one.get("found_by")
    )
    for dispatch_id in taken["dispatches"]:
        taker.done("dispatch/cancel", dispatch_id=dispatch_id)
    taker.done("incident/close", incident_id=found, result="dealt-with")


def test_a_lane_is_remembered_for_the_next_incident_there(taker: Person) -> None:
    near = PLACE | {"latitude": -1.61012}  # two metres
    with an_incident(taker) as first:
        taker.done(
            "incident/set-meeting",
            incident_id=first,
            location=PLACE | {"address": f"{SPOKEN} masjid"},
            guide_name=f"{SPOKEN} RT",
            guide_number="6281299300001",
            car_fits=False,
            on_foot_m=120,
        )
        taker.wait_for("open-incidents", lambda one: one["incident_id"] == first and one["meeting"])
    with an_incident(taker, location=near) as second:
        lane = taker.http.get(f"/api/incidents/{second}/proposal").json()["lane"]
        assert lane is not None
        assert (lane["car_fits"], lane["on_foot_m"]) == (False, 120)
    far = PLACE | {"latitude": -1.62}
    with an_incident(taker, location=far) as third:
        assert taker.http.get(f"/api/incidents/{third}/proposal").json()["lane"] is None


def test_the_contact_book_is_kept_and_read_in_the_room(taker: Person, people: People) -> None:
    held = {"area": "15.71.08.1004", "post": "ketua-rt", "rt": "04"}
    taker.done("liaisons/list-liaison", **held, name=f"{SPOKEN} Sari", number="6281299300002")
    card = taker.wait_for("liaisons", lambda one: one["area"] == held["area"])
    assert card["people"][0]["number"] == "6281299300002"
    assert people("crew-prh1").http.get("/api/boards/liaisons").status_code == 403
    the_crew_sees_its_kelurahan(taker, people)
    taker.done("liaisons/remove-liaison", **held)


def the_crew_sees_its_kelurahan(taker: Person, people: People) -> None:
    """Of its own incident, nobody else of any; the head of the RT that is named comes first."""
    lurah = {"area": "15.71.08.1004", "post": "lurah"}
    taker.done("liaisons/list-liaison", **lurah, name=f"{SPOKEN} Lurah", number="6281299300003")
    place = PLACE | {"area": lurah["area"], "address": f"{SPOKEN} RT 04"}
    with an_incident(taker, location=place) as incident_id:
        path = f"/api/incidents/{incident_id}/getting-there"
        assert people("crew-prh1").http.get(path).status_code == 404
        job = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id=BOAT)["id"]
        taker.wait_for("units", lambda one: one["dispatch_id"] == job)
        found = people("crew-prh1").http.get(path).json()
        assert [one["rt"] for one in found["people"]] == ["04", ""]
        assert found["people"][0]["number"] == "6281299300002"
        assert people("crew-amb1").http.get(path).status_code == 404
        taker.done("dispatch/cancel", dispatch_id=job, reason="uji")
    taker.done("liaisons/remove-liaison", **lurah)


WRONG = {
    "next unit unknown": ("dispatch/set-next-job", {"unit_id": "amb-99"}, "unit_id"),
    "partner unknown": (
        "dispatch/record-partner",
        {"partner_id": "amb-1", "answer": "coming"},
        "partner_id",
    ),
    "answer unknown": (
        "dispatch/record-partner",
        {"partner_id": "mitra-pmi", "answer": "mungkin"},
        "answer",
    ),
    "eta negative": (
        "dispatch/record-partner",
        {"partner_id": "mitra-pmi", "answer": "coming", "eta_min": -1},
        "eta_min",
    ),
    "eta of years": (
        "dispatch/record-partner",
        {"partner_id": "mitra-pmi", "answer": "coming", "eta_min": 10**12},
        "eta_min",
    ),
    "rank zero": ("dispatch/dispatch-unit", {"unit_id": BOAT, "rank": 0}, "rank"),
    "reason missing": (
        "dispatch/reassign",
        {"dispatch_id": "d", "unit_id": BOAT, "from_id": "i"},
        "reason",
    ),
    "to itself": ("dispatch/swap-unit", {"unit_id": BOAT, "new_unit_id": BOAT}, ""),
    "device clock without zone": (
        "dispatch/acknowledge",
        {"dispatch_id": "d", "device_at": "2026-01-01T00:00:00"},
        "device_at",
    ),
    "on foot too far": ("incident/set-meeting", {"on_foot_m": 99_999}, "on_foot_m"),
    "well in the future": (
        "incident/set-last-known-well",
        {"last_known_well_at": "2999-01-01T00:00:00Z"},
        "last_known_well_at",
    ),
    "RT in words": (
        "liaisons/list-liaison",
        {"area": "15.71.08.1004", "post": "ketua-rt", "rt": "empat", "name": "x", "number": "1"},
        "rt",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    case: tuple[str, dict[str, Any], str],
    taker: Person,
    incident: str,
    nothing_stored: NothingStored,
) -> None:
    path, fields, named = case
    body = (
        fields
        if path.startswith("liaisons") or path.endswith("acknowledge")
        else {"incident_id": incident} | fields
    )
    with nothing_stored():
        answer = taker.ask(path, **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == named or not named
    assert answer.json()["message"]
