"""Premise notes: where, what, from whom, until when; those to review and those proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.premises import (
    PremiseAccepted,
    PremiseEnd,
    PremiseEnded,
    PremiseForgotten,
    PremiseKind,
    PremiseNoted,
    PremiseReviewed,
    PremiseSource,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    LocationClaim,
    Role,
    Sealed,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseCard:
    """Key: note id. An ended one stays until its words are forgotten."""

    note_id: str
    kind: PremiseKind
    source: PremiseSource
    location: LocationClaim
    radius_m: int
    words: Sealed
    noted_at: datetime
    noted_by: str
    until_at: datetime
    review_at: datetime
    told_by: Sealed | None = None
    incident_number: str = ""
    proposed: bool = False
    unit_id: UnitId | None = None
    reviewed_at: datetime | None = None
    ended_at: datetime | None = None
    forget_at: datetime | None = None  # then its sealed words are destroyed, unless held
    end: PremiseEnd | None = None
    reason: Sealed | None = None


Heard = PremiseNoted | PremiseAccepted | PremiseReviewed | PremiseEnded | PremiseForgotten

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = PremiseCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.note_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: PremiseCard | None, entry: Entry) -> PremiseCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.note_id:
        return card
    match fact:
        case PremiseNoted():
            return _noted(fact, entry.actor)
        case PremiseAccepted():
            return card and replace(card, proposed=False)
        case PremiseReviewed():
            return card and replace(
                card, until_at=fact.until_at, review_at=fact.review_at, reviewed_at=fact.when.at
            )
        case PremiseEnded():
            return card and replace(
                card,
                ended_at=fact.when.at,
                forget_at=fact.forget_at,
                end=fact.why,
                reason=fact.reason,
            )
        case PremiseForgotten():
            return None
        case _ as never:
            assert_never(never)


def view(card: PremiseCard, viewer: Actor) -> PremiseCard | None:
    return card if viewer.roles & ROLES else None


def _noted(fact: PremiseNoted, actor: str) -> PremiseCard:
    return PremiseCard(
        note_id=fact.note_id,
        kind=fact.kind,
        source=fact.source,
        location=fact.location,
        radius_m=fact.radius_m,
        words=fact.words,
        noted_at=fact.when.at,
        noted_by=actor,
        until_at=fact.until_at,
        review_at=fact.review_at,
        told_by=fact.told_by,
        incident_number=fact.incident_number,
        proposed=fact.proposed,
        unit_id=fact.unit_id,
    )
