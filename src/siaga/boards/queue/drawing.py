"""What each fact makes of a contact's card."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from siaga.boards.queue.calls import OfCall, in_hand, with_call, with_offer
from siaga.boards.queue.card import QueueCard
from siaga.boards.queue.messages import OfConversation, taken_up, with_fact
from siaga.language.entry import Entry
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    IdentitiesJoined,
    ReportAttached,
)
from siaga.language.lines import CallOffered
from siaga.language.values import AccountId

OfContact = (
    ContactAnswered
    | ContactClassified
    | ReportAttached
    | ContactSafetySet
    | IdentitiesJoined
    | IncidentOpened
)
Heard = (
    ContactOpened
    | CallOffered
    | ContactReopened
    | ContactWrappedUp
    | OfContact
    | OfConversation
    | OfCall
)


def draw(key: str, card: QueueCard | None, entry: Entry) -> QueueCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    match fact:
        case ContactOpened():
            return _opened(fact)
        case CallOffered():
            return with_offer(fact)
        case ContactReopened():
            return _reopened(fact)
        case ContactWrappedUp():
            return None
        case _ if isinstance(fact, OfCall):
            return card and with_call(card, fact)
        case _ if isinstance(fact, OfConversation):
            return card and with_fact(card, fact, entry)
        case _:
            return card and _changed(card, fact)


def _changed(card: QueueCard, fact: OfContact) -> QueueCard:
    match fact:
        case ContactAnswered():
            return _answered(card, by=fact.answered_by, at=fact.when.at)
        case ReportAttached():
            card = replace(card, incident_id=fact.incident_id)
            return _answered(card, by=fact.answered_by, at=fact.when.at)
        case IncidentOpened():
            card = replace(card, incident_id=fact.incident_id)
            if fact.reported_by is not None:  # an agency opened it: nobody of the room has heard
                return card
            return _answered(card, by=fact.owner, at=fact.when.at)
        case ContactClassified():
            return replace(card, kind=fact.kind)
        case ContactSafetySet():
            return replace(card, safety=fact.safety)
        case IdentitiesJoined():
            return replace(card, number=fact.number or card.number)
        case _:
            assert_never(fact)


def _opened(fact: ContactOpened) -> QueueCard:
    return QueueCard(
        contact_id=fact.contact_id,
        channel=fact.channel,
        opened_at=fact.when.at,
        last_message_at=fact.when.at,
        unread=0,
        waiting_since_at=None,
        safety=fact.safety,
        answered_at=fact.when.at if fact.answered_by else None,
        answered_by=fact.answered_by,
        name=fact.name,
        number=fact.number,
        forwarded_by=fact.forwarded_by,
        agency=fact.agency,
        previous=fact.previous,
        late=fact.late,
        language=fact.language,
    )


def _reopened(fact: ContactReopened) -> QueueCard:
    return QueueCard(
        contact_id=fact.contact_id,
        channel=fact.channel,
        opened_at=fact.opened.at,
        last_message_at=fact.when.at,
        unread=0,
        waiting_since_at=None,
        safety=fact.safety,
        name=fact.name,
        number=fact.number,
        incident_id=fact.incident_id,
        language=fact.language,
        window_closes_at=fact.window_closes_at,
    )


def _answered(card: QueueCard, *, by: AccountId, at: datetime) -> QueueCard:
    """The answer clock stops once; who answers last is who handles it now."""
    if card.call is not None:
        return in_hand(card, by)
    card = taken_up(replace(card, answered_by=by), by)
    first_at = card.answered_at or at
    return replace(card, unread=0, waiting_since_at=None, answered_at=first_at)
