"""What the triage desk does by itself: it notes what became of its suggestions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from siaga.desks.triage.commands import AnswerSuggestion
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactWrappedUp, ReportAttached
from siaga.language.values import AccountId, ActorKind, ContactId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    match entry.fact:
        case IncidentOpened(contact_id=contact_id) as opened if contact_id:
            return _answer(
                entry,
                contact_id,
                incident_type=opened.incident_type,
                priority=opened.priority,
                incident_id=opened.parent_id,
            )
        case ReportAttached() as attached:
            return _answer(entry, attached.contact_id, incident_id=attached.incident_id)
        case ContactWrappedUp() as wrapped:
            return _answer(entry, wrapped.contact_id, over=True)
        case _:
            return ()


def _answer(entry: Entry, contact_id: ContactId, **did: Any) -> tuple[Reaction, ...]:
    by_person = entry.actor_kind is ActorKind.PERSON
    command = AnswerSuggestion(
        command_id=TO_BE_NAMED,
        contact_id=contact_id,
        acted_at=entry.recorded_at,
        by=AccountId(entry.actor) if by_person else None,
        **did,
    )
    return (Reaction(desk="triage", command=command),)
