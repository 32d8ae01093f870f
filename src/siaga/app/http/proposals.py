"""Who could go to this incident, and what is known of the way there."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.proposals import fleets_now, lane_near, proposal_for, target_of
from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.language.values import ROOM_ROLES
from siaga.platform.wire import ID

PATH = "/api/incidents/{incident_id:str}/proposal"


def proposal_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PATH, include_in_schema=False)
    async def proposal(request: AnyRequest, incident_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=ROOM_ROLES)
        slot = room.hub.boards["open-incidents"].slots.get(incident_id)
        if not ID.fullmatch(incident_id) or slot is None or slot.card is None:
            return told(request, "not_found", status=404)
        return answer(await _shown(room, slot.card), headers={"Cache-Control": "no-store"})

    return [proposal]


async def _shown(room: Room, card: IncidentCard) -> dict[str, Any]:
    found = await proposal_for(room, card)
    target = await target_of(room, card)
    area = card.location.area if card.location else None
    lane = None
    if target is not None and card.meeting is None:
        lane = await lane_near(room, area, target=target, own=card.incident_id)
    return {
        "incident_id": card.incident_id,
        "at": room.clock.now(),
        "chosen": found.chosen,
        "short": found.short,
        "others": found.others,
        "fleets": fleets_now(room),
        "lane": lane,
    }
