"""Values of any shape, read without ever failing. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from siaga.language.values import EARLIEST_AT

LATEST_AT = datetime(2090, 1, 1, tzinfo=UTC)
CLOCK_DOUBT = timedelta(days=1)

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_NULL_ISLAND_DEG = 1e-6


def whole_number(digits: str) -> int | float:
    """For `json.loads`: longer than any id, it would cost quadratic time or be refused."""
    return int(digits) if len(digits) <= 40 else float(digits)


def node(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def words(value: Any) -> str | None:
    """The text whole, with NUL and half surrogates, which no database takes, as U+FFFD."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = _BROKEN.sub("\N{REPLACEMENT CHARACTER}", str(value))
    return text or None


def first_words(*values: Any) -> str | None:
    return next((text for value in values if (text := words(value))), None)


def instant(value: Any, received_at: datetime | None) -> datetime | None:
    """Unix seconds as aware UTC; None when missing, before 2020 or after its own arrival."""
    try:
        at = datetime.fromtimestamp(int(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    latest_at = received_at + CLOCK_DOUBT if received_at else LATEST_AT
    return at if EARLIEST_AT <= at < latest_at and not isinstance(value, bool) else None


def degrees(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def point_problem(latitude: float | None, longitude: float | None) -> str:
    """Why these cannot be a place on earth, as a key; empty when they can."""
    if latitude is None or longitude is None:
        return "not_a_number"
    if 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        return "swapped"
    if abs(latitude) > 90 or abs(longitude) > 180:
        return "out_of_range"
    if abs(latitude) < _NULL_ISLAND_DEG and abs(longitude) < _NULL_ISLAND_DEG:
        return "zero"
    return ""


def digest(value: Any) -> str:
    """SHA-256 of a JSON value, the same however its keys are ordered."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
