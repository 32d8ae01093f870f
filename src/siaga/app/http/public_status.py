"""The page of a status link: what became of a report, the one question, and "not done"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from siaga.app.http.arrival import eta_min
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import once_of, one_each, read_form_fields
from siaga.app.http.guard import AnyRequest, address_of
from siaga.app.http.pace import Pace
from siaga.app.http.public_links import dead, keep, opened, page
from siaga.app.links import PATHS, TOKEN, OpenLink
from siaga.app.room import Room
from siaga.app.workers.hearing.link import Again, Feedback
from siaga.boards.reporter_progress import ProgressCard
from siaga.channels.citizen.html import HEADERS, Language, Words, language_of, render_notice
from siaga.channels.citizen.progress import Told, tell
from siaga.channels.citizen.status import StatusPage, read_words, render_status
from siaga.desks.links.decide.citizen import ASKED_MAX
from siaga.desks.links.decide.ending import done_at, is_answered, is_over
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.links import LinkKind
from siaga.language.values import IncidentId
from siaga.platform.clock import steady_s
from siaga.platform.ids import new_id
from siaga.platform.waiting import woken

SAID = Pace(12, 600.0)
WAITS = Pace(30, 600.0)
HEARD_S_MAX = 10.0
LOOKS_EVERY_S = 0.2
FRESH = "/baru"
"""After a report's own link: it may be followed before the report is heard, and is waited for."""
MERGES_MAX = 4
NOTICES = {"lagi": "again_sent", "nilai": "thanks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a link's holder may see at this instant."""

    link: OpenLink
    told: Told
    incident_id: IncidentId | None
    reopen_until_at: datetime | None
    may_answer: bool


async def look(room: Room, token: str) -> Look | None:
    """None: the link does not live, nothing may be told any more, or it must not be known."""
    now = room.clock.now()
    link = room.citizens.links.find(token, LinkKind.STATUS, now=now)
    slot = room.hub.boards["reporter-status"].slots.get(link.contact_id) if link else None
    if link is None or slot is None or slot.card is None or slot.card.hushed:
        return None
    desk, states = room.gateway.desks["links"], room.gateway.states
    contact, _ = await states.get(desk, contact_life(link.contact_id))
    incident = progress = None
    if contact.incident_id is not None:
        incident, _ = await states.get(desk, incident_life(contact.incident_id))
        progress = _progress(room, contact.incident_id)
    rules = room.place.links
    if (progress is not None and progress.hushed) or is_over(
        contact, incident, rules=rules, now=now
    ):
        return None
    ended_at = done_at(contact, incident)
    until_at = ended_at + timedelta(hours=rules.reopen_h) if ended_at else None
    eta = None
    if progress is not None and any(unit.en_route_at for unit in progress.units.values()):
        eta = await eta_min(room, progress.incident_id)
    return Look(
        link=link,
        told=tell(slot.card, progress, done_at=ended_at, eta_min=eta),
        incident_id=contact.incident_id,
        reopen_until_at=until_at if link.line.asked < ASKED_MAX else None,
        may_answer=ended_at is not None and not is_answered(slot.card.feedback_at, ended_at),
    )


async def _lives_soon(room: Room, token: str) -> bool:
    """Once its report is heard; where nothing is left to be heard there is nothing to wait for."""
    until_s = steady_s() + HEARD_S_MAX
    while True:
        changed, is_all_heard = room.hub.changed, await room.inbox.is_all_heard()
        if await look(room, token) is not None:
            return True
        if is_all_heard or room.hub.closed or steady_s() > until_s:
            return False
        await woken(changed, LOOKS_EVERY_S)


def _progress(room: Room, incident_id: IncidentId) -> ProgressCard | None:
    """Of the incident, or of the one it was merged into: there the units are."""
    slots = room.hub.boards["reporter-progress"].slots
    card: ProgressCard | None = None
    wanted: IncidentId | None = incident_id
    for _ in range(MERGES_MAX):
        slot = slots.get(wanted) if wanted else None
        if slot is None or slot.card is None:
            break
        card = slot.card
        wanted = slot.card.merged_into
    return card


def status_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/s/{token:str}", include_in_schema=False)
    async def status(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room = room_of()
        seen = await look(room, token)
        if seen is None:
            return dead(room, request, path="/s/")
        fields = one_each(request.query_params)
        notice = NOTICES.get(fields.get("terkirim", ""), "")
        return page(_drawn(room, seen, language_of(fields), notice=notice))

    @get(f"/s/{{token:str}}{FRESH}", include_in_schema=False)
    async def fresh(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        room, fields = room_of(), one_each(request.query_params)
        may_wait = TOKEN.fullmatch(token) and WAITS.allows(address_of(room, request))
        if not (await _lives_soon(room, token) if may_wait else await look(room, token)):
            return dead(room, request, path="/s/")
        suffix = "" if language_of(fields) == "id" else "?lang=en"
        path = f"{PATHS[LinkKind.STATUS]}{token}{suffix}"
        return Redirect(path, status_code=303, headers=HEADERS)

    @get("/s/{token:str}/dibuka", include_in_schema=False)
    async def seen_without_script(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        return await _opened(room_of(), request, token)

    @post("/s/{token:str}/dibuka", status_code=200, include_in_schema=False)
    async def seen_by_script(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        return await _opened(room_of(), request, token)

    @post("/s/{token:str}/lagi", status_code=200, include_in_schema=False)
    async def again(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        return await _take(room_of(), request, token=token, answer=False)

    @post("/s/{token:str}/nilai", status_code=200, include_in_schema=False)
    async def feedback(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
        return await _take(room_of(), request, token=token, answer=True)

    return [status, fresh, seen_without_script, seen_by_script, again, feedback]


async def _opened(room: Room, request: AnyRequest, token: str) -> Response[Any]:
    seen = await look(room, token)
    if seen is None:
        return dead(room, request, path="/s/")
    await opened(room, seen.link)
    return Response(b"", media_type="text/plain", headers=HEADERS)


def _drawn(room: Room, seen: Look, language: Language, *, notice: str = "", wrong: str = "") -> str:
    shown = status_page(room, seen, notice=notice, wrong=wrong)
    return render_status(room.place, language, page=shown)


def status_page(room: Room, seen: Look, *, notice: str = "", wrong: str = "") -> StatusPage:
    return StatusPage(
        path=room.citizens.links.path(seen.link.link_id, LinkKind.STATUS),
        told=seen.told,
        now=room.clock.now(),
        once=str(new_id()),
        reopen_until_at=seen.reopen_until_at,
        may_answer=seen.may_answer,
        notice=notice,
        wrong=wrong,
    )


async def _take(room: Room, request: AnyRequest, *, token: str, answer: bool) -> Response[Any]:
    """ "Not done", or the answer to the one question (`answer`)."""
    seen = await look(room, token)
    if seen is None:
        return dead(room, request, path="/s/")
    read = await read_form_fields(request)
    fields = read[1] if read else {}
    language, words = language_of(fields), read_words(fields) if read else None
    handled = fields.get("handled")
    if words is None or (answer and handled not in ("yes", "no")):
        return page(_drawn(room, seen, language, wrong="words_wrong"), 422)
    if not (seen.may_answer if answer else seen.reopen_until_at):
        return page(_drawn(room, seen, language), 409)
    path = room.citizens.links.path(seen.link.link_id, LinkKind.STATUS)
    if not SAID.allows(seen.link.link_id):
        html = render_notice(
            room.place, language, key="too_often", heading="status_title", back=path
        )
        return page(html, 429)
    about: dict[str, Any] = {
        "id": f"{seen.link.link_id}:{once_of(fields)}",
        "link_id": seen.link.link_id,
        "contact_id": seen.link.contact_id,
        "incident_id": seen.incident_id,
    }
    if answer:
        await keep(room, Feedback(**about, handled=handled == "yes", words=words))
    else:
        default = Words(room.place, "id")("again_default")
        await keep(room, Again(**about, words=words or default))
    said = "nilai" if answer else "lagi"
    suffix = "" if language == "id" else "&lang=en"
    return Redirect(f"{path}?terkirim={said}{suffix}", status_code=303, headers=HEADERS)
