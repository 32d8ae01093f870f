"""When the nearest unit on its way may arrive, if its device has said where it is just now."""

from __future__ import annotations

import json
from datetime import timedelta

from siaga.app.room import Room
from siaga.channels.citizen.arrival import estimate_min
from siaga.geo.travel import travel
from siaga.language.dispatch import Stage
from siaga.language.values import IncidentId

FRESH = timedelta(seconds=60)


async def eta_min(room: Room, incident_id: IncidentId) -> tuple[int, int] | None:
    """Minutes from … to; None when nobody can say."""
    slot = room.hub.boards["open-incidents"].slots.get(incident_id)
    card = slot.card if slot else None
    if card is None or card.location is None or not room.place.links.guess_arrival:
        return None
    units = [line.unit_id for line in card.dispatches.values() if line.stage is Stage.EN_ROUTE]
    now = room.clock.now()
    found = [room.signals.latest("position", unit_id) for unit_id in units]
    fresh = [one.value for one in found if one and one.value and now - one.at <= FRESH]
    if not fresh:
        return None
    ref = card.location.point.ref
    plain = (await room.vault.reveal([ref])).get(ref)
    if plain is None:
        return None
    point = json.loads(plain)
    there = point["latitude"], point["longitude"]
    ways = (travel((one["latitude"], one["longitude"]), there) for one in fresh)
    return estimate_min(min(way.travel_s for way in ways))
