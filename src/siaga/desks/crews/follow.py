"""What a crew's fact sets in motion: a panic is told again until it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.desks.crews.state import AGAIN_S, OUTCOME_S
from siaga.language.crews import PanicAnswered, PanicDue, PanicRaised
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
from siaga.language.values import UnitId

PANIC = "panic"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case PanicRaised():
            return (Arm(kind=PANIC, subject=fact.unit_id, due_at=fact.again_at),)
        case PanicDue():
            return (_again(fact.unit_id, fact.when.at, AGAIN_S),)
        case PanicAnswered() if fact.outcome is None:
            return (_again(fact.unit_id, fact.when.at, OUTCOME_S),)
        case PanicAnswered():
            return (Disarm(kind=PANIC, subject=fact.unit_id),)
        case _:
            return ()


def _again(unit_id: UnitId, at: datetime, after_s: int) -> Arm:
    return Arm(kind=PANIC, subject=unit_id, due_at=at + timedelta(seconds=after_s))
