"""Where a drive begins: at the unit, as long as it says where that is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from siaga.geo.distance import Coordinate
from siaga.language.place import Place
from siaga.language.values import IncidentId, UnitId
from siaga.platform.hub import Hub
from siaga.platform.signals import Signals
from siaga.platform.vault import Vault

POSITION_MAX = timedelta(minutes=10)
"""A unit that said nothing for longer may be anywhere: the incident's place is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    at: Coordinate | None
    of_unit: bool = False
    age_s: int | None = None


def unit_start(signals: Signals, unit_id: UnitId, *, now: datetime) -> Start | None:
    signal = signals.latest("position", unit_id)
    if signal is None or signal.value is None:
        return None
    age = now - signal.at
    if age > POSITION_MAX:
        return None
    value = signal.value
    return Start(
        at=(value["latitude"], value["longitude"]), of_unit=True, age_s=int(age.total_seconds())
    )


async def scene_start(incident_id: IncidentId, hub: Hub, *, vault: Vault, place: Place) -> Start:
    """The incident's own place, else the middle of its area."""
    slot = hub.boards["open-incidents"].slots.get(incident_id)
    location = slot.card.location if slot and slot.card else None
    if location is None:
        return Start(at=None)
    if location.point is not None:
        plain = (await vault.reveal((location.point.ref,)))[location.point.ref]
        if plain is not None:
            point: dict[str, Any] = json.loads(plain)
            return Start(at=(point["latitude"], point["longitude"]))
    area = place.areas.get(location.area) if location.area else None
    return Start(at=(area.latitude, area.longitude) if area else None)
