"""Files still to be had: a durable list that a crash does not shorten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from siaga.language.intake import MessageReceived
from siaga.language.values import ContactId, MediaRef, MessageId, MessageKind
from siaga.platform.media_tasks import HANDS, Later, MediaTask, MediaTasks
from tests.builders import by_provider, sealed
from tests.contract.servers import Opened, opened, wish
from tests.contract.test_logbook import on_duty
from tests.patience import until


def message(name: str, *, files: int = 1) -> MessageReceived:
    return MessageReceived(
        contact_id=ContactId("c-1"),
        message_id=MessageId(name),
        kind=MessageKind.MEDIA,
        when=by_provider(),
        media=tuple(
            MediaRef(media_type="image/jpeg", provider_ref=sealed(f"{name} {n}"), voice=n == 1)
            for n in range(files)
        ),
    )


@asynccontextmanager
async def working(book: Opened, do: Any) -> AsyncIterator[MediaTasks]:
    tasks = MediaTasks(book.pool, book.site, book.book, book.book.read_from)
    tasks.start(do)
    try:
        yield tasks
    finally:
        await tasks.stop()


async def done(tasks: MediaTasks) -> bool:
    return await tasks.waiting() == 0


async def tell(book: Opened, *facts: Any) -> None:
    for fact in facts:
        await book.book.append(wish(fact))


async def begun(book: Opened) -> None:
    """A cursor that stands at the head: what came before the worker was there is not fetched."""
    async with working(book, None):
        await until(lambda: book.value("select count(*) from cursor where name = 'media'"))


async def test_each_file_of_each_message_is_had_once(postgres: dict[str, Any]) -> None:
    had: list[MediaTask] = []

    async def do(task: MediaTask) -> None:
        had.append(task)

    async with opened(postgres) as book:
        await tell(book, message("before"))
        await begun(book)
        await tell(book, message("one", files=2), on_duty(), message("two"), message("two"))
        async with working(book, do) as tasks:
            await until(lambda: len(had) == 3)
            await tell(book, message("three"))
            tasks.wake()
            await until(lambda: len(had) == 4)
            await until(lambda: done(tasks))
    assert sorted(task.key for task in had) == ["one:0", "one:1", "three:0", "two:0"]
    assert [task.media.voice for task in had if task.key == "one:1"] == [True]


async def test_what_a_crash_interrupts_is_had_again(database: dict[str, Any]) -> None:
    begins: list[str] = []

    async def never(task: MediaTask) -> None:
        begins.append(task.key)
        await asyncio.sleep(3600)

    async def do(task: MediaTask) -> None:
        begins.append(task.key)

    async with opened(database) as book:
        await begun(book)
        await tell(book, *(message(f"m-{n}") for n in range(5)))
        async with working(book, never):
            await until(lambda: len(begins) == HANDS)
            await asyncio.sleep(0.1)
        assert len(begins) == HANDS, "two hands, no more"
        await tell(book, message("m-5"))
        begins.clear()
        async with working(book, do):
            await until(lambda: len(begins) == 6)
        assert sorted(begins) == [f"m-{n}:0" for n in range(6)]


async def test_one_that_must_wait_holds_up_no_other(database: dict[str, Any]) -> None:
    tries: list[tuple[str, int]] = []

    async def do(task: MediaTask) -> Later | None:
        tries.append((task.message_id, task.attempts))
        if task.message_id == "busy" and task.attempts < 2:
            return Later(after_s=0.05)
        if task.message_id == "bug" and not task.attempts:
            raise KeyError("a bug with this one file")
        return None

    async with opened(database) as book:
        await begun(book)
        await tell(book, message("bug"), message("busy"), message("good"))
        async with working(book, do) as tasks:
            await until(lambda: ("busy", 2) in tries and ("good", 0) in tries)
            await until(lambda: ("bug", 1) in tries and tasks.aside == 1)
            await until(lambda: done(tasks))


async def test_after_its_time_it_is_told_to_be_expired(database: dict[str, Any]) -> None:
    seen: list[bool] = []

    async def do(task: MediaTask) -> Later | None:
        seen.append(task.expired)
        return None if task.expired else Later(after_s=3600)

    async with opened(database) as book:
        await begun(book)
        await tell(book, message("old"))
        async with working(book, do) as tasks:
            await until(lambda: seen == [False])
            late = "update media_task set deadline_at = clock_timestamp() - interval '1 s'"
            await book.pool.execute(late)
            await until(lambda: seen == [False, True])
            await until(lambda: done(tasks))
