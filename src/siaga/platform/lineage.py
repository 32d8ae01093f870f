"""A restored logbook begins a new lineage, and what it had not sent waits for a person.

See logbook.md 9: every cursor, stream id and derived id carries the lineage, so nothing that was
made after the point of the restore can be mistaken for what is written from now on.
"""

from __future__ import annotations

from dataclasses import dataclass

from siaga.platform.database import Pool

LAST = """
select h.lineage::text as lineage, h.position, h.chain, e.lineage::text as last_lineage
from head h left join entry e on e.place = h.place and e.position = h.position
where h.place = $1 for update of h
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where the old lineage ends."""

    old_lineage: str
    position: int
    hash: str  # hex
    held: int  # messages that wait for a person now


async def sites(pool: Pool) -> dict[str, int]:
    """Every place in this database: key → number."""
    known = await pool.fetchval("select to_regclass('site') is not null")
    rows = await pool.fetch("select key, place from site order by key") if known else []
    return {row["key"]: row["place"] for row in rows}


async def room_is_open(pool: Pool, site: int) -> bool:
    """Does some process work on this place now? Its single workers hold advisory locks."""
    found: bool = await pool.fetchval(
        "select exists (select 1 from pg_locks where locktype = 'advisory' and objid = $1"
        " and database = (select oid from pg_database where datname = current_database()))",
        site,
    )
    return found


async def begin_lineage(pool: Pool, site: int) -> Cut:
    """Renew the lineage and hold what was not sent; → what the fact about it must say.

    After a crash between this and the fact it may run again: the lineage is not renewed twice.
    """
    async with pool.acquire() as connection, connection.transaction():
        head = await connection.fetchrow(LAST, site)
        said = head["last_lineage"] in (None, head["lineage"])
        if said:
            await connection.execute(
                "update head set lineage = gen_random_uuid() where place = $1", site
            )
        done = await connection.execute(
            "update outbox set state = 'held', claimed_until = null"
            " where place = $1 and state in ('waiting', 'sending')",
            site,
        )
    return Cut(
        old_lineage=head["lineage"] if said else head["last_lineage"],
        position=head["position"],
        hash=head["chain"].hex(),
        held=int(done.split()[-1]),
    )
