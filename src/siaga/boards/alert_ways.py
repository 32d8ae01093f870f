"""How each way of alerting did when it was last tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from siaga.language.alerts import AlertTested, AlertWay, TestResult
from siaga.language.entry import Entry, Fact
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class WayCard:
    """Key: way. `proven_at`: when it last arrived for certain."""

    way: AlertWay
    result: TestResult
    tested_at: datetime
    reason: str = ""
    proven_at: datetime | None = None


HEARS: tuple[type[Fact], ...] = (AlertTested,)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.ADMINISTRATOR}
CARD = WayCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.way.value,) if isinstance(fact, AlertTested) else ()


def draw(key: str, card: WayCard | None, entry: Entry) -> WayCard | None:
    fact = entry.fact
    if not isinstance(fact, AlertTested) or key != fact.way:
        return card
    new = WayCard(way=fact.way, result=fact.result, tested_at=fact.when.at, reason=fact.reason)
    if fact.result is TestResult.PROVEN:
        return replace(new, proven_at=fact.when.at)
    return replace(new, proven_at=card.proven_at if card else None)


def view(card: WayCard, viewer: Actor) -> WayCard | None:
    return card if viewer.roles & ROLES else None
