"""Where a calling telephone is, brought to its call: before it, after it, and without one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from siaga.app.room import Room
from siaga.app.workers.hearing import aml
from siaga.app.workers.lines import knowing
from siaga.app.workers.lines.knowing import Callers
from siaga.channels.phone.port import Offered
from siaga.language.values import Actor, ActorKind, Asked, MessageKind
from siaga.platform.gateway import Submission
from tests.contract.citizens_room import cards, config, inbound, room, said
from tests.patience import until

NUMBER = "+6281299360001"


@asynccontextmanager
async def opened_room(options: dict[str, Any], folder: Path) -> AsyncIterator[Room]:
    async with room(options, config(folder)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aml, "LOOK_S", 0.1)
    monkeypatch.setattr(knowing, "LOOK_S_MAX", 10.0)  # however busy the machine, a number is seen


async def rings(opened: Room, number: str = NUMBER, *, call: str = "a@x") -> None:
    callers = Callers(
        gateway=opened.gateway,
        hub=opened.hub,
        sealer=opened.sealer,
        vault=opened.vault,
        subjects=opened.subjects,
        clock=opened.clock,
    )
    event = Offered(call=call, at=opened.clock.now(), caller=number, line="112")
    command, items = await callers.hear(event)
    asked = Asked(actor=Actor(kind=ActorKind.CHANNEL, id="phone"), received_at=opened.clock.now())
    submission = Submission(
        desk="lines",
        command=command,
        asked=asked,
        items=items,
        digest=command.command_id.bytes,
    )
    assert (await opened.gateway.submit(submission)).refusal is None


async def tells(opened: Room, number: str = NUMBER, *, where: str = "", key: str = "1") -> None:
    place = where or "location_latitude=-1.6101&location_longitude=103.6131"
    body = f"v=1&device_number=%2B{number[1:]}&{place}&location_accuracy=18&location_source=GPS"
    await opened.inbox.take_in("aml", key, raw=body.encode())


async def test_a_location_before_and_after_the_first_ring(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened_room(database, tmp_path) as opened:
        await tells(opened)
        await until(lambda: opened.inbox.heard == 1)
        assert cards(opened) == [], "it waits for its call"
        await rings(opened)
        await until(lambda: inbound(opened))
        [card] = cards(opened)
        assert card.channel == "phone"
        assert card.location is not None
        assert (card.location.accuracy_m, card.location.in_country) == (18, True)
        assert card.area
        assert card.unread == 1, "the call waits, the location adds nothing to that"
        [call] = opened.hub.boards["calls"].cards().values()
        assert call.location == card.location
        await tells(opened, where="location_latitude=-1.6200&location_longitude=103.6131", key="2")
        await until(lambda: len(inbound(opened)) == 2)
        [call] = opened.hub.boards["calls"].cards().values()
        assert call.location != card.location, "the newest place is the call's"


async def test_a_location_without_a_call_is_heard_as_a_cry_for_help(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aml, "ALONE_AFTER", timedelta(seconds=0.5))
    async with opened_room(database, tmp_path) as opened:
        await tells(opened)
        await until(lambda: len(cards(opened)) == 1)
        [card] = cards(opened)
        assert (card.channel, card.unread) == ("sms", 1)
        assert card.location is not None
        await rings(opened)
        await until(lambda: len(cards(opened)) == 2)
        call = next(card for card in cards(opened) if card.channel == "phone")
        await until(lambda: next(c for c in cards(opened) if c.channel == "phone").location)
        assert call.number is not None


async def test_of_another_number_or_another_hour_it_is_not_this_calls(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened_room(database, tmp_path) as opened:
        await rings(opened)
        await until(lambda: len(cards(opened)) == 1)
        await tells(opened, "+6281299360002")
        monkeypatch.setattr(aml, "NEAR", timedelta(seconds=-1))
        await tells(opened, key="2")
        await until(lambda: opened.inbox.heard == 2)
        await asyncio.sleep(0.3)
        assert inbound(opened) == []


@pytest.mark.parametrize(
    "where",
    [
        "location_latitude=0&location_longitude=0",
        "location_latitude=103.6&location_longitude=-1.6",
        "location_latitude=abc&location_longitude=",
    ],
)
async def test_what_is_no_place_is_shown_as_it_came(
    where: str, database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened_room(database, tmp_path) as opened:
        await rings(opened)
        await tells(opened, where=where)
        await until(lambda: inbound(opened))
        [line] = inbound(opened)
        assert line.kind is MessageKind.UNREADABLE
        assert line.location is None
        assert where in (await said(opened))[NUMBER][0]
        assert cards(opened)[0].location is None


async def test_an_sms_of_that_kind_goes_the_same_way_and_a_foreign_place_is_marked(
    database: dict[str, Any], tmp_path: Path
) -> None:
    fields = b"lt=48.82639;lg=-2.36619;rd=52;top=20191112112928;lc=68;pm=G;si=1;ei=2;mcc=208;mnc=20"
    text = b'A"ML=1;%s;ml=97' % fields
    assert len(text) == 97
    async with opened_room(database, tmp_path) as opened:
        await rings(opened)
        body = (
            b"\0\1\1" + NUMBER[1:].encode() + b"\0\0\0" + b"112\0" + bytes(3) + b"\0\0" + bytes(4)
        )
        pdu = body + bytes([len(text)]) + text
        raw = (16 + len(pdu)).to_bytes(4) + (5).to_bytes(4) + bytes(4) + (1).to_bytes(4) + pdu
        await opened.inbox.take_in("sms", "1", raw=b'{"pdu": "%s"}' % raw.hex().encode())
        await until(lambda: inbound(opened))
        [card] = cards(opened)
        assert card.channel == "phone"
        assert card.location is not None
        assert card.location.in_country is False
