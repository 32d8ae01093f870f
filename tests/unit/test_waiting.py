"""A worker that is woken and stopped in the same moment must end."""

from __future__ import annotations

import asyncio

import pytest

from siaga.platform.waiting import woken
from tests.patience import PATIENCE_S


def test_it_says_whether_the_event_came() -> None:
    async def work() -> None:
        event = asyncio.Event()
        assert not await woken(event, 0.01)
        asyncio.get_running_loop().call_later(0.01, event.set)
        assert await woken(event, 10)
        assert await woken(event, 0)

    asyncio.run(work())


def test_a_cancellation_just_after_the_event_is_not_swallowed() -> None:
    async def work() -> None:
        event = asyncio.Event()
        waiting = asyncio.create_task(woken(event, 10))
        await asyncio.sleep(0.01)
        event.set()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(work())


def test_a_worker_that_waits_for_ever_ends_when_it_is_stopped() -> None:
    async def work() -> None:
        event = asyncio.Event()

        async def worker() -> None:
            while True:
                event.clear()
                await woken(event, 10)

        for turns in range(6):
            task = asyncio.create_task(worker())
            await asyncio.sleep(0.01)
            event.set()
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()

    asyncio.run(work())
