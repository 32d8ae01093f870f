"""What the command desk does by itself: ring what is due, end with the incident."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.command.commands import Command, RingResource, RingRollCall, SettleCommand
from siaga.desks.command.follow import RESOURCE, ROLL_CALL
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed
from siaga.language.values import IncidentId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    if not isinstance(fact, IncidentClosed):
        return ()
    settling = SettleCommand(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
    return (Reaction(desk="command", command=settling),)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    incident_id, _, request_id = subject.partition("/")
    match kind:
        case _ if kind == ROLL_CALL:
            return RingRollCall(
                command_id=command_id, incident_id=IncidentId(subject), due_at=due_at
            )
        case _ if kind == RESOURCE:
            return RingResource(
                command_id=command_id,
                incident_id=IncidentId(incident_id),
                request_id=request_id,
                due_at=due_at,
            )
        case _:
            return None
