"""How fast calls are answered, hour by hour of the last day; who was not answered stands apart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.lines import CallAnswered, CallEnded, CallOffered
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, ContactId, Role

BOUNDS_S = (5, 10, 15, 20, 30, 60)
LONGER = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHour:
    """Key: "00" … "23", the UTC hour in which calls were offered; the next day's replaces it.

    `waits`: how many were answered within "5", "10", "15", "20", "30", "60" seconds or "more",
    each call once, under the first bound it kept. Calls entered late are in the three counts and
    in no wait; test calls are in none. `late` and `tests`: which calls those are.
    """

    hour_at: datetime
    offered: int = 0
    answered: int = 0
    unanswered: int = 0
    waits: dict[str, int] = field(default_factory=dict)
    late: tuple[ContactId, ...] = ()
    tests: tuple[ContactId, ...] = ()


Heard = CallOffered | CallAnswered | CallEnded

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = ServiceHour


def keys(fact: Fact) -> tuple[str, ...]:
    return (f"{_hour_at(fact):%H}",) if isinstance(fact, Heard) else ()


def draw(key: str, card: ServiceHour | None, entry: Entry) -> ServiceHour | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key not in keys(fact):
        return card
    hour_at = _hour_at(fact)
    if isinstance(fact, CallOffered):
        if card is None or card.hour_at < hour_at:
            card = ServiceHour(hour_at=hour_at)
        return _offered(card, fact) if card.hour_at == hour_at else card
    if card is None or card.hour_at != hour_at:
        return card
    match fact:
        case CallAnswered():
            return _answered(card, fact)
        case CallEnded():
            return _ended(card, fact)
        case _:
            assert_never(fact)


def view(card: ServiceHour, viewer: Actor) -> ServiceHour | None:
    return replace(card, late=(), tests=()) if viewer.roles & ROLES else None


def bucket(wait: timedelta) -> str:
    """The first bound the wait kept; on the second itself is within."""
    return next((str(s) for s in BOUNDS_S if wait <= timedelta(seconds=s)), LONGER)


def _hour_at(fact: CallOffered | CallAnswered | CallEnded) -> datetime:
    at = fact.when.at if isinstance(fact, CallOffered) else fact.offered_at
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _offered(card: ServiceHour, fact: CallOffered) -> ServiceHour:
    if fact.test:
        return replace(card, tests=(*card.tests, fact.contact_id))
    late = (*card.late, fact.contact_id) if fact.late else card.late
    return replace(card, offered=card.offered + 1, late=late)


def _answered(card: ServiceHour, fact: CallAnswered) -> ServiceHour:
    if fact.contact_id in card.tests:
        return card
    card = replace(card, answered=card.answered + 1)
    if fact.contact_id in card.late:
        return card
    within = bucket(fact.when.at - fact.offered_at)
    return replace(card, waits=card.waits | {within: card.waits.get(within, 0) + 1})


def _ended(card: ServiceHour, fact: CallEnded) -> ServiceHour:
    counts = fact.answered_at is None and fact.contact_id not in card.tests
    return replace(card, unanswered=card.unanswered + 1) if counts else card
