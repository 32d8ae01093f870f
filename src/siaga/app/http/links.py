"""The address of a citizen's link, for a person of the room who passes it on by another way."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.desks.links.doors import JUDGES


def link_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/link-address/{contact_id:str}/{link_id:str}", include_in_schema=False)
    async def address(
        request: AnyRequest, contact_id: FromPath[str], *, link_id: FromPath[str]
    ) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=JUDGES)
        slot = room.hub.boards["links"].slots.get(contact_id)
        card = slot.card if slot else None
        links = room.citizens.links
        lines = () if card is None or card.unsafe else card.links
        for line in lines:
            if line.link_id == link_id and line.ended_at is None and links.base:
                content = {"address": links.address(line.link_id, line.kind)}
                return answer(content, headers={"Cache-Control": "no-store"})
        return told(request, "not_found", status=404)

    return [address]
