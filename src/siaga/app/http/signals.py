"""Signals from people's devices, drafts and media: what is not a fact by itself."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.catalogue import say
from siaga.app.http.answers import answer, body_object, language_of, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of, writing_session
from siaga.app.room import Room
from siaga.language.refusals import Refusal
from siaga.language.values import ROOM_ROLES, FieldError, Role, UnitId
from siaga.platform.drafts import NAME as DRAFT_ID
from siaga.platform.locations import read_coordinates
from siaga.platform.media_store import RECORDING, SIZE_BYTES_MAX

DOING = frozenset({"ready", "talking", "wrap_up", "break", "away"})
SEAT_MAX = 40
ACCURACY_M_MAX = 100_000
MEDIA_ROLES = ROOM_ROLES | {Role.AGENCY_DESK, Role.FIELD_CREW}
MEDIA_READERS = MEDIA_ROLES | {Role.HEAD, Role.AUDITOR, Role.DUTY_DOCTOR}


def signal_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/signals/position", status_code=200, include_in_schema=False)
    async def position(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        body = await body_object(request)
        unit_id = body.get("unit_id")
        if not isinstance(unit_id, str) or unit_id not in room.place.units:
            raise FieldError("unit_id", "unit tidak dikenal")
        if unit_id not in session.actor.units:
            refusal = Refusal.NOT_YOUR_UNIT
            said = {"refusal": refusal, "message": say(refusal, language_of(request))}
            return answer(said, 403)
        value = _position(body)
        now = room.clock.now()
        room.signals.put("position", str(unit_id), value=value, at=now)
        point = value["latitude"], value["longitude"]
        await room.tracks.add(
            UnitId(str(unit_id)), now, point=point, accuracy_m=value["accuracy_m"]
        )
        return answer({})

    @post("/api/signals/presence", status_code=200, include_in_schema=False)
    async def presence(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        body = await body_object(request)
        doing, seat = body.get("doing"), body.get("seat", "")
        if not isinstance(doing, str) or doing not in DOING:
            raise FieldError("doing", f"salah satu dari {', '.join(sorted(DOING))}")
        if not isinstance(seat, str) or len(seat) > SEAT_MAX:
            raise FieldError("seat", f"paling banyak {SEAT_MAX} karakter")
        value = None if doing == "away" else {"doing": doing, "seat": seat}
        room.signals.put("presence", session.account_id, value=value, at=room.clock.now())
        return answer({})

    return [position, presence]


def draft_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/drafts/{draft_id:str}", status_code=200, include_in_schema=False)
    async def save_draft(request: AnyRequest, draft_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        body = await body_object(request)
        field, value = body.get("field"), body.get("value")
        if not isinstance(field, str):
            raise FieldError("field", "wajib diisi")
        at = room.clock.now()
        await room.drafts.save(draft_id, field, value=value, by=session.actor, at=at)
        return answer({"saved_at": at})

    @delete("/api/drafts/{draft_id:str}", status_code=200, include_in_schema=False)
    async def end_draft(request: AnyRequest, draft_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        if not DRAFT_ID.fullmatch(draft_id):
            raise FieldError("draft_id", "bukan nama yang sah")
        await room.drafts.end(draft_id, room.clock.now())
        return answer({})

    return [save_draft, end_draft]


def _position(body: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = read_coordinates(
        "", body.get("latitude"), longitude=body.get("longitude")
    )
    accuracy_m = body.get("accuracy_m")
    number = isinstance(accuracy_m, int | float) and not isinstance(accuracy_m, bool)
    if accuracy_m is not None and not (number and 0 <= accuracy_m <= ACCURACY_M_MAX):
        raise FieldError("accuracy_m", f"harus 0…{ACCURACY_M_MAX} meter")
    return {"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy_m}


def media_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post(
        "/api/media",
        status_code=200,
        request_max_body_size=SIZE_BYTES_MAX + 1,
        include_in_schema=False,
    )
    async def keep(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=MEDIA_ROLES)
        data = await request.body()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        stored = await room.media.keep(data, media_type)
        return answer({"stored": stored, "media_type": media_type, "size": len(data)})

    @get("/api/media/{stored:str}", include_in_schema=False)
    async def fetch(request: AnyRequest, stored: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=MEDIA_READERS)
        return await _media(room, request, stored)

    return [keep, fetch]


async def _media(room: Room, request: AnyRequest, stored: str) -> Response[Any]:
    found = await room.media.fetch(stored) if stored.isalnum() else None
    if found is None or found[1] == RECORDING:  # recordings have a door of their own
        return told(request, "not_found", status=404)
    data, media_type = found
    headers = {
        "Content-Disposition": "inline",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, max-age=3600",
    }
    return Response(data, media_type=media_type, headers=headers)
