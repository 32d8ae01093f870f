"""A telephone call from its first ring to its end, and whether somebody is owed a call back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never

from siaga.desks.lines.state.heard import Heard
from siaga.language.calls import CallBackReason, CallerId, RingFailure
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
)
from siaga.language.intake import (
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.lines import (
    AnnouncementEnded,
    CallAnswered,
    CallBackClosed,
    CallBackEnded,
    CallBackTried,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallHeld,
    CallOffered,
    CallOverflowed,
    CallReturned,
    CallRung,
    CallTakenOver,
    CallTransferred,
    IncidentAnnounced,
    NumberRestricted,
    PartyAdded,
    PromptPlayed,
    RestrictionLifted,
    RingMissed,
    TakerDutySet,
)
from siaga.language.neighbours import (
    ContactHandedOver,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
)
from siaga.language.placed_calls import CallPlaced, PlacedCallEnded
from siaga.language.values import (
    AccountId,
    Channel,
    ContactKind,
    IncidentId,
    Safety,
    Sealed,
    SubjectId,
)

MISSED_MAX = 20


class Phase(StrEnum):
    WAITING = "waiting"
    RINGING = "ringing"  # at a taker
    OVERFLOWING = "overflowing"  # at the second destination
    TALKING = "talking"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    taker: AccountId
    at: datetime
    why: RingFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLife:
    """A telephone call, and after its end whether somebody is owed a call back."""

    offered_at: datetime | None = None  # None: no such call
    written: bool = False  # no call: a contact that came in writing, and may be called
    heard_at: datetime | None = None  # written; much later than offered when entered late
    phase: Phase = Phase.WAITING
    since_at: datetime | None = None  # of the phase
    head_start_s: int = 0
    front: bool = False
    late: bool = False
    caller_id: CallerId = CallerId.ABSENT
    subject: SubjectId | None = None
    number: Sealed | None = None
    safety: Safety = Safety.SAFE
    signs: int = 0  # digits and voice: more than none brings it forward
    taker: AccountId | None = None  # whose telephone rings, then who talks
    missed: tuple[Missed, ...] = ()
    overflowed: bool = False  # it has had its turn at the second destination
    held: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    incident_id: IncidentId | None = None
    kind: ContactKind | None = None
    wrapped: bool = False
    call_back: CallBackReason | None = None  # on the call-back list
    tried: int = 0
    called_by: AccountId | None = None  # who is calling back now


OfTurn = CallRung | RingMissed | CallOverflowed | CallReturned
OfTalk = CallAnswered | CallerSigned | CallHeld | CallTransferred | CallTakenOver | CallEnded
OfCallBack = CallBackWanted | CallBackTried | CallBackEnded | CallBackClosed
OfContact = (
    ContactClassified
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
    | ReportAttached
    | IncidentOpened
)


def evolve_call(state: CallLife, fact: Heard, entry: Entry) -> CallLife:
    match fact:
        case CallOffered():
            return _offered(fact, entry)
        case ContactOpened():
            return _written(fact)
        case CallRung() | RingMissed() | CallOverflowed() | CallReturned():
            return _turn(state, fact)
        case (
            CallAnswered()
            | CallerSigned()
            | CallHeld()
            | CallTransferred()
            | CallTakenOver()
            | CallEnded()
        ):
            return _talk(state, fact)
        case CallBackWanted() | CallBackTried() | CallBackEnded() | CallBackClosed():
            return _call_back(state, fact)
        case (
            ContactClassified()
            | ContactWrappedUp()
            | ContactReopened()
            | ContactSafetySet()
            | ReportAttached()
            | IncidentOpened()
        ):
            return _contact(state, fact)
        case (
            PromptPlayed()
            | PartyAdded()
            | CallPlaced()
            | PlacedCallEnded()
            | TakerDutySet()
            | NumberRestricted()
            | RestrictionLifted()
            | IncidentAnnounced()
            | AnnouncementEnded()
            | IncidentClosed()
            | IncidentReopened()
            | NeighbourAccepted()
            | NeighbourRefused()
            | HandoverWithdrawn()
            | ContactHandedOver()
        ):
            return state  # they change no decision about a call, or carry no call's tag
        case _:
            assert_never(fact)


def _offered(fact: CallOffered, entry: Entry) -> CallLife:
    return CallLife(
        offered_at=fact.when.at,
        heard_at=entry.recorded_at,
        since_at=fact.when.at,
        head_start_s=fact.head_start_s,
        front=fact.front,
        late=fact.late,
        caller_id=fact.caller_id,
        safety=fact.safety,
        subject=fact.subject,
        number=fact.number,
    )


def _turn(state: CallLife, fact: OfTurn) -> CallLife:
    match fact:
        case CallRung():
            return _in(state, Phase.RINGING, fact, taker=fact.taker)
        case RingMissed():
            return _missed(state, fact)
        case CallOverflowed():
            return replace(_in(state, Phase.OVERFLOWING, fact, taker=None), overflowed=True)
        case CallReturned():
            return _in(state, Phase.WAITING, fact, taker=None)


def _talk(state: CallLife, fact: OfTalk) -> CallLife:
    match fact:
        case CallAnswered():
            state = replace(state, answered_at=fact.when.at)
            if state.phase is Phase.OVER:
                return replace(state, taker=fact.answered_by)
            return _in(state, Phase.TALKING, fact, taker=fact.answered_by)
        case CallerSigned():
            return replace(state, signs=state.signs + 1)
        case CallHeld():
            return replace(state, held=fact.held)
        case CallTransferred():
            return replace(state, taker=fact.to, held=False)
        case CallTakenOver():
            return replace(state, taker=fact.by, held=False)
        case CallEnded():
            over = _in(state, Phase.OVER, fact, taker=fact.taker)
            return replace(over, held=False, ended_at=fact.when.at)


def _written(fact: ContactOpened) -> CallLife:
    """Telegram knows its people by ids of its own, which no telephone can dial."""
    shown = fact.number is not None and fact.channel is not Channel.TELEGRAM
    return CallLife(
        written=True,
        phase=Phase.OVER,
        caller_id=CallerId.SHOWN if shown else CallerId.ABSENT,
        subject=fact.subject,
        number=fact.number,
        safety=fact.safety,
    )


def _call_back(state: CallLife, fact: OfCallBack) -> CallLife:
    match fact:
        case CallBackWanted():
            return replace(state, call_back=fact.why)
        case CallBackTried():
            return replace(state, tried=fact.tried, called_by=fact.by)
        case CallBackEnded():
            return replace(state, called_by=None)
        case CallBackClosed():
            return replace(state, call_back=None)


def _contact(state: CallLife, fact: OfContact) -> CallLife:
    match fact:
        case ContactClassified():
            return replace(state, kind=fact.kind)
        case ContactWrappedUp():
            return replace(state, kind=fact.kind, wrapped=True, incident_id=None)
        case ContactReopened():
            return replace(state, wrapped=False, kind=None, incident_id=fact.incident_id)
        case ContactSafetySet():
            return replace(state, safety=fact.safety)
        case ReportAttached() | IncidentOpened():
            return replace(state, incident_id=fact.incident_id)


def _in(state: CallLife, phase: Phase, fact: Any, *, taker: AccountId | None) -> CallLife:
    return replace(state, phase=phase, since_at=fact.when.at, taker=taker)


def _missed(state: CallLife, fact: RingMissed) -> CallLife:
    """It waits again with its whole age; who missed it is tried last."""
    missed = Missed(taker=fact.taker, at=fact.when.at, why=fact.why)
    state = replace(state, missed=(*state.missed, missed)[-MISSED_MAX:])
    if state.phase is not Phase.RINGING or state.taker != fact.taker:
        return state
    return _in(state, Phase.WAITING, fact, taker=None)
