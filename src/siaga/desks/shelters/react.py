"""What the shelters desk does by itself: reports begin and end with an incident, timers ring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.shelters.commands import (
    Command,
    EndSituationReports,
    PlanSituationReports,
    RingHouse,
    RingShelter,
    RingSituation,
    RingWater,
)
from siaga.desks.shelters.follow import COUNT, HOUSE, SITUATION, WATER
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
)
from siaga.language.values import GaugeId, IncidentId, ShelterId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case IncidentOpened() | IncidentClassified() | IncidentReopened():
            plan = PlanSituationReports(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
            return (Reaction(desk="shelters", command=plan),)
        case IncidentClosed():
            end = EndSituationReports(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
            return (Reaction(desk="shelters", command=end),)
        case _:
            return ()


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind == COUNT:
        return RingShelter(command_id=command_id, shelter_id=ShelterId(subject), due_at=due_at)
    if kind == WATER:
        return RingWater(command_id=command_id, gauge=GaugeId(subject), due_at=due_at)
    if kind == HOUSE:
        return RingHouse(command_id=command_id, house_id=subject, due_at=due_at)
    if kind == SITUATION:
        one = IncidentId(subject)
        return RingSituation(command_id=command_id, incident_id=one, due_at=due_at)
    return None
