"""Boards as a first look and as the one stream of a console."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec
import structlog
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.boards import STORY
from siaga.app.http.answers import answer, told
from siaga.app.http.callers import caller_of
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, cookie_of, must_have
from siaga.app.http.statistics import statistics_cards
from siaga.app.room import Room
from siaga.desks.access.commands import RecordRead
from siaga.language.incident import incident_life
from siaga.language.values import AccountId, Asked, FieldError, IncidentId, Role
from siaga.platform.board_stream import BoardStream, Wanted
from siaga.platform.database import is_away
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.reveal import viewer_of
from siaga.platform.sessions import Session
from siaga.platform.stories import Story
from siaga.platform.wire import ID

BOARDS_MAX = 40
STORY_PREFIX = f"{STORY.name}/"
OUTSIDE = frozenset({Role.FIELD_CREW, Role.VOLUNTEER})

Send = Callable[[dict[str, Any]], Awaitable[None]]

log = structlog.get_logger()


def board_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/boards/{board:str}", include_in_schema=False)
    async def look(request: AnyRequest, board: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request)
        if board == "statistics":
            return await statistics_cards(room, request, session=session)
        if board == STORY.name:
            return await _story(room, request, session)
        live = room.hub.boards.get(board)
        if live is None:
            return told(request, "not_found", status=404)
        must_have(request, session, roles=live.board.roles)
        viewer = viewer_of(session.actor, personal=live.board.personal)
        position = room.hub.position
        slots = [(key, slot) for key, slot in live.slots.items() if slot.card is not None]
        cards = {}
        for key, slot in slots:
            card = await room.hub.revealer.card(live, slot, viewer=viewer)
            if card != b"null":
                cards[key] = msgspec.Raw(card)
        return answer({"lineage": room.hub.lineage, "position": position, "cards": cards})

    return [look]


async def _story(room: Room, request: AnyRequest, session: Session) -> Response[Any]:
    must_have(request, session, roles=STORY.roles)
    incident_id = request.query_params.get("incident", "")
    if not ID.fullmatch(incident_id):
        raise FieldError("incident", "sebutkan pengenal kejadian, ?incident=…")
    position = room.hub.position
    await record_read(room, session, incident_id=IncidentId(incident_id))
    story = Story(room.book, STORY, subject=incident_id)
    cards = {}
    for line in await story.lines():
        seen = STORY.view(line, session.actor)
        if seen is not None:
            encoded = await room.hub.revealer.encode(seen)
            cards[str(line.position)] = msgspec.Raw(encoded)
    return answer({"lineage": room.hub.lineage, "position": position, "cards": cards})


async def is_open(room: Room, incident_id: IncidentId) -> bool:
    desk = room.gateway.desks["incident"]
    state, _ = await room.gateway.states.get(desk, incident_life(incident_id))
    return getattr(state, "closed_at", None) is None


async def record_read(room: Room, session: Session, *, incident_id: IncidentId) -> None:
    """Handling is the room's open work; every other opening of a case is written down."""
    if session.actor.is_room and await is_open(room, incident_id):
        return
    command = RecordRead(
        command_id=new_id(),
        account_id=AccountId(session.account_id),
        what=STORY.name,
        purpose="look",
        incident_id=incident_id,
    )
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    await room.gateway.submit(Submission(desk="access", command=command, asked=asked))


def read_wanted(room: Room, query: str, *, last_event_id: str) -> Wanted:
    """`at=queue:120,units:0,incident-story/<id>:0`; raises FieldError."""
    values = parse_qs(query)
    lineage = values.get("lineage", [None])[0]
    resumed: int | None = None
    if last_event_id:
        lineage, _, text = last_event_id.rpartition(":")
        resumed = _position(text)
    wanted = Wanted(boards={}, lineage=lineage or None)
    parts = [part for part in values.get("at", [""])[0].split(",") if part]
    if not 0 < len(parts) <= BOARDS_MAX:
        raise FieldError("at", f"sebutkan 1 sampai {BOARDS_MAX} papan, misalnya at=queue:0")
    for part in parts:
        name, _, text = part.rpartition(":")
        after = _position(text) if resumed is None else resumed
        if name.startswith(STORY_PREFIX) and ID.fullmatch(name.removeprefix(STORY_PREFIX)):
            story = Story(room.book, STORY, subject=name.removeprefix(STORY_PREFIX))
            wanted.stories[name] = (story, after)
        elif name in room.hub.boards:
            wanted.boards[name] = after
        else:
            raise FieldError("at", f"papan tidak dikenal: {name[:40]}")
    return wanted


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise FieldError("at", "posisi harus berupa angka, misalnya queue:0")
    return int(text)


async def stream(room: Room, scope: dict[str, Any], *, receive: Any, send: Send) -> None:
    """Bare ASGI: GET /api/boards?at=…"""
    if scope["method"] != "GET":
        await plain(send, 405, body=b'{"message":"method"}', allow=b"GET")
        return
    headers = dict(scope["headers"])
    session = await room.sessions.find(cookie_of(headers))
    if session is None:
        await plain(send, 401, body=b'{"message":"sign in"}')
        return
    try:
        resume = headers.get(b"last-event-id", b"").decode("latin-1")
        wanted = read_wanted(room, scope["query_string"].decode("latin-1"), last_event_id=resume)
    except FieldError as error:
        body = {"field": error.field, "message": error.message}
        await plain(send, 422, body=msgspec.json.encode(body))
        return
    allowed = all(
        session.actor.roles & room.hub.boards[name].board.roles for name in wanted.boards
    ) and (not wanted.stories or session.actor.roles & STORY.roles)
    if not allowed:
        await plain(send, 403, body=b'{"message":"role"}')
        return
    for name in wanted.stories:
        await record_read(room, session, incident_id=IncidentId(name.removeprefix(STORY_PREFIX)))
    gzipped = session.actor.roles <= OUTSIDE and b"gzip" in headers.get(b"accept-encoding", b"")
    boards = BoardStream(room.hub, room.clock, watcher=session, wanted=wanted)
    await _run(boards, room, receive, _packing(send) if gzipped else send)


STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def _packing(send: Send) -> Send:
    """For phones on a weak line: each piece is complete when it leaves."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    async def packed(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"content-encoding", b"gzip")]
        elif message["more_body"]:
            piece = packer.compress(message["body"]) + packer.flush(zlib.Z_SYNC_FLUSH)
            message["body"] = piece
        else:
            message["body"] = packer.flush()
        await send(message)

    return packed


async def _run(boards: BoardStream, room: Room, receive: Any, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})

    async def push(frames: bytes) -> None:
        await send({"type": "http.response.body", "body": frames, "more_body": True})

    room.hub.consoles += 1
    sending = asyncio.create_task(boards.run(push))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.hub.consoles -= 1
        for task in (sending, gone):
            task.cancel()
        ended, _ = await asyncio.gather(sending, gone, return_exceptions=True)
    if isinstance(ended, Exception) and not is_away(ended):  # the console comes again by itself
        log.error("stream.failed", exc_info=ended)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def plain(
    send: Send,
    status: int,
    *,
    body: bytes,
    content_type: bytes = b"application/json",
    allow: bytes = b"",
) -> None:
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
    if status in (429, 503):
        headers.append((b"retry-after", b"1"))
    if status == 405:
        headers.append((b"allow", allow))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
