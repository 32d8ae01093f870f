"""Calls that go on now: who waits, who talks, and why one stands before another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never, get_args

from siaga.language.calls import CallerId, CallPath, LikelihoodReason, PartyKind, Sign
from siaga.language.entry import Entry, Fact
from siaga.language.intake import MessageReceived
from siaga.language.lines import (
    CallAnswered,
    CallEnded,
    CallerSigned,
    CallHeld,
    CallListened,
    CallOffered,
    CallOverflowed,
    CallReturned,
    CallRung,
    CallTakenOver,
    CallTransferred,
    PartyAdded,
    PromptPlayed,
    RingMissed,
)
from siaga.language.placed_calls import CalleeKind, CallPlaced, PlacedCallEnded, PlacedId
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    AgencyId,
    ContactId,
    LocationClaim,
    Role,
    Sealed,
    SubjectId,
)

SIGNS_MAX = 20


class CallState(StrEnum):
    WAITING = "waiting"
    RINGING = "ringing"  # at a taker
    OVERFLOWING = "overflowing"  # at the second destination
    TALKING = "talking"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLine:
    at: datetime
    sign: Sign
    digit: str = ""
    answered: bool = False  # in the conversation, where 1 is yes and 2 is no


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """Who was called in besides caller and taker."""

    at: datetime
    kind: PartyKind | None = None  # None: somebody the taker called, see `to`
    agency: AgencyId | None = None
    account_id: AccountId | None = None
    placed_id: PlacedId | None = None
    to: CalleeKind | None = None
    callee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """Key: contact id. Gone when the call ends; `signs` holds the last 20."""

    contact_id: ContactId
    offered_at: datetime
    state: CallState
    since_at: datetime  # of the state
    caller_id: CallerId
    likely: float
    head_start_s: int
    front: bool
    reasons: tuple[LikelihoodReason, ...] = ()
    subject: SubjectId | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    taker: AccountId | None = None  # whose phone rings, then who talks
    missed_by: tuple[AccountId, ...] = ()
    signs: tuple[SignLine, ...] = ()
    answered_at: datetime | None = None
    path: CallPath | None = None
    prompted_at: datetime | None = None
    listeners: tuple[AccountId, ...] = ()
    parties: tuple[PartyLine, ...] = ()
    late: bool = False
    test: bool = False
    alone_at: datetime | None = None  # since when caller and third party talk without us


Turn = CallRung | RingMissed | CallOverflowed | CallReturned
Parties = PartyAdded | CallPlaced | PlacedCallEnded
Conversation = CallHeld | CallTransferred | CallTakenOver | CallListened | Parties
OfCall = CallOffered | Turn | CallAnswered | CallerSigned | PromptPlayed | Conversation | CallEnded
Heard = OfCall | MessageReceived

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = CallCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.contact_id,) if isinstance(fact, Heard) and fact.contact_id else ()


def draw(key: str, card: CallCard | None, entry: Entry) -> CallCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    match fact:
        case CallOffered():
            return card or _offered(fact)
        case CallEnded():
            return None
        case CallRung() | RingMissed() | CallOverflowed() | CallReturned():
            return card and _turned(card, fact)
        case CallAnswered():
            return card and _answered(card, fact)
        case CallerSigned():
            return card and _signed(card, fact)
        case PromptPlayed():
            return card and replace(card, prompted_at=fact.when.at)
        case MessageReceived():  # where the calling telephone is, as it says itself
            return card and replace(card, location=fact.location or card.location)
        case _:
            return card and _conversed(card, fact)


def view(card: CallCard, viewer: Actor) -> CallCard | None:
    """The number is for those who answer; the card does not know whether it may be called back."""
    if not viewer.roles & ROLES:
        return None
    answers = viewer.roles & ROOM_ROLES - {Role.TRAINEE}
    return card if answers else replace(card, number=None)


def _offered(fact: CallOffered) -> CallCard:
    return CallCard(
        contact_id=fact.contact_id,
        offered_at=fact.when.at,
        state=CallState.WAITING,
        since_at=fact.when.at,
        caller_id=fact.caller_id,
        likely=fact.likely,
        head_start_s=fact.head_start_s,
        front=fact.front,
        reasons=fact.reasons,
        subject=fact.subject,
        number=fact.number,
        location=fact.location,
        late=fact.late,
        test=fact.test,
    )


def _turned(card: CallCard, fact: Turn) -> CallCard:
    """Once somebody talks, what is told of rings only says who missed one."""
    talks = card.answered_at is not None
    match fact:
        case CallRung():
            if talks:
                return card
            return _in_state(replace(card, taker=fact.taker), CallState.RINGING, at=fact.when.at)
        case RingMissed():
            missed_by = tuple(dict.fromkeys((*card.missed_by, fact.taker)))
            card = replace(card, missed_by=missed_by)
            if talks or card.taker != fact.taker:
                return card
            card = replace(card, taker=None)
            if card.state is not CallState.RINGING:
                return card
            return _in_state(card, CallState.WAITING, at=fact.when.at)
        case CallOverflowed():
            return card if talks else _in_state(card, CallState.OVERFLOWING, at=fact.when.at)
        case CallReturned():
            if card.state is not CallState.OVERFLOWING:
                return card
            return _in_state(card, CallState.WAITING, at=fact.when.at)
        case _:
            assert_never(fact)


def _answered(card: CallCard, fact: CallAnswered) -> CallCard:
    if card.answered_at is not None:
        return card
    card = replace(card, taker=fact.answered_by, answered_at=fact.when.at, path=fact.path)
    return _in_state(card, CallState.TALKING, at=fact.when.at)


def _signed(card: CallCard, fact: CallerSigned) -> CallCard:
    line = SignLine(at=fact.when.at, sign=fact.sign, digit=fact.digit, answered=fact.answered)
    return replace(card, signs=(*card.signs, line)[-SIGNS_MAX:])


def _conversed(card: CallCard, fact: Conversation) -> CallCard:
    match fact:
        case CallHeld():
            if card.answered_at is None:
                return card
            state = CallState.HELD if fact.held else CallState.TALKING
            return card if state is card.state else _in_state(card, state, at=fact.when.at)
        case CallTransferred():
            alone_at = fact.when.at if fact.alone else None
            return replace(_handed_to(card, fact.to), alone_at=alone_at)
        case CallTakenOver():
            return replace(_handed_to(card, fact.by), alone_at=None)
        case CallListened():
            return replace(card, listeners=tuple(dict.fromkeys((*card.listeners, fact.by))))
        case PartyAdded() | CallPlaced() | PlacedCallEnded():
            return replace(card, parties=_parties(card.parties, fact))
        case _:
            assert_never(fact)


def _parties(known: tuple[PartyLine, ...], fact: Parties) -> tuple[PartyLine, ...]:
    match fact:
        case PartyAdded():
            line = PartyLine(
                kind=fact.party, at=fact.when.at, agency=fact.agency, account_id=fact.account_id
            )
        case CallPlaced():
            line = PartyLine(
                at=fact.when.at, placed_id=fact.placed_id, to=fact.to, callee=fact.callee
            )
        case PlacedCallEnded():
            return tuple(one for one in known if one.placed_id != fact.placed_id)
    return (*known, line)


def _handed_to(card: CallCard, taker: AccountId | None) -> CallCard:
    """Who has the call now is neither a listener nor a third party; None: an agency has it."""
    if card.answered_at is None:
        return card
    return replace(
        card,
        taker=taker,
        listeners=tuple(one for one in card.listeners if one != taker),
        parties=tuple(one for one in card.parties if not taker or one.account_id != taker),
    )


def _in_state(card: CallCard, state: CallState, *, at: datetime) -> CallCard:
    return replace(card, state=state, since_at=at)
