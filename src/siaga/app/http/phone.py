"""The telephone's doors: a page's credentials and report, and recordings to listen to."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of, writing_session
from siaga.app.room import Room
from siaga.channels.phone.audio.recording import PEAKS_PER_S, peaks
from siaga.desks.access.commands import RecordRead
from siaga.language.lines import RecordingKept
from siaga.language.values import (
    ROOM_ROLES,
    AccountId,
    Asked,
    ContactId,
    FieldError,
    Role,
    Tag,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.media_store import RECORDING
from siaga.platform.sessions import Session
from siaga.platform.wire import ID, STORED

LISTENERS = ROOM_ROLES - {Role.TRAINEE} | {Role.HEAD, Role.AUDITOR}
DOING = frozenset({"idle", "ringing", "talking", "bridging"})
MICROPHONE = frozenset({"ok", "none", "denied"})


def phone_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/phone/session", status_code=200, include_in_schema=False)
    async def open_line(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        if room.telephone is None:
            return told(request, "no_telephone", status=404)
        now = room.clock.now()
        return answer(room.telephone.credentials(AccountId(session.account_id), now))

    @post("/api/signals/phone", status_code=200, include_in_schema=False)
    async def report(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        value = _report(await body_object(request))
        room.signals.put("phone", session.account_id, value=value, at=room.clock.now())
        return answer({})

    return [open_line, report, *_recording_routes(room_of)]


def _recording_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/phone/recordings/{contact_id:str}", include_in_schema=False)
    async def known(request: AnyRequest, contact_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=LISTENERS)
        kept = await _kept(room, contact_id)
        parts = ("part", "stored", "began_at", "duration_s")
        return answer([{name: getattr(each, name) for name in parts} for each in kept])

    @get("/api/phone/recordings/{contact_id:str}/{name:str}", include_in_schema=False)
    async def listen(
        request: AnyRequest, contact_id: FromPath[str], *, name: FromPath[str]
    ) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=LISTENERS)
        stored, _, kind = name.partition(".")
        wav = await _wav(room, contact_id, stored)
        if wav is None or kind not in ("wav", "peaks"):
            return told(request, "not_found", status=404)
        if kind == "peaks":
            channels = await asyncio.to_thread(peaks, wav)
            body = {"channels": [list(each) for each in channels], "per_s": PEAKS_PER_S}
            return answer(body, headers={"Cache-Control": "private, max-age=3600"})
        await _record(room, session, ContactId(contact_id))
        return Response(wav, media_type=RECORDING, headers={"Cache-Control": "no-store"})

    return [known, listen]


async def _kept(room: Room, contact_id: str) -> list[RecordingKept]:
    if not ID.fullmatch(contact_id):
        return []
    entries = await room.book.read([Tag(f"contact:{contact_id}")])
    return [entry.fact for entry in entries if isinstance(entry.fact, RecordingKept)]


async def _wav(room: Room, contact_id: str, stored: str) -> bytes | None:
    """Only by the contact it belongs to: a content address alone opens nothing."""
    kept = await _kept(room, contact_id)
    if not STORED.fullmatch(stored) or stored not in {each.stored for each in kept}:
        return None
    found = await room.media.fetch(stored)
    return found[0] if found else None


async def _record(room: Room, session: Session, contact_id: ContactId) -> None:
    """Every listening is written down, also by those who handle the case."""
    command = RecordRead(
        command_id=new_id(),
        account_id=AccountId(session.account_id),
        what="recording",
        purpose="listen",
        contact_id=contact_id,
    )
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    await room.gateway.submit(Submission(desk="access", command=command, asked=asked))


def _report(body: dict[str, Any]) -> dict[str, Any]:
    state, contact_id = body.get("state"), body.get("contact_id")
    if state not in DOING:
        raise FieldError("state", f"salah satu dari {', '.join(sorted(DOING))}")
    if contact_id is not None and not (isinstance(contact_id, str) and ID.fullmatch(contact_id)):
        raise FieldError("contact_id", "bukan id yang sah")
    if body.get("mic") not in MICROPHONE:
        raise FieldError("mic", f"salah satu dari {', '.join(sorted(MICROPHONE))}")
    if not isinstance(body.get("registered"), bool):
        raise FieldError("registered", "harus true atau false")
    page = body.get("page", "")
    if not isinstance(page, str) or (page and not ID.fullmatch(page)):
        raise FieldError("page", "bukan id yang sah")
    return {name: body.get(name) for name in ("state", "contact_id", "mic", "registered", "page")}
