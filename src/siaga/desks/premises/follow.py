"""What a premise note sets in motion: its end."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
from siaga.language.premises import PremiseEnded, PremiseNoted, PremiseReviewed

EXPIRY = "premise_expiry"
TIMERS = frozenset({EXPIRY})


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case PremiseNoted() | PremiseReviewed():
            return (Arm(kind=EXPIRY, subject=fact.note_id, due_at=fact.until_at),)
        case PremiseEnded():
            return (Disarm(kind=EXPIRY, subject=fact.note_id),)
        case _:
            return ()
