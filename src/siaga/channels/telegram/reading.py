"""Values of any shape, read without ever failing. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from siaga.language.values import EARLIEST_AT

LATEST_AT = datetime(2090, 1, 1, tzinfo=UTC)
CLOCK_DOUBT = timedelta(days=1)
ID_MAX = 2**63

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
    if not isinstance(value, str):
        return None
    return _BROKEN.sub("\N{REPLACEMENT CHARACTER}", value) or None


def whole(value: Any) -> int | None:
    """An id or a count; Telegram's ids have up to 52 bits, groups are negative."""
    fits = isinstance(value, int) and not isinstance(value, bool) and -ID_MAX < value < ID_MAX
    return value if fits else None


def seconds(value: Any) -> int | None:
    number = whole(value)
    return number if number is not None and 0 <= number < 10**7 else None


def number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def instant(value: Any, received_at: datetime | None) -> datetime | None:
    """Unix seconds as aware UTC; None when missing, before 2020 or after its own arrival."""
    stamp = whole(value)
    if stamp is None:
        return None
    try:
        at = datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    latest_at = received_at + CLOCK_DOUBT if received_at else LATEST_AT
    return at if EARLIEST_AT <= at < latest_at else None


def point_problem(latitude: float | None, longitude: float | None) -> str:
    """Why these cannot be a place on earth, as a key; empty when they can."""
    if latitude is None or longitude is None:
        return "not_a_number"
    if abs(latitude) > 90 or abs(longitude) > 180:
        return "out_of_range"
    if abs(latitude) < _NULL_ISLAND_DEG and abs(longitude) < _NULL_ISLAND_DEG:
        return "zero"
    return ""
