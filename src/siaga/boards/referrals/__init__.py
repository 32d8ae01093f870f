"""What agencies were asked to do and have not ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.boards.referrals.card import (
    NOTES_MAX,
    EscalationStep,
    ReferralCard,
    ReferralNote,
)
from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralBriefed,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralExtended,
    ReferralFinished,
    ReferralHandedBack,
    ReferralNoted,
    ReferralNotesRead,
    ReferralOverdue,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralTeamAssigned,
    ReferralVerified,
)
from siaga.language.entry import Entry, Fact
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, Role

__all__ = ["CARD", "HEARS", "ROLES", "ReferralCard", "draw", "keys", "view"]


Step = (
    ReferralDelivered
    | ReferralAccepted
    | ReferralDeclined
    | ReferralStarted
    | ReferralFinished
    | ReferralHandedBack
    | ReferralReopened
)
Said = ReferralBriefed | ReferralTeamAssigned | ReferralNoted | ReferralNotesRead
Clock = ReferralEscalated | ReferralReprioritised | ReferralOverdue | ReferralExtended
Heard = ReferralSent | Step | Said | Clock | ReferralVerified | ReferralTakenBack

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {Role.AGENCY_DESK}
CARD = ReferralCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.referral_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: ReferralCard | None, entry: Entry) -> ReferralCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.referral_id:
        return card
    match fact:
        case ReferralSent():
            return _sent(fact, entry)
        case ReferralVerified() | ReferralTakenBack():
            return None
        case ReferralReopened() if card is None:
            return _sent_again(fact, entry)
        case _ if card is None:
            return None
        case ReferralBriefed() | ReferralTeamAssigned() | ReferralNoted() | ReferralNotesRead():
            return _said(card, fact, entry)
        case ReferralEscalated() | ReferralReprioritised() | ReferralOverdue() | ReferralExtended():
            return _clocked(card, fact)
        case _:
            told_by = getattr(fact, "told_by", None)
            return replace(_stepped(card, fact), via=entry.via, told_by=told_by)


def view(card: ReferralCard, viewer: Actor) -> ReferralCard | None:
    if viewer.roles & SEES_ALL:
        return card
    is_own = viewer.agency is not None and viewer.agency == card.agency
    return card if is_own and Role.AGENCY_DESK in viewer.roles else None


def _sent(fact: ReferralSent, entry: Entry) -> ReferralCard:
    return ReferralCard(
        referral_id=fact.referral_id,
        number=entry.number or "",
        incident_id=fact.incident_id,
        incident_number=fact.incident_number,
        incident_type=fact.incident_type,
        priority=fact.priority,
        agency=fact.agency,
        state=ReferralState.SENT,
        state_at=fact.when.at,
        sent_at=fact.when.at,
        accept_by_at=fact.accept_by_at,
        location=fact.location,
        note=fact.note,
        own_report=fact.own_report,
        photos=fact.photos,
        via=entry.via,
    )


def _sent_again(fact: ReferralReopened, entry: Entry) -> ReferralCard | None:
    """The task had been verified; an older fact does not say whose it was."""
    if fact.agency is None or fact.incident_type is None or fact.priority is None:
        return None
    return ReferralCard(
        referral_id=fact.referral_id,
        number=fact.number,
        incident_id=fact.incident_id,
        incident_number=fact.incident_number,
        incident_type=fact.incident_type,
        priority=fact.priority,
        agency=fact.agency,
        state=ReferralState.SENT,
        state_at=fact.when.at,
        sent_at=(fact.sent or fact.when).at,
        accept_by_at=fact.accept_by_at,
        location=fact.location,
        note=fact.note,
        objection=fact.reason,
        reopened_by_reporter=fact.by_reporter,
        via=entry.via,
    )


def _clocked(card: ReferralCard, fact: Clock) -> ReferralCard:
    """Out of steps, not done in time, or looked at by nobody: it rings until a person acts."""
    match fact:
        case ReferralEscalated():
            step = EscalationStep(step=fact.step, at=fact.when.at)
            rings = fact.next_due_at is None
            return replace(card, step=fact.step, steps=(*card.steps, step), rings=rings)
        case ReferralReprioritised():
            accept_by_at = fact.accept_by_at if fact.rearms else card.accept_by_at
            return replace(card, priority=fact.priority, accept_by_at=accept_by_at)
        case ReferralOverdue():
            return replace(card, rings=True, overdue=fact.what)
        case ReferralExtended(what=Overdue.FINISH):
            return replace(card, rings=False, overdue=None, done_by_at=fact.promised_at)
        case ReferralExtended():
            return replace(card, rings=False, overdue=None, verify_by_at=fact.promised_at)
        case _:
            assert_never(fact)


def _said(card: ReferralCard, fact: Said, entry: Entry) -> ReferralCard:
    match fact:
        case ReferralBriefed():
            moved = fact.location != card.location
            return replace(
                card,
                incident_type=fact.incident_type,
                location=fact.location,
                photos=fact.photos,
                moved_at=fact.when.at if moved else card.moved_at,
            )
        case ReferralTeamAssigned():
            return replace(card, team=fact.team, leader=fact.leader, leader_number=fact.number)
        case ReferralNoted():
            before = (one.number for one in card.notes if one.by_room == fact.by_room)
            note = ReferralNote(
                at=fact.when.at,
                by_room=fact.by_room,
                number=max(before, default=0) + 1,
                note=fact.note,
                proof=fact.proof,
                via=entry.via,
                told_by=fact.told_by,
            )
            return replace(card, notes=(*card.notes, note)[-NOTES_MAX:])
        case ReferralNotesRead():
            return replace(card, notes=tuple(_read(one, fact) for one in card.notes))
        case _:
            assert_never(fact)


def _read(note: ReferralNote, fact: ReferralNotesRead) -> ReferralNote:
    """Its own notes nobody reads for the first time."""
    if note.by_room == fact.by_room or note.number > fact.count or note.read_at is not None:
        return note
    return replace(note, read_at=fact.when.at)


def _stepped(card: ReferralCard, fact: Step) -> ReferralCard:
    at = fact.when.at
    match fact:
        case ReferralDelivered():
            card = replace(card, delivered_at=card.delivered_at or at)
            if card.state is not ReferralState.SENT:
                return card
            return replace(card, state=ReferralState.DELIVERED, state_at=at)
        case ReferralAccepted():
            card = replace(
                card, accepted_at=at, promised_at=fact.promised_at, done_by_at=fact.done_by_at
            )
            return _at_state(card, ReferralState.ACCEPTED, at=at)
        case ReferralStarted():
            # Too late is too late: to begin is not to be done.
            return replace(card, state=ReferralState.IN_PROGRESS, state_at=at)
        case ReferralFinished():
            card = replace(card, answer=fact.note, proof=fact.proof, verify_by_at=fact.verify_by_at)
            return _at_state(card, ReferralState.DONE, at=at)
        case ReferralDeclined():
            card = replace(card, answer=fact.reason)
            return replace(_at_state(card, ReferralState.DECLINED, at=at), rings=True)
        case ReferralHandedBack():
            card = replace(card, answer=fact.reason)
            return replace(_at_state(card, ReferralState.HANDED_BACK, at=at), rings=True)
        case ReferralReopened():
            card = replace(
                card,
                objection=fact.reason,
                reopened_by_reporter=fact.by_reporter,
                verify_by_at=None,
                done_by_at=None,
                accept_by_at=fact.accept_by_at,
                step=0,
                steps=(),
            )
            return _at_state(card, ReferralState.SENT, at=at)
        case _:
            assert_never(fact)


def _at_state(card: ReferralCard, state: ReferralState, *, at: datetime) -> ReferralCard:
    return replace(card, state=state, state_at=at, rings=False, overdue=None)
