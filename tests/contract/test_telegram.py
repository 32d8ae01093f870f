"""The Telegram bot in a whole room: against an emulator nobody here wrote, and against refusals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from siaga.app.room import Room
from siaga.app.workers.polling import telegram as polling
from siaga.channels.telegram import live
from siaga.language.values import MessageKind
from siaga.platform.logbook import Unavailable
from tests.contract.bot_api import TOKEN, BotApi, emulator, update, writes, written_by_bot
from tests.contract.citizens_room import cards, config, inbound, room, said
from tests.contract.test_sms_smpp import reply
from tests.patience import until

PERSON = 5011223344
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

"""One red point, as PNG."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "BACKOFF_S", (0.05, 0.1))
    monkeypatch.setattr(polling, "CONFLICT_S", 0.1)


@pytest.fixture
def api() -> Iterator[BotApi]:
    api = BotApi()
    yield api
    api.close()


@asynccontextmanager
async def bot(options: dict[str, Any], folder: Path, url: str) -> AsyncIterator[Room]:
    settings = config(folder, telegram_token=TOKEN, telegram_api_url=url)
    async with room(options, settings) as opened:
        yield opened


async def test_text_goes_both_ways_through_an_emulator(
    database: dict[str, Any], tmp_path: Path
) -> None:
    with emulator() as url:
        async with bot(database, tmp_path, url) as opened:
            await until(lambda: opened.text.lamps() == {"telegram": ""})
            writes(url, PERSON, text="Tolong, ada kebakaran")
            writes(url, PERSON + 1, location={"latitude": -1.6101, "longitude": 103.6131})
            await until(lambda: len(cards(opened)) == 2)
            found = await said(opened)
            assert found[f"telegram:{PERSON}"] == ["Tolong, ada kebakaran"]
            located = next(card for card in cards(opened) if card.location)
            assert located.area
            await until(lambda: written_by_bot(url, PERSON))
            [first] = written_by_bot(url, PERSON)
            assert "112" in first["text"]
            assert first["reply_markup"]["keyboard"][0][0]["request_location"] is True
            await until(lambda: written_by_bot(url, PERSON + 1))
            assert "reply_markup" not in written_by_bot(url, PERSON + 1)[0]
            writes(url, PERSON, text="cepat")
            await until(lambda: len(inbound(opened)) == 3)
            assert len(cards(opened)) == 2


async def test_the_offset_moves_only_after_the_inbox_has_it(
    api: BotApi, database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: api.offsets)
        kept = opened.inbox.take_in

        async def away(*_: Any, **__: Any) -> None:
            raise Unavailable("away")

        monkeypatch.setattr(opened.inbox, "take_in", away)
        api.updates = [update(n, PERSON, text=f"pesan {n}") for n in range(7, 37)]
        await until(lambda: opened.text.lamps() == {"telegram": "telegram_not_kept"})
        await asyncio.sleep(0.3)
        assert set(api.offsets) == {None}
        assert len(api.updates) == 30
        monkeypatch.setattr(opened.inbox, "take_in", kept)
        await until(lambda: 37 in api.offsets)
        await until(lambda: opened.inbox.heard == 30)
        [found] = (await said(opened)).values()
        # A card holds 20 lines; the centre's own reply may be one of them.
        assert len(found) in (19, 20)
        assert found == [f"pesan {n}" for n in range(37 - len(found), 37)]


async def test_what_is_told_again_after_a_restart_is_one_message(
    api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    told = [update(7, PERSON, text="tolong")]
    for _ in range(2):
        api.updates = list(told)
        async with bot(database, tmp_path, api.url) as opened:
            await until(lambda: api.offsets[-1:] == [8])
            await until(lambda: len(inbound(opened)) >= 1)
            assert await said(opened) == {f"telegram:{PERSON}": ["tolong"]}


@pytest.mark.parametrize(
    ("refuse", "lamp"),
    [
        ((401, {"ok": False, "error_code": 401, "description": "Unauthorized"}), "wrong_token"),
        ((409, {"ok": False, "error_code": 409, "description": "Conflict"}), "asked_elsewhere"),
        ((502, b"<html>"), "unreachable"),
        ((200, b"<html>"), "unreachable"),
    ],
)
async def test_refusals_light_the_lamp_and_are_outlived(
    refuse: tuple[int, Any], lamp: str, api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    api.refuse = refuse
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: opened.text.lamps() == {"telegram": f"telegram_{lamp}"})
        await until(lambda: opened.signals.latest("lamp", "telegram"))
        api.refuse = None
        api.updates = [update(7, PERSON, text="tolong")]
        await until(lambda: len(inbound(opened)) == 1)
        assert opened.text.lamps() == {"telegram": ""}


async def test_a_webhook_of_before_is_taken_down_without_a_loss(
    api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    api.has_webhook = True
    api.updates = [update(7, PERSON, text="tolong")]
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: len(inbound(opened)) == 1)
        assert "deleteWebhook" in api.asked


async def test_a_poisoned_update_stops_no_other(
    api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    api.updates = [
        update(7, PERSON, location={"latitude": 10**400, "longitude": "x"}),
        update(8, PERSON, text="\x00\ud83d"),
        {"update_id": 9, "message": [1, 2]},
        {"update_id": 10, "of_2031": None},
        update(11, PERSON, text="terakhir"),
    ]
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: len(inbound(opened)) == 5)
        kinds = [line.kind for line in inbound(opened)]
        assert kinds.count(MessageKind.UNREADABLE) == 3
        assert opened.inbox.aside == 0
        assert (await said(opened))[f"telegram:{PERSON}"][-1] == "terakhir"


async def test_a_live_position_moves_on_the_map_and_rings_once(
    api: BotApi, database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "NOT_BEFORE", live.NOT_BEFORE / 15)
    start = int(time.time()) - 60

    def place(n: int, **more: Any) -> dict[str, Any]:
        latitude = -1.61 - n * 0.0002  # 22 m
        return {
            "location": {
                "latitude": latitude,
                "longitude": 103.61,
                "horizontal_accuracy": 15.0,
                "live_period": 900,
            },
            "date": start,
        } | more

    first = update(1, PERSON, **place(0))
    moves = [
        update(1, PERSON, "edited_message", **place(n, edit_date=start + 2 * n))
        | {"update_id": n + 1}
        for n in range(1, 13)
    ]
    async with bot(database, tmp_path, api.url) as opened:
        api.updates = [first]
        await until(lambda: len(inbound(opened)) == 1)
        api.updates = moves
        await until(lambda: opened.inbox.heard == 13)
        [card] = cards(opened)
        assert card.unread == 1, "the moves do not ring again"
        newest = opened.signals.latest("citizen_position", card.contact_id)
        assert newest is not None
        assert newest.value["latitude"] == pytest.approx(-1.6124)
        written = await opened.pool.fetchval(
            "select count(*) from entry where place = $1 and type = 'MessageReceived'",
            opened.site,
        )
        assert 3 <= written <= 6, "every third step is 66 m"
        assert card.location is not None
        assert card.location.accuracy_m == 15


async def test_a_broken_answer_is_unknown_and_busy_waits(
    api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    api.mode = "busy"
    api.updates = [update(7, PERSON, text="halo")]
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: len(api.sent) == 2)
        assert api.sent[0] == api.sent[1]
        await until(lambda: "sent" in [line.status for line in cards(opened)[0].messages])
        api.mode = "silent"
        await reply(opened, "Tunggu di depan")
        await until(lambda: "unknown" in [line.status for line in cards(opened)[0].messages])
        await asyncio.sleep(0.3)
        assert len(api.sent) == 3


async def test_a_photo_is_fetched_and_kept_and_a_lost_one_is_told(
    api: BotApi, database: dict[str, Any], tmp_path: Path
) -> None:
    api.files = {"P1": PHOTO}
    photo = [{"file_id": "P1", "width": 9, "height": 9, "file_size": len(PHOTO)}]
    huge = [{"file_id": "P2", "width": 9, "height": 9, "file_size": 10**9}]
    api.updates = [update(7, PERSON, photo=photo), update(8, PERSON, photo=huge)]
    async with bot(database, tmp_path, api.url) as opened:
        await until(lambda: len(inbound(opened)) == 2)
        await until(lambda: inbound(opened)[0].media[0].shown)
        await until(lambda: inbound(opened)[1].media[0].problem == "too_large")
        assert inbound(opened)[0].media[0].media_type == "image/png"
