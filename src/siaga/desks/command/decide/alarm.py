"""Alarm levels, and the declaration that an incident is a large one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from siaga.desks.command.commands import (
    DeclareMajorIncident,
    EndMajorIncident,
    LowerAlarm,
    OfAlarm,
    RaiseAlarm,
)
from siaga.desks.command.state import CommandStand
from siaga.language.major import (
    AlarmLowered,
    AlarmRaised,
    MajorFact,
    MajorIncidentDeclared,
    MajorIncidentEnded,
    RollCallsBegun,
)
from siaga.language.plans import ALARM_MAX
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, When

USUAL_ROLL_CALL_MIN = 15
"""Where no plan says how often: a proposal of ours, to be decided by the head."""


def decide_alarm(
    command: OfAlarm, stand: CommandStand, *, number: str, asked: Asked
) -> Sequence[MajorFact] | Refused:
    incident_id, when = command.incident_id, When(at=asked.received_at)
    match command:
        case RaiseAlarm():
            return _raise(command, stand, number=number, when=when)
        case LowerAlarm():
            if command.level >= stand.level:
                lower = tuple(str(level) for level in range(1, stand.level))
                return Refused(reason=Refusal.ALARM_NOT_LOWER, legal=lower)
            return (
                AlarmLowered(
                    incident_id=incident_id,
                    incident_number=number,
                    level=command.level,
                    previous=stand.level,
                    reason=command.reason,
                    when=when,
                ),
            )
        case DeclareMajorIncident():
            if stand.major:
                return Refused(reason=Refusal.ALREADY_MAJOR)
            declared = MajorIncidentDeclared(
                incident_id=incident_id,
                incident_number=number,
                reason=command.reason,
                when=when,
            )
            return _with_rolls(declared, stand, when)
        case EndMajorIncident():
            if not stand.major:
                return Refused(reason=Refusal.NOT_MAJOR)
            return (MajorIncidentEnded(incident_id=incident_id, reason=command.reason, when=when),)


def _raise(
    command: RaiseAlarm, stand: CommandStand, *, number: str, when: When
) -> Sequence[MajorFact] | Refused:
    if command.level <= stand.level:
        higher = tuple(str(level) for level in range(stand.level + 1, ALARM_MAX + 1))
        return Refused(reason=Refusal.ALARM_NOT_HIGHER, legal=higher)
    raised = AlarmRaised(
        incident_id=command.incident_id,
        incident_number=number,
        level=command.level,
        previous=stand.level,
        reason=command.reason,
        when=when,
    )
    return _with_rolls(raised, stand, when)


def _with_rolls(
    fact: AlarmRaised | MajorIncidentDeclared, stand: CommandStand, when: When
) -> Sequence[MajorFact]:
    """From level 2 on, and where it is declared major, units are called from time to time,
    whether or not a plan says so."""
    if stand.rolls is not None:
        return (fact,)
    begun = RollCallsBegun(
        incident_id=fact.incident_id,
        interval_min=USUAL_ROLL_CALL_MIN,
        next_at=when.at + timedelta(minutes=USUAL_ROLL_CALL_MIN),
        when=when,
        planned=True,
    )
    return (fact, begun)
