"""For agencies and their machines: keys, the feed of their own tasks, and those that are over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import answer, told
from siaga.app.http.callers import caller_of
from siaga.app.http.commands import GetRoom, told_of
from siaga.app.http.guard import AnyRequest, Denied, must_have, writing_session
from siaga.app.machine_keys import new_key
from siaga.app.room import Room
from siaga.desks.systems.commands import IssueKey
from siaga.language.systems import NoticeQueued, of_agency, system_story
from siaga.language.values import AgencyId, Asked, FieldError, Role, Sealed
from siaga.platform.gateway import Submission
from siaga.platform.sessions import Session
from siaga.platform.wire import CommandReader, Seal

FEED_MAX = 200
ENDED_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AskKey:
    command_id: UUID
    agency: AgencyId
    name: Sealed


def machine_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/machine-keys", status_code=200, include_in_schema=False)
    async def issue(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=frozenset({Role.ADMINISTRATOR}))
        now = room.clock.now()
        seal = Seal(room.sealer, room.vault.remember)
        wish: AskKey = CommandReader(AskKey, room.place).read(await request.body(), seal, now=now)
        key, digest = new_key()
        command = IssueKey(
            command_id=wish.command_id, agency=wish.agency, digest=digest, name=wish.name
        )
        given = await room.gateway.submit(
            Submission(
                desk="systems",
                command=command,
                asked=Asked(actor=session.actor, received_at=now),
                items=seal.about(subject="", case_id=str(wish.command_id)),
                digest=hashlib.sha256(digest.encode()).digest()[:16],  # asked again it is another
            )
        )
        if given.refusal is not None:
            return told_of(room, request, given=given, command_id=str(wish.command_id))
        content = {"position": given.position, "lineage": room.hub.lineage}
        content |= {"id": str(wish.command_id), "key": key}
        return answer(content, headers={"Cache-Control": "no-store"})

    @get("/api/feed", include_in_schema=False)
    async def feed(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request)
        agency = _whose(request, session)
        after = _number(request, "after", most=2**62)
        limit = min(_number(request, "limit", most=FEED_MAX, usual=FEED_MAX), FEED_MAX)
        return answer(await _feed(room, agency, after=after, limit=limit))

    @get("/api/ended-tasks", include_in_schema=False)
    async def ended(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request)
        tasks = await _ended(room, _whose(request, session))
        return answer({"days": ENDED_DAYS, "tasks": tasks})

    return [issue, feed, ended]


def _whose(request: AnyRequest, session: Session) -> AgencyId:
    """Raises Denied 403: a pass is for one task, not for its agency."""
    must_have(request, session, roles=frozenset({Role.AGENCY_DESK}))
    if session.actor.agency is None or session.actor.pass_id is not None:
        raise Denied(told(request, "role", status=403))
    return session.actor.agency


async def _ended(room: Room, agency: AgencyId) -> list[dict[str, Any]]:
    """Its tasks that are over, the newest first; no word and no place of a reporter."""
    now = room.clock.now()
    rows = await room.statistics.ask(
        "ended_tasks",
        begin=now - timedelta(days=ENDED_DAYS),
        end=now + timedelta(days=1),
        zone=room.place.zone,
    )
    mine = [row | {"number": row["key"]} for row in rows if row["agency"] == agency]
    return [{k: v for k, v in row.items() if k not in ("key", "agency")} for row in mine]


async def _feed(room: Room, agency: AgencyId, *, after: int, limit: int) -> dict[str, Any]:
    """In the logbook's order and without gaps: `next` is where to go on."""
    head = await room.book.head()
    entries = await room.book.read([system_story(of_agency(agency))], after)
    queued = [each for each in entries if isinstance(each.fact, NoticeQueued)]
    page = queued[:limit]
    events = [
        {
            "position": entry.position,
            "id": fact.notice_id,
            "event": fact.event,
            "about": fact.about,
            "occurred_at": fact.when.at,
            "referral_id": fact.referral_id,
            "dispatch_id": fact.dispatch_id,
            "unit_id": fact.unit_id,
        }
        for entry in page
        if isinstance(fact := entry.fact, NoticeQueued)
    ]
    more = len(queued) > len(page)
    last = page[-1].position if page else after
    end = last if more else max(last, head.position)
    return {
        "lineage": head.lineage,
        "reset": after > head.position,
        "events": [{k: v for k, v in each.items() if v is not None} for each in events],
        "next": 0 if after > head.position else end,
        "more": more,
    }


def _number(request: AnyRequest, name: str, *, most: int, usual: int = 0) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= most):
        raise FieldError(name, f"harus berupa angka, 0 sampai {most}")
    return int(text)
