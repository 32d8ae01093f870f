"""The room is killed while an operator delivers: what was thanked for is there, and stands once."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from siaga.channels.sms.protocol.segments import Segment, segments
from tests.contract.smsc import OUR_NUMBER, Smsc, running_smsc
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import until

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

MESSAGES = 120
KILLS = 3


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="siaga-kill-sms-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


async def deliver(smsc: Smsc, number: str, piece: Segment, thanked: set[tuple[str, bytes]]) -> None:
    while True:
        with suppress(Exception):
            async with asyncio.timeout(2):
                status = await smsc.deliver(
                    number, piece.message, esm_class=piece.esm_class, data_coding=piece.coding
                )
            if status == 0:
                thanked.add((number, piece.message))
                return
        await asyncio.sleep(0.1)


def has(thanked: set[tuple[str, bytes]], share: int) -> bool:
    return len(thanked) >= share


async def storm(server: Server, smsc: Smsc, wanted: dict[str, str]) -> int:
    """Delivers everything while the room dies and comes back; how many were thanked for."""
    pieces = [(number, piece) for number, text in wanted.items() for piece in segments(text, 7)]
    thanked: set[tuple[str, bytes]] = set()
    some = asyncio.Semaphore(4)

    async def one(number: str, piece: Segment) -> None:
        async with some:
            await deliver(smsc, number, piece, thanked)
            await asyncio.sleep(0.05)

    delivering = asyncio.gather(*(one(number, piece) for number, piece in pieces))
    for kill in range(KILLS):
        share = len(pieces) * (kill + 1) // (KILLS + 2)
        await until(partial(has, thanked, share), within_s=600)
        assert server.process is not None
        server.process.kill()
        server.process.wait(20)
        await asyncio.to_thread(server.start)
    await delivering
    return len(thanked)


def test_none_lost_none_double(folder: Path) -> None:
    wanted = {
        f"62812999{n:05d}": f"Pesan {n} " + ("panjang " * 30 if n % 4 == 0 else "pendek")
        for n in range(MESSAGES)
    }

    async def run() -> None:
        async with running_smsc() as smsc:
            server = Server(
                folder,
                "http://127.0.0.1:1/v25.0",
                SIAGA_SMPP_HOST="127.0.0.1",
                SIAGA_SMPP_PORT=str(smsc.port),
                SIAGA_SMPP_SYSTEM_ID="siaga",
                SIAGA_SMPP_SOURCE=OUR_NUMBER,
            )
            await asyncio.to_thread(server.start)
            try:
                await storm(server, smsc, wanted)
                await asyncio.to_thread(check, server, wanted)
            finally:
                server.stop()

    asyncio.run(run())


def is_of(number: str, card: Card) -> bool:
    return bool(card["number"] == number)


def check(server: Server, wanted: dict[str, str]) -> None:
    taker = Person(server.url, "calltaker")
    numbers = {f"+{number}" for number in wanted}
    for number in numbers:
        taker.wait_for("queue", partial(is_of, number), seconds=90)
    cards = [card for card in taker.cards("queue").values() if card["number"] in numbers]
    found = {
        card["number"].removeprefix("+"): [
            line["text"] for line in card["messages"] if line["inbound"]
        ]
        for card in cards
    }
    taker.close()
    assert len(cards) == len(wanted)
    assert found == {number: [text.strip()] for number, text in wanted.items()}
