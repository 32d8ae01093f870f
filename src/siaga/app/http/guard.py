"""Who knocks: the session of a request, and what it must prove."""

from __future__ import annotations

import hmac
from typing import Any

from litestar import Request, Response

from siaga.app.http.answers import told
from siaga.app.room import Room
from siaga.language.values import Role
from siaga.platform.sessions import Session

COOKIE = "siaga_session"
CSRF_HEADER = "x-csrf-token"

AnyRequest = Request[Any, Any, Any]


class Denied(Exception):
    """Carries the answer to give."""

    def __init__(self, response: Response[Any]) -> None:
        super().__init__(response.status_code)
        self.response = response


def denied(_request: AnyRequest, error: Denied) -> Response[Any]:
    return error.response


def cookie_of(headers: dict[bytes, bytes]) -> str:
    """The session token out of raw ASGI headers, "" when there is none."""
    for part in headers.get(b"cookie", b"").split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == COOKIE.encode():
            return value.decode("latin-1")
    return ""


async def session_of(room: Room, request: AnyRequest) -> Session:
    """Raises Denied 401."""
    session = await room.sessions.find(request.cookies.get(COOKIE, ""))
    if session is None:
        raise Denied(told(request, "sign_in", status=401))
    return session


async def writing_session(room: Room, request: AnyRequest) -> Session:
    """The session of a request that changes something: it must carry the page's own token."""
    session = await session_of(room, request)
    given = request.headers.get(CSRF_HEADER, "").encode()
    if not hmac.compare_digest(given, session.csrf.encode()):
        raise Denied(told(request, "csrf", status=403))
    return session


def must_have(request: AnyRequest, session: Session, *, roles: frozenset[Role]) -> None:
    """Raises Denied 403."""
    if not session.actor.roles & roles:
        raise Denied(told(request, "role", status=403))


def address_of(room: Room, request: AnyRequest) -> str:
    """The caller's address; a forwarded one is believed from the configured proxy only."""
    direct = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    if forwarded and direct == room.config.trusted_proxy:
        return forwarded.rpartition(",")[2].strip()
    return direct
