"""A whole conversation, for a thread that goes on beyond what its card shows."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.room import Room
from siaga.boards import queue
from siaga.desks.access.commands import RecordRead
from siaga.language.values import AccountId, Asked, ContactId, FieldError
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.sessions import Session
from siaga.platform.wire import ID


def conversation_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/conversations/{contact_id:str}", include_in_schema=False)
    async def whole(request: AnyRequest, contact_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=queue.ROLES)
        if not ID.fullmatch(contact_id):
            raise FieldError("contact_id", "bukan pengenal yang sah")
        position = room.hub.position
        entries = await room.book.read(sorted(queue.thread_tags(ContactId(contact_id))))
        card = queue.whole_thread(ContactId(contact_id), entries)
        seen = card and queue.view(card, session.actor)
        if seen is None:
            return told(request, "not_found", status=404)
        await _record_read(room, session, ContactId(contact_id))
        shown = msgspec.Raw(await room.hub.revealer.encode(seen))
        return answer({"lineage": room.hub.lineage, "position": position, "card": shown})

    return [whole]


async def _record_read(room: Room, session: Session, contact_id: ContactId) -> None:
    """Handling is the room's open work; opening what is over is written down."""
    slot = room.hub.boards["queue"].slots.get(contact_id)
    if slot is not None and slot.card is not None:
        return
    command = RecordRead(
        command_id=new_id(),
        account_id=AccountId(session.account_id),
        what="conversation",
        purpose="look",
        contact_id=contact_id,
    )
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    await room.gateway.submit(Submission(desk="access", command=command, asked=asked))
