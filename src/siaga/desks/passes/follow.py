"""What a fact of a pass sets in motion: its end by time."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.passes import PassEnded, PassIssued
from siaga.language.place import Place

EXPIRY = "pass-expiry"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case PassIssued():
            return (Arm(kind=EXPIRY, subject=fact.pass_id, due_at=fact.expires_at),)
        case PassEnded():
            return (Disarm(kind=EXPIRY, subject=fact.pass_id),)
        case _:
            return ()
