"""Who is hurt at each open incident, where they go and how it ended: medical, and so for few."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from siaga.boards.patients.card import PatientLine, PatientsCard
from siaga.boards.patients.drawing import draw_line, registered
from siaga.language.confinement import may_see
from siaga.language.dispatch import (
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry, Fact
from siaga.language.getting_there import LastKnownWellSet
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
)
from siaga.language.patients import PatientFact, PatientRegistered
from siaga.language.values import ROOM_ROLES, Actor, Role

OfDispatch = UnitDispatched | DispatchAdvanced | UnitCleared | DispatchCancelled | DispatchDeclined
Heard = (
    IncidentOpened
    | IncidentReopened
    | IncidentClassified
    | IncidentPrioritised
    | IncidentClosed
    | LastKnownWellSet
    | OfDispatch
    | PatientFact
)

HEARS: tuple[type[Fact], ...] = get_args(Heard)
SEES_ALL = ROOM_ROLES | {Role.DUTY_DOCTOR}
ROLES: frozenset[Role] = SEES_ALL | {Role.FIELD_CREW, Role.HOSPITAL_DESK}
CARD = PatientsCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: PatientsCard | None, entry: Entry) -> PatientsCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    match fact:
        case IncidentOpened():
            return PatientsCard(
                incident_id=fact.incident_id,
                incident_number=entry.number or "",
                incident_type=fact.incident_type,
                priority=fact.priority,
            )
        case IncidentReopened():
            return PatientsCard(
                incident_id=fact.incident_id,
                incident_number=fact.incident_number,
                incident_type=fact.incident_type,
                priority=fact.priority,
            )
        case IncidentClosed():
            return None
        case _:
            return card and _changed(card, fact, entry)


def view(card: PatientsCard, viewer: Actor) -> PatientsCard | None:
    """A crew sees its own and those nobody has yet; a hospital only who is bound for it."""
    if viewer.roles & SEES_ALL:
        return card
    if not may_see(card, viewer):
        return None
    if Role.FIELD_CREW in viewer.roles and viewer.units & set(card.units.values()):
        seen = {
            key: line if line.unit_id is None or line.unit_id in viewer.units else _masked(line)
            for key, line in card.patients.items()
        }
        return replace(card, patients=seen)
    if Role.HOSPITAL_DESK in viewer.roles and viewer.hospital is not None:
        bound = {
            key: replace(line, declined=())
            for key, line in card.patients.items()
            if line.hospital == viewer.hospital and line.ended_at is None
        }
        return replace(card, patients=bound) if bound else None
    return None


def _masked(line: PatientLine) -> PatientLine:
    return replace(
        line,
        identity=None,
        condition=None,
        coverage=None,
        vitals=(),
        received_by=None,
        handover_note=None,
        ending_note=None,
        witness=None,
        signature=(),
        masked=True,
    )


def _changed(
    card: PatientsCard,
    fact: IncidentClassified | IncidentPrioritised | LastKnownWellSet | OfDispatch | PatientFact,
    entry: Entry,
) -> PatientsCard:
    match fact:
        case IncidentClassified():
            return replace(card, incident_type=fact.incident_type)
        case IncidentPrioritised():
            return replace(card, priority=fact.priority)
        case LastKnownWellSet():
            return replace(card, last_known_well_at=fact.last_known_well_at)
        case UnitDispatched():
            return replace(card, units={**card.units, fact.dispatch_id: fact.unit_id})
        case DispatchAdvanced():
            drove_at = card.drove_at
            if fact.stage is Stage.TRANSPORTING:
                drove_at = {**drove_at, fact.dispatch_id: fact.when.at}
            driving = {**card.driving, fact.dispatch_id: fact.stage}
            return replace(card, driving=driving, drove_at=drove_at)
        case UnitCleared():
            return card  # who brought them may still write, and sees what was written
        case DispatchCancelled() | DispatchDeclined():
            left = {key: unit for key, unit in card.units.items() if key != fact.dispatch_id}
            return replace(card, units=left)
        case PatientRegistered() if fact.patient_id not in card.patients:
            return _with(card, registered(fact))
        case _:
            line = card.patients.get(fact.patient_id)
            return card if line is None else _with(card, draw_line(line, fact, entry=entry))


def _with(card: PatientsCard, line: PatientLine) -> PatientsCard:
    return replace(card, patients={**card.patients, line.patient_id: line})
