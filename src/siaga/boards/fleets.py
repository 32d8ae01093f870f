"""How many units of each fleet are left free: low at one, at none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Entry, Fact
from siaga.language.unit_orders import UnitsEnough, UnitsRunLow
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, FleetId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetCard:
    """Key: fleet id. `of`: units on duty."""

    fleet: FleetId
    free: int
    of: int
    low: bool
    since_at: datetime


HEARS: tuple[type[Fact], ...] = (UnitsRunLow, UnitsEnough)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = FleetCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.fleet,) if isinstance(fact, UnitsRunLow | UnitsEnough) else ()


def draw(key: str, card: FleetCard | None, entry: Entry) -> FleetCard | None:
    fact = entry.fact
    if not isinstance(fact, UnitsRunLow | UnitsEnough) or key != fact.fleet:
        return card
    low = isinstance(fact, UnitsRunLow)
    return FleetCard(fleet=fact.fleet, free=fact.free, of=fact.of, low=low, since_at=fact.when.at)


def view(card: FleetCard, viewer: Actor) -> FleetCard | None:
    return card if viewer.roles & ROLES else None
