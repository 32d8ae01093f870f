"""The roll call of an incident: who was called, who answered, whether it rings."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.command.card import RollCallCard
from siaga.language.major import (
    RollCallAcknowledged,
    RollCallAnswered,
    RollCallCompleted,
    RollCallOpened,
    RollCallOverdue,
    RollCallsBegun,
    RollCallsEnded,
)

OfCall = (
    RollCallOpened | RollCallAnswered | RollCallOverdue | RollCallAcknowledged | RollCallCompleted
)
OfRolls = RollCallsBegun | RollCallsEnded | OfCall


def draw_roll(card: RollCallCard | None, fact: OfRolls) -> RollCallCard | None:
    match fact:
        case RollCallsBegun():
            began = card or RollCallCard(interval_min=fact.interval_min, next_at=fact.next_at)
            return replace(began, interval_min=fact.interval_min, next_at=fact.next_at)
        case RollCallsEnded():
            return None
        case _:
            return card and _call(card, fact)


def _call(card: RollCallCard, fact: OfCall) -> RollCallCard:
    match fact:
        case RollCallOpened():
            return replace(
                card,
                number=fact.number,
                roll_call_id=fact.roll_call_id,
                opened_at=fact.when.at,
                due_at=fact.answer_by_at,
                units=fact.units,
                left=(),
                answers={},
                step=0,
                rings=False,
                acknowledged_by=None,
            )
        case RollCallAnswered():
            return replace(card, answers={**card.answers, fact.unit_id: fact.answer})
        case RollCallOverdue():
            return replace(
                card, step=fact.step, rings=True, due_at=fact.next_due_at, acknowledged_by=None
            )
        case RollCallAcknowledged():
            return replace(card, rings=False, due_at=fact.next_due_at, acknowledged_by=fact.by)
        case RollCallCompleted():
            return RollCallCard(
                interval_min=card.interval_min,
                next_at=fact.next_at,
                number=card.number,
                last_complete_at=fact.when.at,
            )
        case _:
            assert_never(fact)
