"""Photos and voice notes: what is taken, who may see it."""

from __future__ import annotations

import httpx

from tests.http.conftest import People
from tests.http.people import Person
from tests.http.server import Server
from tests.http.test_lapor import PNG

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64


def keep(person: Person, data: bytes, kind: str) -> httpx.Response:
    return person.http.post("/api/media", content=data, headers={"Content-Type": kind})


def test_what_is_kept_comes_back_the_same(people: People) -> None:
    taker = people("calltaker")
    for data, kind in (
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"OggS\0\0", "audio/ogg; codecs=opus"),
    ):
        answer = keep(taker, data, kind)
        assert answer.status_code == 200, answer.text
        given = answer.json()
        assert given["size"] == len(data)
        assert given["media_type"] == kind.partition(";")[0], "as a command wants it back"
        seen = people("auditor").http.get(f"/api/media/{given['stored']}")
        assert seen.content == data
        assert seen.headers["content-type"] == given["media_type"]
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert keep(taker, data, kind).json()["stored"] == given["stored"]


def test_what_is_refused(taker: Person) -> None:
    for data, kind, status in (
        (b"<svg onload=alert(1)>", "image/svg+xml", 422),
        (b"<html>", "image/png", 422),
        (b"", "image/png", 422),
        (PNG, "", 422),
        (PNG, "text/html", 422),
        (PNG + b"\0" * 10 * 1024 * 1024, "image/png", 413),
    ):
        answer = keep(taker, data, kind)
        assert answer.status_code in (status, 422 if status == 413 else status), (kind, answer.text)
        assert answer.json()["message"]


def test_who_may(server: Server, people: People) -> None:
    stored = keep(people("calltaker"), PNG, "image/png").json()["stored"]
    assert httpx.get(f"{server.url}/api/media/{stored}").status_code == 401
    assert people("admin").http.get(f"/api/media/{stored}").status_code == 403
    assert keep(people("auditor"), PNG, "image/png").status_code == 403
    assert people("calltaker").http.get(f"/api/media/{'0' * 64}").status_code == 404


def test_proof_travels_to_the_room(people: People) -> None:
    taker, agency = people("calltaker"), people("agency-dlh")
    incident_id = taker.done("incident/open-incident", incident_type="public_facility")["id"]
    referral_id = taker.done("agencies/send-referral", incident_id=incident_id, agency="dlh")["id"]
    given = keep(agency, PNG, "image/png").json()
    proof = [{"media_type": given["media_type"], "stored": given["stored"]}]
    agency.done("agencies/finish", referral_id=referral_id, proof=proof)
    card = taker.cards("referrals")[referral_id]
    assert card["proof"][0]["stored"] == given["stored"]
    assert taker.http.get(f"/api/media/{given['stored']}").content == PNG
