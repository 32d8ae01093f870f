"""How a referral is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.statistics.rows import StatReferral, is_on_behalf, recorded_late
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry

Answer = (
    ReferralAccepted | ReferralDeclined | ReferralStarted | ReferralFinished | ReferralHandedBack
)
Centre = (
    ReferralDelivered
    | ReferralVerified
    | ReferralReopened
    | ReferralTakenBack
    | ReferralEscalated
    | ReferralReprioritised
)
ReferralHeard = ReferralSent | Answer | Centre


def draw_referral(
    row: StatReferral | None, fact: ReferralHeard, *, entry: Entry
) -> StatReferral | None:
    if isinstance(fact, ReferralSent):
        return StatReferral(
            incident_id=fact.incident_id,
            number=entry.number or "",
            agency=fact.agency,
            incident_type=fact.incident_type,
            priority=fact.priority.value,
            sent_at=fact.when.at,
            accept_by_at=fact.accept_by_at,
            # Whoever told of it himself had nothing to accept: no answer time.
            late=fact.own_report or recorded_late(fact.when, entry),
        )
    if row is None:
        return None
    match fact:
        case ReferralDelivered():
            return replace(row, delivered_at=row.delivered_at or fact.when.at)
        case ReferralVerified():
            return replace(row, verified_at=fact.when.at)
        case ReferralTakenBack():
            return replace(row, taken_back_at=fact.when.at)
        case ReferralReopened():
            return replace(row, done_at=None, verified_at=None, reopened=row.reopened + 1)
        case ReferralEscalated():
            return replace(row, escalations=row.escalations + 1)
        case ReferralReprioritised():
            return replace(row, priority=fact.priority.value)
        case _:
            return _answer(row, fact, entry)


def _answer(row: StatReferral, fact: Answer, entry: Entry) -> StatReferral:
    if is_on_behalf(entry, fact.told_by):
        row = replace(row, on_behalf=row.on_behalf + 1)
    else:
        row = replace(row, by_agency=row.by_agency + 1)
    row = replace(row, late=row.late or recorded_late(fact.when, entry))
    at = fact.when.at
    match fact:
        case ReferralAccepted():
            return replace(row, accepted_at=row.accepted_at or at)
        case ReferralDeclined():
            return replace(row, declined_at=at)
        case ReferralStarted():
            return replace(row, started_at=row.started_at or at)
        case ReferralFinished():
            return replace(row, done_at=at)
        case ReferralHandedBack():
            return replace(row, handed_back_at=at)
        case _:
            assert_never(fact)
