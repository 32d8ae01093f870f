"""Snapshots of long folds in PostgreSQL: a cache, never a truth."""

from __future__ import annotations

from functools import cache
from typing import Any

import asyncpg
import msgspec

from siaga.language.values import Tag
from siaga.platform.desk import Desk
from siaga.platform.records import code_digest, decoder, encode


@cache
def _digest(evolve: Any) -> str:
    return code_digest(evolve)


class PostgresSnapshots:
    def __init__(self, pool: asyncpg.Pool, site: int) -> None:
        self.pool, self.site = pool, site
        self._kept: set[tuple[str, str]] | None = None  # few things have a story this long

    async def load(self, desk: Desk, tag: Tag) -> tuple[Any, int] | None:
        if self._kept is None:
            rows = await self.pool.fetch(
                "select desk, tag from snapshot where place = $1", self.site
            )
            self._kept = {(row["desk"], row["tag"]) for row in rows}
        if (desk.name, tag) not in self._kept:
            return None
        row = await self.pool.fetchrow(
            "select state, position from snapshot"
            " where place = $1 and desk = $2 and tag = $3 and code_digest = $4",
            self.site,
            desk.name,
            tag,
            _digest(desk.evolve),
        )
        if row is None:
            return None
        try:
            state = decoder(desk.states[tag.partition(":")[0]]).decode(row["state"])
        except msgspec.DecodeError:
            return None
        return state, row["position"]

    async def save(self, desk: Desk, tag: Tag, *, state: Any, position: int) -> None:
        if self._kept is not None:
            self._kept.add((desk.name, tag))
        await self.pool.execute(
            "insert into snapshot (place, desk, tag, position, code_digest, state)"
            " values ($1, $2, $3, $4, $5, $6) on conflict (place, desk, tag) do update set"
            " position = excluded.position, code_digest = excluded.code_digest,"
            " state = excluded.state where snapshot.position <= excluded.position"
            " or snapshot.code_digest <> excluded.code_digest",
            self.site,
            desk.name,
            tag,
            position,
            _digest(desk.evolve),
            encode(state),
        )
