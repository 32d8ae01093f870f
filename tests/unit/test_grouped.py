"""Small writes that wait for each other go together, and fail together."""

import asyncio

import pytest

from siaga.platform.grouped import Grouped


def test_what_comes_meanwhile_goes_together_next() -> None:
    written: list[list[int]] = []
    go_on = asyncio.Event()

    async def write(items: list[int]) -> None:
        written.append(items)
        await go_on.wait()

    async def story() -> None:
        grouped = Grouped(write)
        first = asyncio.create_task(grouped.put(1))
        await asyncio.sleep(0)
        others = [asyncio.create_task(grouped.put(number)) for number in (2, 3, 4)]
        await asyncio.sleep(0)
        assert not first.done()
        go_on.set()
        await asyncio.gather(first, *others)
        await grouped.put(5)

    asyncio.run(story())
    assert written == [[1], [2, 3, 4], [5]]


def test_a_failure_is_told_to_all_of_its_batch_and_to_nobody_else() -> None:
    async def write(items: list[int]) -> None:
        if 1 in items:
            raise OSError("gone")

    async def story() -> None:
        grouped = Grouped(write)
        outcomes = await asyncio.gather(
            *(grouped.put(number) for number in (1, 2)), return_exceptions=True
        )
        assert all(isinstance(outcome, OSError) for outcome in outcomes)
        await grouped.put(3)

    asyncio.run(story())
    with pytest.raises(OSError, match="gone"):
        asyncio.run(Grouped(write).put(1))
