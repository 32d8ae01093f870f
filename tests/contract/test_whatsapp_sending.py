"""A row of the outbox on its way to Meta: what is said, when it may, and what stops it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from siaga.app.workers.sending.whatsapp import WhatsAppSending
from siaga.channels.whatsapp.outcomes import Outcome
from siaga.channels.whatsapp.pace import PAIR_CAPACITY
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.alerts import AlertWay
from siaga.language.follow_ups import AlertRow, Send, SendRule
from siaga.language.text import Text
from siaga.language.values import AlertId, DeviceId, Language, Sealed, SubjectId
from siaga.platform.ids import new_id
from siaga.platform.outbox import Ending, OutboxRow, Sent
from siaga.platform.vault import Sealer, Vault
from siaga.platform.wire import Seal
from tests.builders import NOW, PLACE
from tests.contract.listener import listener
from tests.contract.servers import opened

NUMBER = "+6281200000001"
WORDS = {
    "first_reply": Text(id="Pesan masuk. TELEPON 112.", en="Received. CALL 112."),
    "status": Text(id="Laporan {1}: {2}. {lain}", en="Report {1}: {2}. {lain}"),
}
HERE = replace(PLACE, messages=PLACE.messages | WORDS)


class HeldClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> Any:
        return self.at


class Line:
    """A real listener in Meta's place, and the sending that writes to it."""

    def __init__(self, sending: WhatsAppSending, seal: Seal) -> None:
        self.sending, self.seal = sending, seal
        self.bodies: list[Any] = []
        self.told: list[Outcome] = []
        sending.told = self.told.append

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next(int(li.split(b":")[1]) for li in lines if li.startswith(b"content-length"))
        self.bodies.append(json.loads(await reader.readexactly(length)))
        answer = b'{"messages":[{"id":"wamid.OUT"}]}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        await writer.drain()

    async def send(self, **over: Any) -> Sent:
        base: dict[str, Any] = {"number": self.seal(NUMBER)}
        send = Send(kind="whatsapp", rule=SendRule.REPLY, recipient=SubjectId("s"), **(base | over))
        row = OutboxRow(id=new_id(), position=1, kind="whatsapp", send=send, attempts=1)
        return await self.sending.send(row)


@asynccontextmanager
async def line(options: dict[str, Any], folder: Path) -> AsyncIterator[Line]:
    sealer = Sealer(b"k" * 32)
    made: list[Line] = []
    async with (
        opened(options) as book,
        listener(lambda *pair: made[0].serve(*pair)) as port,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        vault = Vault(book.pool, book.site, sealer=sealer, erased=folder / "erased.list")
        settings = WhatsAppSettings(
            enabled=True,
            app_secrets=(b"k",),
            verify_token="v",
            token="t",
            phone_number_id="1",
            graph_url=f"http://127.0.0.1:{port}/v25.0",
        )
        sending = WhatsAppSending(settings, http, vault=vault, place=HERE)
        sending.clock = HeldClock()
        made.append(Line(sending, Seal(sealer, vault.remember)))
        yield made[0]


async def test_words_of_the_place_in_the_citizens_language(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with line(database, tmp_path) as meta:
        await meta.send(message="first_reply", ask_location=True)
        await meta.send(message="first_reply", language=Language.ENGLISH)
        arguments = (meta.seal("K-1"), meta.seal("tim berangkat {3}"))
        await meta.send(message="status", arguments=arguments)
        await meta.send(text=meta.seal("bebas {1}"), quotes=meta.seal("wamid.IN"))
        asked, english, filled, free = meta.bodies
    assert asked["interactive"]["type"] == "location_request_message"
    assert asked["interactive"]["body"]["text"] == "Pesan masuk. TELEPON 112."
    assert english["text"]["body"] == "Received. CALL 112."
    assert filled["text"]["body"] == "Laporan K-1: tim berangkat {3}. {lain}"
    assert (free["text"]["body"], free["context"]) == ("bebas {1}", {"message_id": "wamid.IN"})
    assert len(meta.told) == 4


async def test_after_the_window_only_a_template_leaves(
    database: dict[str, Any], tmp_path: Path
) -> None:
    known = HERE.conversation.template[0]

    async def closes_at(_send: Send) -> Any:
        return NOW - timedelta(seconds=1)

    async with line(database, tmp_path) as meta:
        meta.sending.window_of = closes_at
        sent = await meta.send(text=meta.seal("halo"))
        assert (sent.ending, sent.error) == (Ending.FAILED, "window_closed")
        assert meta.bodies == [], "Meta is not even asked"
        arguments = tuple(meta.seal(f"isi {n}") for n in range(known.holes))
        sent = await meta.send(template=known.id, arguments=arguments)
        assert sent.ending is Ending.ACCEPTED
        (body,) = meta.bodies
        sent = await meta.send(template="tidak ada")
        assert (sent.ending, sent.error) == (Ending.FAILED, "no_template")
    assert body["template"]["name"] == known.name
    assert body["template"]["language"] == {"code": known.language}


async def test_a_read_mark_says_nothing_and_needs_no_window(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with line(database, tmp_path) as meta:
        sent = await meta.send(seen=meta.seal("wamid.IN"))
    assert sent.ending is Ending.ACCEPTED
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.IN"}
    assert meta.bodies == [mark]


async def test_who_is_written_to_too_fast_waits_and_nobody_else_does(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with line(database, tmp_path) as meta:
        while (waits := await meta.send(text=meta.seal("x"))).ending is Ending.ACCEPTED:
            pass
        assert (waits.ending, waits.error) == (Ending.RETRY, "pace")
        assert waits.retry_after_s is not None
        assert 0 < waits.retry_after_s <= 6
        # A slow machine has won one back meanwhile.
        assert PAIR_CAPACITY <= len(meta.bodies) < 2 * PAIR_CAPACITY


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"number": Sealed("0" * 32, "d"), "message": "first_reply"}, "erased"),
        ({"message": "gone"}, "no_words"),
        ({"number": None, "message": "first_reply"}, "erased"),
    ],
)
async def test_what_cannot_be_said_ends_before_it_leaves(
    database: dict[str, Any], tmp_path: Path, over: dict[str, Any], error: str
) -> None:
    async with line(database, tmp_path) as meta:
        sent = await meta.send(**over)
        assert (sent.ending, sent.error) == (Ending.FAILED, error)
        too_long = await meta.send(text=meta.seal("x" * 5000))
        assert (too_long.ending, too_long.error) == (Ending.FAILED, "content")
        assert meta.bodies == []


async def test_a_link_is_a_button_where_the_place_has_words_for_it(
    database: dict[str, Any], tmp_path: Path
) -> None:
    page = "https://112.contoh.go.id/l/x"
    async with line(database, tmp_path) as meta:
        await meta.send(text=meta.seal("Buka:"), button_url=meta.seal(page))
        words = HERE.messages | {"open_link": Text(id="Bagikan lokasi", en="Share location")}
        meta.sending.place = replace(HERE, messages=words)
        await meta.send(text=meta.seal("Buka:"), button_url=meta.seal(page))
        plain, button = meta.bodies
    assert plain["text"]["body"] == f"Buka: {page}"
    assert button["interactive"]["action"]["parameters"]["url"] == page


async def test_an_alert_goes_to_the_number_as_meta_writes_it(
    database: dict[str, Any], tmp_path: Path
) -> None:
    """Whoever keeps the numbers types them as people here do."""
    about = AlertRow(
        alert_id=AlertId("dispatch-1"), device_id=DeviceId("d"), way=AlertWay.WHATSAPP, step=1
    )
    async with line(database, tmp_path) as meta:
        words = (meta.seal("P1 · Penugasan"), meta.seal("Kebakaran\nLegok"))
        number = meta.seal("0812-0000-0003")
        sent = await meta.send(alert=about, number=number, template="siaga", arguments=words)
        assert sent.ending is Ending.ACCEPTED
        (body,) = meta.bodies
    assert body["to"] == "+6281200000003"
    said = body["template"]["components"][0]["parameters"]
    assert [one["text"] for one in said] == ["P1 · Penugasan", "Kebakaran Legok"]
