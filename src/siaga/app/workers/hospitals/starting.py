"""Where a drive begins: at the unit, as long as it says where that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.geo.distance import Coordinate
from siaga.language.values import UnitId
from siaga.platform.signals import Signals

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
