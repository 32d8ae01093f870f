"""Which moves of a live position are worth a message of their own. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from siaga.channels.telegram.items import Point
from siaga.geo.distance import haversine_m

MOVED_M = 50.0
"""Less than this is a telephone's own doubt, or the other side of the street."""

NOT_BEFORE = timedelta(seconds=15)
SHARPER = 0.5  # a position twice as exact is news without any move
REMEMBERED_MAX = 2_000


@dataclass(slots=True)
class LiveMoves:
    """The last position told of each live message, in this process; after a restart the next one
    is told again."""

    _told: dict[str, tuple[datetime, Point]] = field(default_factory=dict)

    def is_news(self, message: str, at: datetime, *, point: Point) -> bool:
        """Remembers what it calls news. Later than something newer, it is none."""
        before = self._told.get(message)
        if before is not None and not _differs(before, at, point):
            return False
        self._told.pop(message, None)
        self._told[message] = (at, point)
        while len(self._told) > REMEMBERED_MAX:
            self._told.pop(next(iter(self._told)))
        return True


def _differs(before: tuple[datetime, Point], at: datetime, point: Point) -> bool:
    before_at, before_point = before
    if at - before_at < NOT_BEFORE:
        return False
    was_m, is_m = before_point.accuracy_m, point.accuracy_m
    if is_m is not None and (was_m is None or is_m <= was_m * SHARPER):
        return True
    moved_m = haversine_m(
        (before_point.latitude, before_point.longitude), (point.latitude, point.longitude)
    )
    return moved_m >= max(MOVED_M, min(is_m or 0.0, was_m or 0.0))
