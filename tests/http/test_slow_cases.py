"""Doors of what lasts: bad input is named and nothing stored, posters die, reports are frozen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.browser.test_journey import photo
from tests.http.conftest import NothingStored, People
from tests.http.people import Person
from tests.http.server import Server

HERE = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"}


def opened(taker: Person, kind: str = "missing_person.vulnerable") -> str:
    given = taker.done("incident/open-incident", incident_type=kind, location=HERE)
    return str(given["id"])


def missing(taker: Person, incident_id: str, kind: str = "missing") -> str:
    given = taker.done("persons/report-person", incident_id=incident_id, kind=kind, location=HERE)
    return str(given["id"])


def ahead(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize(
    ("path", "field", "said"),
    [
        ("persons/report-person", "age_years", {"kind": "missing", "age_years": 900}),
        ("persons/report-person", "age_years", {"kind": "missing", "age_years": -1}),
        ("persons/report-person", "seen_at", {"kind": "missing", "seen_at": ahead(5)}),
        ("persons/report-person", "sex", {"kind": "missing", "sex": "x"}),
        ("shelters/open-shelter", "capacity", {"name": "Posko", "capacity": 100_001}),
        ("shelters/open-shelter", "name", {}),
        ("shelters/note-house", "people", {"people": -3}),
        ("reviews/set-review", "due_at", {"due_at": ahead(24 * 400)}),
        ("shelters/begin-situation-reports", "every_min", {"every_min": 1}),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_stored(
    taker: Person, nothing_stored: NothingStored, path: str, field: str, said: dict[str, Any]
) -> None:
    incident_id = opened(taker)
    with nothing_stored():
        answer = taker.ask(path, incident_id=incident_id, **said)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("count", [-1, 100_001])
def test_a_shelter_holds_no_negative_and_no_endless_people(taker: Person, count: int) -> None:
    flood = opened(taker, "disaster.flood")
    shelter = taker.done("shelters/open-shelter", incident_id=flood, name="Posko")["id"]
    heads = [{"kind": "men", "count": count}]
    answer = taker.ask("shelters/count-shelter", shelter_id=shelter, heads=heads)
    assert (answer.status_code, answer.json()["field"]) == (422, "heads")
    taker.done("shelters/close-shelter", shelter_id=shelter)


def test_a_photo_belongs_to_one_incident_and_a_poster_to_the_family(
    taker: Person, server: Server
) -> None:
    one, other = missing(taker, opened(taker)), missing(taker, opened(taker))
    headers = {"content-type": "image/png"}
    kept = taker.http.post("/api/media", content=photo(), headers=headers).json()
    face = [{"stored": kept["stored"], "media_type": "image/png"}]
    taker.done("persons/add-person-photo", person_id=one, photo=face)
    told = taker.refused("persons/add-person-photo", person_id=other, photo=face)
    assert told["refusal"] == "PHOTO_OF_OTHER_INCIDENT"
    poster = {"person_id": one, "days": 2, "with_photo": True}
    assert taker.refused("persons/publish-poster", **poster)["refusal"] == "CONSENT_MISSING"
    taker.done("persons/give-consent", person_id=one, by="Anak", photo=True, name=False)
    taker.done("persons/publish-poster", **poster)
    path = taker.http.get(f"/api/poster-address/{one}").json()["path"]
    page = httpx.get(server.url + path)
    assert page.status_code == 200
    assert "<script" not in page.text
    picture = httpx.get(server.url + path + "/foto")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8"), "a copy, without what a camera wrote into it"
    styles = ("/lapor/lapor.css", "/warga/warga.css")
    weight = sum(len(httpx.get(server.url + style).content) for style in styles)
    assert weight + len(page.content) + len(picture.content) <= 60_000
    taker.done("persons/withdraw-consent", person_id=one)
    for address in (path, path + "/foto", path[:-1] + "a"):
        over = httpx.get(server.url + address)
        assert over.status_code == 404
        assert "sudah berakhir" in over.text
    assert taker.http.get(f"/api/poster-address/{one}").status_code == 404


def test_an_outsider_sees_no_missing_person_and_asks_nothing(people: People) -> None:
    outsider = people("agency-dinsos")
    assert outsider.http.get("/api/boards/persons").status_code == 403
    answer = outsider.ask("persons/report-person", incident_id="x", kind="missing")
    assert answer.status_code == 403
    assert outsider.http.get("/api/situation-draft/x").status_code == 403


def test_a_report_is_drafted_from_the_boards_and_frozen_when_approved(taker: Person) -> None:
    flood = opened(taker, "disaster.flood")
    shelter = taker.done("shelters/open-shelter", incident_id=flood, name="Masjid <RT 7>")["id"]
    count = {"heads": [{"kind": "women", "count": 31}], "needs": [{"need": "milk", "count": 4}]}
    taker.done("shelters/count-shelter", shelter_id=shelter, **count)
    taker.wait_for("situation", lambda card: card["incident_id"] == flood)  # begun by a policy
    draft = taker.http.get(f"/api/situation-draft/{flood}").json()
    figures = {(one["key"], one["about"]): one for one in draft["figures"]}
    assert figures["heads_women", ""]["value"] == 31
    assert figures["heads_women", ""]["at"], "a count says when it was made"
    assert draft["names"][shelter] == "Masjid <RT 7>"
    given = taker.done(
        "shelters/approve-situation",
        incident_id=flood,
        figures=draft["figures"],
        drawn_at=draft["drawn_at"],
    )
    taker.done("shelters/count-shelter", shelter_id=shelter, heads=[{"kind": "women", "count": 90}])
    taker.done("shelters/close-shelter", shelter_id=shelter)
    paper = taker.http.get(f"/laporan-situasi/{flood}/{given['number']}")
    assert paper.status_code == 200
    assert "Masjid &lt;RT 7&gt;" in paper.text
    assert "<td>31</td>" in paper.text
    assert ">90<" not in paper.text
    text = taker.http.get(f"/api/situation-text/{flood}/{given['number']}").json()["text"]
    assert "Perempuan dewasa: *31*" in text
    assert taker.http.get(f"/laporan-situasi/{flood}/S-2026-999999").status_code == 404
