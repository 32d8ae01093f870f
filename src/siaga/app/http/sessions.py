"""Signing in and out, and what the sign-in page may know."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler

from siaga.app.demo import demo_accounts
from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import COOKIE, AnyRequest, address_of, session_of, writing_session
from siaga.app.http.packed import packed
from siaga.app.passes import Passes
from siaga.app.room import Room
from siaga.desks.access.commands import RecordSignIn, RecordSignOut
from siaga.language.values import Actor, Asked, FieldError
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.sessions import SESSION_KEPT, Session, SignIn

FIELD_MAX = 200


def session_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @post("/api/session", status_code=200, include_in_schema=False)
    async def sign_in(request: AnyRequest) -> Response[Any]:
        room = room_of()
        wish = _wish(await body_object(request), address_of(room, request))
        found = await room.sessions.sign_in(wish)
        if found is None:
            return told(request, "wrong_password", status=401)
        token, session = found
        await _record(room, session, RecordSignIn)
        response = await _who(room, session)
        response.cookies.append(
            Cookie(
                key=COOKIE,
                value=token,
                path="/",
                httponly=True,
                samesite="strict",
                secure=room.config.cookies_secure,
                max_age=int(SESSION_KEPT.total_seconds()),
            )
        )
        return response

    return [sign_in, *_known_session_routes(room_of), _site_route(room_of)]


def _known_session_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/session", include_in_schema=False)
    async def who(request: AnyRequest) -> Response[Any]:
        room = room_of()
        return await _who(room, await session_of(room, request))

    @delete("/api/session", status_code=200, include_in_schema=False)
    async def sign_out(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        await room.sessions.end(session)
        room.hub.wake()
        await _record(room, session, RecordSignOut)
        response = answer({})
        response.cookies.append(Cookie(key=COOKIE, value="", path="/", max_age=0))
        return response

    return [who, sign_out]


def _site_route(room_of: GetRoom) -> HTTPRouteHandler:
    @get("/api/site", include_in_schema=False)
    async def site(request: AnyRequest) -> Response[Any]:
        room = room_of()
        place = room.place
        content: dict[str, Any] = {
            "place": place.id,
            "name": place.name,
            "drill": place.drill,
            "emergency_number": place.emergency_number,
            "languages": ["id", "en"],
        }
        if place.drill:
            content["demo_accounts"] = demo_accounts(place)
            content["demo_password"] = room.config.demo_password
        return packed(request, content)

    return site


def _wish(body: dict[str, Any], address: str) -> SignIn:
    for name in ("user", "password", "code"):
        value = body.get(name, "" if name == "code" else None)
        if not isinstance(value, str) or len(value) > FIELD_MAX or "\x00" in value:
            raise FieldError(name, f"wajib diisi, paling banyak {FIELD_MAX} karakter")
    try:
        f"{body['user']}{body['password']}".encode()
    except UnicodeEncodeError as error:
        raise FieldError("user", "berisi karakter Unicode yang rusak") from error
    return SignIn(
        user=body["user"],
        password=body["password"],
        code=body.get("code", ""),
        address=address,
    )


async def _record(room: Room, session: Session, command: Any) -> None:
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    await room.gateway.submit(
        Submission(
            desk="access",
            command=command(command_id=new_id(), account_id=session.account_id),
            asked=asked,
        )
    )


def pass_told(passes: Passes, actor: Actor) -> dict[str, Any] | None:
    """What the holder of a pass may know of it."""
    card = passes.living(actor.pass_id) if actor.pass_id else None
    if card is None:
        return None
    return {
        "kind": card.kind,
        "expires_at": card.expires_at,
        "referral_id": card.referral_id,
        "incident_id": card.incident_id,
        "unit_id": card.unit_id,
    }


async def _who(room: Room, session: Session) -> Response[Any]:
    actor = session.actor
    ref = room.accounts.name_ref(actor.id)  # type: ignore[arg-type]
    names = await room.vault.reveal([ref]) if ref else {}
    return answer(
        {
            "account_id": actor.id,
            "name": names.get(ref or "", ""),
            "roles": sorted(actor.roles),
            "agency": actor.agency,
            "units": sorted(actor.units),
            "hospital": actor.hospital,
            "pass": pass_told(room.citizens.passes, actor),
            "csrf": session.csrf,
            "place": room.place.id,
            "drill": room.place.drill,
        },
        headers={"X-CSRF-Token": session.csrf},
    )
