"""What people and programs get wrong in commands: the field is named, and nothing is stored."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.http.citizen import said
from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id
from tests.http.server import NUMBERS, Server

CALL = "/api/intake/record-call"
HERE = {"latitude": -1.61, "longitude": 103.61}
MIB = 1024 * 1024


def raw(person: Person, path: str, body: bytes, **headers: str) -> httpx.Response:
    return person.http.post(
        path, content=body, headers={"Content-Type": "application/json"} | headers
    )


def called(**fields: Any) -> bytes:
    return json.dumps({"command_id": fresh_id()} | fields).encode()


def spoken(words: bytes) -> bytes:
    return b'{"command_id":"%s","words":%s}' % (fresh_id().encode(), words)


def located(text: str) -> bytes:
    return b'{"command_id":"%s","location":%s}' % (fresh_id().encode(), text.encode())


BODIES = {
    "empty": (b"", "body"),
    "not JSON": (b"{not json", "body"),
    "cut": (called(words="x")[:-1], "body"),
    "two": (called() + b"{}", "body"),
    "array": (b"[]", "body"),
    "null": (b"null", "body"),
    "text": (b'"words"', "body"),
    "number": (b"7", "body"),
    "deep": (b'{"words":' + b"[" * 20_000 + b"]" * 20_000 + b"}", ""),
    "UTF-16": ('{"words":"x"}'.encode("utf-16"), "body"),
    "invalid UTF-8": (spoken(b'"\xff\xfe\xc3"'), "body"),
    "surrogate escaped": (spoken(rb'"\ud83d"'), "words"),
    "surrogate escaped alone": (spoken(rb'"a\udc00b"'), "words"),
    "surrogate raw": (spoken(b'"\xed\xa0\x80"'), "words"),
    "NUL escaped": (spoken(rb'"a\u0000b"'), "words"),
    "NUL raw": (spoken(b'"a\x00b"'), "body"),
    "1 MB text": (called(words="x" * MIB), "words"),
    "4001 characters": (called(words="x" * 4001), "words"),
    "words a number": (called(words=7), "words"),
    "words a list": (called(words=["x"]), "words"),
    "words an object": (called(words={"ref": "a", "digest": "b"}), "words"),
    "name NUL": (called(name="a\x00"), "name"),
    "number surrogate": (b'{"command_id":"%s","number":"\\ud800"}' % fresh_id().encode(), "number"),
    "unknown field": (called(wrods="x"), "wrods"),
    "unknown field of somebody else": (called(subject="x"), "subject"),
    "command_id missing": (b"{}", "command_id"),
    "command_id null": (b'{"command_id":null}', "command_id"),
    "command_id a word": (b'{"command_id":"x"}', "command_id"),
    "command_id a list": (b'{"command_id":[1]}', "command_id"),
    "command_id a number": (b'{"command_id":1e400}', ""),
    "channel unknown": (called(channel="pigeon"), "channel"),
    "channel a list": (called(channel=["phone"]), "channel"),
    "channel not by hand": (called(channel="whatsapp"), "channel"),
    "safety unknown": (called(safety="maybe"), "safety"),
}

PLACES = {
    "latitude 999": ('{"latitude":999,"longitude":103.6}', "location.latitude"),
    "latitude a word": ('{"latitude":"abc","longitude":103.6}', "location.latitude"),
    "latitude a number in words": ('{"latitude":"-1.6","longitude":103.6}', "location.latitude"),
    "latitude NaN": ('{"latitude":NaN,"longitude":103.6}', "location.latitude"),
    "longitude Infinity": ('{"latitude":-1.6,"longitude":Infinity}', "location.longitude"),
    "latitude a list": ('{"latitude":[1],"longitude":103.6}', "location.latitude"),
    "latitude an object": ('{"latitude":{},"longitude":103.6}', "location.latitude"),
    "latitude true": ('{"latitude":true,"longitude":103.6}', "location.latitude"),
    "latitude 1e400": ('{"latitude":1e400,"longitude":103.6}', ""),
    "latitude of 400 digits": ('{"latitude":1%s,"longitude":1}' % ("0" * 400), "location.latitude"),
    "latitude of 5000 digits": ('{"latitude":1%s,"longitude":1}' % ("0" * 5000), ""),
    "swapped": ('{"latitude":103.61,"longitude":-1.61}', "location.latitude"),
    "longitude 181": ('{"latitude":-1.6,"longitude":181}', "location.longitude"),
    "zero": ('{"latitude":0,"longitude":0}', "location.latitude"),
    "zero in decimals": ('{"latitude":0.0,"longitude":-0.0}', "location.latitude"),
    "latitude alone": ('{"latitude":-1.6}', "location.longitude"),
    "nothing": ("{}", "location.area"),
    "a list": ("[-1.6,103.6]", "location"),
    "a word": ('"pasar"', "location"),
    "accuracy negative": (
        '{"latitude":-1.6,"longitude":103.6,"accuracy_m":-1}',
        "location.accuracy_m",
    ),
    "accuracy NaN": ('{"latitude":-1.6,"longitude":103.6,"accuracy_m":NaN}', "location.accuracy_m"),
    "accuracy a list": (
        '{"latitude":-1.6,"longitude":103.6,"accuracy_m":[]}',
        "location.accuracy_m",
    ),
    "source unknown": ('{"latitude":-1.6,"longitude":103.6,"source":"dream"}', "location.source"),
    "source a list": ('{"latitude":-1.6,"longitude":103.6,"source":["gps"]}', "location.source"),
    "source empty list": ('{"latitude":-1.6,"longitude":103.6,"source":[]}', "location.source"),
    "area unknown": ('{"area":"99.99"}', "location.area"),
    "area a list": ('{"area":["x"]}', "location.area"),
    "area an object": ('{"area":{}}', "location.area"),
    "address a number": ('{"latitude":-1.6,"longitude":103.6,"address":7}', "location.address"),
    "address long": (
        '{"latitude":-1.6,"longitude":103.6,"address":"%s"}' % ("x" * 301),
        "location.address",
    ),
    "unknown field": ('{"latitude":-1.6,"longitude":103.6,"altitude":3}', "location.altitude"),
    "a ref of the vault": ('{"point":"a.b","source":"gps"}', "location.point"),
}

CASES = BODIES | {
    f"location {name}": (located(text), field) for name, (text, field) in PLACES.items()
}


def check_said(answer: httpx.Response, field: str) -> None:
    """422, the field named, a sentence for people and nothing from inside."""
    assert answer.status_code == 422, answer.text[:300]
    told = answer.json()
    assert set(told) == {"field", "message"}
    assert told["field"] == field or not field
    inner = ("msgspec", "Traceback", 'File "', "asyncpg", "object at 0x", "NoneType", "unhashable")
    assert not any(word in answer.text for word in inner)


@pytest.mark.parametrize(("body", "field"), CASES.values(), ids=CASES.keys())
def test_a_wrong_body_names_its_field_and_stores_nothing(
    body: bytes, field: str, taker: Person, nothing_stored: NothingStored
) -> None:
    with nothing_stored():
        check_said(raw(taker, CALL, body), field)


def test_slugs_that_the_place_does_not_have(taker: Person, nothing_stored: NothingStored) -> None:
    incident = {"incident_id": fresh_id()}
    for path, fields, field in (
        ("incident/open-incident", {"incident_type": "fire.dragon"}, "incident_type"),
        ("incident/open-incident", {"incident_type": ["fire"]}, "incident_type"),
        ("incident/open-incident", {"incident_type": {}}, "incident_type"),
        ("incident/open-incident", {}, "incident_type"),
        ("incident/open-incident", {"incident_type": None}, "incident_type"),
        ("incident/open-incident", {"incident_type": "fire", "priority": "P0"}, "priority"),
        ("incident/open-incident", {"incident_type": "fire", "parent_id": "a b"}, "parent_id"),
        ("incident/open-incident", {"incident_type": "fire", "parent_id": "x" * 65}, "parent_id"),
        ("incident/close", incident | {"result": "eaten"}, "result"),
        ("dispatch/dispatch-unit", incident | {"unit_id": "amb-99"}, "unit_id"),
        ("dispatch/dispatch-unit", incident | {"unit_id": ["amb-1"]}, "unit_id"),
        ("dispatch/dispatch-unit", {"incident_id": [], "unit_id": "amb-1"}, "incident_id"),
        ("dispatch/wait-for-unit", incident | {"reason": "tired"}, "reason"),
        (
            "dispatch/wait-for-unit",
            incident | {"reason": "no_free_unit", "recheck_s": 1},
            "recheck_s",
        ),
        (
            "dispatch/wait-for-unit",
            incident | {"reason": "no_free_unit", "recheck_s": 1e30},
            "recheck_s",
        ),
        (
            "dispatch/wait-for-unit",
            incident | {"reason": "no_free_unit", "recheck_s": "5"},
            "recheck_s",
        ),
        ("agencies/send-referral", incident | {"agency": "starfleet"}, "agency"),
        ("units/go-on-duty", {"unit_id": "amb-1", "crew_count": 0}, "crew_count"),
        ("units/go-on-duty", {"unit_id": "amb-1", "crew_count": 10**30}, "crew_count"),
        ("units/go-on-duty", {"unit_id": "nope"}, "unit_id"),
    ):
        with nothing_stored():
            check_said(taker.ask(path, **fields), field)


@pytest.mark.parametrize(
    "at",
    [
        "2099-01-01T00:00:00Z",
        "2019-12-31T23:59:59Z",
        "1970-01-01T00:00:00+07:00",
        "2026-11-22T10:00:00",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "kemarin",
        1_700_000_000,
        [],
        {},
    ],
)
def test_a_time_that_cannot_be(at: Any, taker: Person, nothing_stored: NothingStored) -> None:
    with nothing_stored():
        check_said(taker.ask("intake/record-call", words="x", occurred_at=at), "occurred_at")


def test_proof_must_be_media_of_this_house(people: People, nothing_stored: NothingStored) -> None:
    agency = people("agency-damkar")
    proofs: list[Any] = [
        "x",
        [7],
        [{}],
        [{"media_type": "image/jpeg", "stored": 7}],
        [{"media_type": "image/jpeg", "provider_ref": "a.b"}],
        [{"media_type": "image/jpeg", "stored": "../../etc/passwd"}],
        [{"media_type": "a\x00", "stored": "0" * 64}],
        [{"media_type": "image/jpeg", "stored": "0" * 64, "extra": 1}],
        [{"media_type": "image/jpeg", "stored": "0" * 64}] * 11,
    ]
    for proof in proofs:
        with nothing_stored():
            answer = agency.ask("agencies/finish", referral_id=fresh_id(), proof=proof)
            assert answer.status_code == 422, (proof, answer.text)
            assert answer.json()["field"].startswith("proof")


def test_bodies_over_the_limit(
    server: Server, taker: Person, nothing_stored: NothingStored
) -> None:
    big = called(words="x" * 4 * MIB)
    with nothing_stored():
        assert raw(taker, CALL, big).status_code == 413
        chunks = (big[start : start + 65_536] for start in range(0, len(big), 65_536))
        assert taker.http.post(CALL, content=chunks).status_code == 413
        assert httpx.post(f"{server.url}/api/session", content=big).status_code == 413


def test_wrong_ways_and_addresses(server: Server, taker: Person) -> None:
    for method, path, wanted in (
        ("GET", CALL, 405),
        ("PUT", CALL, 405),
        ("DELETE", "/api/boards/queue", 405),
        ("POST", "/api/boards", 405),
        ("PATCH", "/lapor", 405),
        ("PUT", "/hooks/whatsapp", 405),
        ("GET", "/api/intake/record-everything", 404),
        ("POST", "/api/intake/hear-message", 404),
        ("POST", "/api/site/open-logbook", 404),
        ("POST", "/api/access/record-sign-in", 404),
        ("GET", "/api/boards/secrets", 404),
        ("GET", "/api/boards/%00", 404),
        ("GET", "/api/media/..%2f..%2fkeys", 404),
        ("GET", "/assets/..%2f..%2fpyproject.toml", 404),
        ("GET", "/assets/../../pyproject.toml", 404),
        ("GET", "/assets/%00", 404),
        ("GET", "/lapor/page.py", 404),
        ("GET", "/.env", 404),
        ("GET", "/%ff%fe", 404),
    ):
        answer = taker.http.request(method, path)
        assert answer.status_code == wanted, (method, path, answer.status_code, answer.text[:200])
        assert answer.json()["message"]
        if wanted == 405:
            assert answer.headers["allow"], (method, path)


def test_the_kind_of_content_does_not_matter_only_the_content(taker: Person) -> None:
    """A command is JSON whatever it is called; nothing else is read."""
    for kind in ("text/plain", "application/xml", "multipart/form-data", ""):
        words = said("jenis isi")
        answer = raw(taker, CALL, called(words=words), **{"Content-Type": kind})
        assert answer.status_code == 200, (kind, answer.text)
    for body in (b"words=x", b"<words>x</words>", b"\x89PNG\r\n\x1a\n"):
        check_said(raw(taker, CALL, body), "body")


TEXTS = {
    "emoji": "🚒🔥 tolong 👨‍👩‍👧‍👦 🇮🇩 e\u0301 \u202e",
    "SQL": "'; drop table logbook; -- ' or 1=1 $$ \\",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;",
    "template": "{{7*7}} ${7*7} %s %n {0} \\u0000 \\x00",
    "lines": "satu\r\ndua\n\ttiga \x0b\x1b[31m",
    "4000 characters": "🔥" * 4000,
}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_is_kept_whole_and_shown_as_text(words: str, taker: Person) -> None:
    given = taker.done("intake/record-call", words=words, name=words[:200])
    card = taker.cards("queue")[given["id"]]
    assert card["messages"][0]["text"] == words
    assert card["name"] == words[:200]


@pytest.mark.parametrize(
    "number",
    [
        f"+{NUMBERS}00001",
        f"{NUMBERS}00001",
        "0812-993 000 01",
        "(0812) 993.000.01",
        "+62 812 9930 0001 (ibu)",
        "008 12 993",
        "112",
        "tidak tahu",
        "*123#",
        "\u0660\u0668\u0661\u0662",
        "WA: 0812/993/00001",
    ],
)
def test_a_number_in_any_spelling(number: str, taker: Person) -> None:
    given = taker.done("intake/record-call", words=said("nomor"), number=number)
    assert taker.cards("queue")[given["id"]]["number"] == number


def test_a_place_abroad_is_kept_and_marked(taker: Person) -> None:
    for latitude, longitude, in_country in (
        (48.85, 2.35, False),
        (1.35, 103.82, False),
        (-1.61, 103.61, True),
        (0.0, 110.0, True),
    ):
        location = {"latitude": latitude, "longitude": longitude, "source": "gps"}
        given = taker.done("intake/record-call", words=said("tempat"), location=location)
        claim = taker.cards("queue")[given["id"]]["location"]
        assert claim["in_country"] is in_country, (latitude, longitude)
        assert claim["point"]["latitude"] == latitude
        assert claim["point"]["longitude"] == longitude
        assert claim["source"] == "gps"
