"""Who waits: every contact that is not wrapped up, likely-real first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.boards.queue.calls import OfCall, in_hand, with_call, with_offer
from siaga.boards.queue.card import CallStage, MessageLine, QueueCard
from siaga.boards.queue.messages import with_message, with_reply, with_report
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReplyQueued,
    ReplyReported,
    ReportAttached,
)
from siaga.language.lines import CallOffered
from siaga.language.values import ROOM_ROLES, AccountId, Actor, Role, Safety

__all__ = [
    "CARD",
    "HEARS",
    "ROLES",
    "CallStage",
    "MessageLine",
    "QueueCard",
    "draw",
    "keys",
    "view",
]

OfContact = (
    MessageReceived
    | ContactAnswered
    | ContactClassified
    | ReportAttached
    | ContactSafetySet
    | ReplyQueued
    | ReplyReported
    | IncidentOpened
)
Heard = ContactOpened | CallOffered | ContactReopened | ContactWrappedUp | OfContact | OfCall

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = QueueCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Heard) and fact.contact_id:
        return (fact.contact_id,)
    return ()


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
        case _:
            return card and _changed(card, fact, entry)


def _changed(card: QueueCard, fact: OfContact, entry: Entry) -> QueueCard:
    match fact:
        case MessageReceived():
            return with_message(card, fact, entry)
        case ContactAnswered():
            return _answered(card, by=fact.answered_by, at=fact.when.at)
        case ReportAttached():
            card = replace(card, incident_id=fact.incident_id)
            return _answered(card, by=fact.answered_by, at=fact.when.at)
        case IncidentOpened():
            card = replace(card, incident_id=fact.incident_id)
            return _answered(card, by=fact.owner, at=fact.when.at)
        case ContactClassified():
            return replace(card, kind=fact.kind)
        case ContactSafetySet():
            return replace(card, safety=fact.safety)
        case ReplyQueued():
            return with_reply(card, fact, entry)
        case ReplyReported():
            return with_report(card, fact, entry)
        case _:
            assert_never(fact)


def view(card: QueueCard, viewer: Actor) -> QueueCard | None:
    """Whoever answers sees who called. A trainee does not when calling back is forbidden.

    Nor of a call: a digit may forbid it at any moment.
    """
    if not viewer.is_room:
        return None
    learns_only = viewer.roles & ROOM_ROLES == {Role.TRAINEE}
    unsafe = card.safety is Safety.DO_NOT_CONTACT or card.call is not None
    if learns_only and unsafe:
        return replace(card, name=None, number=None)
    return card


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
        previous=fact.previous,
        late=fact.late,
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
    )


def _answered(card: QueueCard, *, by: AccountId, at: datetime) -> QueueCard:
    """The answer clock stops once; who answers last is who handles it now."""
    if card.call is not None:
        return in_hand(card, by)
    first_at = card.answered_at or at
    return replace(card, unread=0, waiting_since_at=None, answered_by=by, answered_at=first_at)
