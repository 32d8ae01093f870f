"""The page of a location link: what a citizen's phone says of itself, and a place in words."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import once_of, one_each, read_form_fields
from siaga.app.http.guard import AnyRequest, address_of
from siaga.app.http.pace import Pace
from siaga.app.links import OpenLink
from siaga.app.room import Room
from siaga.app.workers.hearing.link import SOURCE, Fixed, FromLink, Opened, Placed
from siaga.channels.citizen.fixes import Fix, read_accuracy
from siaga.channels.citizen.html import (
    HEADERS,
    Language,
    language_of,
    render_dead,
    render_notice,
)
from siaga.channels.citizen.locate import PlaceForm, read_place, render_locate, render_placed
from siaga.language.links import LinkKind
from siaga.platform.ids import new_id
from siaga.platform.locations import read_coordinates

GUESSES = Pace(30, 600.0)
"""Wrong tokens of one address; who holds a right one is never in the way of who guesses."""

FIXES = Pace(90, 60.0)
PLACES = Pace(10, 600.0)
DOT = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
"""One clear pixel: how a page without a script says that it was opened."""


def page(html: str, status: int = 200) -> Response[Any]:
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


def dead(room: Room, request: AnyRequest, *, path: str) -> Response[Any]:
    """404 alike for what never was and what is over; 429 for who keeps trying."""
    language = language_of(one_each(request.query_params))
    if not GUESSES.allows(address_of(room, request)):
        html = render_notice(room.place, language, key="too_often", heading="dead_title")
        return page(html, 429)
    return page(render_dead(room.place, language, path=path), 404)


def dead_json(room: Room, request: AnyRequest) -> Response[Any]:
    status = 404 if GUESSES.allows(address_of(room, request)) else 429
    return told(request, "not_found" if status == 404 else "too_many", status=status)


def location_link(room: Room, token: str) -> OpenLink | None:
    """It lives only as long as somebody has the contact in hand."""
    link = room.citizens.links.find(token, LinkKind.LOCATION, now=room.clock.now())
    return None if link is None or link.over_at is not None else link


async def keep(room: Room, said: FromLink) -> None:
    """Durable before the page is told so."""
    await room.inbox.take_in(SOURCE, said.id, raw=msgspec.json.encode(said))


def location_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/l/{token:str}", include_in_schema=False)
    async def locate(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        link = location_link(room, token)
        if link is None:
            return dead(room, request, path="/l/")
        language = language_of(one_each(request.query_params))
        return page(_drawn(room, link, language))

    @get("/l/{token:str}/dibuka", include_in_schema=False)
    async def seen(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        await opened(room, location_link(room, token))
        return Response(DOT, media_type="image/gif", headers=HEADERS)

    @post("/l/{token:str}/dibuka", status_code=200, include_in_schema=False)
    async def opened_by_script(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        link = location_link(room, token)
        if link is None:
            return dead_json(room, request)
        await opened(room, link)
        return answer({})

    @post("/l/{token:str}/posisi", status_code=200, include_in_schema=False)
    async def position(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        link = location_link(room, token)
        if link is None:
            return dead_json(room, request)
        return await _take_fix(room, request, link)

    @post("/l/{token:str}/tempat", status_code=200, include_in_schema=False)
    async def place(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        link = location_link(room, token)
        if link is None:
            return dead(room, request, path="/l/")
        return await _take_place(room, request, link)

    return [locate, seen, opened_by_script, position, place]


async def opened(room: Room, link: OpenLink | None) -> None:
    if link is None or link.line.opened_at is not None:
        return
    said = Opened(id=f"{link.link_id}:open", link_id=link.link_id, contact_id=link.contact_id)
    await keep(room, said)


async def _take_fix(room: Room, request: AnyRequest, link: OpenLink) -> Response[Any]:
    """Raises FieldError."""
    body = await body_object(request)
    latitude, longitude = read_coordinates(
        "", body.get("latitude"), longitude=body.get("longitude")
    )
    accuracy_m = read_accuracy(body.get("accuracy_m"))
    if not FIXES.allows(link.link_id):
        return told(request, "too_many", status=429, headers={"Retry-After": "10"})
    fix = Fix(latitude=latitude, longitude=longitude, accuracy_m=accuracy_m)
    now = room.clock.now()
    await keep(
        room,
        Fixed(
            id=f"{link.link_id}:{new_id().hex}",
            link_id=link.link_id,
            contact_id=link.contact_id,
            latitude=fix.latitude,
            longitude=fix.longitude,
            accuracy_m=fix.accuracy_m,
        ),
    )
    await room.citizens.moved(link, fix, at=now)
    return answer({"at": now, "until_at": link.line.expires_at})


def _drawn(room: Room, link: OpenLink, language: Language, *, wrong: str = "") -> str:
    return render_locate(
        room.place,
        language,
        path=room.citizens.links.path(link.link_id, LinkKind.LOCATION),
        expires_at=link.line.expires_at,
        form=PlaceForm(once=str(new_id()), wrong=wrong),
    )


async def _take_place(room: Room, request: AnyRequest, link: OpenLink) -> Response[Any]:
    path = room.citizens.links.path(link.link_id, LinkKind.LOCATION)
    read = await read_form_fields(request)
    fields = read[1] if read else {}
    language = language_of(fields)
    given = read_place(fields, room.place) if read else "place_wrong"
    if isinstance(given, str):
        return page(_drawn(room, link, language, wrong=given), 422)
    if not PLACES.allows(link.link_id):
        return page(
            render_notice(room.place, language, key="too_often", heading="place_title", back=path),
            429,
        )
    area, address = given
    said = Placed(
        id=f"{link.link_id}:{once_of(fields)}",
        link_id=link.link_id,
        contact_id=link.contact_id,
        area=area,
        address=address,
    )
    await opened(room, link)
    await keep(room, said)
    return page(render_placed(room.place, language, path=path))
