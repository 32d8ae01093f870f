"""A logbook in this process, and one filled with many entries before anything is measured."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.clients import time_ordered_id
from benchmarks.room import ROOT
from siaga.language.entry import Fact
from siaga.language.every_fact import FACTS
from siaga.language.incident import IncidentClosed, IncidentOpened, NoteAdded, incident_life
from siaga.language.place import Place
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    Asked,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
    When,
)
from siaga.platform.database import open_pool
from siaga.platform.logbook import Wish
from siaga.platform.migrations import migrate
from siaga.platform.place_files import load_place
from siaga.platform.postgres_logbook import PostgresLogbook, open_site
from siaga.platform.records import FactRecords
from siaga.platform.vault import Sealer, load_place_key

CALLERS = 200
NOTES_PER_INCIDENT = 18
TYPE = IncidentTypeId("fire.building")
WORDS = "api besar di lantai dua, dua orang belum keluar, akses lewat gang belakang"


def demo_place() -> Place:
    """The twin that `siaga up --demo` opens, so that the room finds what was filled in."""
    folder = sorted((ROOT / "places").glob("*/*/place.toml"))[0].parent
    return load_place(folder, drill=True)


@asynccontextmanager
async def logbook(
    options: dict[str, Any], keys: Path
) -> AsyncIterator[tuple[PostgresLogbook, Sealer]]:
    place = demo_place()
    pool = await open_pool(options, size=4)
    async with pool.acquire() as connection:
        await migrate(connection, ROOT / "sql")
    site = await open_site(pool, place.key, drill=place.drill)
    records = FactRecords(FACTS)
    book = PostgresLogbook(pool, options, site=site, place=place, records=records)
    try:
        yield book, Sealer(load_place_key(keys))
    finally:
        await book.stop()
        await pool.close()


def asked() -> Asked:
    return Asked(actor=Actor(kind=ActorKind.SYSTEM, id="bench"), received_at=datetime.now(UTC))


def opening(sealer: Sealer, chance: Random) -> Wish:
    """An incident as a call taker opens it: one fact, its guard and its sealed note."""
    command_id = time_ordered_id(chance)
    incident_id = IncidentId(command_id)
    note, note_item = sealer.seal(WORDS)
    who = asked()
    when = When(at=who.received_at)
    fact = IncidentOpened(
        incident_id=incident_id,
        incident_type=TYPE,
        priority=Priority.P1,
        clock_start=when,
        when=when,
        owner=AccountId("bench"),
        note=note,
    )
    return Wish(
        command_id=UUID(command_id),
        digest=UUID(command_id).bytes,
        asked=who,
        facts=(fact,),
        guards={incident_life(incident_id): 0},
        items=(note_item,),
    )


def _finished(sealer: Sealer, chance: Random) -> Wish:
    """A whole incident in one wish: opened, talked about, closed."""
    wish = opening(sealer, chance)
    opened = wish.facts[0]
    assert isinstance(opened, IncidentOpened)
    assert opened.note is not None
    note = NoteAdded(incident_id=opened.incident_id, note=opened.note, when=opened.when)
    closed = IncidentClosed(
        incident_id=opened.incident_id,
        result=ResultId("dealt-with"),
        contact_ids=(),
        when=opened.when,
    )
    facts: list[Fact] = [opened, *([note] * NOTES_PER_INCIDENT), closed]
    wish.facts = tuple(facts)
    return wish


async def fill(book: PostgresLogbook, sealer: Sealer, *, entries: int, chance: Random) -> None:
    incidents = iter(range(entries // (NOTES_PER_INCIDENT + 2)))

    async def one() -> None:
        for _ in incidents:
            await book.append(_finished(sealer, chance))

    await asyncio.gather(*(one() for _ in range(CALLERS)))
