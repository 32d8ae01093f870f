"""The incident's referrals: one line per agency that was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard, ReferralLine
from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralExtended,
    ReferralFinished,
    ReferralHandedBack,
    ReferralOverdue,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.values import ReferralId

Step = (
    ReferralDelivered
    | ReferralAccepted
    | ReferralDeclined
    | ReferralStarted
    | ReferralFinished
    | ReferralHandedBack
    | ReferralVerified
    | ReferralReopened
    | ReferralTakenBack
)
Clock = ReferralEscalated | ReferralReprioritised | ReferralOverdue | ReferralExtended
ReferralHeard = ReferralSent | Clock | Step


def draw_referral(card: IncidentCard, fact: ReferralHeard, entry: Entry) -> IncidentCard:
    if isinstance(fact, ReferralSent):
        line = ReferralLine(
            number=entry.number or "",
            agency=fact.agency,
            state=ReferralState.SENT,
            state_at=fact.when.at,
            accept_by_at=fact.accept_by_at,
            via=entry.via,
        )
        return _with_line(card, fact.referral_id, line)
    known = card.referrals.get(fact.referral_id)
    if known is None and isinstance(fact, ReferralReopened) and fact.agency is not None:
        line = ReferralLine(
            number=fact.number,
            agency=fact.agency,
            state=ReferralState.SENT,
            state_at=fact.when.at,
            accept_by_at=fact.accept_by_at,
            via=entry.via,
        )
        return _with_line(card, fact.referral_id, line)
    if known is None:
        return card  # sent before the incident was closed and opened again
    if isinstance(fact, Clock):
        return _with_line(card, fact.referral_id, _clocked(known, fact))
    return _with_line(card, fact.referral_id, replace(_stepped(known, fact), via=entry.via))


def _clocked(line: ReferralLine, fact: Clock) -> ReferralLine:
    """Out of steps, not done in time, or looked at by nobody: it rings at the centre."""
    match fact:
        case ReferralEscalated():
            return replace(line, step=fact.step, rings=fact.next_due_at is None)
        case ReferralReprioritised():
            return replace(line, accept_by_at=fact.accept_by_at) if fact.rearms else line
        case ReferralOverdue():
            return replace(line, rings=True)
        case ReferralExtended(what=Overdue.VERIFY):
            return replace(line, rings=False, verify_by_at=fact.promised_at)
        case ReferralExtended():
            return replace(line, rings=False)
        case _:
            assert_never(fact)


def _stepped(line: ReferralLine, fact: Step) -> ReferralLine:
    at = fact.when.at
    match fact:
        case ReferralDelivered():
            if line.state is not ReferralState.SENT:
                return line
            return replace(line, state=ReferralState.DELIVERED, state_at=at)
        case ReferralAccepted():
            return _at_state(line, ReferralState.ACCEPTED, at=at)
        case ReferralStarted():
            # Too late is too late: to begin is not to be done.
            return replace(line, state=ReferralState.IN_PROGRESS, state_at=at)
        case ReferralFinished():
            line = replace(line, verify_by_at=fact.verify_by_at)
            return _at_state(line, ReferralState.DONE, at=at)
        case ReferralVerified():
            return _at_state(line, ReferralState.VERIFIED, at=at)
        case ReferralTakenBack():
            return _at_state(line, ReferralState.TAKEN_BACK, at=at)
        case ReferralDeclined():
            return replace(_at_state(line, ReferralState.DECLINED, at=at), rings=True)
        case ReferralHandedBack():
            return replace(_at_state(line, ReferralState.HANDED_BACK, at=at), rings=True)
        case ReferralReopened():
            line = replace(line, verify_by_at=None, accept_by_at=fact.accept_by_at, step=0)
            return _at_state(line, ReferralState.SENT, at=at)
        case _:
            assert_never(fact)


def _at_state(line: ReferralLine, state: ReferralState, *, at: datetime) -> ReferralLine:
    return replace(line, state=state, state_at=at, rings=False)


def _with_line(card: IncidentCard, referral_id: ReferralId, line: ReferralLine) -> IncidentCard:
    return replace(card, referrals={**card.referrals, referral_id: line})
