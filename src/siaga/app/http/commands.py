"""Command doors as routes: POST /api/<desk>/<command>."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.catalogue import say
from siaga.app.http.answers import answer, language_of
from siaga.app.http.callers import caller_of
from siaga.app.http.confinement import must_be_within
from siaga.app.http.guard import AnyRequest, must_have
from siaga.app.room import Room
from siaga.language.refusals import OF_RIGHT
from siaga.language.values import Asked
from siaga.platform.desk import Desk, Door
from siaga.platform.gateway import Submission
from siaga.platform.logbook import Answer
from siaga.platform.wire import CommandReader, Seal

BODY_BYTES_MAX = 4 * 1024 * 1024  # a field that is too long is named; more is cut off
CONTACT_DESK = "intake"

GetRoom = Callable[[], Room]


def kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def path_of(desk: Desk, door: Door) -> str:
    return f"/api/{desk.name}/{kebab(door.command.__name__)}"


def command_route(desk: Desk, door: Door, *, room_of: GetRoom) -> HTTPRouteHandler:
    readers: dict[str, CommandReader] = {}
    path = path_of(desk, door)

    async def endpoint(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await caller_of(room, request, writing=True)
        must_have(request, session, roles=door.roles)
        body = await request.body()
        reader = readers.get(room.place.version)
        if reader is None:
            reader = readers[room.place.version] = CommandReader(door.command, room.place)
        now = room.clock.now()
        seal = Seal(room.sealer, room.vault.remember)
        command = reader.read(body, seal, now=now)
        must_be_within(room, request, actor=session.actor, command=command)
        await room.reach.must_be_theirs(session.actor, command)
        given = await room.gateway.submit(
            Submission(
                desk=desk.name,
                command=command,
                asked=Asked(actor=session.actor, received_at=now),
                items=seal.about(subject="", case_id=_case(command)),
                digest=hashlib.sha256(path.encode() + b"\0" + body).digest()[:16],
                urgent=desk.name == CONTACT_DESK,
            )
        )
        return told_of(room, request, given=given, command_id=str(command.command_id))

    return post(
        path,
        status_code=200,
        name=f"{desk.name}.{door.command.__name__}",
        request_max_body_size=BODY_BYTES_MAX,
        include_in_schema=False,
    )(endpoint)


def _case(command: Any) -> str:
    for name in ("incident_id", "contact_id", "dispatch_id", "referral_id"):
        if found := getattr(command, name, None):
            return str(found)
    return str(command.command_id)


def told_of(room: Room, request: AnyRequest, *, given: Answer, command_id: str) -> Response[Any]:
    if given.refusal is None:
        content = {
            "position": given.position,
            "lineage": room.hub.lineage,
            "id": command_id,
            "number": given.number,
        }
        return answer({k: v for k, v in content.items() if v is not None})
    status = 403 if given.refusal in OF_RIGHT else 409
    refused: dict[str, Any] = {
        "refusal": given.refusal,
        "message": say(given.refusal, language_of(request)),
    }
    if given.legal:
        refused["legal"] = given.legal
    return answer(refused, status)
