"""What anybody may open: the report form and its files, the place's public data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from siaga.app import telemetry
from siaga.app.catalogue import say
from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import one_each, read_form_fields
from siaga.app.http.guard import AnyRequest, address_of, session_of
from siaga.app.http.pace import Pace
from siaga.app.http.packed import packed
from siaga.app.http.public_photo import taken_photo
from siaga.app.http.public_service import (
    Way,
    near_by,
    safe_copy,
    set_aside,
    way_of,
    with_pin,
)
from siaga.app.http.public_status import FRESH
from siaga.app.links import PATHS, TOKEN
from siaga.app.room import Room
from siaga.app.workers.hearing.link import status_link_of
from siaga.app.workers.hearing.web import SOURCE, WebReport
from siaga.channels import webform
from siaga.channels.webform.form import (
    JOINS,
    SERVICE,
    UPLOAD,
    Report,
    is_id,
    read_form,
    readable_reference,
    short_reference,
)
from siaga.channels.webform.installed import MANIFEST_PATH, SCOPE, render_manifest
from siaga.channels.webform.page import render_form, render_thanks
from siaga.channels.webform.parts import HEADERS, PATH, language_of
from siaga.channels.webform.service import Asked, Near, render_service
from siaga.geo.outline import city_outline
from siaga.language.links import LinkKind
from siaga.language.values import FieldError, LinkId, Role
from siaga.platform.ids import new_id
from siaga.platform.media_store import Purpose

FORM_BYTES_MAX = 11 * 1024 * 1024
REPORTS_MAX = 10
WINDOW_S = 600.0
TRIES = Pace(60, WINDOW_S)
"""Of one address, with those that have to be corrected."""
FILES = {
    "lapor.css": "text/css",
    "lapor.js": "text/javascript",
    "simpan.js": "text/javascript",
    "antrean.js": "text/javascript",
    "sw.js": "text/javascript",
    "ikon.svg": "image/svg+xml",
    "ikon-192.png": "image/png",
    "ikon-512.png": "image/png",
}
ASSET_HEADERS = HEADERS | {"Cache-Control": "public, max-age=600"}
WORKER_HEADERS = HEADERS | {"Cache-Control": "no-cache", "Service-Worker-Allowed": SCOPE}


def public_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    pace = Pace(REPORTS_MAX, WINDOW_S)

    @get(PATH, include_in_schema=False)
    async def form(request: AnyRequest) -> Response[Any]:
        language = language_of(one_each(request.query_params))
        return _page(render_form(room_of().place, language=language, form_id=new_id()))

    @post(PATH, status_code=200, request_max_body_size=FORM_BYTES_MAX, include_in_schema=False)
    async def report(request: AnyRequest) -> Response[Any]:
        return await _take_report(room_of(), request, pace)

    @get(f"{PATH}/terima", include_in_schema=False)
    async def thanks(request: AnyRequest) -> Response[Any]:
        fields = one_each(request.query_params)
        reference = readable_reference(fields.get("ref", ""))
        language, token = language_of(fields), fields.get("s", "")
        status_path = f"{PATHS[LinkKind.STATUS]}{token}{FRESH}" if TOKEN.fullmatch(token) else ""
        place = room_of().place
        html = render_thanks(
            place,
            language=language,
            reference=reference,
            status_path=status_path,
            heard=fields.get("heard", ""),
        )
        return _page(html)

    @get("/lapor/{name:str}", include_in_schema=False)
    async def file(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        if name not in FILES:
            return told(request, "not_found", status=404)
        path = Path(webform.__file__).parent / name
        headers = WORKER_HEADERS if name == "sw.js" else ASSET_HEADERS
        return Response(path.read_bytes(), media_type=FILES[name], headers=headers)

    @get(MANIFEST_PATH, include_in_schema=False)
    async def manifest() -> Response[Any]:
        media_type = "application/manifest+json"
        text = render_manifest(room_of().place)
        return Response(text, media_type=media_type, headers=ASSET_HEADERS)

    @get("/api/place", include_in_schema=False)
    async def place(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await session_of(room, request)
        outside = session.actor.roles <= OUTSIDE
        return packed(request, place_data(room, outside=outside))

    return [form, report, thanks, file, manifest, place]


LINES = ("bound_s", "near_m", "announcement_min", "silent_listen_s")
"""Of the telephone's rules those that screens show; how numbers are judged is nobody's business."""


OUTSIDE = frozenset({Role.FIELD_CREW, Role.VOLUNTEER})
"""They load the place over a weak signal, and search no words in it."""


def place_data(room: Room, *, outside: bool = False) -> dict[str, Any]:
    """The place as screens need it: lists in the order of its files."""
    place = room.place
    own = ("agencies", "stations", "units", "hospitals", "incident_types", "areas")
    tables = (*own, "gauges", "shelters")
    content: dict[str, Any] = {name: list(getattr(place, name).values()) for name in tables}
    names: tuple[str, ...] = (
        "id",
        "name",
        "zone",
        "zone_name",
        "drill",
        "capabilities",
        "results",
        "messages",
    )
    names += ("sla", "bounds", "sources", "version", "conversation", "care")
    content |= {name: getattr(place, name) for name in names}
    content["lines"] = {name: getattr(place.lines, name) for name in LINES}
    content["emergency_number"] = place.emergency_number
    content |= {name: list(getattr(place, name).values()) for name in ("partners", "posts")}
    content["fleets"] = place.dispatching.fleet
    content["neighbours"] = place.neighbours
    content["chat_groups"] = place.alerts.group
    content["outline"] = city_outline(list(place.areas.values()))
    return _light(content) if outside else content


NOT_OUTSIDE: Mapping[str, Any] = {
    **dict.fromkeys(("agencies", "stations", "gauges", "capabilities", "results", "sources"), ()),
    **dict.fromkeys(("chat_groups", "outline", "posts", "partners", "fleets"), ()),
    **{key: {} for key in ("messages", "lines", "sla", "conversation")},
    "neighbours": {"neighbour": ()},
}
OF_A_TYPE = ("id", "name", "priority", "hazards")
OF_CARE = ("service", "offload_target_s")
OF_AN_AREA = ("code", "name", "district", "latitude", "longitude")


def _light(content: dict[str, Any]) -> dict[str, Any]:
    """What a telephone outside needs: every byte of its first visit is waited for."""
    cut = (("incident_types", OF_A_TYPE), ("areas", OF_AN_AREA))
    tables = {
        table: [{name: getattr(one, name) for name in names} for one in content[table]]
        for table, names in cut
    }
    care = {name: getattr(content["care"], name) for name in OF_CARE}
    return content | dict(NOT_OUTSIDE) | tables | {"care": care}


def _page(html: str, status: int = 200) -> Response[Any]:
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


async def _take_report(room: Room, request: AnyRequest, pace: Pace) -> Response[Any]:
    """A page's script asks for JSON, a browser for a page: the same report, the same judgement."""
    read = await read_form_fields(request)
    form, fields = read or ({}, {})
    language, is_script = language_of(fields), _wants_json(request)
    if not is_id(fields.get("form_id", "")):
        fields["form_id"] = str(new_id())  # without it only the protection from a double is lost
    address = address_of(room, request)
    if pace.is_full(address) or not TRIES.allows(address):
        telemetry.REPORTS.labels("too_many").inc()
        if is_script:
            return told(request, "too_many", status=429, headers={"Retry-After": "60"})
        return _page(f"<p>{say('too_many', language)}</p>", 429)
    fields = with_pin(fields)
    report = read_form(fields, room.place) if read else {"words": "bad_characters"}
    photo = None
    if isinstance(report, Report):
        way = await way_of(room, report)
        asks = way is Way.SERVICE and not is_script and JOINS not in fields
        try:
            if asks and (near := await near_by(room, report)):
                fields[UPLOAD] = await set_aside(room, form.get("photo")) or fields.get(UPLOAD, "")
                return _page(_form(room, fields, {}, near=near))
            photo = await _keep_photo(room, form.get("photo"))
            photo = photo or await taken_photo(room, fields.get(UPLOAD, ""))
        except FieldError:
            report = {"photo": "photo_refused"}
            fields.pop(UPLOAD, None)
    if not isinstance(report, Report):
        telemetry.REPORTS.labels("to_correct").inc()
        if is_script:
            return answer({"errors": report}, 422)
        return _page(_form(room, fields, report), 422)
    pace.count(address)  # what had to be corrected is no report yet
    is_service = way is Way.SERVICE
    shown = await safe_copy(room, photo) if photo and is_service else None
    web = WebReport(report=report, photo=photo, shown=shown, service=is_service)
    raw = msgspec.json.encode(web)
    await room.inbox.take_in(SOURCE, str(report.form_id), raw=raw)
    telemetry.REPORTS.labels("accepted").inc()
    return _thanks(room, report, way, language=language, is_script=is_script)


def _form(
    room: Room,
    fields: dict[str, str],
    errors: dict[str, str],
    *,
    near: list[Near] | None = None,
) -> str:
    """Once more, with what was typed and what to correct."""
    language, form_id = language_of(fields), new_id()
    if not fields.get(SERVICE):
        return render_form(
            room.place, language=language, form_id=form_id, values=fields, errors=errors
        )
    asked = Asked(values=fields, errors=errors, near=near)
    now = room.clock.now()
    return render_service(room.place, language=language, form_id=form_id, now=now, asked=asked)


def _thanks(
    room: Room, report: Report, way: Way, *, language: str, is_script: bool
) -> Response[Any]:
    """Where the report can be followed: its link is worked out before the report is heard."""
    reference = short_reference(report.form_id)
    token = room.citizens.links.token_of(LinkId(str(status_link_of(report.form_id))))
    if is_script:
        content = {"reference": reference, "status": PATHS[LinkKind.STATUS] + token, "heard": way}
        return answer(content, headers={"Cache-Control": "no-store"})
    suffix = ("" if language == "id" else "&lang=en") + (f"&heard={way}" if way else "")
    return Redirect(f"{PATH}/terima?ref={reference}&s={token}{suffix}", status_code=303)


def _wants_json(request: AnyRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


async def _keep_photo(room: Room, upload: Any) -> tuple[str, str] | None:
    if not isinstance(upload, UploadFile):
        return None
    data = await upload.read()
    if not data:
        return None
    stored = await room.media.keep(data, upload.content_type, purpose=Purpose.EVIDENCE)
    return stored, upload.content_type
