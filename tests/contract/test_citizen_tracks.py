"""Where citizens' phones were: thinned, encrypted, and thrown away in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from siaga.language.values import ContactId
from siaga.platform.housekeeping import purge
from siaga.platform.tracks import CitizenTracks
from siaga.platform.vault import Sealer
from tests.builders import NOW
from tests.contract.servers import opened

CONTACT = ContactId("contact-1")


async def test_a_track_is_thinned_and_nobody_reads_it_in_the_table(
    database: dict[str, Any],
) -> None:
    async with opened(database) as book:
        tracks = CitizenTracks(book.pool, book.site, sealer=Sealer(b"k" * 32))
        for second in (0, 5, 14, 15, 31):
            at = NOW + timedelta(seconds=second)
            await tracks.add(CONTACT, at, point=(-1.61 - second / 1000, 103.61), accuracy_m=12)
        await tracks.add(ContactId("other"), NOW, point=(-1.6, 103.6), accuracy_m=None)
        found = await tracks.of(CONTACT)
        assert [(at - NOW).total_seconds() for at, *_ in found] == [0, 15, 31]
        assert found[0][1:] == (-1.61, 103.61, 12)
        assert (await tracks.of(ContactId("other")))[0][3] is None
        data = await book.pool.fetchval("select data from citizen_track limit 1")
        assert b"103.6" not in data


async def test_after_a_week_it_is_gone(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        tracks = CitizenTracks(book.pool, book.site, sealer=Sealer(b"k" * 32))
        now = await book.pool.fetchval("select clock_timestamp()")
        for days in (6, 8):
            at = now - timedelta(days=days)
            await tracks.add(ContactId(f"c-{days}"), at, point=(-1.6, 103.6), accuracy_m=9)
        await purge(book.pool, book.site)
        assert await tracks.of(ContactId("c-6"))
        assert await tracks.of(ContactId("c-8")) == []
