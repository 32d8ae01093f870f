"""SMS over SMPP, against a message centre that nobody here wrote, into a whole room."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from siaga.app.room import Room
from siaga.app.workers.hearing import sms as hearing
from siaga.channels.sms import smpp
from siaga.channels.sms.protocol import parts
from siaga.channels.sms.protocol.segments import Segment, segments
from siaga.desks.intake.commands import ReplyToContact
from siaga.language.values import Actor, ActorKind, Asked, MessageKind, Role
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.logbook import Unavailable
from tests.contract.citizens_room import cards, config, inbound, room, said
from tests.contract.smsc import OUR_NUMBER, Smsc, Wire, running_smsc, wired
from tests.patience import until

PASSWORD = "rahasia1"
NUMBER = "6281299340001"
THROTTLED = 0x58


@asynccontextmanager
async def linked(
    options: dict[str, Any], folder: Path, smsc: Smsc, port: int | None = None
) -> AsyncIterator[Room]:
    settings = config(
        folder,
        smpp_host="127.0.0.1",
        smpp_port=port or smsc.port,
        smpp_system_id="siaga",
        smpp_password=PASSWORD,
        smpp_source=OUR_NUMBER,
    )
    before = len(smsc.bound)
    async with room(options, settings) as opened:
        assert opened.text.link is not None
        await until(lambda: opened.text.lamps() == {"sms": ""} and len(smsc.bound) > before)
        yield opened


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp, "BACKOFF_S", (0.1, 0.2))
    monkeypatch.setattr(smpp, "QUIET_S", 0.3)
    monkeypatch.setattr(hearing, "LOOK_S", 0.2)


async def test_a_text_becomes_a_contact_and_is_answered(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with running_smsc() as smsc, linked(database, tmp_path, smsc) as opened:
        assert await smsc.deliver(NUMBER, b"Tolong, kebakaran di pasar") == 0
        await until(lambda: len(inbound(opened)) == 1)
        assert await said(opened) == {f"+{NUMBER}": ["Tolong, kebakaran di pasar"]}
        card = cards(opened)[0]
        assert card.channel == "sms"
        assert card.unread == 1
        await until(lambda: len(smsc.submitted) >= 1)
        reply = smsc.submitted[0]
        assert reply.destination_addr == NUMBER
        assert reply.source_addr == OUR_NUMBER
        assert b"112" in reply.short_message
        await until(lambda: [m.status for m in cards(opened)[0].messages][1:] == ["delivered"])


async def test_what_cannot_be_kept_is_refused_for_now_and_comes_again(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_smsc() as smsc, linked(database, tmp_path, smsc) as opened:
        kept = opened.inbox.take_in

        async def away(*_: Any, **__: Any) -> None:
            raise Unavailable("away")

        monkeypatch.setattr(opened.inbox, "take_in", away)
        assert await smsc.deliver(NUMBER, b"satu") == 0x64
        monkeypatch.setattr(opened.inbox, "take_in", kept)
        assert await smsc.deliver(NUMBER, b"satu") == 0
        await until(lambda: len(inbound(opened)) == 1)
        assert opened.text.link is not None
        assert opened.text.link.problem == ""


async def test_the_same_words_again_count_and_a_repeat_does_not(
    database: dict[str, Any], tmp_path: Path
) -> None:
    """Who got our answer and sends the same bytes means it; who did not get it repeats itself."""
    async with (
        running_smsc() as smsc,
        wired(smsc.port) as wire,
        linked(database, tmp_path, smsc, wire.port) as opened,
    ):
        for _ in range(2):
            assert await smsc.deliver(NUMBER, b"tolong") == 0
        await until(lambda: len(inbound(opened)) == 2)
        wire.swallow_to_smsc = True
        lost = asyncio.create_task(smsc.deliver(NUMBER, b"cepat"))
        await until(lambda: len(inbound(opened)) == 3)
        bound = len(smsc.bound)
        wire.cut()
        wire.swallow_to_smsc = False
        with suppress(Exception):
            await lost
        await until(lambda: len(smsc.bound) > bound)
        assert await smsc.deliver(NUMBER, b"cepat") == 0
        await asyncio.sleep(0.5)
        assert (await said(opened))[f"+{NUMBER}"] == ["tolong", "tolong", "cepat"]
        await asyncio.sleep(0.5)  # the link has proved that our answer arrived
        assert await smsc.deliver(NUMBER, b"cepat") == 0
        await until(lambda: len(inbound(opened)) == 4)


def long_text(number: int) -> str:
    """Two or three segments; every fourth with letters that GSM 03.38 does not have."""
    words = " ".join(f"kata{number}-{n}" for n in range(24))
    return f"{words} 🔥 habis" if number % 4 == 0 else f"{words} habis"


async def deliver(smsc: Smsc, number: str, piece: Segment) -> None:
    """As operators do: again until it is thanked for."""
    while True:
        with suppress(Exception):
            async with asyncio.timeout(3):
                status = await smsc.deliver(
                    number, piece.message, esm_class=piece.esm_class, data_coding=piece.coding
                )
            if status == 0:
                return
        await asyncio.sleep(0.05)


async def cut_now_and_then(wire: Wire) -> None:
    for _ in range(4):
        await asyncio.sleep(0.15)
        wire.cut()


async def test_200_messages_with_broken_links_none_lost_none_double(
    database: dict[str, Any], tmp_path: Path
) -> None:
    """References collide between people, as they do."""
    wanted = {f"62812994{n:05d}": long_text(n) if n % 3 == 0 else f"Pesan {n}" for n in range(200)}
    pdus = [
        (number, piece)
        for n, (number, text) in enumerate(wanted.items())
        for piece in segments(text, n % 5)
    ]
    random.Random(112).shuffle(pdus)
    async with (
        running_smsc() as smsc,
        wired(smsc.port) as wire,
        linked(database, tmp_path, smsc, wire.port) as opened,
    ):
        cutting = asyncio.create_task(cut_now_and_then(wire))
        some = asyncio.Semaphore(20)

        async def one(number: str, piece: Segment) -> None:
            async with some:
                await deliver(smsc, number, piece)

        await asyncio.gather(*(one(number, piece) for number, piece in pdus))
        await cutting
        await until(lambda: len(inbound(opened)) >= 200, within_s=60)
        await asyncio.sleep(1)
        found = await said(opened)
    assert wire.cuts >= 4
    assert found == {f"+{number}": [text] for number, text in wanted.items()}


async def test_an_unfinished_message_is_shown_and_completed_later(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SHOWN_AFTER", parts.SHOWN_AFTER / 60)
    text = long_text(1)
    pieces = segments(text, 9)
    assert len(pieces) == 2
    async with running_smsc() as smsc, linked(database, tmp_path, smsc) as opened:
        await smsc.deliver(NUMBER, pieces[1].message, esm_class=pieces[1].esm_class)
        await until(lambda: len(inbound(opened)) == 1)
        assert (await said(opened))[f"+{NUMBER}"][0].startswith(parts.GAP)
        await smsc.deliver(NUMBER, pieces[0].message, esm_class=pieces[0].esm_class)
        await until(lambda: inbound(opened)[0].before)
        assert await said(opened) == {f"+{NUMBER}": [text]}
        assert cards(opened)[0].unread == 2, "what completes it is read too"


async def test_parts_on_both_sides_of_a_restart_are_joined(
    database: dict[str, Any], tmp_path: Path
) -> None:
    text = long_text(2)
    first, second = segments(text, 9)
    async with running_smsc() as smsc:
        async with linked(database, tmp_path, smsc) as opened:
            await smsc.deliver(NUMBER, first.message, esm_class=first.esm_class)
            await until(lambda: opened.inbox.heard == 1)
        async with linked(database, tmp_path, smsc) as opened:
            await smsc.deliver(NUMBER, second.message, esm_class=second.esm_class)
            await until(lambda: len(inbound(opened)) == 1)
            assert await said(opened) == {f"+{NUMBER}": [text]}


@pytest.mark.parametrize(
    ("message", "fields", "kind"),
    [
        (b"", {}, MessageKind.UNREADABLE),
        (b"\xd8\x3d\x00", {"data_coding": 8}, MessageKind.TEXT),
        (b"\x00\x01\x02\xff\xfe", {"data_coding": 4}, MessageKind.UNREADABLE),
        (b"\xff\xff\xff\xff", {"esm_class": 0x40}, MessageKind.TEXT),
        (b"Segera!", {"data_coding": 0x10}, MessageKind.TEXT),
        ("Kébun".encode("latin-1"), {"data_coding": 3}, MessageKind.TEXT),
    ],
)
async def test_strange_bytes_are_shown_and_stop_nobody(
    message: bytes,
    fields: dict[str, Any],
    kind: MessageKind,
    database: dict[str, Any],
    tmp_path: Path,
) -> None:
    async with running_smsc() as smsc, linked(database, tmp_path, smsc) as opened:
        assert await smsc.deliver(NUMBER, message, **fields) == 0
        assert await smsc.deliver("6281299340002", b"berikutnya") == 0
        await until(lambda: len(inbound(opened)) == 2)
        assert {line.kind for card in cards(opened) for line in card.messages[:1]} == {
            kind,
            MessageKind.TEXT,
        }
        assert opened.inbox.aside == 0


async def test_a_long_message_arrives_as_its_segments_and_a_throttled_one_waits(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with running_smsc() as smsc, linked(database, tmp_path, smsc) as opened:
        await smsc.deliver(NUMBER, b"halo")
        await until(lambda: len(smsc.submitted) == 1)
        smsc.refuse = THROTTLED
        await reply(opened, "Bantuan berangkat. " * 12)
        await until(lambda: len(smsc.submitted) == 2)
        smsc.refuse = 0
        await until(lambda: len(smsc.submitted) == 4)
        sent = smsc.submitted[2:]
        assert [one.esm_class for one in sent] == [0x40, 0x40]
        whole = b"".join(one.short_message[6:] for one in sent).decode()
        assert whole == ("Bantuan berangkat. " * 12).strip()
        await until(lambda: cards(opened)[0].messages[-1].status == "delivered")


async def test_an_answer_that_never_comes_is_unknown_and_is_not_sent_again(
    database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        running_smsc() as smsc,
        wired(smsc.port) as wire,
        linked(database, tmp_path, smsc, wire.port) as opened,
    ):
        await smsc.deliver(NUMBER, b"halo")
        await until(lambda: len(smsc.submitted) == 1)
        smsc.silent = True
        await reply(opened, "Tunggu di depan")
        await until(lambda: len(smsc.submitted) == 2)
        wire.cut()
        await until(lambda: "unknown" in [line.status for line in cards(opened)[0].messages])
        await until(lambda: opened.text.lamps() == {"sms": ""})
        await asyncio.sleep(0.5)
        assert len(smsc.submitted) == 2


async def reply(opened: Room, text: str) -> None:
    seal = opened.hearing.seal()
    now = opened.clock.now()
    command = ReplyToContact(
        command_id=new_id(), contact_id=cards(opened)[0].contact_id, text=seal(text)
    )
    actor = Actor(kind=ActorKind.PERSON, id="petugas", roles=frozenset({Role.CALL_TAKER}))
    answer = await opened.gateway.submit(
        Submission(
            desk="intake",
            command=command,
            asked=Asked(actor=actor, received_at=now),
            items=seal.about(subject="", case_id=command.contact_id),
            digest=command.command_id.bytes,
        )
    )
    assert answer.refusal is None
