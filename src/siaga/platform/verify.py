"""Is the logbook whole? Reads one place from its first entry to its head and says what is wrong."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from siaga.language.every_fact import FACTS
from siaga.language.site import LineageRenewed
from siaga.platform.database import Pool
from siaga.platform.records import FactRecords, UnknownFact

PROBLEMS_MAX = 100
FETCH = 2_000
REFS_AT_ONCE = 20_000
REF = re.compile(r'"([0-9a-f]{32})\.[0-9a-f]{32}"')

# `said` and the body are what `append` hashed after the previous entry's hash.
ENTRIES = """
select position, type, version, body, tags, coalesce(number, '') as number,
  lineage::text as lineage, chain,
  concat_ws(E'\\n', (select key from site s where s.place = $1), lineage, position,
    (extract(epoch from recorded_at) * 1000000)::bigint,
    type, version, command_id, actor_kind, actor, seat, via, coalesce(cause, 0), depth, imported,
    place_version, release, (extract(epoch from received_at) * 1000000)::bigint,
    coalesce(number, ''), tags) as said
from entry where place = $1 order by position
"""
HEAD = """
select s.key, h.position, h.lineage::text as lineage, h.chain
from head h join site s using (place) where place = $1
"""
TAG_SUMS = """
select
  (select row(count(*), sum(hashtextextended(tag, position)))::text from tag where place = $1),
  (select row(count(*), sum(hashtextextended(t, e.position)))::text
    from entry e, string_to_table(e.tags, ' ') t where e.place = $1)
"""
TAGS_APART = """
(select position, tag from tag where place = $1
  except select e.position, t from entry e, string_to_table(e.tags, ' ') t where e.place = $1)
union all
(select e.position, t from entry e, string_to_table(e.tags, ' ') t where e.place = $1
  except select position, tag from tag where place = $1)
limit 20
"""
LOST_ANSWERS = """
select a.command_id, a.position from answer a left join entry e using (place, position)
where a.place = $1 and a.position > 0 and e.position is null limit 20
"""
MISSING_ITEMS = """
select r.ref from unnest($2::uuid[]) r(ref) left join vault_item v on v.place = $1 and v.ref = r.ref
where v.ref is null
"""
SERIES = "select series || '-' || year as stem, last from series where place = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """`problems` is empty for a whole logbook; at most PROBLEMS_MAX of them are named."""

    key: str
    entries: int
    lineage: str
    head_hash: str  # hex
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Walk:
    """Where the reading stands: what the next entry must fit."""

    chain: bytes
    position: int = 0
    lineage: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    refs: dict[str, int] = field(default_factory=dict)  # vault ref → a position naming it
    problems: list[str] = field(default_factory=list)

    def wrong(self, text: str) -> None:
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(text)


async def verify(pool: Pool, site: int) -> Verified:
    """Hash chain, gaps, tags, numbers, vault items, answers, lineages and the head.

    Reads one snapshot, so the room may go on writing meanwhile.
    """
    records = FactRecords(FACTS)
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        head = await connection.fetchrow(HEAD, site)
        walk = _Walk(hashlib.sha256(f"siaga logbook {head['key']}".encode()).digest())
        cursor = await connection.cursor(ENTRIES, site)
        rows = await cursor.fetch(FETCH, timeout=60)
        while rows:
            coming = asyncio.ensure_future(cursor.fetch(FETCH, timeout=60))
            await asyncio.sleep(0)  # the server works on the next rows while these are checked
            for row in rows:
                _check_entry(walk, row, records)
            rows = await coming
            if len(walk.refs) > REFS_AT_ONCE:
                await _check_items(connection, site, walk)
        await _check_items(connection, site, walk)
        _check_head(walk, head)
        await _check_around(connection, site, walk)
    return Verified(
        key=head["key"],
        entries=walk.position,
        lineage=head["lineage"],
        head_hash=head["chain"].hex(),
        problems=tuple(walk.problems),
    )


def _check_entry(walk: _Walk, row: Any, records: FactRecords) -> None:
    position: int = row["position"]
    if position != walk.position + 1:
        walk.wrong(f"{walk.position + 1}: missing; the next entry is {position}")
    said = f"{row['said']}\n{row['body']}"
    if hashlib.sha256(walk.chain + said.encode()).digest() != row["chain"]:
        walk.wrong(f"{position}: the hash does not fit the entry and the one before it")
    try:
        fact = records.read(row["type"], row["version"], body=row["body"])
    except (UnknownFact, msgspec.DecodeError) as reason:
        walk.wrong(f"{position}: cannot be read: {type(reason).__name__}: {row['type']}")
    else:
        if " ".join(fact.tags()) != row["tags"]:
            walk.wrong(f"{position}: tagged '{row['tags']}', but the fact says otherwise")
        if row["lineage"] != walk.lineage:
            _check_lineage(walk, row, fact)
    if row["number"]:
        stem, _, number = row["number"].rpartition("-")
        if int(number) != walk.numbers.get(stem, 0) + 1:
            walk.wrong(f"{position}: {row['number']} follows {walk.numbers.get(stem, 0)}")
        walk.numbers[stem] = int(number)
    for ref in REF.findall(row["body"]):
        walk.refs[ref] = position
    walk.position, walk.chain, walk.lineage = position, row["chain"], row["lineage"]


def _check_lineage(walk: _Walk, row: Any, fact: Any) -> None:
    """A new lineage begins with the fact that names the old one and where it was cut."""
    if not walk.lineage:
        return
    position = row["position"]
    if not isinstance(fact, LineageRenewed):
        walk.wrong(f"{position}: another lineage begins without saying so")
    elif (fact.old_lineage, fact.cut_position) != (walk.lineage, walk.position):
        walk.wrong(f"{position}: renews a lineage that did not end before it")
    elif fact.cut_hash != walk.chain.hex():
        walk.wrong(f"{position}: renews a lineage that ended with another hash")


async def _check_items(connection: Any, site: int, walk: _Walk) -> None:
    """An erased item's row stays; a missing one was never written or was removed by hand."""
    for row in await connection.fetch(MISSING_ITEMS, site, list(walk.refs)):
        ref = row["ref"].hex
        walk.wrong(f"{walk.refs[ref]}: names the vault item {ref}, which is not there")
    walk.refs.clear()


def _check_head(walk: _Walk, head: Any) -> None:
    if head["position"] != walk.position:
        walk.wrong(f"head: stands at {head['position']}, the last entry is {walk.position}")
    elif head["chain"] != walk.chain:
        walk.wrong("head: its hash is not the last entry's")


async def _check_around(connection: Any, site: int, walk: _Walk) -> None:
    written, hashed = await connection.fetchrow(TAG_SUMS, site)
    if written != hashed:
        for row in await connection.fetch(TAGS_APART, site):
            walk.wrong(f"{row['position']}: the index and the entry differ in '{row['tag']}'")
    for row in await connection.fetch(LOST_ANSWERS, site):
        walk.wrong(f"{row['position']}: command {row['command_id']} was answered with no entry")
    known = {row["stem"]: row["last"] for row in await connection.fetch(SERIES, site)}
    for stem in sorted(known.keys() | walk.numbers.keys()):
        if known.get(stem) != walk.numbers.get(stem):
            walk.wrong(f"series {stem}: at {known.get(stem)}, drawn up to {walk.numbers.get(stem)}")
