"""The contact book of kelurahan and RT: whom to call who knows the lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from siaga.language.entry import Entry, Fact
from siaga.language.liaisons import LiaisonListed, LiaisonRemoved
from siaga.language.values import (
    ROOM_ROLES,
    Actor,
    AreaCode,
    PostId,
    Role,
    Sealed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Liaison:
    post: PostId
    rt: str  # "" for the whole kelurahan
    name: Sealed
    number: Sealed
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonsCard:
    """Key: kelurahan code."""

    area: AreaCode
    people: tuple[Liaison, ...]


HEARS: tuple[type[Fact], ...] = (LiaisonListed, LiaisonRemoved)
ROLES: frozenset[Role] = ROOM_ROLES | {Role.HEAD}
CARD = LiaisonsCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.area,) if isinstance(fact, LiaisonListed | LiaisonRemoved) else ()


def draw(key: str, card: LiaisonsCard | None, entry: Entry) -> LiaisonsCard | None:
    fact = entry.fact
    if not isinstance(fact, LiaisonListed | LiaisonRemoved) or key != fact.area:
        return card
    card = card or LiaisonsCard(area=fact.area, people=())
    held = (fact.post, fact.rt)
    others = tuple(one for one in card.people if (one.post, one.rt) != held)
    if isinstance(fact, LiaisonRemoved):
        return replace(card, people=others) if others else None
    new = Liaison(
        post=fact.post,
        rt=fact.rt,
        name=fact.name,
        number=fact.number,
        at=fact.when.at,
        by=entry.actor,
    )
    people = sorted((*others, new), key=lambda one: (one.rt, one.post))
    return replace(card, people=tuple(people))


def view(card: LiaisonsCard, viewer: Actor) -> LiaisonsCard | None:
    return card if viewer.roles & ROLES else None
