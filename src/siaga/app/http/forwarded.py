"""Takes a pasted chat apart, for a person to correct. Nothing is kept, and no link is opened."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import answer, body_object
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, writing_session
from siaga.app.room import Room
from siaga.channels.forwarded.protocol import TEXT_MAX, Point, ReadMessage, read_paste
from siaga.geo.country import in_indonesia
from siaga.language.values import ROOM_ROLES, FieldError
from siaga.platform.locations import area_index

PATH = "/api/forwarded/read"


def forwarded_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post(PATH, status_code=200, include_in_schema=False)
    async def read(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        text = pasted(await body_object(request))
        paste = read_paste(text, ZoneInfo(room.place.zone), now=room.clock.now())
        return answer(
            {
                "form": paste.form,
                "left_out": paste.left_out,
                "messages": [_shown(room, message) for message in paste.messages],
            }
        )

    return [read]


def pasted(body: dict[str, Any]) -> str:
    """Raises FieldError."""
    for name in body:
        if name != "text":
            raise FieldError(name, "kolom ini tidak dikenal")
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise FieldError("text", "wajib diisi, berupa teks")
    if len(text) > TEXT_MAX:
        raise FieldError("text", f"terlalu panjang: paling banyak {TEXT_MAX} karakter")
    return text


def _shown(room: Room, message: ReadMessage) -> dict[str, Any]:
    return {
        "text": message.text,
        "sender": message.sender,
        "number": message.number,
        "sent_at": message.sent_at,
        "placeholder": message.placeholder,
        "points": [_place(room, point) for point in message.points],
        "numbers": message.numbers,
        "closed_links": message.closed_links,
    }


def _place(room: Room, point: Point) -> dict[str, Any]:
    """With the kelurahan it lies in, and whether it lies in the country at all."""
    return {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "accuracy_m": point.accuracy_m,
        "words": point.words,
        "area": area_index(room.place).nearest(point.latitude, point.longitude),
        "in_country": in_indonesia(point.latitude, point.longitude),
    }
