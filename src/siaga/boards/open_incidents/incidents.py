"""The incident itself: opened, described, owned, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard, MergedLine, NoteLine
from siaga.boards.open_incidents.joined import Joined, draw_joined, draw_main, with_merged
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentTakenOver,
    IncidentUnmerged,
    NoteAdded,
)
from siaga.language.intake import ReportAttached
from siaga.language.values import Sealed

Described = (
    IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | NoteAdded
    | IncidentTakenOver
    | ReportAttached
    | Joined
)
IncidentHeard = IncidentOpened | IncidentReopened | IncidentClosed | Described

NOTES_MAX = 20


def draw_incident(
    card: IncidentCard | None, fact: IncidentHeard, entry: Entry
) -> IncidentCard | None:
    match fact:
        case IncidentOpened():
            return _opened(fact, entry)
        case IncidentReopened():
            return _reopened(fact)
        case IncidentClosed():
            return None
        case _:
            return card and _described(card, fact, entry)


def draw_other(key: str, card: IncidentCard, fact: IncidentHeard) -> IncidentCard:
    """The card is of the parent, whose open children are listed in the order they were opened, or
    of an incident that this one is joined with."""
    match fact:
        case IncidentOpened() | IncidentReopened() | IncidentClosed() if key == fact.parent_id:
            others = tuple(child for child in card.children if child != fact.incident_id)
            if isinstance(fact, IncidentClosed):
                return replace(card, children=others)
            return replace(card, children=(*others, fact.incident_id))
        case IncidentReopened() | IncidentClosed():
            return with_merged(card, fact.incident_id, is_open=isinstance(fact, IncidentReopened))
        case IncidentsLinked() | IncidentsUnlinked() | IncidentMerged() | IncidentUnmerged():
            return draw_main(card, fact)
        case _:
            return card


def _opened(fact: IncidentOpened, entry: Entry) -> IncidentCard:
    card = IncidentCard(
        incident_id=fact.incident_id,
        number=entry.number or "",
        incident_type=fact.incident_type,
        priority=fact.priority,
        clock_start_at=fact.clock_start.at,
        opened_at=fact.when.at,
        owner=fact.owner,
        location=fact.location,
        contact_ids=(fact.contact_id,) if fact.contact_id else (),
        callers=1 if fact.contact_id else 0,
        reporters=1 if fact.contact_id else 0,
        parent_id=fact.parent_id,
        found_by=fact.found_by,
        reported_by=fact.reported_by,
    )
    return _with_note(card, fact.note, at=fact.when.at, by=fact.owner) if fact.note else card


def _reopened(fact: IncidentReopened) -> IncidentCard:
    return IncidentCard(
        incident_id=fact.incident_id,
        number=fact.incident_number,
        incident_type=fact.incident_type,
        priority=fact.priority,
        clock_start_at=fact.clock_start.at,
        opened_at=fact.opened.at,
        owner=fact.owner,
        location=fact.location,
        contact_ids=fact.contact_ids,
        callers=len(fact.contact_ids),
        reporters=len(fact.contact_ids) + sum(one.reporters for one in fact.merged),
        parent_id=fact.parent_id,
        merged_into=fact.merged_into,
        merged={
            one.incident_id: MergedLine(
                number=one.number, reporters=one.reporters, is_open=one.is_open
            )
            for one in fact.merged
        },
        linked={one.incident_id: one.number for one in fact.linked},
        reopened=1,
    )


def _described(card: IncidentCard, fact: Described, entry: Entry) -> IncidentCard:
    match fact:
        case IncidentClassified():
            return replace(card, incident_type=fact.incident_type)
        case IncidentLocated():
            return replace(card, location=fact.location)
        case IncidentPrioritised():
            return replace(card, priority=fact.priority)
        case IncidentTakenOver():
            return replace(card, owner=fact.owner, found_by=None, reported_by=None)
        case NoteAdded():
            return _with_note(card, fact.note, at=fact.when.at, by=entry.actor)
        case ReportAttached():
            if fact.contact_id in card.contact_ids:
                return card
            contact_ids = (*card.contact_ids, fact.contact_id)
            return replace(
                card,
                contact_ids=contact_ids,
                callers=len(contact_ids),
                reporters=card.reporters + 1,
            )
        case IncidentsLinked() | IncidentsUnlinked() | IncidentMerged() | IncidentUnmerged():
            return draw_joined(card, fact)
        case _:
            assert_never(fact)


def _with_note(card: IncidentCard, note: Sealed, *, at: datetime, by: str) -> IncidentCard:
    line = NoteLine(at=at, by=by, note=note)
    return replace(card, notes=(*card.notes, line)[-NOTES_MAX:])
