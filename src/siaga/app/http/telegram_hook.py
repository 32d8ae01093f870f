"""The Telegram webhook: bare ASGI, durable before the 200."""

from __future__ import annotations

from typing import Any

import structlog

from siaga.app import telemetry
from siaga.app.http.boards import Send, plain
from siaga.app.http.hooks import TooLarge, read_body
from siaga.app.room import Room
from siaga.app.workers.hearing.telegram import SOURCE
from siaga.channels.telegram.protocol import update_key, wrap
from siaga.channels.telegram.verify import HEADER, secret_ok
from siaga.platform.logbook import Unavailable

BODY_BYTES_MAX = 1024 * 1024
PATH = "/hooks/telegram"

log = structlog.get_logger()


async def webhook(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    if scope["method"] != "POST":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"POST")
        return
    settings = room.text.telegram.sender.settings
    if not secret_ok(settings.webhook_secret, dict(scope["headers"]).get(HEADER)):
        telemetry.WEBHOOKS.labels("bad_signature").inc()
        log.warning("telegram.bad_secret")
        await plain(send, 403, body=b'{"message":"secret"}')
        return
    try:
        raw = await read_body(receive, at_most=BODY_BYTES_MAX)
    except TooLarge:
        telemetry.WEBHOOKS.labels("too_large").inc()
        await plain(send, 413, body=b'{"message":"too large"}')
        return
    except ConnectionError:
        return
    try:
        key = update_key(settings.bot, raw)
        await room.inbox.take_in(SOURCE, key, raw=wrap(settings.bot, raw))
    except Unavailable:
        telemetry.WEBHOOKS.labels("unavailable").inc()
        await plain(send, 503, body=b'{"message":"unavailable"}')
        return
    telemetry.WEBHOOKS.labels("accepted").inc()
    await plain(send, 200, body=b"ok", content_type=b"text/plain; charset=utf-8")
