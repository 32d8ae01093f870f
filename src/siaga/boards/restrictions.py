"""Numbers whose calls start lower in the queue for some hours, with reason and end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.lines import NumberRestricted, RestrictionLifted
from siaga.language.values import ROOM_ROLES, AccountId, Actor, Role, Sealed, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionCard:
    """Key: subject. Lowers a start value; refuses and mutes nobody."""

    subject: SubjectId
    reason: Sealed
    by: AccountId
    since_at: datetime
    until_at: datetime
    number: Sealed | None = None


Heard = NumberRestricted | RestrictionLifted

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | {Role.HEAD}
CARD = RestrictionCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.subject,) if isinstance(fact, Heard) else ()


def draw(key: str, card: RestrictionCard | None, entry: Entry) -> RestrictionCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.subject:
        return card
    match fact:
        case NumberRestricted():
            return RestrictionCard(
                subject=fact.subject,
                reason=fact.reason,
                by=fact.by,
                since_at=fact.when.at,
                until_at=fact.until_at,
                number=fact.number,
            )
        case RestrictionLifted():
            return None
        case _:
            assert_never(fact)


def view(card: RestrictionCard, viewer: Actor) -> RestrictionCard | None:
    """The head reviews reason and end, and needs no number for it."""
    if not viewer.roles & ROLES:
        return None
    answers = viewer.roles & ROOM_ROLES - {Role.TRAINEE}
    return card if answers else replace(card, number=None)
