"""Photos and voice notes: what is taken, who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.http.conftest import People
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Person, fresh_id
from tests.http.server import Server
from tests.http.test_lapor import PNG
from tests.http.test_systems import Machine, issued

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasked:
    """One incident, two agencies on it, and passes of each kind."""

    incident: str
    own: str  # perkim's task
    other: str  # dlh's
    passes: dict[str, PassHolder]


@pytest.fixture
def tasked(server: Server, taker: Person) -> Iterator[Tasked]:
    incident = taker.done("incident/open-incident", incident_type="public_facility")["id"]
    own, other = (
        taker.done("agencies/send-referral", incident_id=incident, agency=agency)["id"]
        for agency in ("perkim", "dlh")
    )
    wishes: dict[str, dict[str, str]] = {
        "own task": {"kind": "agency_task", "referral_id": own},
        "other task": {"kind": "agency_task", "referral_id": other},
        "volunteer": {"kind": "volunteer", "incident_id": incident},
    }
    passes = {
        name: PassHolder(server, issue_pass(taker, **wish)[1], name="Relawan Uji")
        for name, wish in wishes.items()
    }
    yield Tasked(incident=incident, own=own, other=other, passes=passes)
    for one in passes.values():
        one.http.close()


def opened_by(stored: str, *people: Person | Machine) -> list[int]:
    return [one.http.get(f"/api/media/{stored}").status_code for one in people]


def test_outside_the_room_a_file_is_opened_only_by_whom_it_is_shown(
    server: Server, people: People, taker: Person, tasked: Tasked
) -> None:
    """The id alone opens nothing, nor does a command that names it."""
    perkim, dlh = people("agency-perkim"), people("agency-dlh")
    passes = tasked.passes
    strangers = [dlh, people("hospital-siloam"), people("crew-amb1"), passes["other task"]]
    strangers += [passes["volunteer"]]
    stored = keep(perkim, PNG + fresh_id().encode(), "image/png").json()["stored"]
    given = [{"media_type": "image/png", "stored": stored}]
    room = (taker, people("auditor"), people("supervisor"))
    assert opened_by(stored, perkim, *room) == [200] * 4
    unseen = opened_by(stored, passes["own task"], *strangers)
    assert unseen == [404] * 6, "handed in, and on no card yet"
    stolen = dlh.ask("agencies/write-note", referral_id=tasked.other, note="Uji", proof=given)
    assert (stolen.status_code, stolen.json()["field"]) == (422, "proof[0].stored")

    perkim.done("agencies/write-note", referral_id=tasked.own, note="Uji", proof=given)
    key_id, key = issued(people("admin"), "perkim")
    machine = Machine(server, key)
    assert opened_by(stored, perkim, passes["own task"], machine) == [200] * 3
    assert opened_by(stored, *strangers) == [404] * 5
    machine.http.close()
    people("admin").done("systems/revoke-key", key_id=key_id)


def test_what_a_crew_sends_is_its_own_and_the_rooms(
    people: People, taker: Person, tasked: Tasked
) -> None:
    crew, passes = people("crew-amb1"), tasked.passes.values()
    crew.ask("units/go-on-duty", unit_id="amb-1")
    own = {"incident_id": tasked.incident}
    job = taker.done("dispatch/dispatch-unit", **own, unit_id="amb-1")["id"]
    of_room = keep(taker, PNG + fresh_id().encode(), "image/png").json()["stored"]
    named = [{"media_type": "image/png", "stored": of_room}]
    stolen = crew.ask("crews/add-field-note", **own, kind="photo", media=named)
    assert (stolen.status_code, stolen.json()["field"]) == (422, "media[0].stored")
    stored = keep(crew, PNG + fresh_id().encode(), "image/png").json()["stored"]
    crew.done("crews/add-field-note", **own, kind="photo", media=[named[0] | {"stored": stored}])
    assert opened_by(stored, crew, taker) == [200, 200]
    others = [people("agency-perkim"), people("hospital-siloam"), people("crew-amb3"), *passes]
    assert opened_by(stored, *others) == [404] * 6
    taker.done("dispatch/cancel", dispatch_id=job, reason="Uji selesai")


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
