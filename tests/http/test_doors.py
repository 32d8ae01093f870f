"""Every door, knocked at by every role: who may, who may not, and what must be brought along."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from siaga.app.desks import DESKS
from siaga.app.http.commands import path_of
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door
from tests.http.conftest import People
from tests.http.people import Person, fresh_id
from tests.http.server import Server

DOORS = [(desk, door) for desk in DESKS for door in desk.doors]
NAMED = [pytest.param(desk, door, id=path_of(desk, door)) for desk, door in DOORS]

USERS = {
    Role.CALL_TAKER: "calltaker",
    Role.SHIFT_LEAD: "shiftlead",
    Role.TRAINEE: "trainee",
    Role.DISPATCHER: "dispatcher",
    Role.AGENCY_DESK: "agency-damkar",
    Role.FIELD_CREW: "crew-amb1",
    Role.DUTY_DOCTOR: "doctor",
    Role.SUPERVISOR: "supervisor",
    Role.HEAD: "head",
    Role.ADMINISTRATOR: "admin",
    Role.AUDITOR: "auditor",
}


def example(door: Door) -> dict[str, Any]:
    """The door's own example about things that do not exist, so that nothing real is touched."""
    body = dict(door.example) | {"command_id": fresh_id()}
    for name in ("incident_id", "contact_id", "dispatch_id", "referral_id", "account_id"):
        if name in body:
            body[name] = fresh_id()
    if "unit_id" in body:
        body["unit_id"] = "dmk-8"
    return body


def test_every_role_has_a_demo_account(server: Server) -> None:
    accounts = httpx.get(f"{server.url}/api/site").json()["demo_accounts"]
    assert {role for account in accounts for role in account["roles"]} == set(Role) - {
        Role.VOLUNTEER  # comes with a pass
    }
    assert len({account["user"] for account in accounts}) == len(accounts)


def users(server: Server) -> dict[Role, str]:
    accounts = httpx.get(f"{server.url}/api/site").json()["demo_accounts"]
    hospital = next(a["user"] for a in accounts if Role.HOSPITAL_DESK in a["roles"])
    return USERS | {Role.HOSPITAL_DESK: hospital}


@pytest.mark.parametrize(("desk", "door"), NAMED)
def test_a_door_opens_to_its_roles_and_to_no_other(
    desk: Desk, door: Door, server: Server, people: People
) -> None:
    for role, user in users(server).items():
        person = people(user)
        answer = person.http.post(path_of(desk, door), json=example(door))
        said = (role, answer.status_code, answer.text)
        if set(person.who["roles"]) & door.roles:
            assert answer.status_code in (200, 409) or "refusal" in answer.json(), said
        else:
            assert answer.status_code == 403, said
            assert "refusal" not in answer.json(), said
        assert answer.status_code < 500, said


@pytest.mark.parametrize(("desk", "door"), NAMED)
def test_a_door_asks_for_the_session_and_the_pages_own_token(
    desk: Desk, door: Door, server: Server, people: People
) -> None:
    path, body = path_of(desk, door), example(door)
    role = next(role for role in USERS if role in door.roles)
    person = people(USERS[role])
    cookie = {"Cookie": f"siaga_session={person.http.cookies['siaga_session']}"}
    token = {"X-CSRF-Token": person.http.headers["X-CSRF-Token"]}
    knocks: list[tuple[dict[str, str], int]] = [
        ({}, 401),
        (token, 401),
        (token | {"Cookie": "siaga_session=" + "x" * 43}, 401),
        (token | {"Cookie": "siaga_session="}, 401),
        (cookie, 403),
        (cookie | {"X-CSRF-Token": ""}, 403),
        (cookie | {"X-CSRF-Token": token["X-CSRF-Token"][:-1] + "x"}, 403),
    ]
    for headers, wanted in knocks:
        answer = httpx.post(server.url + path, json=body, headers=headers)
        assert answer.status_code == wanted, (headers.keys(), answer.text)
        assert answer.json()["message"]
        assert "refusal" not in answer.json()


def test_who_may_do_what_stands_as_the_domain_says() -> None:
    """domain.md 6, written out a second time so that a door opened by mistake is seen."""
    open_to: dict[Role, set[str]] = {role: set() for role in Role}
    for desk, door in DOORS:
        for role in door.roles:
            open_to[role].add(f"{desk.name}.{door.command.__name__}")
    own_devices = {f"alerts.{name}" for name in ("ConfirmAlert", "ForgetDevice", "ReadAlert")}
    own_devices |= {"alerts.TestDevice"}
    plans = {"place.ChangePlan", "place.RevertPlan", "place.WithdrawPlan"}
    ways = {"alerts.RegisterNumber", "alerts.TestWays"}
    book = {"liaisons.ListLiaison", "liaisons.RemoveLiaison"}
    reviews = {"lines.LiftRestriction"}  # what the shift decided
    assert open_to[Role.HEAD] == own_devices | plans | ways | book | reviews
    assert open_to[Role.AUDITOR] == set()
    assert open_to[Role.VOLUNTEER] == {"crews.AddFieldNote"}
    doctor = {name for name in open_to[Role.DUTY_DOCTOR] - own_devices if "patients." not in name}
    assert doctor == {
        "guide.UnsignCard",  # signing: a password
        "hospitals.DeclareDiversion",
        "hospitals.EndDiversion",
        "hospitals.ReportHospital",
        "incident.AddNote",  # advice that the crew reads
        "passes.IssuePass",
        "passes.RevokePass",
    }
    desks_of = {
        role: {name.partition(".")[0] for name in names - own_devices - plans - ways}
        for role, names in open_to.items()
    }
    assert desks_of[Role.ADMINISTRATOR] == {"access", "systems"}
    assert desks_of[Role.HOSPITAL_DESK] == {"hospitals", "passes", "patients"}
    crew = {"command", "crews", "dispatch", "incident", "patients", "premises", "units"}
    assert desks_of[Role.FIELD_CREW] == crew
    incidents = {name for name in open_to[Role.FIELD_CREW] if name.startswith("incident.")}
    assert incidents == {"incident.OpenOnTheWay"}
    agency = {"agencies", "crews", "dispatch", "intake", "passes", "units"}
    assert desks_of[Role.AGENCY_DESK] == agency
    assert {name for name in open_to[Role.AGENCY_DESK] if "intake." in name} == {
        "intake.ReportByAgency"
    }
    judges = {"incident.Close", "intake.ClassifyContact", "dispatch.DispatchUnit"}
    assert judges.isdisjoint(open_to[Role.TRAINEE])
    for role in ROOM_ROLES - {Role.TRAINEE}:
        assert judges <= open_to[role]
    assert "dispatch.DispatchUnit" not in open_to[Role.FIELD_CREW] | open_to[Role.AGENCY_DESK]


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(server: Server) -> None:
    person = Person(server.url, "calltaker2")
    answer = person.http.post(
        "/api/session", json={"user": "CallTaker2", "password": "latihan-sandi-uji-7"}
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    person.close()
