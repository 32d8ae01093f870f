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

ContactHeard = (
    ContactOpened
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
    if row is None:
        return None
    match fact:
        case ContactAnswered():
            return _answered(row, fact.when.at)
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


def _answered(row: StatContact, at: datetime) -> StatContact:
    return replace(row, answered_at=row.answered_at or at)
