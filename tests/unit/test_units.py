"""Duty of units: who may change it, and never with a job."""

from __future__ import annotations

from datetime import timedelta

import pytest

from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.desks.units.doors import DESK
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Fact
from siaga.language.refusals import Refusal
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import Actor, DispatchId, FieldError, IncidentId, UnitId
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    NOW,
    OTHER_CREW,
    POLICY_ACTOR,
    TAKER,
    by_person,
    by_server,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import teller

given = teller(DESK)
AMB, ENGINE = UnitId("amb-1"), UnitId("engine-1")
JOB, OTHER_JOB, INCIDENT = DispatchId("d-1"), DispatchId("d-2"), IncidentId("i-1")

ON = UnitWentOnDuty(unit_id=AMB, when=by_server())
OFF = UnitWentOffDuty(unit_id=AMB, reason=OffDutyReason.SHIFT_END, when=by_server())
SENT = UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
ENDINGS = (
    UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server()),
    DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server()),
    DispatchDeclined(
        dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server(), reason=sealed()
    ),
)


def on_duty(unit_id: UnitId = AMB) -> GoOnDuty:
    return GoOnDuty(command_id=uid(1), unit_id=unit_id)


def off_duty(unit_id: UnitId = AMB) -> GoOffDuty:
    return GoOffDuty(command_id=uid(1), unit_id=unit_id)


def test_a_unit_goes_on_duty_with_its_crew_at_the_time_it_says() -> None:
    earlier = NOW - minutes(5)
    command = GoOnDuty(command_id=uid(1), unit_id=AMB, crew_count=3, occurred_at=earlier)
    given().when(command, by=CREW).then(
        UnitWentOnDuty(unit_id=AMB, when=by_person(earlier), crew_count=3)
    )


def test_a_unit_goes_off_duty_with_a_reason_and_a_promised_return() -> None:
    back_at = NOW + hours(1)
    command = GoOffDuty(
        command_id=uid(1), unit_id=AMB, reason=OffDutyReason.REFUEL, back_at=back_at
    )
    given(ON).when(command).then(
        UnitWentOffDuty(unit_id=AMB, reason=OffDutyReason.REFUEL, when=by_server(), back_at=back_at)
    )


def test_a_unit_is_off_duty_until_somebody_puts_it_on() -> None:
    given().when(off_duty()).refused(Refusal.UNIT_OFF_DUTY)
    given(ON, OFF).when(off_duty()).refused(Refusal.UNIT_OFF_DUTY)
    given(ON, OFF).when(on_duty()).wrote(UnitWentOnDuty)


def test_a_unit_on_duty_cannot_go_on_duty_again() -> None:
    given(ON).when(on_duty()).refused(Refusal.UNIT_ON_DUTY)


def test_a_unit_with_a_job_stays_on_duty() -> None:
    given(ON, SENT).when(off_duty()).refused(Refusal.UNIT_HAS_JOB)


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda fact: type(fact).__name__)
def test_every_ending_of_its_job_lets_the_unit_go(ending: Fact) -> None:
    given(ON, SENT, ending).when(off_duty()).wrote(UnitWentOffDuty)


def test_a_late_ending_of_an_older_job_does_not_free_the_unit() -> None:
    newer = UnitDispatched(
        dispatch_id=OTHER_JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server()
    )
    given(ON, newer, ENDINGS[0]).when(off_duty()).refused(Refusal.UNIT_HAS_JOB)


@pytest.mark.parametrize(
    ("hand", "unit_id", "may"),
    [
        (TAKER, AMB, True),
        (CREW, AMB, True),
        (OTHER_CREW, AMB, False),
        (DAMKAR_DESK, ENGINE, True),
        (DAMKAR_DESK, AMB, False),
        (POLICY_ACTOR, AMB, False),
    ],
    ids=lambda item: getattr(item, "id", None) or str(item),
)
def test_only_the_room_its_agency_and_its_crew_command_a_unit(
    hand: Actor, unit_id: UnitId, may: bool
) -> None:
    answer = given().when(on_duty(unit_id), by=hand)
    if may:
        answer.wrote(UnitWentOnDuty)
    else:
        answer.refused(Refusal.NOT_YOUR_UNIT)


@pytest.mark.parametrize("count", [0, -1, 31])
def test_a_crew_of_an_impossible_size_is_named(count: int) -> None:
    with pytest.raises(FieldError) as caught:
        GoOnDuty(command_id=uid(1), unit_id=AMB, crew_count=count)
    assert caught.value.field == "crew_count"


def test_late_entry_keeps_the_instant_it_was_told() -> None:
    answer = given(ON).when(
        GoOffDuty(command_id=uid(1), unit_id=AMB, occurred_at=NOW - timedelta(hours=3))
    )
    assert isinstance(fact := answer.facts[0], UnitWentOffDuty)
    assert fact.when == by_person(NOW - timedelta(hours=3))
