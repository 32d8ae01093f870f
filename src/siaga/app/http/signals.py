"""Signals from people's devices and drafts: what is not a fact by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response, delete, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.catalogue import say
from siaga.app.http.answers import answer, body_object, language_of
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, writing_session
from siaga.language.refusals import Refusal
from siaga.language.values import ROOM_ROLES, FieldError, UnitId
from siaga.platform.drafts import NAME as DRAFT_ID
from siaga.platform.locations import read_coordinates

DOING = frozenset({"ready", "talking", "wrap_up", "break", "away"})
SEAT_MAX = 40
ACCURACY_M_MAX = 100_000
FIX_AGE_MAX = timedelta(minutes=10)


def signal_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/signals/position", status_code=200, include_in_schema=False)
    async def position(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        body = await body_object(request)
        unit_id = body.get("unit_id")
        if not isinstance(unit_id, str):
            raise FieldError("unit_id", "unit tidak dikenal")
        if unit_id not in session.actor.units:  # its own also when it has left the place meanwhile
            if unit_id not in room.place.units:
                raise FieldError("unit_id", "unit tidak dikenal")
            refusal = Refusal.NOT_YOUR_UNIT
            said = {"refusal": refusal, "message": say(refusal, language_of(request))}
            return answer(said, 403)
        value = _position(body)
        at = fixed_at(body.get("at"), room.clock.now())
        known = room.signals.latest("position", unit_id)
        if known is not None and known.at > at:  # another phone of its crew was quicker
            return answer({})
        room.signals.put("position", unit_id, value=value, at=at)
        point = value["latitude"], value["longitude"]
        await room.tracks.add(UnitId(unit_id), at, point=point, accuracy_m=value["accuracy_m"])
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


def fixed_at(said: Any, now: datetime) -> datetime:
    """When the phone was there. What cannot be read or cannot be true counts as just now."""
    try:
        at = datetime.fromisoformat(said)
        return at.astimezone(UTC) if now - FIX_AGE_MAX <= at <= now else now
    except (TypeError, ValueError, OverflowError):
        return now


def _position(body: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = read_coordinates(
        "", body.get("latitude"), longitude=body.get("longitude")
    )
    accuracy_m = body.get("accuracy_m")
    number = isinstance(accuracy_m, int | float) and not isinstance(accuracy_m, bool)
    if accuracy_m is not None and not (number and 0 <= accuracy_m <= ACCURACY_M_MAX):
        raise FieldError("accuracy_m", f"harus 0…{ACCURACY_M_MAX} meter")
    return {"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy_m}
