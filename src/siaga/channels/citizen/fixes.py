"""Where a citizen's phone says it is, and which of its words are news. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siaga.geo.distance import haversine_m
from siaga.language.values import FieldError

ACCURACY_M_MAX = 100_000
MOVED_M = 50
ROUGH_M_MAX = 500
TOLD_EVERY_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    latitude: float  # degrees, WGS 84
    longitude: float
    accuracy_m: int | None = None


def read_accuracy(value: Any) -> int | None:
    """Metres; None when the phone does not say. Raises FieldError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldError("accuracy_m", "harus berupa angka meter")
    if not 0 <= value <= ACCURACY_M_MAX:
        raise FieldError("accuracy_m", f"harus 0…{ACCURACY_M_MAX} meter")
    return max(1, round(value))


def is_news(told: Fix | None, fix: Fix) -> bool:
    """The first, one twice as exact, or one that moved by more than its own doubt."""
    if told is None:
        return True
    if fix.accuracy_m is not None:
        if told.accuracy_m is None or fix.accuracy_m * 2 <= told.accuracy_m:
            return True
        doubt_m = min(fix.accuracy_m, ROUGH_M_MAX)
    else:
        doubt_m = ROUGH_M_MAX
    moved_m = haversine_m((told.latitude, told.longitude), (fix.latitude, fix.longitude))
    return moved_m > max(MOVED_M, doubt_m)


def fields_of(body: Mapping[str, Any]) -> tuple[Any, Any, int | None]:
    """Latitude and longitude as they came, to be read by the platform; accuracy read."""
    return body.get("latitude"), body.get("longitude"), read_accuracy(body.get("accuracy_m"))
