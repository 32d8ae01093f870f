"""The telephone's doors in a room without one: bad reports, roles, recordings nobody has."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.http.conftest import People
from tests.http.people import fresh_id, watching
from tests.http.server import Server

REPORT = {"state": "idle", "contact_id": None, "mic": "ok", "registered": True, "page": fresh_id()}


def test_a_room_without_a_telephone_says_so(people: People) -> None:
    answer = people("calltaker").http.post("/api/phone/session")
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_only_the_room_has_a_telephone(server: Server, people: People) -> None:
    for user in ("admin", "agency-dlh", "auditor", "head"):
        person = people(user)
        assert person.http.post("/api/phone/session").status_code == 403, user
        assert person.http.post("/api/signals/phone", json=REPORT).status_code == 403, user
    assert httpx.post(f"{server.url}/api/phone/session").status_code == 401
    assert httpx.post(f"{server.url}/api/signals/phone", json=REPORT).status_code == 401


def test_what_a_page_says_of_its_telephone_reaches_the_others(people: People) -> None:
    taker, other = people("calltaker"), people("calltaker2")
    with watching(other, "calls:0") as events:
        assert taker.http.post("/api/signals/phone", json=REPORT).status_code == 200
        seen = next(
            event.data
            for event in events
            if event.name == "signal" and event.data["kind"] == "phone"
        )
    assert seen["key"] == taker.id
    assert seen["value"] == REPORT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "asleep"),
        ("state", None),
        ("contact_id", 5),
        ("contact_id", "x" * 65),
        ("contact_id", "a b"),
        ("mic", "loud"),
        ("registered", "yes"),
        ("page", 7),
        ("page", "x/y"),
    ],
)
def test_a_wrong_report_names_its_field(people: People, field: str, value: Any) -> None:
    answer = people("calltaker").http.post("/api/signals/phone", json=REPORT | {field: value})
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


def test_a_recording_that_is_none(server: Server, people: People) -> None:
    taker = people("calltaker")
    contact_id = taker.done("intake/record-call", words="Uji rekaman")["id"]
    base = f"/api/phone/recordings/{contact_id}"
    assert taker.http.get(base).json() == []
    for name in ("0" * 64 + ".wav", "0" * 64 + ".peaks", "x.wav", "..wav", "0" * 64):
        assert taker.http.get(f"{base}/{name}").status_code == 404, name
    assert taker.http.get("/api/phone/recordings/a%20b").json() == []
    assert httpx.get(server.url + base).status_code == 401


def test_who_may_not_listen(people: People) -> None:
    path = f"/api/phone/recordings/{fresh_id()}"
    for user in ("trainee", "agency-dlh", "admin", "doctor"):
        assert people(user).http.get(path).status_code == 403, user
    for user in ("supervisor", "head", "auditor"):
        assert people(user).http.get(path).status_code == 200, user


def test_people_send_no_recordings(people: People) -> None:
    wav = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 64
    headers = {"Content-Type": "audio/wav"}
    answer = people("calltaker").http.post("/api/media", content=wav, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == "media_type"
