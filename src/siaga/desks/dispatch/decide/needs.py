"""An incident that waits for a unit: for what, why, and when somebody looks again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from siaga.desks.dispatch.commands import (
    DropNeed,
    MissUnit,
    OfNeed,
    RemindOfNeed,
    WaitAgain,
    WaitForUnit,
)
from siaga.desks.dispatch.decide.outcome import Outcome, not_open, when_of
from siaga.desks.dispatch.state import IncidentWork
from siaga.language.dispatch import (
    NeedReason,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    Asked,
    CapabilityId,
    IncidentTypeId,
    PartnerId,
    UnitId,
)

RECHECK_S = 300


def need(command: OfNeed, incident: IncidentWork, *, place: Place, asked: Asked) -> Outcome:
    match command:
        case WaitForUnit():
            return _wait(command, incident, asked)
        case DropNeed():
            if not incident.waits:
                return Refused(reason=Refusal.NOTHING_TO_DO)
            return (UnitNeedDropped(incident_id=command.incident_id, when=when_of(None, asked)),)
        case MissUnit():
            return _miss(command, incident, place=place, asked=asked)
        case RemindOfNeed():
            return _remind(command, incident, asked)
        case WaitAgain():
            return _again(command, incident, asked)
        case _ as never:
            assert_never(never)


def still_needed(
    unit_id: UnitId, incident: IncidentWork, *, place: Place
) -> tuple[CapabilityId, ...]:
    """Of what the incident waits for: what this unit cannot do."""
    able = able_of(unit_id, place)
    return tuple(one for one in incident.needs if one not in able)


def only_by(unit_id: UnitId, incident: IncidentWork, *, place: Place) -> tuple[CapabilityId, ...]:
    """What of this unit's none of those at work can do, as far as the type asks for it; what the
    unit is for always counts."""
    there = {one for unit in incident.active.values() for one in able_of(unit, place)}
    lost = [one for one in able_of(unit_id, place) if one not in there]
    wanted = _asked_for(incident.incident_type, place)
    first = able_of(unit_id, place)[:1]
    return tuple(one for one in lost if one in wanted or one in first)


def able_of(unit_id: UnitId, place: Place) -> tuple[CapabilityId, ...]:
    """Of one of ours or of a partner's; the first is what it is for."""
    if unit := place.units.get(unit_id):
        return tuple(unit.capabilities)
    partner = place.partners.get(PartnerId(unit_id))
    return partner.capabilities if partner else ()


def _asked_for(kind: IncidentTypeId | None, place: Place) -> tuple[CapabilityId, ...]:
    """By the type, else by the nearest of its parents that asks for anything."""
    for name in _lineage(kind or ""):
        known = place.incident_types.get(IncidentTypeId(name))
        if known is not None and known.capabilities:
            return known.capabilities
    return ()


def _lineage(kind: str) -> Iterator[str]:
    while kind:
        yield kind
        kind = kind.rpartition(".")[0]


def recorded(
    need: UnitNeedRecorded, incident: IncidentWork, *, wants: tuple[CapabilityId, ...]
) -> UnitNeedRecorded:
    """With what was waited for before: nothing is forgotten for something new."""
    all_of = tuple(dict.fromkeys((*wants, *incident.needs)))
    return replace(need, capability=all_of[0] if all_of else None, others=all_of[1:])


def _wait(command: WaitForUnit, incident: IncidentWork, asked: Asked) -> Outcome:
    if refused := not_open(incident):
        return refused
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=command.reason,
        when=when_of(None, asked),
        recheck_at=asked.received_at + timedelta(seconds=command.recheck_s),
        next_free_at=command.next_free_at,
    )
    wants = (command.capability,) if command.capability else ()
    return (recorded(need, incident, wants=wants),)


def _miss(command: MissUnit, incident: IncidentWork, *, place: Place, asked: Asked) -> Outcome:
    """Others at work can do all that this one could: nothing is lacking."""
    if not_open(incident):
        return ()
    wants = only_by(command.unit_id, incident, place=place) if incident.active else ()
    if incident.active and not wants:
        return ()
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=command.reason,
        when=when_of(None, asked),
        recheck_at=asked.received_at + timedelta(seconds=RECHECK_S),
    )
    return (recorded(need, incident, wants=wants),)


def _again(command: WaitAgain, incident: IncidentWork, asked: Asked) -> Outcome:
    """Where the other incident still waits for it too, a person ends one of the two."""
    if incident.left is None or incident.active or not_open(incident):
        return ()
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=incident.why or NeedReason.NO_FREE_UNIT,
        when=when_of(None, asked),
        recheck_at=asked.received_at + timedelta(seconds=RECHECK_S),
    )
    return (recorded(need, incident, wants=incident.left),)


def _remind(command: RemindOfNeed, incident: IncidentWork, asked: Asked) -> Outcome:
    merged = incident.merged_into is not None  # it rings there
    if merged or incident.recheck_at is None or incident.recheck_at > command.due_at:
        return ()
    late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
    when = when_of(None, asked)
    return (UnitNeedDue(incident_id=command.incident_id, when=when, late_s=late_s),)
