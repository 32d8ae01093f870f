"""The one-screen form for public services: judged by its words, held against what is open."""

from __future__ import annotations

import asyncio
import hashlib
import json
from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import one_each
from siaga.app.http.guard import AnyRequest, address_of
from siaga.app.http.pace import Pace
from siaga.app.http.public_links import page
from siaga.app.room import Room
from siaga.app.workers.media.looking import look_at
from siaga.boards.open_incidents import IncidentCard
from siaga.channels.forwarded.protocol.places import points
from siaga.channels.webform.form import Report, is_slow, read_form
from siaga.channels.webform.parts import SERVICE_PATH, language_of
from siaga.channels.webform.service import NEAR_PATH, Near, render_near, render_service
from siaga.geo.distance import haversine_m
from siaga.language.place import Place
from siaga.language.values import SLOW, LocationSource
from siaga.platform.ids import new_id
from siaga.platform.locations import area_index
from siaga.platform.uploads import PART_BYTES_MAX

LOOKS = Pace(60, 600.0)
NEAR_M = 250
GRID_DIGITS = 3
"""Who asks is put on a grid of some 110 m first: nobody can feel their way to a reported spot."""
NEAR_MAX = 4
COMPARED_MAX = 300  # the newest
COPY_S_MAX = 5.0


class Way(StrEnum):
    """Where a report goes: as any, to an agency, or to the room since it is an emergency."""

    ROOM = ""
    SERVICE = "service"
    URGENT = "urgent"


def service_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(SERVICE_PATH, include_in_schema=False)
    async def form(request: AnyRequest) -> Response[Any]:
        room, language = room_of(), language_of(one_each(request.query_params))
        now = room.clock.now()
        return page(render_service(room.place, language=language, form_id=new_id(), now=now))

    @get(NEAR_PATH, include_in_schema=False)
    async def near(request: AnyRequest) -> Response[Any]:
        """A part of the page, for its script; empty for what says neither kind nor place."""
        room = room_of()
        if not LOOKS.allows(address_of(room, request)):
            return told(request, "too_many", status=429, headers={"Retry-After": "60"})
        fields = one_each(request.query_params)
        report = read_form(fields | {"service": "1", "form_id": str(new_id())}, room.place)
        found = await near_by(room, report) if isinstance(report, Report) else []
        html = render_near(room.place, language_of(fields), near=found, now=room.clock.now())
        return page(html)

    return [form, near]


async def way_of(room: Room, report: Report) -> Way:
    """Danger goes to people, whatever picture was tapped.

    So does what nobody could read, what a machine seems to have written, and what lies outside.
    """
    kind = room.place.incident_types.get(report.incident_type) if report.incident_type else None
    if not report.service or kind is None:
        return Way.ROOM
    if not is_slow(kind):
        return Way.URGENT
    if report.robot_suspected or _is_outside(room.place, report):
        return Way.ROOM
    if not report.words:
        return Way.SERVICE
    if room.advice is None:
        return Way.ROOM
    reading = await room.advice.preview.advisor.read(report.words)
    return Way.SERVICE if reading.priority in SLOW else Way.URGENT


def _is_outside(place: Place, report: Report) -> bool:
    if report.latitude is None or report.longitude is None:
        return False
    return area_index(place).nearest(report.latitude, report.longitude) is None


async def near_by(room: Room, report: Report) -> list[Near]:
    """Open ones of the same kind: close by, or in the same kelurahan where either has no point."""
    cards: Any = room.hub.boards["open-incidents"].cards().values()
    same = [card for card in cards if _is_same(card, report)]
    same = sorted(same, key=lambda card: card.opened_at, reverse=True)[:COMPARED_MAX]
    plain = await room.vault.reveal([card.location.point.ref for card in same])
    found: list[Near] = []
    for card in same:
        claim = card.location
        metres = _metres(report, plain.get(claim.point.ref))
        exact = claim.source is not LocationSource.AREA and metres is not None
        if (metres or 0) > NEAR_M if exact else report.area is None or claim.area != report.area:
            continue
        found.append(
            Near(
                incident_id=card.incident_id,
                area=claim.area,
                since_at=card.opened_at,
                reporters=card.reporters,
                close=exact,
            )
        )
    return sorted(found, key=lambda one: not one.close)[:NEAR_MAX]


def _is_same(card: IncidentCard, report: Report) -> bool:
    return (
        card.incident_type == report.incident_type
        and card.priority in SLOW
        and card.merged_into is None
        and card.location is not None
    )


def _metres(report: Report, point: str | None) -> float | None:
    if point is None or report.latitude is None or report.longitude is None:
        return None
    there = json.loads(point)
    here = round(report.latitude, GRID_DIGITS), round(report.longitude, GRID_DIGITS)
    return haversine_m(here, (there["latitude"], there["longitude"]))


def with_pin(fields: dict[str, str]) -> dict[str, str]:
    """Coordinates or a map's link written as the address are a point."""
    if fields.get("latitude") or not fields.get("address"):
        return fields
    for point in points(fields["address"])[:1]:
        pin = {"latitude": str(point.latitude), "longitude": str(point.longitude)}
        return fields | pin | {"pinned": "1"}
    return fields


async def set_aside(room: Room, upload: Any) -> str:
    """A photo that came with the form waits for its second sending; → its token, "" for none."""
    data = await upload.read() if isinstance(upload, UploadFile) else b""
    if not data:
        return ""
    uploads = room.citizens.uploads
    token = await uploads.begin(upload.content_type, len(data))
    for start in range(0, len(data), PART_BYTES_MAX):
        await uploads.append(token, start, part=data[start : start + PART_BYTES_MAX])
    await uploads.finish(token, hashlib.sha256(data).hexdigest())
    return token


async def safe_copy(room: Room, photo: tuple[str, str]) -> tuple[str, str] | None:
    """What the agency may open: (content address, MIME type); None when no copy can be made."""
    found = await room.media.fetch(photo[0])
    if found is None:
        return None
    pictures = room.citizens.posters.pictures
    try:
        async with asyncio.timeout(COPY_S_MAX):
            seen = await look_at(found[0], photo[1], pictures=pictures)
    except TimeoutError:
        return None
    if seen.shown is None:
        return None
    return await room.media.keep_shown(seen.shown, seen.shown_type), seen.shown_type
