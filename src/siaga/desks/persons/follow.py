"""What a fact of a person sets in motion: a poster's end."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.persons import PosterEnded, PosterPublished
from siaga.language.place import Place

POSTER = "poster_expiry"
TIMERS = frozenset({POSTER})


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case PosterPublished():
            return (Arm(kind=POSTER, subject=fact.person_id, due_at=fact.expires_at),)
        case PosterEnded():
            return (Disarm(kind=POSTER, subject=fact.person_id),)
        case _:
            return ()
