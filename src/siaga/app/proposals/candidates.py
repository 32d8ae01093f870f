"""Every unit of the place as it is now: its duty, its job, and where it was last seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from siaga.app.room import Room
from siaga.boards.units import AVAILABLE, UnitCard
from siaga.desks.dispatch.advise import Candidate, Fleeted
from siaga.geo.distance import Coordinate
from siaga.language.place import Unit
from siaga.language.values import IncidentId, UnitId


def candidates_of(
    room: Room,
    *,
    incident_id: IncidentId | None = None,
    declined: Collection[UnitId] = (),
) -> list[Candidate]:
    """`incident_id`: units that are on it already say so. `declined`: who could not go to it."""
    cards = room.hub.boards["units"].slots
    now = room.clock.now()
    found = []
    for unit in room.place.units.values():
        slot = cards.get(unit.id)
        card = slot.card if slot else None
        one = _candidate(room, unit, card, now=now, incident_id=incident_id)
        found.append(replace(one, declined=unit.id in declined))
    return found


def fleets_now(room: Room) -> list[Fleeted]:
    """How many of each fleet are free: the last one is kept."""
    slots = room.hub.boards["units"].slots
    counted = []
    for fleet in room.place.dispatching.fleet:
        free = sum(
            unit.kind in fleet.kinds
            and (slot := slots.get(unit.id)) is not None
            and slot.card is not None
            and slot.card.status == AVAILABLE
            for unit in room.place.units.values()
        )
        counted.append(Fleeted(fleet=fleet.id, free=free))
    return counted


def _candidate(
    room: Room,
    unit: Unit,
    card: UnitCard | None,
    *,
    now: datetime,
    incident_id: IncidentId | None,
) -> Candidate:
    place = room.place
    station = place.stations.get(unit.station)
    position, age_s = _last_seen(room, unit, now)
    here = card is not None and incident_id is not None and card.incident_id == incident_id
    return Candidate(
        unit_id=unit.id,
        capabilities=frozenset(unit.capabilities),
        authority=place.agencies[unit.agency].authority,
        on_duty=card is not None and card.on_duty,
        off_reason=card.off_reason.value if card and card.off_reason else "",
        back_s=_seconds(now, card.back_at) if card and card.back_at else None,
        stage=card.stage if card else None,
        incident_id=card.incident_id if card else None,
        free_s=_free_s(room, card, now) if card else None,
        here=here,
        next_taken=card is not None and card.next is not None,
        ready=card is not None and card.pre_alert is not None,
        position=position,
        position_age_s=age_s,
        station=(station.position.latitude, station.position.longitude) if station else None,
        fleets=frozenset(fleet.id for fleet in place.dispatching.fleets_of(unit.kind)),
    )


def _last_seen(room: Room, unit: Unit, now: datetime) -> tuple[Coordinate | None, int | None]:
    """A position that is too old says where the unit was, not where it is."""
    signal = room.signals.latest("position", unit.id)
    if signal is None or signal.value is None:
        return None, None
    age_s = max(0, round((now - signal.at).total_seconds()))
    if age_s > room.place.dispatching.position_max_s:
        return None, age_s
    return (signal.value["latitude"], signal.value["longitude"]), age_s


def _free_s(room: Room, card: UnitCard, now: datetime) -> int | None:
    """What work of this stage usually still takes, less what it has taken."""
    if card.stage is None:
        return None
    usual_s = room.place.dispatching.left_s.get(card.stage)
    if usual_s is None:
        return None
    return max(60, usual_s + _seconds(now, card.since_at))


def _seconds(now: datetime, at: datetime) -> int:
    return round((at - now).total_seconds())
