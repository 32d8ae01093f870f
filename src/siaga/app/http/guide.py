"""Guide cards: for screens, for the doctor's signature, and on paper."""

from __future__ import annotations

import gzip
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.guide_cards import names_of, standings
from siaga.app.guide_paper import STYLE, Paper
from siaga.app.http.answers import body_object, told
from siaga.app.http.commands import GetRoom, told_of
from siaga.app.http.guard import (
    AnyRequest,
    address_of,
    must_have,
    session_of,
    writing_session,
)
from siaga.app.room import Room
from siaga.desks.guide.commands import CardEdition, SignCards
from siaga.language.guide_cards import SIGNERS
from siaga.language.mass_casualty import TABLES
from siaga.language.place import Place
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Asked,
    FieldError,
    Role,
)
from siaga.platform.gateway import Submission
from siaga.platform.sessions import SignIn

READERS = ROOM_ROLES | OVERSIGHT_ROLES | SIGNERS | {Role.ADMINISTRATOR}
PATH, PAPER = "/api/guide-cards", "/kartu-panduan"
FIELD_MAX = 200
CARDS_MAX = 200
FOR_EVER = "private, max-age=31536000, immutable"
"""Asked for by the place's version, the cards never change; without it they are asked again."""


def guide_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    packed: dict[str, bytes] = {}  # by the place's version: made once

    @get(PATH, include_in_schema=False)
    async def cards(request: AnyRequest) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=READERS)
        version = room.place.version
        if version not in packed:
            packed[version] = _packed(room.place)
        return _cards(request, packed[version], version=version)

    @post(f"{PATH}/sign", status_code=200, include_in_schema=False)
    async def sign(request: AnyRequest) -> Response[Any]:
        return await _sign(room_of(), request)

    return [cards, sign, *_paper_routes(room_of)]


def _paper_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(PAPER, include_in_schema=False)
    async def paper(request: AnyRequest) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=READERS)
        found = standings(room)
        page = Paper(
            place=room.place,
            found=found,
            names=await names_of(room, found),
            printed_at=room.clock.now(),
            head=f'<link rel="stylesheet" href="{PAPER}/kertas.css">',
        )
        return Response(page.html(), media_type=MediaType.HTML)

    @get(f"{PAPER}/kertas.css", include_in_schema=False)
    async def style() -> Response[Any]:
        return Response(STYLE.read_bytes(), media_type="text/css")

    return [paper, style]


def _cards(request: AnyRequest, body: bytes, *, version: str) -> Response[Any]:
    is_asked_by_version = request.query_params.get("v") == version
    headers = {
        "Cache-Control": FOR_EVER if is_asked_by_version else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(body), media_type=MediaType.JSON, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=MediaType.JSON, headers=headers)


def _packed(place: Place) -> bytes:
    """The cards as screens need them, and the tables by which victims are sorted."""
    book = place.guide
    said = {
        "version": place.version,
        "medical_lead": book.medical_lead,
        "opening": book.opening,
        "arrest": book.arrest,
        "required": book.required,
        "cards": list(book.cards.values()),
        "sorting": {method: dict(table) for method, table in TABLES.items()},
    }
    return gzip.compress(msgspec.json.encode(said))


async def _sign(room: Room, request: AnyRequest) -> Response[Any]:
    """A signature asks for the password again: a screen left open signs nothing."""
    session = await writing_session(room, request)
    must_have(request, session, roles=SIGNERS)
    body = await body_object(request)
    command = _wish(body)
    proof = SignIn(
        user="",
        password=_word(body, "password"),
        code=_word(body, "code", needed=False),
        address=address_of(room, request),
    )
    if not await room.sessions.is_still(session.account_id, proof):
        return told(request, "wrong_password_again", status=403)
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    given = await room.gateway.submit(Submission(desk="guide", command=command, asked=asked))
    return told_of(room, request, given=given, command_id=str(command.command_id))


def _wish(body: dict[str, Any]) -> SignCards:
    for name in body.keys() - {"command_id", "cards", "password", "code"}:
        raise FieldError(name, "kolom ini tidak dikenal")
    try:
        command_id = UUID(_word(body, "command_id"))
    except ValueError as error:
        raise FieldError("command_id", "bukan pengenal yang sah") from error
    cards = body.get("cards")
    if not isinstance(cards, list) or not 0 < len(cards) <= CARDS_MAX:
        raise FieldError("cards", f"sebutkan 1 sampai {CARDS_MAX} kartu")
    return SignCards(command_id=command_id, cards=tuple(_edition(one) for one in cards))


def _edition(raw: Any) -> CardEdition:
    try:
        return msgspec.convert(raw, CardEdition)
    except msgspec.ValidationError as error:
        raise FieldError("cards", "tiap kartu: card, edition, digest") from error


def _word(body: dict[str, Any], name: str, *, needed: bool = True) -> str:
    value = body.get(name, None if needed else "")
    if not isinstance(value, str) or len(value) > FIELD_MAX or "\x00" in value:
        raise FieldError(name, f"wajib diisi, paling banyak {FIELD_MAX} karakter")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FieldError(name, "berisi karakter Unicode yang rusak") from error
    return value
