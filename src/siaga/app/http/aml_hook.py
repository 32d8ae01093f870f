"""Where calling telephones tell their place (AML over HTTPS): bare ASGI, durable before the 200.

What it says is read later: no form, however strange, keeps a telephone waiting or fails its call.
"""

from __future__ import annotations

import hashlib
from typing import Any

import structlog

from siaga.app import telemetry
from siaga.app.http.boards import Send, plain
from siaga.app.http.hooks import TooLarge, read_body
from siaga.app.room import Room
from siaga.app.workers.hearing.aml import SOURCE
from siaga.channels.aml.protocol import signature_ok
from siaga.platform.logbook import Unavailable

BODY_BYTES_MAX = 4 * 1024
PATH = "/hooks/aml"

log = structlog.get_logger()


async def webhook(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    if scope["method"] != "POST":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"POST")
        return
    try:
        raw = await read_body(receive, at_most=BODY_BYTES_MAX)
    except TooLarge:
        telemetry.WEBHOOKS.labels("too_large").inc()
        await plain(send, 413, body=b'{"message":"too large"}')
        return
    except ConnectionError:
        return
    if not is_trusted(room, raw):
        telemetry.WEBHOOKS.labels("bad_signature").inc()
        log.warning("aml.bad_signature", size_bytes=len(raw))
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


def is_trusted(room: Room, raw: bytes) -> bool:
    """A false place sends an ambulance astray: without a key nobody is believed, unless the room
    stands behind a door that lets only the network in."""
    config = room.config
    return config.aml_unsigned or signature_ok(config.aml_key.encode(), raw)
