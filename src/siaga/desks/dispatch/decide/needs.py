"""An incident that waits for a unit: why, and when somebody looks again."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from siaga.desks.dispatch.commands import OfNeed, RemindOfNeed, WaitForUnit
from siaga.desks.dispatch.decide.outcome import Outcome, not_open, when_of
from siaga.desks.dispatch.state import IncidentWork
from siaga.language.dispatch import UnitNeedDue, UnitNeedRecorded
from siaga.language.values import ActorKind, Asked


def need(command: OfNeed, incident: IncidentWork, *, asked: Asked) -> Outcome:
    match command:
        case WaitForUnit():
            return _wait(command, incident, asked)
        case RemindOfNeed():
            return _remind(command, incident, asked)
        case _ as never:
            assert_never(never)


def _wait(command: WaitForUnit, incident: IncidentWork, asked: Asked) -> Outcome:
    if refused := not_open(incident):
        return refused
    if asked.actor.kind is ActorKind.POLICY and incident.active:
        return ()  # one unit declined, but others are on their way: a person may still ask
    return (
        UnitNeedRecorded(
            incident_id=command.incident_id,
            reason=command.reason,
            recheck_at=asked.received_at + timedelta(seconds=command.recheck_s),
            when=when_of(None, asked),
            capability=command.capability,
            next_free_at=command.next_free_at,
        ),
    )


def _remind(command: RemindOfNeed, incident: IncidentWork, asked: Asked) -> Outcome:
    if incident.recheck_at is None or incident.recheck_at > command.due_at:
        return ()
    late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
    when = when_of(None, asked)
    return (UnitNeedDue(incident_id=command.incident_id, when=when, late_s=late_s),)
