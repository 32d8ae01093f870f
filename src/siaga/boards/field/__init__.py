"""What comes from the scene of an open incident: notes, photos, calls for help, late words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from siaga.boards.field.card import FieldCard, FieldNote, LateStep, PanicLine, SeenLine
from siaga.boards.field.drawing import CrewHeard, DispatchHeard, draw_crew, draw_dispatch
from siaga.language.conversation import PicturesShared
from siaga.language.entry import Entry, Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
)
from siaga.language.premises import PremisesFound
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, ContactId, Role

__all__ = [
    "CARD",
    "HEARS",
    "ROLES",
    "FieldCard",
    "FieldNote",
    "LateStep",
    "PanicLine",
    "SeenLine",
    "draw",
    "keys",
    "view",
]

IncidentHeard = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentClosed
    | IncidentReopened
)
Heard = IncidentHeard | DispatchHeard | CrewHeard | PremisesFound | PicturesShared

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.FIELD_CREW, Role.VOLUNTEER}
CARD = FieldCard


def keys(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact, Heard):
        return ()
    return (fact.incident_id,) if fact.incident_id else ()


def draw(key: str, card: FieldCard | None, entry: Entry) -> FieldCard | None:
    fact = entry.fact
    if key not in keys(fact) or not isinstance(fact, Heard):
        return card
    if isinstance(fact, IncidentHeard):
        return _incident(card, fact, entry)
    if card is None:
        return None  # closed: the kronologi keeps what comes later
    if isinstance(fact, PremisesFound):
        return replace(card, premises=fact.lines)
    if isinstance(fact, PicturesShared):
        others = {one: files for one, files in card.photos.items() if one != fact.contact_id}
        own = {fact.contact_id: fact.photos} if fact.photos else {}
        return replace(card, photos=others | own)
    if isinstance(fact, DispatchHeard):
        return draw_dispatch(card, fact, entry)
    return draw_crew(card, fact, entry)


def view(card: FieldCard, viewer: Actor) -> FieldCard | None:
    """The room, the crews on it, and who joined it: the last see no notes and photos but theirs.

    What a crew proposed of an address is the room's until somebody accepted it.
    """
    if viewer.roles & SEES_ALL:
        return card
    known = tuple(line for line in card.premises if not line.proposed)
    if Role.FIELD_CREW in viewer.roles and set(card.units) & viewer.units:
        photos = {ContactId(str(n)): each for n, each in enumerate(card.photos.values())}
        return replace(card, premises=known, photos=photos)
    if Role.VOLUNTEER in viewer.roles and viewer.incident == card.incident_id:
        own = tuple(note for note in card.notes if note.pass_id == viewer.pass_id)
        panics = {unit: replace(line, location=None) for unit, line in card.panics.items()}
        kinds = tuple(replace(line, words=None, told_by=None) for line in known)
        return replace(card, notes=own, panics=panics, seen={}, late={}, photos={}, premises=kinds)
    return None


def _incident(card: FieldCard | None, fact: IncidentHeard, entry: Entry) -> FieldCard | None:
    match fact:
        case IncidentOpened():
            return FieldCard(
                incident_id=fact.incident_id,
                number=entry.number or "",
                incident_type=fact.incident_type,
                priority=fact.priority,
                opened_at=fact.when.at,
                location=fact.location,
            )
        case IncidentReopened():
            return FieldCard(
                incident_id=fact.incident_id,
                number=fact.incident_number,
                incident_type=fact.incident_type,
                priority=fact.priority,
                opened_at=fact.opened.at,
                location=fact.location,
            )
        case IncidentClosed():
            return None
        case IncidentClassified():
            return card and replace(card, incident_type=fact.incident_type)
        case IncidentLocated():
            return card and replace(card, location=fact.location)
        case IncidentPrioritised():
            return card and replace(card, priority=fact.priority)
