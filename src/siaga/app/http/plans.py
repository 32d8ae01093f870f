"""Response plans over HTTP: those in force, what they propose for an incident, and a dry run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of, writing_session
from siaga.app.plans import for_incident, plans_now, standing_plans, worked_out
from siaga.app.room import Room
from siaga.desks.place.advise import Situation
from siaga.desks.place.doors import PLANNERS
from siaga.geo.distance import Coordinate
from siaga.language.place import Hospital, Station
from siaga.language.plan_rules import overlapping, plan_problems
from siaga.language.plans import ALARM_MAX, PlanId, ResponsePlan
from siaga.language.values import (
    EARLIEST_AT,
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AreaCode,
    FieldError,
    IncidentTypeId,
    Priority,
)
from siaga.platform.free_text import readable_text
from siaga.platform.locations import area_index, read_coordinates
from siaga.platform.wire import ID, field_error

PATH = "/api/plans"
OF_INCIDENT = "/api/incidents/{incident_id:str}/plan"
READERS = ROOM_ROLES | OVERSIGHT_ROLES | PLANNERS
BODY_BYTES_MAX = 64 * 1024
ADDRESS_MAX = 300
NOT_KEPT = {"Cache-Control": "no-store"}
FIELDS = frozenset(
    {
        "incident_type",
        "priority",
        "address",
        "area",
        "latitude",
        "longitude",
        "at",
        "alarm",
        "plan",
        "without",
    }
)


def plan_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PATH, include_in_schema=False)
    async def plans(request: AnyRequest) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=READERS)
        return answer({"plans": standing_plans(room)}, headers=NOT_KEPT)

    @get(OF_INCIDENT, include_in_schema=False)
    async def of_incident(request: AnyRequest, incident_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=ROOM_ROLES | OVERSIGHT_ROLES)
        slot = room.hub.boards["open-incidents"].slots.get(incident_id)
        if not ID.fullmatch(incident_id) or slot is None or slot.card is None:
            return told(request, "not_found", status=404)
        alarm = _alarm(request.query_params.get("alarm"))
        return answer(await for_incident(room, slot.card, alarm=alarm), headers=NOT_KEPT)

    @post(
        f"{PATH}/dry-run",
        status_code=200,
        request_max_body_size=BODY_BYTES_MAX,
        include_in_schema=False,
    )
    async def dry_run(request: AnyRequest) -> Response[Any]:
        room = room_of()
        must_have(request, await writing_session(room, request), roles=READERS)
        return answer(_dry_run(room, await body_object(request)), headers=NOT_KEPT)

    return [plans, of_incident, dry_run]


def _alarm(text: str | None) -> int | None:
    if not text:
        return None
    if text not in {str(level) for level in range(1, ALARM_MAX + 1)}:
        raise FieldError("alarm", f"1 sampai {ALARM_MAX}")
    return int(text)


def _dry_run(room: Room, body: dict[str, Any]) -> dict[str, Any]:
    """What would go, and with `plan` or `without` also what would go after that edit."""
    for name in body:
        if name not in FIELDS:
            raise FieldError(name, "kolom ini tidak dikenal")
    places = _named(room, body)
    if len(places) > 1:
        return {"places": places, "before": None, "after": None}
    target, area = _where(room, body | places[0] if places else body)
    situation = Situation(
        incident_type=_type(room, body),
        priority=_priority(body),
        at=_at(room, body),
        area=area,
        alarm=_level(body),
    )
    plans = plans_now(room)
    before = worked_out(room, situation, plans=plans, target=target)
    edited = _edited(room, body, plans)
    after = None
    if edited is not None:
        after = worked_out(room, situation, plans=edited, target=target)
    return {"places": places, "before": before, "after": after}


def _named(room: Room, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which places the words of an address may mean, read as the words of a caller are."""
    words = body.get("address")
    if words is None:
        return []
    if not isinstance(words, str):
        raise FieldError("address", "harus berupa teks")
    words = readable_text("address", words, longest=ADDRESS_MAX)
    if body.get("area") is not None or body.get("latitude") is not None:
        return []
    place, said = room.place, f" {' '.join(words.lower().split())} "
    sites: tuple[Hospital | Station, ...] = (*place.hospitals.values(), *place.stations.values())
    found: list[dict[str, Any]] = [
        {
            "name": site.name,
            "area": site.area,
            "latitude": site.position.latitude,
            "longitude": site.position.longitude,
        }
        for site in sites
        if f" {site.name.partition('(')[0].strip().lower()} " in said
    ]
    areas = room.advice.preview.advisor.reader.read(words).areas if room.advice else ()
    if not found:
        found = [{"name": place.areas[area].name, "area": area} for area in areas]
    if not found:
        raise FieldError("address", "kelurahannya tidak dikenali; pilih kelurahan atau koordinat")
    return found


def _edited(
    room: Room, body: Mapping[str, Any], plans: dict[PlanId, ResponsePlan]
) -> dict[PlanId, ResponsePlan] | None:
    """The plans with an edit that nobody has saved; as strictly read as at the door."""
    without = body.get("without")
    if without is not None:
        if not isinstance(without, str) or without not in plans:
            raise FieldError("without", "rencana tidak dikenal")
        return {plan_id: plan for plan_id, plan in plans.items() if plan_id != without}
    raw = body.get("plan")
    if raw is None:
        return None
    try:
        plan = msgspec.convert(raw, ResponsePlan)
    except msgspec.ValidationError as error:
        found = field_error(error)
        raise FieldError(f"plan.{found.field}".rstrip("."), found.message) from error
    for problem in plan_problems(plan, room.place):
        raise FieldError(f"plan.{problem.field}", problem.message.id)
    if other := overlapping(plan, plans.values()):
        raise FieldError("plan", f"tumpang tindih dengan {other}")
    return {**plans, plan.id: plan}


def _type(room: Room, body: Mapping[str, Any]) -> IncidentTypeId:
    value = body.get("incident_type")
    if not isinstance(value, str) or value not in room.place.incident_types:
        raise FieldError("incident_type", f"tidak dikenal di {room.place.name.id}")
    return IncidentTypeId(value)


def _priority(body: Mapping[str, Any]) -> Priority:
    value = body.get("priority")
    if not isinstance(value, str) or value not in Priority.__members__:
        raise FieldError("priority", "bukan pilihan yang ada")
    return Priority(value)


def _level(body: Mapping[str, Any]) -> int:
    value = body.get("alarm", 1)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= ALARM_MAX:
        raise FieldError("alarm", f"1 sampai {ALARM_MAX}")
    return value


def _at(room: Room, body: Mapping[str, Any]) -> datetime:
    value = body.get("at")
    if value is None:
        return room.clock.now()
    try:
        at = msgspec.convert(value, datetime)
    except msgspec.ValidationError as error:
        raise FieldError("at", "harus berupa waktu, misalnya 2026-11-22T10:00:00+07:00") from error
    if at.tzinfo is None:
        raise FieldError("at", "harus menyebut zona waktu, misalnya 2026-11-22T10:00:00+07:00")
    if not EARLIEST_AT.year <= at.year <= EARLIEST_AT.year + 79:
        raise FieldError("at", "periksa tanggalnya")
    return at


def _where(room: Room, body: Mapping[str, Any]) -> tuple[Coordinate | None, AreaCode | None]:
    """A point, else the centre of a kelurahan, else nowhere."""
    value = body.get("area")
    if value is not None and (not isinstance(value, str) or value not in room.place.areas):
        raise FieldError("area", f"kelurahan tidak dikenal di {room.place.name.id}")
    area = AreaCode(value) if value is not None else None
    if body.get("latitude") is not None or body.get("longitude") is not None:
        point = read_coordinates("", body.get("latitude"), longitude=body.get("longitude"))
        return point, area or area_index(room.place).nearest(*point)
    if area is None:
        return None, None
    known = room.place.areas[area]
    return (known.latitude, known.longitude), area
