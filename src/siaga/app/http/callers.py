"""Who asks: a person with a session, or an agency's machine with its key."""

from __future__ import annotations

from siaga.app.http.answers import told
from siaga.app.http.guard import AnyRequest, Denied, session_of, writing_session
from siaga.app.room import Room
from siaga.platform.sessions import Session

BEARER = "bearer "


async def caller_of(room: Room, request: AnyRequest, *, writing: bool = False) -> Session:
    """Raises Denied. Only routes that ask here open to a key: every other one refuses it.

    A key travels in a header that no browser adds by itself, so it needs no CSRF token.
    """
    given = request.headers.get("authorization", "")
    if given[: len(BEARER)].lower() != BEARER:
        return await (writing_session if writing else session_of)(room, request)
    session = room.machines.keys.find(given[len(BEARER) :].strip())
    if session is None:
        headers = {"WWW-Authenticate": "Bearer"}
        raise Denied(told(request, "machine_key", status=401, headers=headers))
    if not room.machines.keys.allows(session):
        raise Denied(told(request, "too_many", status=429, headers={"Retry-After": "1"}))
    return session
