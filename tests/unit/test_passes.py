"""Passes: for one thing, for a time, closed with it; no pass begets another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.passes.commands import (
    EndPasses,
    ExpirePass,
    IssuePass,
    OpenPass,
    RevokePass,
)
from siaga.desks.passes.decide import BROWSERS_MAX, LIVE_MAX
from siaga.desks.passes.doors import DESK
from siaga.desks.passes.react import react, ring
from siaga.language.agencies import ReferralSent, ReferralVerified
from siaga.language.confinement import may_ask, may_see
from siaga.language.incident import IncidentClosed, IncidentOpened
from siaga.language.passes import PassEnd, PassEnded, PassIssued, PassKind, PassOpened
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    AgencyId,
    FieldError,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    PassId,
    Priority,
    ReferralId,
    ResultId,
    Role,
    UnitId,
)
from tests.builders import NOW, TAKER, by_server, uid
from tests.story import entry, teller

given = teller(DESK)

TASK, LAMP = ReferralId("referral-1"), IncidentId("incident-1")
PERKIM = AgencyId("perkim")
PASS = PassId(str(uid(7)))
OPENED = IncidentOpened(
    incident_id=LAMP,
    incident_type=IncidentTypeId("public_facility.street_light"),
    priority=Priority.P4,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
)
SENT = ReferralSent(
    referral_id=TASK,
    incident_id=LAMP,
    agency=PERKIM,
    incident_number="K-2026-000001",
    incident_type=IncidentTypeId("public_facility.street_light"),
    priority=Priority.P4,
    accept_by_at=NOW + timedelta(days=1),
    when=by_server(),
)
VERIFIED = ReferralVerified(referral_id=TASK, incident_id=LAMP, when=by_server())
ISSUED = PassIssued(
    pass_id=PASS,
    kind=PassKind.AGENCY_TASK,
    thing=TASK,
    expires_at=NOW + timedelta(days=7),
    when=by_server(),
    agency=PERKIM,
    referral_id=TASK,
    incident_id=LAMP,
)
ISSUE = IssuePass(command_id=uid(7), kind=PassKind.AGENCY_TASK, referral_id=TASK)
OFFICER = Actor(
    kind=ActorKind.PERSON, id="acc-9", roles=frozenset({Role.AGENCY_DESK}), agency=PERKIM
)
HOLDER = replace(OFFICER, id=f"pass:{PASS}", pass_id=PASS, referral=TASK, incident=LAMP)


def opened(browser: str) -> PassOpened:
    return PassOpened(pass_id=PASS, thing=TASK, browser=browser, when=by_server(), incident_id=LAMP)


def test_the_room_gives_a_task_away_for_a_week() -> None:
    given(OPENED, SENT).when(ISSUE).then(ISSUED)


def test_an_agency_passes_its_own_task_on_and_no_other() -> None:
    given(OPENED, SENT).when(ISSUE, by=OFFICER).then(ISSUED)
    stranger = replace(OFFICER, agency=AgencyId("dishub"))
    given(OPENED, SENT).when(ISSUE, by=stranger).refused(Refusal.NOT_YOUR_PASS)
    given(OPENED, SENT, ISSUED).when(replace(ISSUE, command_id=uid(8)), by=HOLDER).refused(
        Refusal.NOT_YOUR_PASS
    )


def test_an_agencys_machine_gives_and_takes_its_own_agencys_passes_alone() -> None:
    machine = replace(OFFICER, kind=ActorKind.CHANNEL, id="machine:k-1")
    given(OPENED, SENT).when(ISSUE, by=machine).then(ISSUED)
    other = replace(machine, agency=AgencyId("dishub"))
    volunteer = IssuePass(command_id=uid(7), kind=PassKind.VOLUNTEER, incident_id=LAMP)
    beds = IssuePass(command_id=uid(7), kind=PassKind.HOSPITAL_BEDS, hospital=HospitalId("rs-1"))
    for wish, who in ((ISSUE, other), (volunteer, machine), (beds, machine)):
        given(OPENED, SENT).when(wish, by=who).refused(Refusal.NOT_YOUR_PASS)
    revoke = RevokePass(command_id=uid(8), pass_id=PASS)
    given(OPENED, SENT, ISSUED).when(revoke, by=other).refused(Refusal.NOT_YOUR_PASS)


def test_nothing_is_given_for_what_is_not_or_is_over() -> None:
    given().when(ISSUE).refused(Refusal.UNKNOWN_REFERRAL)
    given(OPENED, SENT, VERIFIED).when(ISSUE).refused(Refusal.REFERRAL_OVER)
    crew = IssuePass(
        command_id=uid(7), kind=PassKind.AD_HOC_CREW, incident_id=LAMP, unit_id=UnitId("amb-1")
    )
    given().when(crew).refused(Refusal.UNKNOWN_INCIDENT)
    closed = IncidentClosed(
        incident_id=LAMP, result=ResultId("dealt-with"), contact_ids=(), when=by_server()
    )
    given(OPENED, closed).when(crew).refused(Refusal.INCIDENT_CLOSED)


def test_a_hospital_gives_its_own_bed_board() -> None:
    beds = IssuePass(command_id=uid(7), kind=PassKind.HOSPITAL_BEDS, hospital=HospitalId("rs-1"))
    nurse = Actor(
        kind=ActorKind.PERSON,
        id="acc-8",
        roles=frozenset({Role.HOSPITAL_DESK}),
        hospital=HospitalId("rs-1"),
    )
    given().when(beds, by=nurse).then(
        PassIssued(
            pass_id=PASS,
            kind=PassKind.HOSPITAL_BEDS,
            thing="rs-1",
            expires_at=NOW + timedelta(days=30),
            when=by_server(),
            hospital=HospitalId("rs-1"),
        )
    )
    other = replace(nurse, hospital=HospitalId("rs-2"))
    given().when(beds, by=other).refused(Refusal.NOT_YOUR_PASS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": PassKind.AGENCY_TASK},
        {"kind": PassKind.AD_HOC_CREW, "incident_id": LAMP},
        {"kind": PassKind.VOLUNTEER, "incident_id": LAMP, "referral_id": TASK},
        {"kind": PassKind.AGENCY_TASK, "referral_id": TASK, "hours": 0},
        {"kind": PassKind.AGENCY_TASK, "referral_id": TASK, "hours": 100_000},
    ],
)
def test_a_pass_names_what_its_kind_is_for_and_nothing_else(wrong: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        IssuePass(command_id=uid(7), **wrong)


def test_each_browser_is_written_down_once() -> None:
    one = OpenPass(command_id=uid(9), pass_id=PASS, browser="aa")
    given(OPENED, SENT, ISSUED).when(one, by=HOLDER).then(opened("aa"))
    given(OPENED, SENT, ISSUED, opened("aa")).when(one, by=HOLDER).then()
    crowd = [opened(str(number)) for number in range(BROWSERS_MAX)]
    given(ISSUED, *crowd).when(one, by=HOLDER).refused(Refusal.PASS_OVER)


def test_it_ends_by_hand_by_time_and_with_its_thing() -> None:
    def ended(why: PassEnd) -> PassEnded:
        return PassEnded(pass_id=PASS, thing=TASK, why=why, when=by_server(), incident_id=LAMP)

    one = OpenPass(command_id=uid(9), pass_id=PASS, browser="aa")
    revoke = RevokePass(command_id=uid(9), pass_id=PASS)
    given(ISSUED).when(revoke).then(ended(PassEnd.REVOKED))
    given(ISSUED, ended(PassEnd.REVOKED)).when(revoke).refused(Refusal.PASS_OVER)
    given(ISSUED, ended(PassEnd.REVOKED)).when(one).refused(Refusal.PASS_OVER)
    given().when(revoke).refused(Refusal.UNKNOWN_PASS)
    expire = ExpirePass(command_id=uid(9), pass_id=PASS)
    given(ISSUED).when(expire).then(ended(PassEnd.EXPIRED))
    given(ISSUED, ended(PassEnd.OVER)).when(expire).then()
    (reaction,) = react(entry(VERIFIED))
    assert reaction.command == EndPasses(command_id=reaction.command.command_id, thing=TASK)
    given(ISSUED).when(replace(reaction.command, command_id=uid(9))).then(ended(PassEnd.OVER))
    assert ring("pass-expiry", PASS, NOW, uid(9)) == expire


def test_there_are_not_endlessly_many() -> None:
    many = [replace(ISSUED, pass_id=PassId(f"pass-{number}")) for number in range(LIVE_MAX)]
    given(OPENED, SENT, *many).when(ISSUE).refused(Refusal.TOO_MANY_PASSES)


class Named:
    """Something that names things, as cards and commands do."""

    def __init__(self, **names: str) -> None:
        self.__dict__.update(names)


def test_a_pass_reaches_its_own_thing_and_nothing_beside_it() -> None:
    assert may_see(Named(), TAKER)
    assert may_ask(Named(), TAKER)
    assert may_see(Named(referral_id=TASK, incident_id=LAMP), HOLDER)
    assert not may_see(Named(incident_id=LAMP), HOLDER), "a task, not all of its incident"
    assert not may_ask(Named(incident_id=LAMP), HOLDER), "a task's pass names its task"
    assert may_ask(Named(referral_id=TASK), HOLDER)
    for beside in (
        Named(),
        Named(incident_id="incident-2"),
        Named(referral_id="referral-2"),
        Named(referral_id=TASK, incident_id="incident-2"),
        Named(unit_id="amb-1"),
    ):
        assert not may_see(beside, HOLDER)
        assert not may_ask(beside, HOLDER)
    crew = Actor(
        kind=ActorKind.PERSON,
        id="pass:x",
        roles=frozenset({Role.FIELD_CREW}),
        units=frozenset({UnitId("amb-1")}),
        pass_id=PassId("x"),
        incident=LAMP,
    )
    assert may_ask(Named(unit_id="amb-1"), crew)
    assert may_ask(Named(incident_id=LAMP, unit_id="amb-1"), crew)
    assert not may_ask(Named(incident_id=LAMP, unit_id="amb-2"), crew)
    assert not may_ask(Named(incident_id="incident-2", unit_id="amb-1"), crew)
