"""A telephone call as a queue card: it waits from the first ring until somebody picks it up."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.queue.card import CallStage, QueueCard
from siaga.language.calls import CallBackOutcome
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackTried,
    CallBackWanted,
    CallEnded,
    CallOffered,
    CallTakenOver,
    CallTransferred,
)
from siaga.language.values import AccountId, Channel, ContactKind

OfCall = (
    CallAnswered
    | CallTransferred
    | CallTakenOver
    | CallEnded
    | CallBackWanted
    | CallBackTried
    | CallBackClosed
)


def with_offer(fact: CallOffered) -> QueueCard:
    return QueueCard(
        contact_id=fact.contact_id,
        channel=Channel.PHONE,
        opened_at=fact.when.at,
        last_message_at=fact.when.at,
        unread=1,
        waiting_since_at=fact.when.at,
        safety=fact.safety,
        number=fact.number,
        area=fact.location.area if fact.location else None,
        location=fact.location,
        late=fact.late,
        call=CallStage.WAITING,
    )


def with_call(card: QueueCard, fact: OfCall) -> QueueCard:
    match fact:
        case CallAnswered():
            card = replace(card, answered_at=card.answered_at or fact.when.at)
            stage = CallStage.TALKING if card.call in (None, CallStage.WAITING) else card.call
            return _in_hand(_spoken_with(replace(card, call=stage)), fact.answered_by)
        case CallTransferred():
            return _in_hand(card, fact.to)
        case CallTakenOver():
            return _in_hand(card, fact.by)
        case CallEnded():
            return _ended(card, fact)
        case CallBackWanted():
            return replace(card, call=CallStage.CALL_BACK)
        case CallBackTried():
            if card.call is None:  # somebody who wrote is being telephoned
                return replace(card, answered_by=fact.by)
            return _in_hand(card, fact.by)
        case CallBackClosed():
            card = replace(card, call=CallStage.ENDED)
            return _spoken_with(card) if fact.outcome is CallBackOutcome.REACHED else card
        case _:
            assert_never(fact)


def in_hand(card: QueueCard, by: AccountId) -> QueueCard:
    """Somebody works on it, which does not make the telephone stop ringing."""
    return replace(card, answered_by=by) if card.call is CallStage.WAITING else _in_hand(card, by)


def _in_hand(card: QueueCard, by: AccountId | None) -> QueueCard:
    """None: at the second destination or an agency, so whoever had it here keeps it."""
    return replace(card, unread=0, waiting_since_at=None, answered_by=by or card.answered_by)


def _spoken_with(card: QueueCard) -> QueueCard:
    """What the system called it holds no more: a person names the kind."""
    by_system = card.kind in (ContactKind.UNANSWERED, ContactKind.CUT_OFF)
    return replace(card, kind=None) if by_system else card


def _ended(card: QueueCard, fact: CallEnded) -> QueueCard:
    stage = card.call if card.call is CallStage.CALL_BACK else CallStage.ENDED
    kind = card.kind
    if kind is None and fact.answered_at is None:
        kind = ContactKind.UNANSWERED
    elif kind is None and fact.cut_off:
        kind = ContactKind.CUT_OFF
    return replace(card, call=stage, kind=kind)
