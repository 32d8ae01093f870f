"""Which hospital for this patient: all of them, in order, with reasons. A person chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from siaga.app.destinations import destinations_for, patient_of
from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.room import Room
from siaga.app.workers.hospitals.starting import Start
from siaga.desks.hospitals.advise import Ranked
from siaga.language.values import ROOM_ROLES, FieldError, Role
from siaga.platform.wire import ID

PATH = "/api/destinations"
WHO_DRIVES = ROOM_ROLES | {Role.DUTY_DOCTOR, Role.FIELD_CREW}


def destination_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PATH, include_in_schema=False)
    async def destinations(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=WHO_DRIVES)
        incident_id = _id(request, "incident")
        live = room.hub.boards["patients"]
        slot = live.slots.get(incident_id)
        # Who may not see the card may not learn from the answer that there is one.
        seen = live.view(slot, session.actor) if slot and slot.card else None
        if seen is None:
            return told(request, "not_found", status=404)
        line = None
        if request.query_params.get("patient"):
            line = patient_of(seen, _id(request, "patient"))
            if line is None:
                return told(request, "not_found", status=404)
        start, ranked = await destinations_for(room, seen, line=line)
        shown = [_row(room, one) for one in ranked]
        return answer(_body(room, start, shown), headers={"Cache-Control": "no-store"})

    return [destinations]


def _id(request: AnyRequest, name: str) -> str:
    value = request.query_params.get(name) or ""
    if not ID.fullmatch(value):
        raise FieldError(name, f"sebutkan pengenalnya, ?{name}=…")
    return value


def _body(room: Room, start: Start, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "at": room.clock.now(),
        "from_unit": start.of_unit,
        "position_age_s": start.age_s,
        "rows": rows,
    }


def _row(room: Room, one: Ranked) -> dict[str, Any]:
    drive = one.travel
    return {
        "hospital": one.hospital,
        "travel_s": drive.travel_s if drive else None,
        "distance_m": drive.distance_m if drive else None,
        "estimated": drive.estimated if drive else True,
        "eta_at": room.clock.now() + timedelta(seconds=drive.travel_s) if drive else None,
        "reasons": [
            {
                "why": reason.why,
                "good": reason.good,
                "value": reason.value,
                "said_at": reason.said_at,
            }
            for reason in one.reasons
        ],
        "fits": one.fits,
        "bpjs": one.bpjs,
    }
