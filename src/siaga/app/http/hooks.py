"""The WhatsApp webhook: bare ASGI, durable before the 200."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qsl

import structlog

from siaga.app import telemetry
from siaga.app.http.boards import Send, plain
from siaga.app.room import Room
from siaga.app.workers.hearing.whatsapp import SOURCE
from siaga.channels.whatsapp.protocol import answer_verification, signature_ok
from siaga.channels.whatsapp.settings import Provider
from siaga.platform.logbook import Unavailable

BODY_BYTES_MAX = 4 * 1024 * 1024
PATH = "/hooks/whatsapp"

log = structlog.get_logger()


class TooLarge(Exception):
    pass


async def read_body(receive: Any, *, at_most: int) -> bytes:
    """Raises TooLarge as soon as it is, before the rest is read."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        part = message.get("body", b"")
        size += len(part)
        if size > at_most:
            raise TooLarge
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def webhook(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    if scope["method"] == "GET":
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        challenge = answer_verification(query, room.whatsapp)
        status = 200 if challenge is not None else 403
        await plain(
            send, status, body=(challenge or "").encode(), content_type=b"text/plain; charset=utf-8"
        )
        return
    if scope["method"] != "POST":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"GET, POST")
        return
    try:
        raw = await read_body(receive, at_most=BODY_BYTES_MAX)
    except TooLarge:
        telemetry.WEBHOOKS.labels("too_large").inc()
        await plain(send, 413, body=b'{"message":"too large"}')
        return
    except ConnectionError:
        return
    ours = room.whatsapp
    header = dict(scope["headers"]).get(ours.signature_header, b"").decode("latin-1")
    bare = ours.provider is not Provider.META
    if not signature_ok(ours.app_secrets, raw, header=header, bare=bare):
        telemetry.WEBHOOKS.labels("bad_signature").inc()
        log.warning("whatsapp.bad_signature", size_bytes=len(raw))
        await plain(send, 403, body=b'{"message":"signature"}')
        return
    try:
        await room.inbox.take_in(SOURCE, hashlib.sha256(raw).hexdigest(), raw=raw)
    except Unavailable:
        telemetry.WEBHOOKS.labels("unavailable").inc()
        await plain(send, 503, body=b'{"message":"unavailable"}')
        return
    telemetry.WEBHOOKS.labels("accepted").inc()
    await plain(send, 200, body=b"ok", content_type=b"text/plain; charset=utf-8")
