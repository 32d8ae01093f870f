"""A number: what its callers were known for, and whether they are owed a call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from siaga.desks.lines.state.heard import Heard
from siaga.language.calls import CallBackOutcome, CallBackReason
from siaga.language.intake import (
    ContactReopened,
    ContactWrappedUp,
)
from siaga.language.lines import (
    CallBackClosed,
    CallBackWanted,
    CallEnded,
    CallOffered,
    NumberRestricted,
    RestrictionLifted,
)
from siaga.language.values import ContactId, ContactKind

PRANKS_FOR = timedelta(days=30)
PRANKS_MAX = 50
SILENT_MAX = 10
CONTACTS_MAX = 20

GENUINE = frozenset(
    {
        ContactKind.EMERGENCY,
        ContactKind.SERVICE,
        ContactKind.ADDITION,
        ContactKind.OUTSIDE,
    }
)
"""Kinds of somebody who needed help; a question answered says nothing of the next call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerLife:
    """What is known of a number; several people may use it."""

    contact_ids: tuple[ContactId, ...] = ()  # newest last
    pranks: tuple[tuple[ContactId, datetime], ...] = ()  # verified: a person named the kind
    genuine_at: datetime | None = None
    silent: tuple[tuple[ContactId, datetime], ...] = ()  # silent, cut or unanswered calls
    waiting: tuple[tuple[ContactId, CallBackReason], ...] = ()  # on the call-back list
    called_back_at: datetime | None = None  # we tried, and did not reach them
    restricted_until_at: datetime | None = None


def evolve_caller(state: CallerLife, fact: Heard) -> CallerLife:
    match fact:
        case CallOffered():
            ids = (*state.contact_ids, fact.contact_id)[-CONTACTS_MAX:]
            return replace(state, contact_ids=ids)
        case ContactWrappedUp():
            return _wrapped_up(state, fact)
        case ContactReopened():  # what somebody called it is in question again
            pranks = tuple(one for one in state.pranks if one[0] != fact.contact_id)
            silent = tuple(one for one in state.silent if one[0] != fact.contact_id)
            return replace(state, pranks=pranks, silent=silent)
        case CallEnded() if fact.answered_at is None or fact.cut_off:
            return _was_silent(state, fact)
        case CallBackWanted():
            kept = tuple(one for one in state.waiting if one[0] != fact.contact_id)
            return replace(state, waiting=(*kept, (fact.contact_id, fact.why)))
        case CallBackClosed():
            kept = tuple(one for one in state.waiting if one[0] != fact.contact_id)
            return replace(state, waiting=kept, called_back_at=_called_back_at(state, fact))
        case NumberRestricted():
            return replace(state, restricted_until_at=fact.until_at)
        case RestrictionLifted():
            return replace(state, restricted_until_at=None)
        case _:
            return state


def _wrapped_up(state: CallerLife, fact: ContactWrappedUp) -> CallerLife:
    at = fact.when.at
    if fact.kind is ContactKind.PRANK:
        fresh = tuple(
            one for one in state.pranks if at - one[1] <= PRANKS_FOR and one[0] != fact.contact_id
        )
        return replace(state, pranks=(*fresh, (fact.contact_id, at))[-PRANKS_MAX:])
    if fact.kind in GENUINE:
        return replace(state, genuine_at=at)
    return _was_silent(state, fact) if fact.kind is ContactKind.SILENT else state


def _was_silent(state: CallerLife, fact: CallEnded | ContactWrappedUp) -> CallerLife:
    others = tuple(one for one in state.silent if one[0] != fact.contact_id)
    return replace(state, silent=(*others, (fact.contact_id, fact.when.at))[-SILENT_MAX:])


def _called_back_at(state: CallerLife, fact: CallBackClosed) -> datetime | None:
    return fact.when.at if fact.outcome is CallBackOutcome.NOT_REACHED else state.called_back_at
