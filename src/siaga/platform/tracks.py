"""Where units have been, thinned; their latest position is a signal in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.language.values import UnitId
from siaga.platform.database import Pool

KEPT_EVERY = timedelta(seconds=15)


class Tracks:
    def __init__(self, pool: Pool, site: int) -> None:
        self.pool, self.site = pool, site
        self._last: dict[UnitId, datetime] = {}

    async def add(
        self, unit_id: UnitId, at: datetime, *, point: tuple[float, float], accuracy_m: float | None
    ) -> None:
        before = self._last.get(unit_id)
        if before is not None and at - before < KEPT_EVERY:
            return
        self._last[unit_id] = at
        await self.pool.execute(
            "insert into track (place, unit_id, at, latitude, longitude, accuracy_m)"
            " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            self.site,
            unit_id,
            at,
            *point,
            accuracy_m,
        )
