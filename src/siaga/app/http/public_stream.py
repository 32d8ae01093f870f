"""A status page kept up to date: one short stream for whoever holds the link, bare ASGI."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import msgspec

from siaga.app.http.boards import Send, plain
from siaga.app.http.public_status import look, status_page
from siaga.app.room import Room
from siaga.channels.citizen.html import language_of
from siaga.channels.citizen.status import render_progress
from siaga.platform.clock import steady_s
from siaga.platform.waiting import woken

PREFIX, SUFFIX = "/s/", "/alur"
STREAMS_MAX = 400
OF_ONE_MAX = 4  # of one link: a family's phones
LIVES_S = 1200.0  # the page then asks again by itself
PING_S = 15.0
PACE_S = 0.5  # what changes meanwhile is told together


class Streams:
    """How many there are, in all and of each link."""

    def __init__(self) -> None:
        self.of: Counter[str] = Counter()

    def room_for(self, token: str) -> bool:
        return self.of.total() < STREAMS_MAX and self.of[token] < OF_ONE_MAX

    def begin(self, token: str) -> None:
        self.of[token] += 1

    def end(self, token: str) -> None:
        self.of[token] -= 1
        if self.of[token] <= 0:
            del self.of[token]


_streams = Streams()


def is_ours(path: str) -> bool:
    return path.startswith(PREFIX) and path.endswith(SUFFIX)


async def stream(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    token = scope["path"].removeprefix(PREFIX).removesuffix(SUFFIX)
    if scope["method"] != "GET":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"GET")
        return
    if await look(room, token) is None:
        await plain(send, 404, body=b'{"message":"not found"}')
        return
    if not _streams.room_for(token):
        await plain(send, 429, body=b'{"message":"too many"}')
        return
    query = parse_qs(scope["query_string"].decode("latin-1"))
    english = language_of({"lang": query.get("lang", [""])[0]})
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
                (b"x-robots-tag", b"noindex"),
                (b"referrer-policy", b"no-referrer"),
            ],
        }
    )
    _streams.begin(token)
    telling = asyncio.create_task(_tell(room, token, english, send))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait((telling, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        _streams.end(token)
        for task in (telling, gone):
            task.cancel()
        await asyncio.gather(telling, gone, return_exceptions=True)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _tell(room: Room, token: str, language: Any, send: Send) -> None:
    """What is told, each time it is something else; `over` once the link is."""
    until_s = steady_s() + LIVES_S
    before: Any = None
    await _push(send, b"retry: 3000\n\n")
    while steady_s() < until_s and not room.hub.closed:
        changed = room.hub.changed
        seen = await look(room, token)
        if seen is None:
            await _push(send, b"event: over\ndata: {}\n\n")
            return
        if seen.told != before:
            before = seen.told
            html = render_progress(room.place, language, page=status_page(room, seen))
            body = msgspec.json.encode({"stage": seen.told.stage, "html": html})
            await _push(send, b"data: " + body + b"\n\n")
        if await woken(changed, PING_S):
            await asyncio.sleep(PACE_S)
        else:
            await _push(send, b": ping\n\n")


async def _push(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
