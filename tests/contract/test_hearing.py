"""Items of a post become contacts one by one: one that cannot be read stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from siaga.app.desks import DESKS
from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.order import Turns
from siaga.app.workers.hearing.whatsapp import SOURCE, WhatsAppHearing
from siaga.channels.whatsapp.items import Other
from siaga.language.intake import ContactOpened, IdentitiesJoined, MessageReceived
from siaga.platform.clock import WallClock
from siaga.platform.inbox import InboxItem
from siaga.platform.logbook import Unavailable
from siaga.platform.subjects import Subjects
from siaga.platform.vault import Sealer, Vault
from tests.builders import NOW
from tests.contract.servers import Opened, opened
from tests.contract.test_gateway import gateway_on
from tests.contract.whatsapp_bodies import body, message, other_field

POISON = "racun"


class Choosy(Sealer):
    """Cannot take one word: a bug, as far as anybody can tell."""

    def seal(self, value: str, *kind: Any, **label: Any) -> Any:
        if POISON in value:
            raise KeyError("a bug with this one item")
        return super().seal(value, *kind, **label)


class Heard:
    def __init__(self, book: Opened, folder: Path) -> None:
        sealer = Choosy(b"k" * 32)
        vault = Vault(book.pool, book.site, sealer=sealer, erased=folder / "erased.list")
        self.book, self.news = book, list[Other]()
        self.hearing = Hearing(
            gateway_on(book, *DESKS),
            sealer=sealer,
            vault=vault,
            subjects=Subjects(book.pool, book.site, sealer=sealer),
            clock=WallClock(),
        )
        self.hearing.hearers[SOURCE] = WhatsAppHearing(self.news.append).hear

    async def take(self, raw: bytes) -> None:
        item = InboxItem(position=1, source=SOURCE, received_at=NOW, raw=raw)
        await self.hearing.hear(item)

    async def facts(self, kind: type[Any]) -> list[Any]:
        entries = await self.book.book.read_from(0, 1000)
        return [entry.fact for entry in entries if isinstance(entry.fact, kind)]


@asynccontextmanager
async def hearing(options: dict[str, Any], folder: Path) -> AsyncIterator[Heard]:
    async with opened(options) as book:
        yield Heard(book, folder)


def text(words: str, wamid: str, **more: Any) -> dict[str, Any]:
    return message("text", {"body": words}, id=wamid, **more)


async def test_a_poisoned_item_is_shown_and_its_neighbours_are_heard(
    database: dict[str, Any], tmp_path: Path
) -> None:
    raw = body(
        text("satu", "wamid.1"),
        text(POISON, "wamid.2"),
        text("tiga", "wamid.3"),
        text("orang lain", "wamid.4", **{"from": "6281299"}),
    )
    async with hearing(database, tmp_path) as heard:
        for _ in range(2):
            await heard.take(raw)
        said = await heard.facts(MessageReceived)
        assert [one.shape for one in said].count("poisoned") == 1
        assert len(said) == 4, "and all of it once"
        assert len(await heard.facts(ContactOpened)) == 3
        assert heard.hearing.aside == 2


async def test_an_outage_is_not_taken_for_a_poisoned_item(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_submission: Any) -> Any:
        raise Unavailable("the database is away")

    raw = body(text("satu", "wamid.1"), text("dua", "wamid.2"))
    async with hearing(database, tmp_path) as heard:
        with monkeypatch.context() as away:
            away.setattr(heard.hearing.gateway, "submit", unavailable)
            with pytest.raises(Unavailable):
                await heard.take(raw)
        assert heard.hearing.aside == 0
        await heard.take(raw)
        assert len(await heard.facts(MessageReceived)) == 2


async def test_ids_are_joined_once_and_again_after_a_crash(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_id = text("satu", "wamid.1", from_user_id="ID.1")
    del only_id["from"]
    both = body(text("dua", "wamid.2", from_user_id="ID.1"))

    async def crash(*_words: Any) -> None:
        raise Unavailable("in the middle")

    async with hearing(database, tmp_path) as heard:
        await heard.take(body(only_id, contacts=[{}, {}]))
        with monkeypatch.context() as away:
            away.setattr(heard.hearing.subjects, "tie", crash)
            with pytest.raises(Unavailable):
                await heard.take(both)
        for _ in range(2):
            await heard.take(both)
        (joined,) = await heard.facts(IdentitiesJoined)
        (contact,) = await heard.facts(ContactOpened)
        assert (joined.subject, joined.contact_id) == (contact.subject, contact.contact_id)
        assert joined.number is not None
        assert len(await heard.facts(MessageReceived)) == 2


async def test_news_of_the_account_goes_to_the_watch_and_opens_nothing(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with hearing(database, tmp_path) as heard:
        await heard.take(other_field("account_update", event="DISABLED_UPDATE"))
        await heard.take(other_field("message_template_status_update", event="APPROVED"))
        assert [one.words for one in heard.news] == [("DISABLED_UPDATE",), ("APPROVED",)]
        assert await heard.facts(ContactOpened) == []
        await heard.take(b"no json at all")
        (said,) = await heard.facts(MessageReceived)
        assert said.shape == "malformed"


async def test_among_those_who_wait_the_oldest_goes_first() -> None:
    turns, order = Turns(), list[int]()

    async def take(n: int) -> None:
        async with turns.of("sender", NOW + timedelta(seconds=n)):
            order.append(n)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(take(n) for n in (9, 3, 7, 1, 5)))
    assert order == [9, 1, 3, 5, 7], "the first was alone when it came"
    assert turns._waiting == {}


async def test_one_who_gives_up_waiting_holds_up_nobody() -> None:
    turns, order = Turns(), list[int]()

    async def take(n: int, seconds: float = 0.0) -> None:
        async with turns.of("sender", NOW):
            order.append(n)
            await asyncio.sleep(seconds)

    first = asyncio.create_task(take(1, 0.05))
    await asyncio.sleep(0)
    second, third = asyncio.create_task(take(2)), asyncio.create_task(take(3))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, second, third, return_exceptions=True)
    assert order == [1, 3]
    assert turns._waiting == {}
