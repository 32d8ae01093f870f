"""The same thing said twice, something impossible, somebody else's: what the world answers."""

from __future__ import annotations

import json

import httpx

from tests.http.citizen import said
from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id
from tests.http.server import PASSWORD, Server


def opened(taker: Person, incident_type: str = "public_facility.tree_fallen") -> str:
    return str(taker.done("incident/open-incident", incident_type=incident_type)["id"])


def any_type(taker: Person, beginning: str) -> str:
    types = taker.http.get("/api/place").json()["incident_types"]
    return str(next(each["id"] for each in types if each["id"].startswith(beginning)))


def test_the_same_command_gets_the_same_answer(
    taker: Person, nothing_stored: NothingStored
) -> None:
    body = {"command_id": fresh_id(), "words": said("sekali saja")}
    first = taker.http.post("/api/intake/record-call", json=body)
    assert first.status_code == 200
    with nothing_stored():
        again = [taker.http.post("/api/intake/record-call", json=body) for _ in range(5)]
    assert {answer.status_code for answer in again} == {200}
    assert {answer.text for answer in again} == {first.text}
    assert taker.cards("queue")[body["command_id"]]["messages"][0]["text"] == body["words"]


def test_the_same_command_at_the_same_time(taker: Person) -> None:
    body = json.dumps({"command_id": fresh_id(), "incident_type": "fire"}).encode()
    with httpx.Client(base_url=taker.http.base_url, headers=taker.http.headers) as other:
        other.cookies = taker.http.cookies
        answers = [c.post("/api/incident/open-incident", content=body) for c in (taker.http, other)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["number"]


def test_a_refusal_is_remembered_too(taker: Person) -> None:
    body = {"command_id": fresh_id(), "contact_id": fresh_id()}
    answers = [taker.http.post("/api/intake/answer-contact", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["refusal"] == "UNKNOWN_CONTACT"


def test_an_altered_command_is_refused(taker: Person, nothing_stored: NothingStored) -> None:
    body = {"command_id": fresh_id(), "words": said("asli")}
    assert taker.http.post("/api/intake/record-call", json=body).status_code == 200
    with nothing_stored():
        answer = taker.http.post("/api/intake/record-call", json=body | {"words": "lain"})
    assert answer.status_code == 422
    assert answer.json()["field"] == "command_id"


def test_the_same_id_at_another_door_is_another_command(taker: Person) -> None:
    """Some commands have the same fields: only the door tells them apart."""
    contact_id = taker.done("intake/record-call", words=said("dua pintu"))["id"]
    taker.done("intake/classify-contact", contact_id=contact_id, kind="information")
    body = {"command_id": fresh_id(), "contact_id": contact_id}
    assert taker.http.post("/api/intake/reopen-contact", json=body).status_code == 200
    answer = taker.http.post("/api/intake/answer-contact", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == "command_id"


def test_an_illegal_change_names_the_legal_ones(taker: Person, people: People) -> None:
    incident_id = opened(taker, "fire")
    given = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="dmk-6")
    report = "dispatch/report-status"
    taker.done(report, dispatch_id=given["id"], status="on_scene", via="radio")
    told = taker.refused(report, dispatch_id=given["id"], status="en_route")
    assert told["refusal"] == "ILLEGAL_STAGE"
    assert "clear" in told["legal"]
    assert "en_route" not in told["legal"]
    assert told["message"]
    english = taker.http.post(
        f"/api/{report}",
        json={"command_id": fresh_id(), "dispatch_id": given["id"], "status": "en_route"},
        headers={"Accept-Language": "en-GB"},
    )
    assert english.json()["message"] != told["message"]
    taker.done(report, dispatch_id=given["id"], status="clear", via="radio")
    over = taker.refused(report, dispatch_id=given["id"], status="clear")
    assert over["refusal"] == "DISPATCH_OVER"


def test_anothers_referral_and_dispatch(taker: Person, people: People) -> None:
    incident_id = opened(taker, "fire")
    referral = taker.done("agencies/send-referral", incident_id=incident_id, agency="dishub")
    stranger = people("agency-dinsos")
    for path, more in (
        ("accept", {}),
        ("decline", {"reason": "x"}),
        ("start", {}),
        ("finish", {}),
        ("hand-back", {"reason": "x"}),
        ("confirm-delivery", {}),
    ):
        answer = stranger.ask(f"agencies/{path}", referral_id=referral["id"], **more)
        assert answer.status_code == 403, path
        assert answer.json()["refusal"] == "NOT_YOUR_REFERRAL"
    assert referral["id"] not in stranger.cards("referrals")
    dispatch = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="dmk-7")
    for user in ("crew-amb2", "agency-dinsos"):
        answer = people(user).ask("dispatch/acknowledge", dispatch_id=dispatch["id"])
        assert answer.status_code == 403
        assert answer.json()["refusal"] == "NOT_YOUR_DISPATCH"
    assert people("crew-amb2").ask("units/go-off-duty", unit_id="amb-1").status_code == 403
    taker.done("dispatch/cancel", dispatch_id=dispatch["id"])
    people("agency-dishub").done("agencies/accept", referral_id=referral["id"])


def test_wrong_passwords_are_slowed_down_for_their_user_alone(server: Server) -> None:
    url = f"{server.url}/api/session"
    away = {"X-Forwarded-For": "203.0.113.7"}
    seen = [
        httpx.post(url, json={"user": "auditor", "password": f"salah-{n}"}, headers=away)
        for n in range(20)
    ]
    assert seen[0].status_code == 401
    assert seen[-1].status_code == 429
    assert int(seen[-1].headers["retry-after"]) > 0
    assert {answer.status_code for answer in seen} == {401, 429}
    assert len({answer.text for answer in seen[:5]}) == 1
    right = httpx.post(url, json={"user": "auditor", "password": PASSWORD}, headers=away)
    assert right.status_code == 429
    other = httpx.post(url, json={"user": "head", "password": PASSWORD}, headers=away)
    assert other.status_code == 200, "colleagues behind the same address can go on working"


def test_sign_in_says_the_same_for_a_user_that_does_not_exist(server: Server) -> None:
    url, away = f"{server.url}/api/session", {"X-Forwarded-For": "203.0.113.8"}
    wrong = [
        httpx.post(url, json={"user": user, "password": "salah"}, headers=away)
        for user in ("nobody", "head")
    ]
    assert [answer.status_code for answer in wrong] == [401, 401]
    assert wrong[0].text == wrong[1].text
    for body in (
        {},
        {"user": "head"},
        {"user": "head", "password": 7},
        {"user": ["head"], "password": "x"},
        {"user": "head", "password": "x" * 201},
        {"user": "a\x00", "password": "x"},
        {"user": "head", "password": "x", "code": {}},
    ):
        answer = httpx.post(url, json=body, headers=away)
        assert answer.status_code == 422
        assert answer.json()["field"] in ("user", "password", "code")
    broken = httpx.post(url, content=rb'{"user":"\ud800","password":"x"}', headers=away)
    assert broken.status_code == 422
    coded = httpx.post(url, content=rb'{"user":"x","password":"x","code":"\ud800"}', headers=away)
    assert coded.status_code in (401, 422)
