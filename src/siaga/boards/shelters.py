"""Open shelters: who is there by kind, what is still wanted, and how old each number is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.shelters import (
    HeadKind,
    Need,
    ShelterClosed,
    ShelterCountDue,
    ShelterCounted,
    ShelterOpened,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    IncidentId,
    LocationClaim,
    Role,
    Sealed,
    ShelterId,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterCount:
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterCard:
    """Key: shelter id. Gone when it is closed. `step`: how often it rang for being uncounted."""

    shelter_id: ShelterId
    incident_id: IncidentId
    opened_at: datetime
    count_again_at: datetime
    name: Sealed | None = None  # None: place data knows it by its slug
    location: LocationClaim | None = None
    capacity: int | None = None
    heads: dict[HeadKind, ShelterCount] = field(default_factory=dict)
    needs: dict[Need, ShelterCount] = field(default_factory=dict)
    counted_at: datetime | None = None
    told_by: Sealed | None = None
    via: Via = Via.CONSOLE
    step: int = 0


Heard = ShelterOpened | ShelterCounted | ShelterCountDue | ShelterClosed

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = ShelterCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.shelter_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: ShelterCard | None, entry: Entry) -> ShelterCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.shelter_id:
        return card
    match fact:
        case ShelterOpened():
            return ShelterCard(
                shelter_id=fact.shelter_id,
                incident_id=fact.incident_id,
                opened_at=fact.when.at,
                count_again_at=fact.count_again_at,
                name=fact.name,
                location=fact.location,
                capacity=fact.capacity,
            )
        case ShelterCounted():
            return card and _counted(card, fact, entry)
        case ShelterCountDue():
            return card and replace(card, step=fact.step)
        case ShelterClosed():
            return None
        case _ as never:
            assert_never(never)


def view(card: ShelterCard, viewer: Actor) -> ShelterCard | None:
    return card if viewer.roles & ROLES else None


def _counted(card: ShelterCard, fact: ShelterCounted, entry: Entry) -> ShelterCard:
    """A number that was counted earlier than the one known, and told later, changes nothing."""
    at = fact.when.at
    heads, needs = dict(card.heads), dict(card.needs)
    for head in fact.heads:
        if head.kind not in heads or heads[head.kind].at <= at:
            heads[head.kind] = ShelterCount(count=head.count, at=at)
    for need in fact.needs:
        if need.need not in needs or needs[need.need].at <= at:
            needs[need.need] = ShelterCount(count=need.count, at=at)
    return replace(
        card,
        heads=heads,
        needs=needs,
        capacity=card.capacity if fact.capacity is None else fact.capacity,
        counted_at=max(at, card.counted_at or at),
        count_again_at=fact.count_again_at,
        told_by=fact.told_by,
        via=entry.via,
        step=0,
    )
