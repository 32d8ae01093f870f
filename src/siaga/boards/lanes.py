"""What is remembered of lanes: kept after the incident, so that the next crew knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.crews import LaneNoted
from siaga.language.entry import Entry, Fact
from siaga.language.getting_there import MeetingSet
from siaga.language.values import (
    ROOM_ROLES,
    Actor,
    AreaCode,
    IncidentId,
    Role,
    SealedPoint,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneCard:
    """Key: incident id. `spot`: the incident's place; `meeting`: where the vehicle stopped."""

    incident_id: IncidentId
    area: AreaCode | None
    spot: SealedPoint
    at: datetime
    car_fits: bool | None = None
    on_foot_m: int | None = None
    meeting: SealedPoint | None = None


HEARS: tuple[type[Fact], ...] = (MeetingSet, LaneNoted)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = LaneCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, MeetingSet | LaneNoted) else ()


def draw(key: str, card: LaneCard | None, entry: Entry) -> LaneCard | None:
    """Nothing is remembered where nothing is known of the lane, or of where it is."""
    fact = entry.fact
    if not isinstance(fact, MeetingSet | LaneNoted) or key != fact.incident_id:
        return card
    if fact.spot is None or (fact.car_fits is None and fact.on_foot_m is None):
        return None
    return LaneCard(
        incident_id=fact.incident_id,
        area=fact.spot.area,
        spot=fact.spot.point,
        at=fact.when.at,
        car_fits=fact.car_fits,
        on_foot_m=fact.on_foot_m,
        meeting=_stop(card, fact),
    )


def _stop(card: LaneCard | None, fact: MeetingSet | LaneNoted) -> SealedPoint | None:
    if isinstance(fact, LaneNoted):
        return card.meeting if card else None
    return fact.location.point if fact.location else None


def view(card: LaneCard, viewer: Actor) -> LaneCard | None:
    return card if viewer.is_room else None
