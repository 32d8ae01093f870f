"""A taker: one head, one call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from siaga.desks.lines.state.heard import Heard
from siaga.language.calls import Doing, RingFailure
from siaga.language.lines import (
    CallAnswered,
    CallBackEnded,
    CallBackTried,
    CallEnded,
    CallRung,
    CallTakenOver,
    CallTransferred,
    RingMissed,
    TakerDutySet,
)
from siaga.language.placed_calls import CallPlaced, PlacedCallEnded, PlacedId
from siaga.language.values import AccountId, ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerLife:
    """`contact_id`: whose call rings, is talked with, or is being wrapped up."""

    doing: Doing = Doing.AWAY
    since_at: datetime | None = None
    contact_id: ContactId | None = None
    after: Doing | None = None  # a break, or leaving, that begins when the call ends
    unreached_at: datetime | None = None  # the last ring that never came to his ear
    placed: PlacedId | None = None  # whom he called himself is still on his line
    only_placed: bool = False  # and nobody else: `contact_id` is what he goes on writing down


def evolve_taker(state: TakerLife, fact: Heard, *, account_id: AccountId) -> TakerLife:
    match fact:
        case TakerDutySet():
            if state.doing in (Doing.RINGING, Doing.TALKING):
                return replace(state, after=None if fact.doing is Doing.READY else fact.doing)
            if state.doing is fact.doing is Doing.READY:
                return state  # said twice: who is ready the longest stays so
            return TakerLife(doing=fact.doing, since_at=fact.when.at)
        case CallRung():
            return replace(
                state, doing=Doing.RINGING, since_at=fact.when.at, contact_id=fact.contact_id
            )
        case CallAnswered():
            return state if fact.past else _talks(state, fact)
        case CallBackTried():
            return _talks(state, fact)
        case RingMissed():
            if fact.why is not RingFailure.NO_ANSWER:
                state = replace(state, unreached_at=fact.when.at)
            is_busy = fact.why is RingFailure.BUSY  # he is there, on another call of his own
            return _let_go(state, fact, Doing.READY if is_busy else Doing.MISSED)
        case CallTransferred():
            if account_id == fact.to:
                return _talks(state, fact)
            return _let_go(state, fact, Doing.WRAP_UP)
        case CallTakenOver():
            if account_id == fact.by:
                return _talks(state, fact)
            return _let_go(state, fact, Doing.READY)
        case CallEnded() if state.placed and _is_in(state, fact.contact_id):
            return replace(state, since_at=fact.when.at, only_placed=True)
        case CallEnded():
            is_ringing = state.doing is Doing.RINGING
            return _let_go(state, fact, Doing.READY if is_ringing else Doing.WRAP_UP)
        case CallPlaced():
            return _places(state, fact)
        case PlacedCallEnded():
            return _placed_ended(state, fact)
        case CallBackEnded():
            return _let_go(state, fact, Doing.WRAP_UP if fact.answered else Doing.READY)
        case _:
            return state


def _talks(state: TakerLife, fact: Any) -> TakerLife:
    """Who picks up from a break, as everybody's telephone rings, goes back to it afterwards."""
    after = state.doing if state.doing in (Doing.BREAK, Doing.AWAY) else state.after
    return replace(
        state,
        doing=Doing.TALKING,
        since_at=fact.when.at,
        contact_id=fact.contact_id,
        after=after,
        only_placed=False,
    )


def _is_in(state: TakerLife, contact_id: ContactId) -> bool:
    return state.doing is Doing.TALKING and state.contact_id == contact_id


def _let_go(state: TakerLife, fact: Any, doing: Doing) -> TakerLife:
    """Only the call that has a taker can let him go."""
    if state.contact_id != fact.contact_id or state.doing not in (Doing.RINGING, Doing.TALKING):
        return state
    doing = state.after or doing
    return TakerLife(
        doing=doing,
        since_at=fact.when.at,
        contact_id=state.contact_id if doing is Doing.WRAP_UP else None,
        unreached_at=state.unreached_at,
    )


def _places(state: TakerLife, fact: CallPlaced) -> TakerLife:
    """He is on the telephone, whatever he did before; a conversation he is in goes on."""
    if state.doing in (Doing.RINGING, Doing.TALKING):
        return replace(state, placed=fact.placed_id)
    return replace(
        state,
        doing=Doing.TALKING,
        since_at=fact.when.at,
        contact_id=state.contact_id if state.doing is Doing.WRAP_UP else None,
        after=state.doing if state.doing in (Doing.BREAK, Doing.AWAY) else state.after,
        placed=fact.placed_id,
        only_placed=True,
    )


def _placed_ended(state: TakerLife, fact: PlacedCallEnded) -> TakerLife:
    if state.placed != fact.placed_id:
        return state
    if not state.only_placed:
        return replace(state, placed=None)
    doing = state.after or (Doing.WRAP_UP if state.contact_id else Doing.READY)
    return TakerLife(
        doing=doing,
        since_at=fact.when.at,
        contact_id=state.contact_id if doing is Doing.WRAP_UP else None,
        unreached_at=state.unreached_at,
    )
