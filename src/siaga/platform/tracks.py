"""Where units and citizens' telephones have been, thinned; the latest is a signal in memory."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import datetime, timedelta

from siaga.language.values import ContactId, UnitId
from siaga.platform.database import Pool
from siaga.platform.vault import Sealer

KEPT_EVERY = timedelta(seconds=15)
CITIZENS_MAX = 2_000


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


class CitizenTracks:
    """Of a person, and so encrypted; thrown away with the tracks of units."""

    def __init__(self, pool: Pool, site: int, *, sealer: Sealer) -> None:
        self.pool, self.site, self.sealer = pool, site, sealer
        self._last: OrderedDict[ContactId, datetime] = OrderedDict()

    async def add(
        self,
        contact_id: ContactId,
        at: datetime,
        *,
        point: tuple[float, float],
        accuracy_m: int | None,
    ) -> None:
        before = self._last.get(contact_id)
        if before is not None and at - before < KEPT_EVERY:
            return
        self._last[contact_id] = at
        self._last.move_to_end(contact_id)
        while len(self._last) > CITIZENS_MAX:
            self._last.popitem(last=False)
        wrapped, data = self.sealer.encrypt(json.dumps([*point, accuracy_m]).encode())
        await self.pool.execute(
            "insert into citizen_track (place, contact_id, at, wrapped_key, data)"
            " values ($1, $2, $3, $4, $5) on conflict do nothing",
            self.site,
            contact_id,
            at,
            wrapped,
            data,
        )

    async def of(self, contact_id: ContactId) -> list[tuple[datetime, float, float, int | None]]:
        """(at, latitude, longitude, accuracy in metres or None), oldest first."""
        rows = await self.pool.fetch(
            "select at, wrapped_key, data from citizen_track"
            " where place = $1 and contact_id = $2 order by at",
            self.site,
            contact_id,
        )
        return [
            (row["at"], *json.loads(self.sealer.decrypt(row["wrapped_key"], row["data"])))
            for row in rows
        ]
