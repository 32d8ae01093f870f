"""What anybody may open: the report form and its files, the place's public data."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from siaga.app import telemetry
from siaga.app.catalogue import say
from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, address_of, session_of
from siaga.app.room import Room
from siaga.app.workers.hearing.web import SOURCE, WebReport
from siaga.channels import webform
from siaga.channels.webform.form import (
    Report,
    read_form,
    readable_reference,
    short_reference,
)
from siaga.channels.webform.page import HEADERS, PATH, language_of, render_form, render_thanks
from siaga.geo.outline import city_outline
from siaga.language.values import FieldError
from siaga.platform.clock import steady_s
from siaga.platform.ids import new_id

FORM_BYTES_MAX = 11 * 1024 * 1024
REPORTS_MAX = 10
WINDOW_S = 600.0
ADDRESSES_MAX = 10_000
FILES = {"lapor.css": "text/css", "lapor.js": "text/javascript"}


class Pace:
    """How many reports an address sent lately. A school or a mosque shares one address, so the
    limit is generous, and what is refused is told to telephone."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        now_s = steady_s()
        times = [t for t in self._times.pop(address, []) if now_s - t < WINDOW_S]
        allowed = len(times) < REPORTS_MAX
        if allowed:
            times.append(now_s)
        self._times[address] = times
        while len(self._times) > ADDRESSES_MAX:
            self._times.popitem(last=False)
        return allowed


def public_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    pace = Pace()

    @get(PATH, include_in_schema=False)
    async def form(request: AnyRequest) -> Response[Any]:
        language = language_of(_one_each(request.query_params))
        return _page(render_form(room_of().place, language=language, form_id=new_id()))

    @post(PATH, status_code=200, request_max_body_size=FORM_BYTES_MAX, include_in_schema=False)
    async def report(request: AnyRequest) -> Response[Any]:
        return await _take_report(room_of(), request, pace)

    @get(f"{PATH}/terima", include_in_schema=False)
    async def thanks(request: AnyRequest) -> Response[Any]:
        fields = _one_each(request.query_params)
        reference = readable_reference(fields.get("ref", ""))
        language = language_of(fields)
        return _page(render_thanks(room_of().place, language=language, reference=reference))

    @get("/lapor/{name:str}", include_in_schema=False)
    async def file(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        if name not in FILES:
            return told(request, "not_found", status=404)
        path = Path(webform.__file__).parent / name
        return Response(path.read_bytes(), media_type=FILES[name], headers=HEADERS)

    @get("/api/place", include_in_schema=False)
    async def place(request: AnyRequest) -> Response[Any]:
        room = room_of()
        await session_of(room, request)
        return answer(place_data(room))

    return [form, report, thanks, file, place]


LINES = ("bound_s", "near_m", "announcement_min", "silent_listen_s")
"""Of the telephone's rules those that screens show; how numbers are judged is nobody's business."""


def place_data(room: Room) -> dict[str, Any]:
    """The place as screens need it: lists in the order of its files."""
    place = room.place
    tables = ("agencies", "stations", "units", "hospitals", "incident_types", "areas")
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
    names += ("sla", "bounds", "sources", "version")
    content |= {name: getattr(place, name) for name in names}
    content["lines"] = {name: getattr(place.lines, name) for name in LINES}
    content["emergency_number"] = place.emergency_number
    content["outline"] = city_outline(list(place.areas.values()))
    return content


def _page(html: str, status: int = 200) -> Response[Any]:
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


def _one_each(values: Any) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


async def _take_report(room: Room, request: AnyRequest, pace: Pace) -> Response[Any]:
    form, fields, unreadable = await _read_fields(request)
    language = language_of(fields)
    if not _is_id(fields.get("form_id", "")):
        fields["form_id"] = str(new_id())  # without it only the protection from a double is lost
    if not pace.allows(address_of(room, request)):
        telemetry.REPORTS.labels("too_many").inc()
        return _page(f"<p>{say('too_many', language)}</p>", 429)
    report = unreadable or read_form(fields, room.place)
    photo = None
    if isinstance(report, Report):
        try:
            photo = await _keep_photo(room, form.get("photo"))
        except FieldError:
            report = {"photo": "photo_refused"}
    if not isinstance(report, Report):
        telemetry.REPORTS.labels("to_correct").inc()
        html = render_form(
            room.place,
            language=language,
            form_id=new_id(),
            values=fields,
            errors=report,
        )
        return _page(html, 422)
    raw = msgspec.json.encode(WebReport(report=report, photo=photo))
    await room.inbox.take_in(SOURCE, str(report.form_id), raw=raw)
    telemetry.REPORTS.labels("accepted").inc()
    suffix = "" if language == "id" else "&lang=en"
    reference = short_reference(report.form_id)
    return Redirect(f"{PATH}/terima?ref={reference}{suffix}", status_code=303)


async def _read_fields(request: AnyRequest) -> tuple[Any, dict[str, str], dict[str, str]]:
    """(form, its fields, what to correct): a body that is no form brings the page back."""
    try:
        form = await request.form()
    except (UnicodeDecodeError, ClientException) as reason:
        if getattr(reason, "status_code", 400) != 400:
            raise
        return {}, {}, {"words": "bad_characters"}
    return form, _one_each(form), {}


def _is_id(text: str) -> bool:
    """A UUIDv7, as the form's own page made it."""
    try:
        return UUID(text).version == 7
    except ValueError:
        return False


async def _keep_photo(room: Room, upload: Any) -> tuple[str, str] | None:
    if not isinstance(upload, UploadFile):
        return None
    data = await upload.read()
    if not data:
        return None
    stored = await room.media.keep(data, upload.content_type)
    return stored, upload.content_type
