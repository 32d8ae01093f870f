"""Photos, sound and documents: what people of the house hand in, and what may be opened.

The room opens every file; whoever is outside it only what a board shows them, or what they handed
in themselves. A citizen's file is opened only as the safe copy made of it. The original, byte for
byte, is handed out as a download of the contact it belongs to, never shown, and each time is
written down; one that is not what it says, or a program, a page, an archive, is not handed out.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.callers import caller_of
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.media_reach import ALL_OF_IT
from siaga.app.room import Room
from siaga.desks.access.commands import RecordRead
from siaga.language.conversation import MediaKept, contact_story
from siaga.language.values import ROOM_ROLES, AccountId, Actor, Asked, ContactId, Role
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.media_store import OPEN, RECORDING, SIZE_BYTES_MAX, Purpose
from siaga.platform.sessions import Session
from siaga.platform.wire import ID, STORED

MEDIA_ROLES = ROOM_ROLES | {Role.AGENCY_DESK, Role.FIELD_CREW, Role.VOLUNTEER}
MEDIA_READERS = MEDIA_ROLES | ALL_OF_IT | {Role.HOSPITAL_DESK}
ORIGINAL_READERS = ROOM_ROLES - {Role.TRAINEE} | {Role.HEAD, Role.AUDITOR}
SEALED_OFF = "sandbox; default-src 'none'"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/avif": "avif",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
"""Types whose original is handed out."""


def media_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post(
        "/api/media",
        status_code=200,
        request_max_body_size=SIZE_BYTES_MAX + 1,
        include_in_schema=False,
    )
    async def keep(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request, writing=True)
        must_have(request, session, roles=MEDIA_ROLES)
        data = await request.body()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        stored = await room.media.keep(data, media_type)
        if not session.actor.is_room:
            await room.media.hand_in(stored, session.account_id)
        return answer({"stored": stored, "media_type": media_type, "size": len(data)})

    @get("/api/media/{stored:str}", include_in_schema=False)
    async def fetch(request: AnyRequest, stored: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request)
        must_have(request, session, roles=MEDIA_READERS)
        if not await room.reach.may_open(session.actor, stored):
            return told(request, "not_found", status=404)
        return await _opened(room, request, stored, session.actor)

    @get("/api/contacts/{contact_id:str}/originals/{stored:str}", include_in_schema=False)
    async def original(
        request: AnyRequest, contact_id: FromPath[str], *, stored: FromPath[str]
    ) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=ORIGINAL_READERS)
        return await _original(room, request, session, contact_id=contact_id, stored=stored)

    return [keep, fetch, original]


async def _opened(room: Room, request: AnyRequest, stored: str, who: Actor) -> Response[Any]:
    """A browser asks again each time whether it still may; a crew's, which may be out of reach,
    after ten minutes."""
    known = f'"{stored}"'  # named by its content, so never another file
    headers = {
        "Content-Disposition": "inline",
        "Content-Security-Policy": SEALED_OFF,
        "Cache-Control": "private, max-age=600"
        if Role.FIELD_CREW in who.roles
        else "private, no-cache",
        "ETag": known,
    }
    if request.headers.get("if-none-match") == known:
        return Response(b"", status_code=304, headers=headers)
    found = await room.media.fetch(stored, purposes=OPEN) if stored.isalnum() else None
    if found and found[1] == RECORDING:  # the house's own recordings have a door of their own
        found = await room.media.fetch(stored, purposes=frozenset({Purpose.SHOWN}))
    if found is None:
        return told(request, "not_found", status=404)
    data, media_type = found
    return Response(data, media_type=media_type, headers=headers)


async def _original(
    room: Room, request: AnyRequest, session: Session, *, contact_id: str, stored: str
) -> Response[Any]:
    kept = await _kept(room, contact_id, stored)
    found = await room.media.fetch(stored) if kept else None
    if kept is None or found is None:
        return told(request, "not_found", status=404)
    await _record(room, session, kept.contact_id)
    name = f"{kept.message_id[:8]}-{kept.index}.{ENDINGS[kept.media_type]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": SEALED_OFF,
        "Cache-Control": "no-store",
    }
    return Response(found[0], media_type="application/octet-stream", headers=headers)


async def _kept(room: Room, contact_id: str, stored: str) -> MediaKept | None:
    """Only by the contact it belongs to, and only what was found harmless."""
    if not ID.fullmatch(contact_id) or not STORED.fullmatch(stored):
        return None
    for entry in await room.book.read([contact_story(ContactId(contact_id))]):
        fact = entry.fact
        if isinstance(fact, MediaKept) and fact.stored == stored:
            harmless = fact.problem is None and fact.media_type in ENDINGS
            return fact if harmless else None
    return None


async def _record(room: Room, session: Session, contact_id: ContactId) -> None:
    command = RecordRead(
        command_id=new_id(),
        account_id=AccountId(session.account_id),
        what="original_file",
        purpose="download",
        contact_id=contact_id,
    )
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    await room.gateway.submit(Submission(desk="access", command=command, asked=asked))
