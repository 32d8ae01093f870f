"""Boards and their stream: shapes, who sees what, resuming, resets, signals and their end."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from tests.http import citizen
from tests.http.conftest import People, steady_position
from tests.http.people import Event, Person, fresh_id, refused_stream, until, up_to_date, watching
from tests.http.server import Server

CALLS = ("calls", "takers", "call-backs", "announcements", "restrictions", "service-level")
BOARDS = ("queue", "open-incidents", "units", "referrals", "statistics", *CALLS)
MAY_OPEN = {
    "calltaker": set(BOARDS),
    "crew-amb1": {"open-incidents", "units"},
    "agency-damkar": {"open-incidents", "units", "referrals"},
    "auditor": {"statistics", "units", "referrals", "open-incidents"}
    | {"calls", "takers", "announcements", "service-level"},
}


def test_a_board_is_lineage_position_and_cards(taker: Person) -> None:
    taker.done("intake/record-call", words=citizen.said("papan"))
    for board in ("queue", "open-incidents", "units", "referrals"):
        seen = taker.look(board)
        assert set(seen) == {"lineage", "position", "cards"}
        assert UUID(seen["lineage"])
        assert seen["position"] > 0
        assert isinstance(seen["cards"], dict)
    units = taker.cards("units")
    assert units["amb-1"]["on_duty"] is True
    assert {card["unit_id"] for card in units.values()} == set(units)
    figures = taker.look("statistics")
    wanted = {"totals", "by_type", "by_channel", "by_kind", "by_district", "calls"}
    assert wanted <= set(figures["cards"])
    assert all(card["unit"] for card in figures["cards"].values())


def test_boards_open_to_their_roles_alone(server: Server, people: People) -> None:
    for board in (*BOARDS, "accounts"):
        assert httpx.get(f"{server.url}/api/boards/{board}").status_code == 401
        assert httpx.get(f"{server.url}/api/boards?at={board}:0").status_code == 401
    for user, boards in MAY_OPEN.items():
        for board in BOARDS:
            wanted = 200 if board in boards else 403
            answer = people(user).http.get(f"/api/boards/{board}")
            assert answer.status_code == wanted, (user, board)
            if board != "statistics" and wanted == 403:
                assert refused_stream(people(user), f"{board}:0")[0] == 403, (user, board)
    assert refused_stream(people("crew-amb1"), "queue:0,units:0")[0] == 403
    hospital = next(a["user"] for a in accounts(server) if a["user"].startswith("hospital-"))
    assert people(hospital).http.get("/api/boards/queue").status_code == 403
    assert people("admin").http.get("/api/boards/queue").status_code == 403
    assert people("admin").http.get("/api/boards/open-incidents").status_code == 403
    assert len(people("admin").cards("accounts")) == len(accounts(server))
    crew = people("crew-amb1")
    assert set(crew.cards("accounts")) == {crew.id}, "outside the room everybody sees themselves"


def accounts(server: Server) -> list[dict[str, str]]:
    found: list[dict[str, str]] = httpx.get(f"{server.url}/api/site").json()["demo_accounts"]
    return found


def test_who_is_outside_the_room_never_sees_who_called(people: People) -> None:
    taker = people("calltaker")
    number, name = citizen.new_number(), citizen.said("Nama Pelapor")
    contact_id = taker.done(
        "intake/record-call", words=citizen.said("kebakaran"), number=number, name=name
    )["id"]
    incident_id = taker.done(
        "incident/open-incident", incident_type="fire.building", contact_id=contact_id
    )["id"]
    dispatch_id = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="amb-2")[
        "id"
    ]
    referral = taker.done("agencies/send-referral", incident_id=incident_id, agency="perkim")
    assert name in taker.http.get("/api/boards/queue").text
    outside = {"crew-amb2": ("open-incidents", "units"), "agency-perkim": ("referrals", "units")}
    for user, boards in outside.items():
        person = people(user)
        for board in boards:
            raw = person.http.get(f"/api/boards/{board}").text
            assert number not in raw, (user, board)
            assert name not in raw, (user, board)
        answer = person.http.get("/api/boards/incident-story", params={"incident": incident_id})
        assert answer.status_code == 403
        at = ",".join(f"{board}:0" for board in boards)
        with watching(person, at) as events:
            seen = str([event.data for event in up_to_date(events)])
        assert number not in seen
        assert name not in seen
    assert incident_id in people("crew-amb2").cards("open-incidents")
    others = people("crew-amb3").http.get("/api/boards/open-incidents").text
    assert incident_id not in others, "a crew sees its own jobs only"
    assert incident_id not in people("crew-amb3").http.get("/api/boards/units").text
    assert referral["id"] not in people("agency-dlh").http.get("/api/boards/referrals").text
    taker.done("dispatch/cancel", dispatch_id=dispatch_id)


def cards_of(events: list[Event]) -> list[Event]:
    """Without signals, whose latest value every stream begins with."""
    return [event for event in events if event.name != "signal"]


def test_the_stream_starts_with_everything_and_follows(taker: Person) -> None:
    steady_position(taker)
    with watching(taker, "queue:0,units:0") as events:
        first = cards_of(up_to_date(events))
        on_screen = {(e.data["board"], e.data["key"]) for e in first}
        wanted = {(b, key) for b in ("queue", "units") for key in taker.cards(b)}
        assert on_screen == wanted
        assert [e.data["position"] for e in first] == sorted(e.data["position"] for e in first)
        given = taker.done("intake/record-call", words=citizen.said("langsung"))
        event = until(events, lambda e: e.name == "message" and e.data["key"] == given["id"])
        assert event.data["board"] == "queue"
        assert event.id == f"{given['lineage']}:{event.data['position']}"
        assert event.data["position"] <= given["position"]
        beat = until(events, lambda e: e.name == "beat" and e.data["position"] >= given["position"])
        assert beat.data["lineage"] == given["lineage"]
        until(events, lambda e: e.name == "beat")
        contact = {"contact_id": given["id"], "kind": "information"}
        taker.done("intake/classify-contact", **contact)
        gone = until(events, lambda e: e.name == "message" and e.data["key"] == given["id"])
        assert gone.data["card"] is None


def test_two_boards_come_in_the_order_of_what_happened(taker: Person) -> None:
    with watching(taker, "open-incidents:0,units:0,queue:0") as events:
        up_to_date(events)
        incident_id = taker.done("incident/open-incident", incident_type="fire")["id"]
        given = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="dmk-3")
        last = taker.done("dispatch/cancel", dispatch_id=given["id"])
        seen: list[Event] = []
        for event in events:
            if event.name == "message" and event.data["key"] in (incident_id, "dmk-3"):
                seen.append(event)
            if event.name == "beat" and event.data["position"] >= last["position"]:
                break
    positions = [event.data["position"] for event in seen]
    assert positions == sorted(positions)
    assert {event.data["board"] for event in seen} == {"open-incidents", "units"}
    assert (
        next(e for e in reversed(seen) if e.data["key"] == "dmk-3").data["card"]["status"]
        == "available"
    )


def test_a_stream_resumes_where_it_stopped(taker: Person) -> None:
    contact_id = taker.done("intake/record-call", words=citizen.said("sebelum"))["id"]
    seen = taker.look("queue")
    at = f"{seen['lineage']}:{seen['position']}"
    with watching(taker, "queue:0", resume=at) as events:
        again = {event.data["key"] for event in cards_of(up_to_date(events))}
        assert contact_id not in again, "nothing is sent twice"
    given = taker.done("intake/record-call", words=citizen.said("sesudah"))
    taker.done("intake/classify-contact", contact_id=contact_id, kind="prank")
    for resumed in (
        watching(taker, "queue:0", resume=at),
        watching(taker, f"queue:{seen['position']}", lineage=seen["lineage"]),
    ):
        with resumed as events:
            missed = {
                event.data["key"]: event.data["card"] for event in cards_of(up_to_date(events))
            }
        assert set(missed) >= {given["id"], contact_id}
        assert missed[contact_id] is None, "a card that left is told, not only new ones"


def test_another_lineage_starts_all_over(taker: Person) -> None:
    steady_position(taker)
    seen = taker.look("queue")
    with watching(taker, "queue:0,units:0", resume=f"{fresh_id()}:{seen['position']}") as events:
        all_again = cards_of(up_to_date(events))
    resets = [event for event in all_again if event.name == "reset"]
    assert {event.data["board"] for event in resets} == {"queue", "units"}
    assert {event.data["reason"] for event in resets} == {"lineage"}
    cards = [event for event in all_again if event.name == "message"]
    assert len(cards) == len(taker.cards("queue")) + len(taker.cards("units"))
    with watching(taker, "queue:999999999", lineage=seen["lineage"]) as events:
        ahead = cards_of(up_to_date(events))
    assert ahead[0].name == "reset", "a position that does not exist yet cannot be resumed"


WRONG_QUESTIONS = (
    "",
    "queue",
    "queue:",
    "queue:x",
    "queue:-1",
    "queue:1e3",
    "queue:\u0663",
    "queue:99999999999999999999",
    "secrets:0",
    "statistics:0",
    "incident-story/:0",
    "incident-story/a b:0",
    ",".join(["queue:0"] * 41),
    "queue:0,,%00:0",
    "queue:0;units:0",
)


@pytest.mark.parametrize("at", WRONG_QUESTIONS)
def test_a_wrong_question_names_at(at: str, taker: Person) -> None:
    status, told = refused_stream(taker, at)
    assert status == 422, told
    assert told["field"] == "at"


@pytest.mark.parametrize("last", [b"x", b":", b"a:b", b"a:-1", b"a:1e3", b"a:\xd9\xa3"])
def test_a_wrong_place_to_resume_from_is_named(last: bytes, taker: Person) -> None:
    status, told = refused_stream(taker, "queue:0", resume=last)
    assert status == 422, told
    assert told["field"] == "at"


def test_wrong_questions_to_single_boards(taker: Person) -> None:
    for board, query, field in (
        ("incident-story", {}, "incident"),
        ("incident-story", {"incident": "a b"}, "incident"),
        ("incident-story", {"incident": "\x00"}, "incident"),
        ("incident-story", {"incident": "x" * 65}, "incident"),
        ("statistics", {"from": "kemarin"}, "from"),
        ("statistics", {"from": "2099-01-01", "to": "2099-01-02"}, "from"),
        ("statistics", {"from": "2026-02-02", "to": "2026-02-01"}, "to"),
        ("statistics", {"from": "2020-01-01", "to": "2026-02-01"}, "to"),
        ("statistics", {"to": "1800-01-01"}, "to"),
        ("statistics", {"from": "\u0662\u0660\u0662\u0666-01-01"}, "from"),
    ):
        answer = taker.http.get(f"/api/boards/{board}", params=query)
        assert answer.status_code == 422, (board, query)
        assert answer.json()["field"] == field
    assert taker.cards("incident-story", incident=fresh_id()) == {}


def test_positions_are_seen_by_the_room_and_sent_by_the_own_crew(people: People) -> None:
    taker, crew = people("calltaker"), people("crew-amb1")
    here = {"unit_id": "amb-1", "latitude": -1.6112, "longitude": 103.6125, "accuracy_m": 8.5}
    with watching(taker, "units:0") as events, watching(people("crew-amb3"), "units:0") as others:
        up_to_date(events)
        assert crew.http.post("/api/signals/position", json=here).status_code == 200
        seen = until(events, lambda e: e.name == "signal" and e.data["key"] == "amb-1")
        assert seen.data["kind"] == "position"
        assert seen.data["value"]["latitude"] == -1.6112
        assert seen.data["at"]
        assert seen.id == "", "a signal moves no position"
        quiet = [next(others) for _ in range(3)]
        assert all(event.name != "signal" for event in quiet)
    other = crew.http.post("/api/signals/position", json=here | {"unit_id": "amb-2"})
    assert other.status_code == 403
    assert other.json()["refusal"] == "NOT_YOUR_UNIT"
    assert taker.http.post("/api/signals/position", json=here).status_code == 403
    for wrong, field in (
        ({"latitude": 999}, "latitude"),
        ({"latitude": "x"}, "latitude"),
        ({"latitude": 0, "longitude": 0}, "latitude"),
        ({"latitude": 10**400}, "latitude"),
        ({"accuracy_m": -1}, "accuracy_m"),
        ({"accuracy_m": []}, "accuracy_m"),
        ({"unit_id": "x"}, "unit_id"),
        ({"unit_id": ["amb-1"]}, "unit_id"),
        ({"unit_id": None}, "unit_id"),
    ):
        answer = crew.http.post("/api/signals/position", json=here | wrong)
        assert answer.status_code == 422, wrong
        assert answer.json()["field"] == field
    answer = crew.http.post("/api/signals/position", content=b"[NaN")
    assert answer.status_code == 422


def test_presence_is_for_the_room(people: People) -> None:
    taker = people("calltaker")
    with watching(people("dispatcher"), "queue:0") as events:
        up_to_date(events)
        doing = {"doing": "talking", "seat": "Meja 2"}
        assert taker.http.post("/api/signals/presence", json=doing).status_code == 200
        seen = until(events, lambda e: e.name == "signal" and e.data["key"] == taker.id)
        assert seen.data["value"] == doing
        taker.http.post("/api/signals/presence", json={"doing": "away"})
        gone = until(events, lambda e: e.name == "signal" and e.data["key"] == taker.id)
        assert gone.data["value"] is None
    assert people("crew-amb1").http.post("/api/signals/presence", json=doing).status_code == 403
    for wrong in ({}, {"doing": "flying"}, {"doing": ["ready"]}, {"doing": "ready", "seat": 7}):
        assert taker.http.post("/api/signals/presence", json=wrong).status_code == 422


def test_signing_out_and_losing_rights_end_the_stream(server: Server, people: People) -> None:
    admin = people("admin")
    leaver = Person(server.url, "dispatcher")
    with watching(leaver, "queue:0") as events:
        up_to_date(events)
        assert leaver.http.delete("/api/session").status_code == 200
        reset = until(events, lambda e: e.name == "reset")
        assert reset.data == {"board": None, "reason": "rights"}
        assert next(events, None) is None
    assert leaver.http.get("/api/session").status_code == 401
    leaver.close()
    doctor = people("doctor")
    rights = {"account_id": doctor.id, "agency": None}
    with watching(doctor, "units:0") as events:
        up_to_date(events)
        admin.done("access/change-rights", roles=["auditor"], **rights)
        reset = until(events, lambda e: e.name == "reset")
        assert reset.data["reason"] == "rights"
    admin.done("access/change-rights", roles=["duty_doctor"], **rights)
