"""What every decision of this desk is made of: its outcome, its clock, and who may command whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from siaga.desks.dispatch.state import IncidentWork
from siaga.language.dispatch_desk import DispatchDeskFact
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.rights import commands_unit
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    DispatchId,
    IncidentId,
    TimeSource,
    UnitId,
    When,
)

Outcome = Sequence[DispatchDeskFact] | Refused


class Names(TypedDict):
    """What every fact of a dispatch names."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId


def when_of(occurred_at: datetime | None, asked: Asked) -> When:
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=occurred_at, source=TimeSource.PERSON)


def not_open(incident: IncidentWork) -> Refused | None:
    if not incident.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    return None


def moves_unit(actor: Actor, unit_id: UnitId, *, place: Place) -> bool:
    """Who commands the unit, and this desk's own policies."""
    return actor.kind is ActorKind.POLICY or commands_unit(actor, unit_id, place=place)
