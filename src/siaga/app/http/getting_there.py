"""Whom a crew can ask for the way, and what is remembered of the lane it comes to."""

from __future__ import annotations

import json
import re
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.proposals import lane_near, target_of
from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.wire import ID

RT = re.compile(r"\brt\s*0*(\d+)", re.IGNORECASE)
PATH = "/api/incidents/{incident_id:str}/getting-there"


def getting_there_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PATH, include_in_schema=False)
    async def getting_there(request: AnyRequest, incident_id: FromPath[str]) -> Response[Any]:
        """For the crews of this incident: of the contact book its kelurahan, nothing beside it."""
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=ROOM_ROLES | {Role.FIELD_CREW})
        live = room.hub.boards["open-incidents"]
        slot = live.slots.get(incident_id) if ID.fullmatch(incident_id) else None
        card = live.board.view(slot.card, session.actor) if slot and slot.card else None
        if card is None:
            return told(request, "not_found", status=404)
        area = card.location.area if card.location else None
        target = await target_of(room, card)
        lane = None
        if target is not None and card.meeting is None:
            lane = await lane_near(room, area, target=target, own=card.incident_id)
        shown = {"people": await _people(room, card), "lane": lane}
        return answer(shown, headers={"Cache-Control": "no-store"})

    return [getting_there]


async def _people(room: Room, card: IncidentCard) -> list[dict[str, Any]]:
    """The book of its kelurahan; whoever is of the RT that the address names stands first."""
    if card.location is None or card.location.area is None:
        return []
    slot = room.hub.boards["liaisons"].slots.get(card.location.area)
    book = slot.card.people if slot and slot.card else ()
    point = card.location.point.ref
    sealed = [ref for one in book for ref in (one.name.ref, one.number.ref)]
    plain = await room.vault.reveal([point, *sealed])
    named = RT.search(json.loads(plain.get(point) or "{}").get("address") or "")
    rt = int(named[1]) if named else None
    book = sorted(book, key=lambda one: not (one.rt.isdigit() and int(one.rt) == rt))
    return [
        {
            "title": room.place.posts[one.post].name if one.post in room.place.posts else None,
            "rt": one.rt,
            "name": plain.get(one.name.ref),
            "number": plain.get(one.number.ref),
        }
        for one in book
    ]
