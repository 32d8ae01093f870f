"""Where a pass leads: a small page, then a session of somebody without an account.

The session is begun by a press of a button, never by a look: chat programs look at every link.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import one_each, read_form_fields
from siaga.app.http.guard import COOKIE, AnyRequest, must_have, session_of
from siaga.app.http.public_links import dead, page
from siaga.app.passes import ACTOR, PATH
from siaga.app.room import Room
from siaga.boards import passes as board
from siaga.boards.passes import PassCard
from siaga.channels.citizen.html import HEADERS, Language, language_of
from siaga.channels.citizen.passes import NAME_MAX, NAMED, PassPage, render_pass
from siaga.desks.passes.commands import OpenPass
from siaga.language.values import Asked, FieldError, Sealed
from siaga.platform.free_text import readable_text
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.sessions import Session
from siaga.platform.wire import Seal

BROWSER = "siaga_browser"
BROWSER_KEPT = timedelta(days=400)
BROWSER_MAX = 64


def pass_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PATH + "{token:str}", include_in_schema=False)
    async def look(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        card = room.citizens.passes.find(token)
        if card is None:
            return dead(room, request, path=PATH)
        language = language_of(one_each(request.query_params))
        return page(await _drawn(room, request, card=card, language=language))

    @post(PATH + "{token:str}", status_code=200, include_in_schema=False)
    async def begin(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        card = room.citizens.passes.find(token)
        if card is None or request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
            return dead(room, request, path=PATH)
        return await _begin(room, request, card)

    @get("/api/pass-address/{pass_id:str}", include_in_schema=False)
    async def address(request: AnyRequest, pass_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        must_have(request, session, roles=board.ROLES)
        card = room.citizens.passes.living(pass_id)
        if card is None or board.view(card, session.actor) is None or not room.citizens.passes.base:
            return told(request, "not_found", status=404)
        content = {"address": room.citizens.passes.address(card.pass_id)}
        return answer(content, headers={"Cache-Control": "no-store"})

    return [look, begin, address]


async def _drawn(
    room: Room, request: AnyRequest, *, card: PassCard, language: Language, wrong: str = ""
) -> str:
    session = await _session(room, request)
    account = session is not None and session.actor.pass_id is None
    shown = PassPage(
        path=room.citizens.passes.path(card.pass_id),
        kind=card.kind,
        of=_whose(room, card),
        expires_at=card.expires_at,
        now=room.clock.now(),
        signed_in=account,
        wrong=wrong,
    )
    return render_pass(room.place, language, page=shown)


def _whose(room: Room, card: PassCard) -> str:
    place = room.place
    if card.hospital in place.hospitals:
        return place.hospitals[card.hospital].name
    if card.unit_id in place.units:
        return place.units[card.unit_id].call_sign
    return place.agencies[card.agency].name.id if card.agency in place.agencies else ""


async def _session(room: Room, request: AnyRequest) -> Session | None:
    return await room.sessions.find(request.cookies.get(COOKIE, ""))


async def _begin(room: Room, request: AnyRequest, card: PassCard) -> Response[Any]:
    """The opening is a fact before the page is given."""
    read = await read_form_fields(request)
    fields = read[1] if read else {}
    language = language_of(fields)
    old = await _session(room, request)
    if old is not None and old.actor.pass_id is None and fields.get("anyway") != "1":
        return page(await _drawn(room, request, card=card, language=language), 409)
    seal = Seal(room.sealer, room.vault.remember)
    try:
        name = _name(card, fields, seal)
    except FieldError:
        wrong = "pass_name_wrong"
        html = await _drawn(room, request, card=card, language=language, wrong=wrong)
        return page(html, 422)
    browser = request.cookies.get(BROWSER, "")[:BROWSER_MAX] or new_id().hex
    passes, now = room.citizens.passes, room.clock.now()
    actor = passes.rights(ACTOR + card.pass_id)
    if actor is None:
        return dead(room, request, path=PATH)
    command = OpenPass(
        command_id=new_id(),
        pass_id=card.pass_id,
        browser=passes.browser_of(card.pass_id, browser),
        name=name,
    )
    given = await room.gateway.submit(
        Submission(
            desk="passes",
            command=command,
            asked=Asked(actor=actor, received_at=now),
            items=seal.about(subject="", case_id=card.incident_id or card.pass_id),
        )
    )
    if given.refusal is not None:
        return dead(room, request, path=PATH)
    if old is not None:
        await room.sessions.end(old)
    token, _ = await room.sessions.begin(actor, kept=card.expires_at - now)
    return _led_in(room, token, browser=browser, kept=card.expires_at - now)


def _name(card: PassCard, fields: dict[str, str], seal: Seal) -> Sealed | None:
    """Raises FieldError."""
    if card.kind not in NAMED:
        return None
    name = " ".join(fields.get("name", "").split())
    if not name:
        raise FieldError("name", "wajib diisi")
    sealed: Sealed = seal(readable_text("name", name, longest=NAME_MAX), label="identity")
    return sealed


def _led_in(room: Room, token: str, *, browser: str, kept: timedelta) -> Response[Any]:
    response: Response[Any] = Response(b"", status_code=303, headers=HEADERS | {"Location": "/"})
    secure = room.config.cookies_secure
    for key, value, path, lives in (
        (COOKIE, token, "/", kept),
        (BROWSER, browser, PATH.rstrip("/"), BROWSER_KEPT),
    ):
        response.cookies.append(
            Cookie(
                key=key,
                value=value,
                path=path,
                httponly=True,
                samesite="strict" if key == COOKIE else "lax",
                secure=secure,
                max_age=int(lives.total_seconds()),
            )
        )
    return response
