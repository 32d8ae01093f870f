"""What is remembered of a lane: does a car fit, and how far is it on foot?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from siaga.app.room import Room
from siaga.boards.lanes import LaneCard
from siaga.geo.distance import Coordinate, haversine_m
from siaga.language.values import AreaCode, IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Of an earlier incident, `away_m` from here."""

    incident_id: IncidentId
    away_m: int
    at: datetime
    car_fits: bool | None
    on_foot_m: int | None
    meeting: dict[str, float] | None  # latitude, longitude


async def lane_near(
    room: Room, area: AreaCode | None, *, target: Coordinate, own: IncidentId
) -> Lane | None:
    """The nearest within the place's distance, of those in the same kelurahan; else None."""
    cards: dict[str, LaneCard] = room.hub.boards["lanes"].cards()
    near = [card for card in cards.values() if card.area == area and card.incident_id != own]
    refs = {card.incident_id: card.spot.ref for card in near}
    plain = await room.vault.reveal(refs.values())
    found: list[tuple[float, LaneCard]] = []
    for card in near:
        text = plain.get(card.spot.ref)
        if text is None:
            continue
        point = json.loads(text)
        away_m = haversine_m(target, (point["latitude"], point["longitude"]))
        if away_m <= room.place.dispatching.lane_m:
            found.append((away_m, card))
    if not found:
        return None
    away_m, card = min(found, key=lambda one: (one[0], -one[1].at.timestamp()))
    return Lane(
        incident_id=card.incident_id,
        away_m=round(away_m),
        at=card.at,
        car_fits=card.car_fits,
        on_foot_m=card.on_foot_m,
        meeting=await _meeting(room, card),
    )


async def _meeting(room: Room, card: LaneCard) -> dict[str, float] | None:
    if card.meeting is None:
        return None
    (text,) = (await room.vault.reveal([card.meeting.ref])).values()
    if text is None:
        return None
    point = json.loads(text)
    return {"latitude": point["latitude"], "longitude": point["longitude"]}
