"""The public page of a missing person's poster, and its address for the room."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import one_each
from siaga.app.http.guard import AnyRequest, address_of, must_have, session_of
from siaga.app.http.public_links import GUESSES, page
from siaga.app.posters import OpenPoster
from siaga.app.room import Room
from siaga.channels.citizen.html import HEADERS, language_of, render_notice
from siaga.channels.citizen.poster import PATH, Poster, render_poster
from siaga.desks.persons.doors import JUDGES
from siaga.language.values import PersonId


def poster_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/poster/{token:str}", include_in_schema=False)
    async def poster(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        found = room.citizens.posters.find(token, now=room.clock.now())
        if found is None:
            return _over(room, request)
        language = language_of(one_each(request.query_params))
        html = render_poster(room.place, language, poster=await _drawn(room, found))
        return page(html)

    @get("/poster/{token:str}/foto", include_in_schema=False)
    async def photo(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        found = room.citizens.posters.find(token, now=room.clock.now())
        data = await room.citizens.posters.photo(found) if found else None
        if data is None:
            return _over(room, request)
        return Response(data, media_type="image/jpeg", headers=HEADERS)

    @get("/api/poster-address/{person_id:str}", include_in_schema=False)
    async def address(request: AnyRequest, person_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=JUDGES)
        posters = room.citizens.posters
        found = posters.of(PersonId(person_id), now=room.clock.now())
        if found is None:
            return told(request, "not_found", status=404)
        content = {"address": posters.base + found.path, "path": found.path}
        return answer(content, headers={"Cache-Control": "no-store"})

    return [poster, photo, address]


def _over(room: Room, request: AnyRequest) -> Response[Any]:
    """Alike for what never was and what has ended: nothing is learnt by trying."""
    language = language_of(one_each(request.query_params))
    status = 404 if GUESSES.allows(address_of(room, request)) else 429
    key = "poster_over" if status == 404 else "too_often"
    html = render_notice(room.place, language, key=key, heading="poster_title")
    return page(html, status)


async def _drawn(room: Room, found: OpenPoster) -> Poster:
    card, line = found.card, found.line
    name = None
    if line.first_name is not None:
        name = (await room.vault.reveal([line.first_name.ref])).get(line.first_name.ref)
    area = (
        room.place.areas.get(card.location.area) if card.location and card.location.area else None
    )
    return Poster(
        path=found.path,
        seen_at=card.seen_at,
        expires_at=line.expires_at,
        sex=card.sex,
        age_band=card.age_band,
        age_years=card.age_years,
        build=card.build,
        clothes=card.clothes,
        area=area.name if area else "",
        first_name=name or "",
        photo=f"{PATH}{found.path.removeprefix(PATH)}/foto" if line.photo else "",
    )
