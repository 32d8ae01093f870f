"""The whole house against whoever has nothing to do with a case: every door, every page, every
board and the stream, with the case's real ids in a stranger's hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from siaga.app.boards import BOARDS, STORY
from siaga.app.desks import DESKS
from siaga.app.http.application import application
from siaga.app.http.commands import path_of
from siaga.language.values import ROOM_ROLES
from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Person, fresh_id, refused_stream, up_to_date, watching
from tests.http.server import Server
from tests.http.test_doors import example
from tests.http.test_systems import Machine, issued

UNIT, OTHER_UNIT, AGENCY, OTHER_AGENCY = "amb-1", "amb-3", "perkim", "dlh"
HOSPITAL, OTHER_HOSPITAL = "rsud-raden-mattaher", "rs-siloam"
NEAR = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"}
OURS = {"account_id", "command_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`ids`: what its things are called, by the fields of commands that name them."""

    ids: dict[str, str]
    secrets: tuple[str, ...]

    def told_in(self, text: str) -> list[str]:
        return [one for one in self.secrets if one in text]


Stranger = Person | PassHolder | Machine


@pytest.fixture(scope="module")
def case(people: People) -> Iterator[Case]:
    taker, crew = people("calltaker"), people("crew-amb1")
    crew.ask("units/go-on-duty", unit_id=UNIT)
    words, number, name = citizen.said("tabrakan"), citizen.new_number(), citizen.said("Pelapor")
    contact = taker.done("intake/record-call", words=words, number=number, name=name)["id"]
    kind = {"incident_type": "traffic_accident.injury", "priority": "P1", "contact_id": contact}
    incident = taker.done("incident/open-incident", **kind, location=NEAR)["id"]
    own = {"incident_id": incident}
    job = taker.done("dispatch/dispatch-unit", **own, unit_id=UNIT)["id"]
    patient = crew.done("patients/register-patients", **own, dispatch_id=job)["id"]
    person = citizen.said("Korban")
    crew.done("patients/describe-patient", **own, patient_id=patient, identity={"name": person})
    crew.done("patients/choose-destination", **own, patient_id=patient, hospital=HOSPITAL)
    card = taker.wait_for("patients", lambda card: patient in card["patients"])
    referral = taker.done("agencies/send-referral", **own, agency=AGENCY)["id"]
    given, address = issue_pass(taker, kind="agency_task", referral_id=referral)
    ids = {
        **own,
        "contact_id": contact,
        "dispatch_id": job,
        "patient_id": patient,
        "referral_id": referral,
        "pass_id": given,
        "pre_alert_id": card["patients"][patient]["pre_alert"]["pre_alert_id"],
        "alert_id": f"dispatch-{job}",
        "unit_id": UNIT,
        "hospital": HOSPITAL,
    }
    told = {value for key, value in ids.items() if key not in ("unit_id", "hospital")}
    yield Case(ids=ids, secrets=(*told, words, number, name, person, address.rpartition("/")[2]))
    taker.done("patients/end-patient", **own, patient_id=patient, ending="treated_on_scene")
    taker.done("dispatch/cancel", dispatch_id=job, reason="Uji selesai")
    taker.ask("agencies/decline", referral_id=referral, reason="Uji selesai")


@pytest.fixture(scope="module")
def strangers(case: Case, server: Server, people: People) -> Iterator[dict[str, Stranger]]:
    """Accounts of others, a machine, and one pass of each kind for another incident."""
    assert case
    taker, admin = people("calltaker"), people("admin")
    kind = {"incident_type": "public_facility.street_light", "location": NEAR}
    incident = taker.done("incident/open-incident", **kind)["id"]
    task = taker.done("agencies/send-referral", incident_id=incident, agency=OTHER_AGENCY)["id"]
    key_id, key = issued(admin, OTHER_AGENCY)
    found: dict[str, Stranger] = {
        "crew": people(f"crew-{OTHER_UNIT.replace('-', '')}"),
        "agency": people(f"agency-{OTHER_AGENCY}"),
        "hospital": people("hospital-siloam"),
        "machine": Machine(server, key),
    }
    for name, wish in {
        "task pass": {"kind": "agency_task", "referral_id": task},
        "volunteer pass": {"kind": "volunteer", "incident_id": incident},
        "crew pass": {"kind": "ad_hoc_crew", "incident_id": incident, "unit_id": UNIT},
        "beds pass": {"kind": "hospital_beds", "hospital": OTHER_HOSPITAL},
    }.items():
        _, address = issue_pass(taker, **wish)
        found[name] = PassHolder(server, address, name="Relawan Uji")
    yield found
    for name, one in found.items():
        if name.endswith("pass") or name == "machine":
            one.http.close()
    admin.done("systems/revoke-key", key_id=key_id)
    taker.ask("agencies/decline", referral_id=task, reason="Uji selesai")


def test_no_door_lets_a_stranger_touch_the_case(
    case: Case, strangers: dict[str, Stranger], nothing_stored: NothingStored
) -> None:
    let_in = []
    with nothing_stored():
        for desk in DESKS:
            for door in desk.doors:
                named = case.ids.keys() & door.example.keys() - OURS
                if not named or not door.roles - ROOM_ROLES:
                    continue
                for who, stranger in strangers.items():
                    if who == "crew pass" and named == {"unit_id"}:
                        continue  # its own unit, on another incident
                    body = example(door) | {name: case.ids[name] for name in named}
                    answer = stranger.http.post(path_of(desk, door), json=body)
                    if answer.status_code not in (401, 403, 409, 422):
                        let_in.append((who, path_of(desk, door), answer.text))
    assert let_in == []


def test_no_page_tells_a_stranger_of_the_case(
    case: Case, strangers: dict[str, Stranger], server: Server, taker: Person
) -> None:
    query = {"incident": case.ids["incident_id"], "patient": case.ids["patient_id"]}
    told, seen_by_the_room = [], 0
    for path in _pages(case):
        for who, stranger in strangers.items():
            answer = stranger.http.get(path, params=query)
            assert answer.status_code < 500, (who, path, answer.text)
            if answer.status_code == 200 and case.told_in(answer.text):
                told.append((who, path, case.told_in(answer.text)))
        assert not case.told_in(httpx.get(server.url + path, params=query).text), path
        seen_by_the_room += bool(case.told_in(taker.http.get(path, params=query).text))
    assert told == []
    assert seen_by_the_room >= 6, "these pages do tell of it to whom it concerns"


def _pages(case: Case) -> Iterator[str]:
    """Every address that reads something, with the case's ids where it wants one."""
    room: Any = lambda: None  # noqa: E731
    for route in application(room).routes:
        path = route.path_format
        if "GET" not in getattr(route, "methods", ()) or path == "/api/openapi.json":
            continue
        for name, value in case.ids.items():
            path = path.replace("{" + name + "}", value)
        if path != route.path_format or path.startswith("/api/"):
            yield path.replace("{board}", "patients").replace("{", "").replace("}", "")


def test_no_board_and_no_stream_shows_a_stranger_the_case(
    case: Case, strangers: dict[str, Stranger]
) -> None:
    told = []
    story = f"{STORY.name}?incident={case.ids['incident_id']}"
    for who, stranger in strangers.items():
        open_to = []
        for name in (*(board.name for board in BOARDS), story):
            answer = stranger.http.get(f"/api/boards/{name}")
            assert answer.status_code in (200, 403), (who, name, answer.text)
            if answer.status_code == 200:
                open_to.append(name)
                told += [(who, name, one) for one in case.told_in(answer.text)]
        if isinstance(stranger, Machine):
            continue
        at = ",".join(f"{name}:0" for name in open_to)
        with watching(stranger, at) as events:
            seen = str([(event.data, event.name) for event in up_to_date(events)])
        told += [(who, "stream", one) for one in case.told_in(seen)]
        assert refused_stream(stranger, f"{STORY.name}/{case.ids['incident_id']}:0")[0] == 403
    assert told == []


def test_who_joined_a_crew_by_a_pass_speaks_of_its_incident_and_not_for_the_unit(
    strangers: dict[str, Stranger], people: People
) -> None:
    """The unit is theirs, and on another incident by now: its duty is its crew's to say."""
    helper = strangers["crew pass"]
    for path, more in (
        ("units/go-off-duty", {"reason": "shift_end"}),
        ("units/go-on-duty", {}),
        ("dispatch/answer-pre-alert", {"ready": True}),
        ("incident/open-on-the-way", {"incident_type": "fire", "location": NEAR}),
    ):
        answer = helper.ask(path, unit_id=UNIT, **more)
        assert (answer.status_code, answer.json().get("refusal")) == (403, "OUTSIDE_THE_PASS"), path
    own = people("crew-amb1")
    assert helper.ask("crews/sign-on", unit_id=UNIT).status_code == 200
    off = helper.ask("crews/sign-off", unit_id=UNIT, account_id=own.id)
    assert off.json()["refusal"] == "OUTSIDE_THE_PASS"
    body: dict[str, Any] = {"alert_id": fresh_id(), "way": "page"}
    for stranger in (helper, strangers["task pass"], strangers["beds pass"]):
        shown = stranger.http.post("/api/alerts/delivered", json=body)
        assert shown.json()["refusal"] == "OUTSIDE_THE_PASS"
