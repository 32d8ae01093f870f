"""A closed incident leaves nothing of its command open."""

from __future__ import annotations

from datetime import datetime

from siaga.desks.command.state import CommandStand
from siaga.language.major import (
    AlarmLowered,
    CommandTaskDone,
    MajorFact,
    MajorIncidentEnded,
    ResourceEnd,
    ResourceEnded,
    RollCallEnd,
    RollCallsEnded,
)
from siaga.language.values import IncidentId, When


def settle(
    incident_id: IncidentId, stand: CommandStand, *, number: str, now: datetime
) -> tuple[MajorFact, ...]:
    when = When(at=now)
    facts: list[MajorFact] = []
    if stand.rolls is not None:
        ending = RollCallEnd.INCIDENT_CLOSED
        facts.append(RollCallsEnded(incident_id=incident_id, ending=ending, when=when))
    facts += [
        ResourceEnded(
            incident_id=incident_id,
            request_id=request_id,
            ending=ResourceEnd.INCIDENT_CLOSED,
            when=when,
        )
        for request_id in stand.requests
    ]
    facts += [
        CommandTaskDone(incident_id=incident_id, task_id=task_id, when=when)
        for task_id in sorted(stand.tasks)
    ]
    if stand.major:
        facts.append(MajorIncidentEnded(incident_id=incident_id, when=when))
    if stand.level > 1:
        facts.append(
            AlarmLowered(
                incident_id=incident_id,
                incident_number=number,
                level=1,
                previous=stand.level,
                when=when,
            )
        )
    return tuple(facts)
