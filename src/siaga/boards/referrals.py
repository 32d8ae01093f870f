"""What agencies were asked to do and have not ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

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
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry, Fact
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    AgencyId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    Priority,
    ReferralId,
    Role,
    Sealed,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCard:
    """Key: referral id. Leaves when verified or taken back; comes again when reopened."""

    referral_id: ReferralId
    number: str
    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    agency: AgencyId
    state: ReferralState
    state_at: datetime
    sent_at: datetime
    accept_by_at: datetime
    location: LocationClaim | None = None
    note: Sealed | None = None  # what the centre asks
    answer: Sealed | None = None  # reason or report of the agency
    proof: tuple[MediaRef, ...] = ()
    objection: Sealed | None = None  # why the centre or the reporter rejected the proof
    promised_at: datetime | None = None
    verify_by_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted_at: datetime | None = None
    step: int = 0
    rings: bool = False
    via: Via = Via.CONSOLE


Step = (
    ReferralDelivered
    | ReferralAccepted
    | ReferralDeclined
    | ReferralStarted
    | ReferralFinished
    | ReferralHandedBack
    | ReferralReopened
)
Heard = (
    ReferralSent
    | Step
    | ReferralEscalated
    | ReferralReprioritised
    | ReferralVerified
    | ReferralTakenBack
)

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
        case ReferralEscalated():
            return card and _escalated(card, fact)
        case ReferralReprioritised():
            return card and replace(card, priority=fact.priority, accept_by_at=fact.accept_by_at)
        case _:
            return card and replace(_stepped(card, fact), via=entry.via)


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
        via=entry.via,
    )


def _escalated(card: ReferralCard, fact: ReferralEscalated) -> ReferralCard:
    """Out of steps, or done and verified by nobody in time: it rings until a person takes it."""
    rings = fact.next_due_at is None or card.state is ReferralState.DONE
    return replace(card, step=fact.step, rings=rings)


def _stepped(card: ReferralCard, fact: Step) -> ReferralCard:
    at = fact.when.at
    match fact:
        case ReferralDelivered():
            card = replace(card, delivered_at=card.delivered_at or at)
            if card.state is not ReferralState.SENT:
                return card
            return replace(card, state=ReferralState.DELIVERED, state_at=at)
        case ReferralAccepted():
            card = replace(card, accepted_at=at, promised_at=fact.promised_at)
            return _at_state(card, ReferralState.ACCEPTED, at=at)
        case ReferralStarted():
            return _at_state(card, ReferralState.IN_PROGRESS, at=at)
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
                verify_by_at=None,
                accept_by_at=fact.accept_by_at,
                step=0,
            )
            return _at_state(card, ReferralState.SENT, at=at)
        case _:
            assert_never(fact)


def _at_state(card: ReferralCard, state: ReferralState, *, at: datetime) -> ReferralCard:
    return replace(card, state=state, state_at=at, rings=False)
