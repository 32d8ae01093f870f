"""A diversion ends by the clock when nobody says it again."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.hospitals import DiversionDeclared, DiversionEnded
from siaga.language.place import Place

DIVERSION = "diversion"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case DiversionDeclared():
            return (Arm(kind=DIVERSION, subject=fact.hospital, due_at=fact.expires_at),)
        case DiversionEnded():
            return (Disarm(kind=DIVERSION, subject=fact.hospital),)
        case _:
            return ()
