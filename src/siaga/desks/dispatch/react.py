"""What the dispatch desk does by itself: note a need after a decline, and ring its re-check."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.dispatch.commands import Command, RemindOfNeed, WaitForUnit
from siaga.desks.dispatch.follow import UNIT_NEED
from siaga.language.dispatch import DispatchDeclined, NeedReason
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.values import IncidentId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    if not isinstance(fact, DispatchDeclined):
        return ()
    need = WaitForUnit(
        command_id=TO_BE_NAMED, incident_id=fact.incident_id, reason=NeedReason.DECLINED
    )
    return (Reaction(desk="dispatch", command=need),)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != UNIT_NEED:
        return None
    return RemindOfNeed(command_id=command_id, incident_id=IncidentId(subject), due_at=due_at)
