"""What is known of a row that may have arrived, whoever learns it and when."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from siaga.language.values import SubjectId
from siaga.platform.outbox import Ending, OutboxRow, Sent
from tests.builders import NOW
from tests.contract.servers import opened
from tests.contract.test_outbox import ALERT, Provider, all_are, queue, working
from tests.patience import until


async def test_what_a_provider_speaks_of_is_not_tried_again(database: dict[str, Any]) -> None:
    """It waits for its next try, or its process died: it arrived all the same."""
    provider = Provider(outcomes=[Sent(ending=Ending.UNKNOWN, error="ReadTimeout")])
    dead = replace(ALERT, recipient=SubjectId("s-3"), message="its process died")
    async with opened(database) as book:
        await queue(book, replace(ALERT, message="not tried"))
        await book.pool.execute("update outbox set state = 'held'")
        async with working(book, provider) as outbox:
            row_id = str(await book.value("select id from outbox"))
            assert await outbox.proven(row_id, "p-1") is None, "what never left arrived nowhere"
            await book.pool.execute("delete from outbox")
            await queue(book, replace(ALERT, message="waits"))
            query = "select id::text from outbox where state = 'waiting' and attempts > 0"
            row_id = await until(lambda: book.value(query))
            assert await outbox.proven(row_id, "p-9") is not None
        await queue(book, dead)
        await book.pool.execute(
            "update outbox set state = 'sending', attempts = 1, provider_id = 'p-10',"
            " claimed_until = clock_timestamp() where state = 'waiting'"
        )
        async with working(book, provider):
            await until(lambda: all_are(book, "done"))
    assert provider.sent == ["waits"]


async def test_what_may_have_arrived_is_told_so_by_the_next_process_too(
    database: dict[str, Any],
) -> None:
    """Its process died between the ending and the telling."""
    provider, marks = Provider(), []

    async def unheard(_row: OutboxRow, *, status: str, error: str) -> None:
        await asyncio.sleep(60)

    async def report(row: OutboxRow, *, status: str, error: str) -> None:
        marks.append((row.maybe, row.problem, status))

    async with opened(database) as book:
        await queue(book, replace(ALERT, deadline_at=NOW))
        await book.pool.execute("update outbox set attempts = 1, error = '?timeout'")
        async with working(book, provider, report=unheard):
            await until(lambda: all_are(book, "expired"))
        async with working(book, provider, report=report):
            await until(lambda: marks)
    assert marks == [(True, "timeout", "expired")]
