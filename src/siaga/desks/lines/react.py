"""What the lines desk does by itself: after a contact is dealt with, or when a time is up."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.lines.commands import (
    CloseCallBack,
    Command,
    EndAnnouncement,
    ExpireRestriction,
    FinishWrapUp,
    LeaveLines,
    SettleCallBacks,
)
from siaga.desks.lines.follow import ANNOUNCEMENT, RESTRICTION, WRAP_UP
from siaga.language.access import AccountClosed, PersonSignedOut
from siaga.language.calls import CallBackOutcome
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed
from siaga.language.intake import ContactClassified, ContactWrappedUp
from siaga.language.lines import CallAnswered, CallEnded
from siaga.language.placed_calls import PlacedCallEnded
from siaga.language.values import (
    AccountId,
    ActorKind,
    ContactId,
    ContactKind,
    IncidentId,
    SubjectId,
)

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""

STILL_OWED = (ContactKind.SILENT, ContactKind.UNANSWERED, ContactKind.CUT_OFF)
"""Kinds that say nobody was understood: naming one settles no call-back."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case ContactClassified() | ContactWrappedUp() if entry.actor_kind is ActorKind.PERSON:
            return _dealt_with(fact, AccountId(entry.actor))
        case CallAnswered() if fact.subject and not fact.past:
            return (_wanted(SettleCallBacks(command_id=TO_BE_NAMED, subject=fact.subject)),)
        case CallEnded() if fact.taker and fact.answered_at:
            return (_wanted(_if_wrapped(fact.contact_id, fact.taker)),)
        case PlacedCallEnded() if fact.wraps:
            return (_wanted(_if_wrapped(fact.wraps, fact.by)),)
        case PersonSignedOut() | AccountClosed():
            return (_wanted(LeaveLines(command_id=TO_BE_NAMED, account_id=fact.account_id)),)
        case IncidentClosed():
            end = EndAnnouncement(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
            return (_wanted(end),)
        case _:
            return ()


def _if_wrapped(contact_id: ContactId, taker: AccountId) -> FinishWrapUp:
    """A prank named while it was still talking leaves nothing to write."""
    return FinishWrapUp(command_id=TO_BE_NAMED, contact_id=contact_id, taker=taker, if_wrapped=True)


def _dealt_with(
    fact: ContactClassified | ContactWrappedUp, person: AccountId
) -> tuple[Reaction, ...]:
    contact_id = fact.contact_id
    done = FinishWrapUp(command_id=TO_BE_NAMED, contact_id=contact_id, taker=person)
    if isinstance(fact, ContactClassified) or fact.kind in STILL_OWED:
        return (_wanted(done),)
    not_needed = CallBackOutcome.NOT_NEEDED
    close = CloseCallBack(command_id=TO_BE_NAMED, contact_id=contact_id, outcome=not_needed)
    return (_wanted(done), _wanted(close))


def _wanted(command: Any) -> Reaction:
    return Reaction(desk="lines", command=command)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind == WRAP_UP:
        taker, _, contact_id = subject.partition(" ")
        return FinishWrapUp(
            command_id=command_id, contact_id=ContactId(contact_id), taker=AccountId(taker)
        )
    if kind == RESTRICTION:
        return ExpireRestriction(command_id=command_id, subject=SubjectId(subject))
    if kind == ANNOUNCEMENT:
        return EndAnnouncement(command_id=command_id, incident_id=IncidentId(subject))
    return None


TIMERS = frozenset({WRAP_UP, RESTRICTION, ANNOUNCEMENT})
