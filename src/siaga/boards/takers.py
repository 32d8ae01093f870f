"""What every taker is doing: ready, ringing, talking, dealing with a call, on a break, away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.calls import BreakKind, Doing, RingFailure
from siaga.language.entry import Entry, Fact
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
from siaga.language.placed_calls import CalleeKind, CallPlaced, PlacedCallEnded, PlacedId
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    ContactId,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerCard:
    """Key: account id. `contact_id`: whose call rings, is talked with, or is being wrapped up.

    `after`: the break, or leaving, that begins when the call ends; kind and return are of that.
    """

    account_id: AccountId
    doing: Doing
    since_at: datetime
    contact_id: ContactId | None = None
    break_kind: BreakKind | None = None
    back_at: datetime | None = None  # expected, of a break
    after: Doing | None = None
    placed_id: PlacedId | None = None  # whom he called himself is on his line
    to: CalleeKind | None = None
    callee: str = ""
    only_placed: bool = False  # and nobody else: `contact_id` is what he goes on writing down


OfCall = (
    CallRung
    | RingMissed
    | CallAnswered
    | CallTransferred
    | CallTakenOver
    | CallEnded
    | CallBackTried
    | CallBackEnded
)
OfPlaced = CallPlaced | PlacedCallEnded
Heard = TakerDutySet | OfCall | OfPlaced

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = TakerCard

BUSY = (Doing.RINGING, Doing.TALKING)


def keys(fact: Fact) -> tuple[str, ...]:
    named: tuple[AccountId | None, ...]
    match fact:
        case TakerDutySet():
            named = (fact.account_id,)
        case CallRung() | RingMissed() | CallEnded():
            named = (fact.taker,)
        case CallAnswered():
            named = (fact.answered_by,)
        case CallTransferred():
            named = (fact.taker, fact.to)
        case CallTakenOver():
            named = (fact.taker, fact.by)
        case CallBackTried() | CallBackEnded() | CallPlaced() | PlacedCallEnded():
            named = (fact.by,)
        case _:
            named = ()
    return tuple(dict.fromkeys(one for one in named if one))


def draw(key: str, card: TakerCard | None, entry: Entry) -> TakerCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key not in keys(fact):
        return card
    account_id = AccountId(key)
    if isinstance(fact, TakerDutySet):
        return _said(account_id, card, fact)
    if isinstance(fact, OfPlaced):
        return _with_placed(account_id, card, fact)
    return _with_call(account_id, card, fact)


def view(card: TakerCard, viewer: Actor) -> TakerCard | None:
    return card if viewer.roles & ROLES else None


def _said(account_id: AccountId, card: TakerCard | None, fact: TakerDutySet) -> TakerCard:
    """During a call it is what comes after; said again, who is ready the longest stays so."""
    if card and card.doing in BUSY:
        return replace(
            card,
            after=None if fact.doing is Doing.READY else fact.doing,
            break_kind=fact.break_kind,
            back_at=fact.back_at,
        )
    if card and card.doing is fact.doing is Doing.READY:
        return card
    return TakerCard(
        account_id=account_id,
        doing=fact.doing,
        since_at=fact.when.at,
        break_kind=fact.break_kind,
        back_at=fact.back_at,
    )


def _with_call(account_id: AccountId, card: TakerCard | None, fact: OfCall) -> TakerCard | None:
    match fact:
        case CallRung():
            known = card or _nobody(account_id, fact)
            return _at_call(known, Doing.RINGING, fact)
        case CallAnswered():
            return card if fact.past else _talks(account_id, card, fact)
        case CallBackTried():
            return _talks(account_id, card, fact)
        case CallTransferred():
            if account_id == fact.to:
                return _talks(account_id, card, fact)
            return _let_go(card, fact, Doing.WRAP_UP)
        case CallTakenOver():
            if account_id == fact.by:
                return _talks(account_id, card, fact)
            return _let_go(card, fact, Doing.READY)
        case RingMissed():
            is_busy = fact.why is RingFailure.BUSY
            return _let_go(card, fact, Doing.READY if is_busy else Doing.MISSED)
        case CallEnded() if card and card.placed_id and _is_in(card, fact.contact_id):
            return replace(card, since_at=fact.when.at, only_placed=True)
        case CallEnded():
            is_ringing = card is not None and card.doing is Doing.RINGING
            return _let_go(card, fact, Doing.READY if is_ringing else Doing.WRAP_UP)
        case CallBackEnded():
            return _let_go(card, fact, Doing.WRAP_UP if fact.answered else Doing.READY)
        case _:
            assert_never(fact)


def _nobody(account_id: AccountId, fact: OfCall) -> TakerCard:
    """Whoever has said nothing yet is away; their telephone may ring with everybody's."""
    return TakerCard(account_id=account_id, doing=Doing.AWAY, since_at=fact.when.at)


def _talks(account_id: AccountId, card: TakerCard | None, fact: OfCall) -> TakerCard:
    """Who picks up from a break goes back to it afterwards."""
    card = card or _nobody(account_id, fact)
    after = card.doing if card.doing in (Doing.BREAK, Doing.AWAY) else card.after
    return _at_call(replace(card, after=after), Doing.TALKING, fact)


def _at_call(card: TakerCard, doing: Doing, fact: OfCall) -> TakerCard:
    return replace(
        card, doing=doing, since_at=fact.when.at, contact_id=fact.contact_id, only_placed=False
    )


def _is_in(card: TakerCard, contact_id: ContactId) -> bool:
    return card.doing is Doing.TALKING and card.contact_id == contact_id


def _with_placed(account_id: AccountId, card: TakerCard | None, fact: OfPlaced) -> TakerCard | None:
    """As the desk itself sees it: a conversation he is in goes on, else he is on this call only."""
    if isinstance(fact, PlacedCallEnded):
        return card and _placed_ended(card, fact)
    away = TakerCard(account_id=account_id, doing=Doing.AWAY, since_at=fact.when.at)
    card = replace(card or away, placed_id=fact.placed_id, to=fact.to, callee=fact.callee)
    if card.doing in BUSY:
        return card
    return replace(
        card,
        doing=Doing.TALKING,
        since_at=fact.when.at,
        contact_id=card.contact_id if card.doing is Doing.WRAP_UP else None,
        after=card.doing if card.doing in (Doing.BREAK, Doing.AWAY) else card.after,
        only_placed=True,
    )


def _placed_ended(card: TakerCard, fact: PlacedCallEnded) -> TakerCard:
    if card.placed_id != fact.placed_id:
        return card
    if not card.only_placed:
        return replace(card, placed_id=None, to=None, callee="")
    doing = card.after or (Doing.WRAP_UP if card.contact_id else Doing.READY)
    return TakerCard(
        account_id=card.account_id,
        doing=doing,
        since_at=fact.when.at,
        contact_id=card.contact_id if doing is Doing.WRAP_UP else None,
        break_kind=card.break_kind if doing is Doing.BREAK else None,
        back_at=card.back_at if doing is Doing.BREAK else None,
    )


def _let_go(card: TakerCard | None, fact: OfCall, doing: Doing) -> TakerCard | None:
    """Only the call that holds a taker can let go; the wrap-up still is about it."""
    if card is None or card.contact_id != fact.contact_id or card.doing not in BUSY:
        return card
    doing = card.after or doing
    return TakerCard(
        account_id=card.account_id,
        doing=doing,
        since_at=fact.when.at,
        contact_id=card.contact_id if doing is Doing.WRAP_UP else None,
        break_kind=card.break_kind if doing is Doing.BREAK else None,
        back_at=card.back_at if doing is Doing.BREAK else None,
    )
