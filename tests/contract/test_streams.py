"""Giving up a connection, to one who listens and to one who hangs."""

from __future__ import annotations

import asyncio

from siaga.platform.streams import hang_up
from tests.contract.listener import listener
from tests.patience import PATIENCE_S

MORE_THAN_THE_KERNEL_HOLDS = b"x" * 64_000_000


async def test_the_last_words_arrive() -> None:
    heard = asyncio.Queue[bytes]()

    async def listens(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await heard.put(await reader.read())

    async with listener(listens) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"selamat tinggal")
        await hang_up(writer)
        assert await heard.get() == b"selamat tinggal"


async def test_one_who_takes_nothing_in_holds_nobody_up() -> None:
    released = asyncio.Event()

    async def hangs(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await released.wait()

    async with listener(hangs) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(MORE_THAN_THE_KERNEL_HOLDS)
        async with asyncio.timeout(PATIENCE_S):
            await hang_up(writer)
        await asyncio.sleep(0)  # the cut is told in the loop's next turn
        assert writer.transport.get_write_buffer_size() == 0
