"""What channels bring: durable before the sender hears so, once, in order, and never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from siaga.platform.inbox import Inbox, InboxItem
from siaga.platform.logbook import Unavailable
from siaga.platform.vault import Sealer
from tests.contract.servers import Opened, opened
from tests.patience import PATIENCE_S, until

SEALER = Sealer(b"k" * 32)


def inbox_of(book: Opened) -> Inbox:
    return Inbox(book.pool, book.options, site=book.site, sealer=SEALER)


class Reader:
    def __init__(self, *, fail_at: Callable[[InboxItem], BaseException | None]) -> None:
        self.heard: list[InboxItem] = []
        self.fail_at = fail_at

    async def hear(self, item: InboxItem) -> None:
        self.heard.append(item)
        if reason := self.fail_at(item):
            raise reason


def fine(_item: InboxItem) -> None:
    return None


async def test_what_is_taken_in_is_heard_in_order_with_its_bytes(postgres: dict[str, Any]) -> None:
    reader = Reader(fail_at=fine)
    async with opened(postgres) as book:
        inbox = inbox_of(book)
        inbox.start(reader.hear)
        for n in range(5):
            await inbox.take_in("chat", f"m-{n}", raw=f"isi {n}".encode())
            assert await book.value("select count(*) from inbox") == n + 1
        await until(lambda: inbox.heard == 5)
        await inbox.stop()
        raw = await book.rows("select raw from inbox")
    assert [(item.position, item.raw) for item in reader.heard] == [
        (n + 1, f"isi {n}".encode()) for n in range(5)
    ]
    assert not any(b"isi" in row["raw"] for row in raw)


async def test_duplicates_are_kept_once(postgres: dict[str, Any]) -> None:
    """In one burst, later, and from another process."""
    reader = Reader(fail_at=fine)
    async with opened(postgres) as book:
        inbox, other = inbox_of(book), inbox_of(book)
        inbox.start(reader.hear)
        other.start(reader.hear)
        told = [("m-1", "chat"), ("m-2", "chat"), ("m-1", "chat"), ("m-1", "web")] * 5
        await asyncio.gather(*(inbox.take_in(source, key, raw=b"x") for key, source in told))
        await asyncio.gather(*(other.take_in(source, key, raw=b"y") for key, source in told))
        await until(lambda: inbox.heard + other.heard == 3)
        await inbox.stop()
        await other.stop()
        rows = await book.rows("select position from inbox order by position")
    assert [row["position"] for row in rows] == [1, 2, 3]
    assert [item.position for item in reader.heard] == [1, 2, 3]


async def test_one_with_a_bug_is_put_aside_and_the_line_goes_on(database: dict[str, Any]) -> None:
    reader = Reader(fail_at=lambda item: KeyError("bug") if item.raw == b"bad" else None)
    async with opened(database) as book:
        inbox = inbox_of(book)
        inbox.start(reader.hear)
        await inbox.take_in("chat", "m-1", raw=b"bad")
        await inbox.take_in("chat", "m-2", raw=b"good")
        await until(lambda: inbox.heard == 2)
        assert inbox.aside == 1
        await inbox.take_in("chat", "m-3", raw=b"spoilt")
        await until(lambda: inbox.heard == 3)
        await book.pool.execute("update inbox set wrapped_key = 'x', raw = 'y' where position = 2")
        await book.pool.execute("update inbox_head set heard = 1")
        await inbox.stop()
        again = inbox_of(book)
        again.start(reader.hear)
        await until(lambda: again.heard == 2)
        await again.stop()
        assert again.aside == 1  # it cannot be decrypted, and stops nobody
        assert await book.value("select heard from inbox_head") == 3


async def test_while_the_logbook_is_away_nothing_is_passed_over(database: dict[str, Any]) -> None:
    closed = RuntimeError("unable to perform operation on <UnixTransport>; the handler is closed")
    away = [Unavailable("away"), closed, Unavailable("away")]
    reader = Reader(fail_at=lambda item: away.pop() if away and item.raw == b"2" else None)
    async with opened(database) as book:
        inbox = inbox_of(book)
        inbox.start(reader.hear)
        for n in range(4):
            await inbox.take_in("chat", f"m-{n}", raw=str(n).encode())
        await until(lambda: inbox.heard >= 4)
        await inbox.stop()
        assert await book.value("select heard from inbox_head") == 4
    assert {item.raw for item in reader.heard} == {b"0", b"1", b"2", b"3"}
    assert inbox.aside == 0


async def test_the_cursor_of_two_readers_never_goes_back(database: dict[str, Any]) -> None:
    """Somebody else moved it while we read: what we heard was idempotent, the cursor is theirs."""
    moved: list[Awaitable[Any]] = []
    async with opened(database) as book:
        inbox = inbox_of(book)

        async def hear(_item: InboxItem) -> None:
            if not moved:
                moved.append(book.pool.execute("update inbox_head set heard = 2"))
                await moved[0]

        inbox.start(hear)
        await asyncio.gather(*(inbox.take_in("chat", f"m-{n}", raw=b"x") for n in range(3)))
        await until(lambda: book.value("select heard = 3 from inbox_head"))
        await inbox.stop()


async def test_one_that_cannot_be_kept_fails_alone(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        inbox = inbox_of(book)
        inbox.start(Reader(fail_at=fine).hear)
        keys = [f"m-{n}" for n in range(30)]
        keys[11], keys[22] = "nul\x00", "half\ud800"
        told = (inbox.take_in("chat", key, raw=b"x") for key in keys)
        outcomes = await asyncio.gather(*told, return_exceptions=True)
        assert await book.value("select count(*) from inbox") == 28
        await inbox.stop()
    assert [n for n, outcome in enumerate(outcomes) if outcome is not None] == [11, 22]
    assert not any(isinstance(outcome, Unavailable) for outcome in outcomes)


async def test_a_full_inbox_and_a_lost_server_say_come_again(
    database: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(database) as book:
        inbox = inbox_of(book)
        inbox.start(Reader(fail_at=fine).hear)
        for broken in ({"port": 1}, {"port": 1, "host": 7}):  # refused; the driver itself breaks
            inbox._options = {"host": "127.0.0.1"} | broken
            with pytest.raises(Unavailable):
                async with asyncio.timeout(PATIENCE_S):
                    await inbox.take_in("chat", "m-1", raw=b"x")
        monkeypatch.setattr("siaga.platform.inbox.QUEUE_MAX", 0)
        with pytest.raises(Unavailable, match="full"):
            await inbox.take_in("chat", "m-1", raw=b"x")
        monkeypatch.undo()
        inbox._options = book.options
        await inbox.take_in("chat", "m-1", raw=b"x")
        assert await book.value("select count(*) from inbox") == 1
        await inbox.stop()
