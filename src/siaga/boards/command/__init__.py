"""Large incidents: alarm level, command post, sectors, roles, requests, roll calls."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never, get_args

from siaga.boards.command.card import AlarmLine, CommandCard, LogLine, RollCallCard
from siaga.boards.command.resources import OfResources, draw_resource
from siaga.boards.command.rolls import OfRolls, draw_roll
from siaga.boards.command.scene import OfScene, draw_scene
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentClosed
from siaga.language.major import (
    AlarmLowered,
    AlarmRaised,
    CommandNoted,
    CommandPlaceSet,
    CommandRole,
    CommandRoleGiven,
    CommandTaskSet,
    MajorIncidentDeclared,
    MajorIncidentEnded,
    ResourceAsked,
    RollCallsBegun,
    SectorSet,
    UnitPlaced,
)
from siaga.language.patients import PatientRegistered, PatientSorted
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, Role, UnitId

__all__ = ["CARD", "HEARS", "ROLES", "CommandCard", "draw", "keys", "view"]

Alarm = AlarmRaised | AlarmLowered
Declared = MajorIncidentDeclared | MajorIncidentEnded
Leaving = UnitCleared | DispatchCancelled | DispatchDeclined
Patients = PatientRegistered | PatientSorted
Begins = (
    AlarmRaised
    | MajorIncidentDeclared
    | CommandPlaceSet
    | SectorSet
    | CommandRoleGiven
    | UnitPlaced
    | ResourceAsked
    | CommandTaskSet
    | CommandNoted
    | RollCallsBegun
    | PatientRegistered
)
Scene = OfScene | OfResources | OfRolls
Told = Alarm | Declared | CommandNoted | Scene | Patients
Heard = Told | Leaving | UnitDispatched | IncidentClosed

HEARS: tuple[type[Fact], ...] = get_args(Heard)
SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}
ROLES: frozenset[Role] = SEES_ALL | {Role.FIELD_CREW}
CARD = CommandCard

LEADS = frozenset({CommandRole.INCIDENT_COMMANDER, CommandRole.SAFETY, CommandRole.STAGING})
"""Whom every crew on scene may have to call."""

LOG_MAX = 50
ALARMS_MAX = 20


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: CommandCard | None, entry: Entry) -> CommandCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    match fact:
        case IncidentClosed():
            return None
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            return card and _left(card, fact.unit_id)
        case UnitDispatched():
            return _came(card or CommandCard(incident_id=fact.incident_id), fact.unit_id)
        case _ if card is None and not isinstance(fact, Begins):
            return None  # what the closing of an incident ends comes after its card is gone
        case _:
            return _drawn(card or CommandCard(incident_id=fact.incident_id), fact, entry)


def view(card: CommandCard, viewer: Actor) -> CommandCard | None:
    """An incident of which only units and patients are known has no command.

    A crew sees where to go, who leads, and the roll call that waits for it with its own answer.
    """
    bare = CommandCard(incident_id=card.incident_id)
    if card == replace(bare, patients=card.patients, units=card.units):
        return None
    if viewer.roles & SEES_ALL:
        return card
    own = viewer.units if Role.FIELD_CREW in viewer.roles else frozenset[UnitId]()
    seen = replace(bare, roll=_own_roll(card.roll, own))
    if own & frozenset(card.units):
        seen = _own_orders(card, seen, own)
    return seen if seen != bare else None


def _own_orders(card: CommandCard, seen: CommandCard, own: frozenset[UnitId]) -> CommandCard:
    """Where these units work, under whom; the other sectors are not their concern."""
    placed = {unit: where for unit, where in card.placed.items() if unit in own}
    sectors = {where.sector_id for where in placed.values()}
    return replace(
        seen,
        level=card.level,
        major_since_at=card.major_since_at,
        places=card.places,
        placed=placed,
        sectors={one: name for one, name in card.sectors.items() if one in sectors},
        roles={
            key: line
            for key, line in card.roles.items()
            if line.role in LEADS or line.sector_id in sectors - {None}
        },
    )


def _own_roll(roll: RollCallCard | None, own: frozenset[UnitId]) -> RollCallCard | None:
    if roll is None or not own & frozenset(roll.units):
        return None
    return replace(
        roll,
        units=tuple(one for one in roll.units if one in own),
        left=tuple(one for one in roll.left if one in own),
        answers={one: said for one, said in roll.answers.items() if one in own},
    )


def _drawn(
    card: CommandCard,
    fact: Told,
    entry: Entry,
) -> CommandCard:
    match fact:
        case AlarmRaised() | AlarmLowered():
            line = AlarmLine(level=fact.level, at=fact.when.at, by=entry.actor, reason=fact.reason)
            alarms = (*card.alarms, line)[-ALARMS_MAX:]
            return replace(card, level=fact.level, alarms=alarms)
        case MajorIncidentDeclared():
            return replace(card, major_since_at=fact.when.at)
        case MajorIncidentEnded():
            return replace(card, major_since_at=None)
        case CommandNoted():
            noted = LogLine(at=fact.when.at, by=entry.actor, note=fact.note)
            return replace(card, log=(*card.log, noted)[-LOG_MAX:])
        case PatientRegistered() | PatientSorted():
            return replace(card, patients={**card.patients, fact.patient_id: fact.colour})
        case _ if isinstance(fact, OfRolls):
            return replace(card, roll=draw_roll(card.roll, fact))
        case _ if isinstance(fact, OfResources):
            return replace(card, resources=draw_resource(card.resources, fact))
        case _ if isinstance(fact, OfScene):
            return draw_scene(card, fact)
        case _:
            assert_never(fact)


def _left(card: CommandCard, unit: UnitId) -> CommandCard:
    """A unit that is free again works nowhere and is not called any more."""
    placed = {one: where for one, where in card.placed.items() if one != unit}
    card = replace(card, units=tuple(one for one in card.units if one != unit))
    roll = card.roll
    if roll is not None and unit in roll.units and unit not in roll.left:
        roll = replace(roll, left=(*roll.left, unit))
    if roll is card.roll and len(placed) == len(card.placed):
        return card
    return replace(card, placed=placed, roll=roll)


def _came(card: CommandCard, unit: UnitId) -> CommandCard:
    """Sent again while the call is open, it is waited for again."""
    card = replace(card, units=tuple(dict.fromkeys((*card.units, unit))))
    roll = card.roll
    if roll is None or unit not in roll.left:
        return card
    return replace(card, roll=replace(roll, left=tuple(one for one in roll.left if one != unit)))
