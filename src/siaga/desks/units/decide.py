"""When a unit may go on and off duty: never off duty with a job, and only by the right hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.units.commands import Command, GoOffDuty, GoOnDuty
from siaga.desks.units.state import UnitDuty
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.rights import commands_unit
from siaga.language.units import UnitFact, UnitWentOffDuty, UnitWentOnDuty, unit_job
from siaga.language.values import Asked, Tag, TimeSource, When


def boundary(command: Command) -> tuple[Tag, ...]:
    return (unit_job(command.unit_id),)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[UnitFact] | Refused:
    if not commands_unit(asked.actor, command.unit_id, place=place):
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    unit: UnitDuty = states[unit_job(command.unit_id)]
    when = _when(command, asked)
    match command:
        case GoOnDuty():
            if unit.on_duty:
                return Refused(reason=Refusal.UNIT_ON_DUTY)
            return (
                UnitWentOnDuty(unit_id=command.unit_id, when=when, crew_count=command.crew_count),
            )
        case GoOffDuty():
            if not unit.on_duty:
                return Refused(reason=Refusal.UNIT_OFF_DUTY)
            if unit.job is not None:
                return Refused(reason=Refusal.UNIT_HAS_JOB)
            return (
                UnitWentOffDuty(
                    unit_id=command.unit_id,
                    reason=command.reason,
                    when=when,
                    back_at=command.back_at,
                ),
            )
        case _ as never:
            assert_never(never)


def _when(command: Command, asked: Asked) -> When:
    if command.occurred_at is None:
        return When(at=asked.received_at)
    return When(at=command.occurred_at, source=TimeSource.PERSON)
