"""The door of neighbouring centres: signed posts, checked, durable before the 200."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog

from siaga.app import telemetry
from siaga.app.http.boards import Send, plain
from siaga.app.http.hooks import TooLarge, read_body
from siaga.app.room import Room
from siaga.app.workers.hearing.neighbour import SOURCE, Heard
from siaga.boards.systems import SystemCard
from siaga.channels.agency_api.protocol import ID, Verdict, read_secret, verify
from siaga.channels.eido.protocol.reading import NotEido, proposal
from siaga.channels.neighbour.protocol import (
    BYTES_MAX,
    PATH,
    PLACE,
    Kind,
    NotUnderstood,
    read,
)
from siaga.platform.logbook import Unavailable

__all__ = ["PATH", "webhook"]

log = structlog.get_logger()


async def webhook(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    if scope["method"] != "POST":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"POST")
        return
    try:
        raw = await read_body(receive, at_most=BYTES_MAX)
    except TooLarge:
        await _refuse(send, 413, "too_large", message="terlalu besar")
        return
    except ConnectionError:
        return
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    neighbour = _named(room, headers.get(PLACE, ""))
    verdict = Verdict.FORGED
    if neighbour:
        verdict = await _verdict(room, neighbour, headers=headers, raw=raw)
    if verdict is not Verdict.GENUINE:
        log.warning("neighbour.not_genuine", verdict=verdict, size_bytes=len(raw))
        await _refuse(send, 403, "bad_signature", message=f"tanda tangan: {verdict}")
        return
    try:
        message = read(raw)
        if message.eido is not None:
            proposal(message.eido, room.place.systems.eido_types)
    except (NotUnderstood, NotEido) as problem:
        await _refuse(send, 422, "malformed", message=problem.message, field=problem.field)
        return
    if message.kind is Kind.PING:
        await plain(send, 200, body=b'{"here":true}')
        return
    item = msgspec.json.encode(Heard(neighbour=neighbour, body=raw))
    try:
        await room.inbox.take_in(SOURCE, f"{neighbour} {headers[ID]}"[:200], raw=item)
    except Unavailable:
        await _refuse(send, 503, "unavailable", message="kirim lagi")
        return
    telemetry.WEBHOOKS.labels("accepted").inc()
    await plain(send, 200, body=b'{"stored":true}')


def _named(room: Room, place: str) -> str:
    """The neighbour that says this of itself; a drill is spoken to by drills only."""
    twin = "~latihan" if room.place.drill else ""
    for neighbour in room.place.neighbours.neighbour:
        if neighbour.place and place == f"{neighbour.place}{twin}":
            return neighbour.id
    return ""


async def _verdict(room: Room, neighbour: str, *, headers: dict[str, str], raw: bytes) -> Verdict:
    slot = room.hub.boards["systems"].slots.get(f"neighbour:{neighbour}")
    card: SystemCard | None = slot.card if slot else None
    if card is None or card.webhook_secret is None:
        return Verdict.FORGED
    ref = card.webhook_secret.ref
    try:
        secret = read_secret((await room.vault.reveal([ref])).get(ref) or "")
    except ValueError:
        return Verdict.FORGED
    return verify(secret, headers, body=raw, now_s=room.clock.now().timestamp())


async def _refuse(send: Send, status: int, label: str, *, message: str, field: str = "") -> None:
    telemetry.WEBHOOKS.labels(label).inc()
    body = {"message": message} | ({"field": field} if field else {})
    await plain(send, status, body=msgspec.json.encode(body))
