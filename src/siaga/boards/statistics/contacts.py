"""How a contact is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from siaga.boards.statistics.rows import StatContact, recorded_late
from siaga.language.entry import Entry
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.lines import CallAnswered, CallEnded, CallOffered
from siaga.language.values import Channel, ContactKind

ContactHeard = (
    ContactOpened
    | CallOffered
    | CallAnswered
    | CallEnded
    | ContactAnswered
    | ContactClassified
    | ContactWrappedUp
    | ContactReopened
    | ReportAttached
    | IncidentOpened
)


def draw_contact(
    row: StatContact | None, fact: ContactHeard, *, entry: Entry
) -> StatContact | None:
    if isinstance(fact, ContactOpened):
        return StatContact(
            channel=fact.channel.value,
            opened_at=fact.when.at,
            answered_at=fact.when.at if fact.answered_by else None,
            by_hand=fact.answered_by is not None,
            late=fact.late or recorded_late(fact.when, entry),
        )
    if isinstance(fact, CallOffered):
        return StatContact(
            channel=Channel.PHONE.value,
            opened_at=fact.when.at,
            late=fact.late or recorded_late(fact.when, entry),
            called=True,
            test=fact.test,
        )
    if row is None:
        return None
    match fact:
        case CallAnswered():
            return _picked_up(row, fact)
        case CallEnded():
            return _call_ended(row, fact)
        case ContactAnswered():
            return _answered(row, fact.when.at)
        case IncidentOpened() if fact.reported_by is not None:  # by an agency, not by the room
            return replace(row, incident_id=fact.incident_id)
        case ReportAttached() | IncidentOpened():
            return replace(_answered(row, fact.when.at), incident_id=fact.incident_id)
        case ContactClassified():
            return replace(row, kind=fact.kind.value)
        case ContactWrappedUp():
            return replace(row, kind=fact.kind.value, wrapped_up_at=fact.when.at)
        case ContactReopened():
            return replace(row, wrapped_up_at=None, reopened=row.reopened + 1)
        case _:
            assert_never(fact)


def _picked_up(row: StatContact, fact: CallAnswered) -> StatContact:
    """Learnt late, it was answered all the same."""
    return replace(
        row,
        answered_at=row.answered_at or fact.when.at,
        path=row.path or fact.path.value,
        kind=None if row.kind == ContactKind.UNANSWERED.value else row.kind,
    )


def _call_ended(row: StatContact, fact: CallEnded) -> StatContact:
    row = replace(
        row,
        call_ended_at=fact.when.at,
        ended_by=fact.ended_by.value,
        cut_off=fact.cut_off,
        answered_at=row.answered_at or fact.answered_at,
    )
    if row.kind is not None:
        return row
    if row.answered_at is None:
        return replace(row, kind=ContactKind.UNANSWERED.value)
    return replace(row, kind=ContactKind.CUT_OFF.value) if fact.cut_off else row


def _answered(row: StatContact, at: datetime) -> StatContact:
    """Who deals with a call afterwards, or calls back, has not answered it."""
    if row.called:
        return row
    return replace(row, answered_at=row.answered_at or at)
