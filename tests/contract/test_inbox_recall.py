"""What a source brought lately: which keys are held, and what was heard before a restart."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from siaga.platform.inbox import Inbox
from siaga.platform.logbook import Unavailable
from tests.contract.servers import opened
from tests.contract.test_inbox import SEALER, Reader, fine, inbox_of
from tests.patience import until

HOUR = timedelta(hours=1)


async def test_held_keys_are_known_by_their_source(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        inbox = inbox_of(book)
        inbox.start(Reader(fail_at=fine).hear)
        for key in ("a", "b"):
            await inbox.take_in("sms", key, raw=b"x")
        await inbox.take_in("chat", "c", raw=b"x")
        held = await inbox.held("sms", ["a", "c", "d"])
        assert list(held) == ["a"]
        assert held["a"].tzinfo is not None
        await inbox.stop()


async def test_what_was_heard_lately_comes_back_in_order_with_its_key(
    postgres: dict[str, Any],
) -> None:
    reader = Reader(fail_at=fine)
    async with opened(postgres) as book:
        inbox = inbox_of(book)
        inbox.start(reader.hear)
        for n in range(6):
            await inbox.take_in("sms" if n % 2 else "chat", f"m-{n}", raw=f"isi {n}".encode())
        await until(lambda: inbox.heard == 6)
        assert [item.key for item in reader.heard] == [f"m-{n}" for n in range(6)]
        found = await inbox.recent("sms", within=HOUR, at_most=10)
        assert [(item.key, item.raw) for item in found] == [
            (f"m-{n}", f"isi {n}".encode()) for n in (1, 3, 5)
        ]
        assert [item.key for item in await inbox.recent("sms", within=HOUR, at_most=2)] == [
            "m-3",
            "m-5",
        ]
        await asyncio.sleep(0.01)
        assert await inbox.recent("sms", within=timedelta(0), at_most=10) == []
        await book.pool.execute("update inbox_head set heard = 4")
        before = await inbox.recent("sms", within=HOUR, at_most=10)
        assert [item.key for item in before] == ["m-1", "m-3"], "the rest will be heard anyway"
        await inbox.stop()


async def test_while_the_database_is_away_nobody_is_told_that_a_key_is_free(
    database: dict[str, Any],
) -> None:
    async with opened(database) as book:
        inbox = Inbox(book.pool, book.options, site=book.site, sealer=SEALER)
        await book.pool.close()
        with pytest.raises(Unavailable):
            await inbox.held("sms", ["a"])
