"""Situation reports: the draft, the text to copy, the sheet to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.guide_paper import STYLE
from siaga.app.http.answers import answer, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.room import Room
from siaga.app.situation.gathering import drafted
from siaga.app.situation.paper import STYLE as PAPER_STYLE
from siaga.app.situation.paper import Printed, Report
from siaga.app.situation.words import SOURCES
from siaga.boards import situation
from siaga.language.entry import Entry
from siaga.language.shelters import (
    Figure,
    ShelterOpened,
    SituationReported,
    shelter_life,
    situation_of,
)
from siaga.language.values import GaugeId, IncidentId, Sealed, ShelterId
from siaga.platform.wire import ID

PAPER = "/laporan-situasi"


def situation_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/situation-draft/{incident_id:str}", include_in_schema=False)
    async def draft(request: AnyRequest, incident_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=situation.ROLES)
        slot = room.hub.boards["open-incidents"].slots.get(incident_id)
        if slot is None or slot.card is None:
            return told(request, "not_found", status=404)
        now = room.clock.now()
        figures = drafted(room, slot.card, now=now)
        report = Report(number="", incident_number=slot.card.number, figures=figures, drawn_at=now)
        printed = await _printed(room, report, language=_language(request))
        known = _told_before(room, incident_id)
        content = {
            "drawn_at": now,
            "figures": figures,
            "names": await _names(room, (*figures, *known), _language(request)),
            "labels": {one.key: printed.label(one.key) for one in (*figures, *known)},
            "sources": {key: printed.plain(text) for key, text in SOURCES.items()},
        }
        return answer(content, headers={"Cache-Control": "no-store"})

    @get("/api/situation-text/{incident_id:str}/{number:str}", include_in_schema=False)
    async def text(
        request: AnyRequest, incident_id: FromPath[str], *, number: FromPath[str]
    ) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=situation.ROLES)
        found = await _found(room, incident_id, number, language=_language(request))
        if found is None:
            return told(request, "not_found", status=404)
        return answer({"text": found.text()}, headers={"Cache-Control": "no-store"})

    @get(PAPER + "/{incident_id:str}/{number:str}", include_in_schema=False)
    async def paper(
        request: AnyRequest, incident_id: FromPath[str], *, number: FromPath[str]
    ) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=situation.ROLES)
        found = await _found(room, incident_id, number, language=_language(request))
        if found is None:
            return told(request, "not_found", status=404)
        return Response(found.html(), media_type=MediaType.HTML)

    @get(PAPER + "/kertas.css", include_in_schema=False)
    async def style() -> Response[Any]:
        return Response(STYLE.read_bytes() + PAPER_STYLE.read_bytes(), media_type="text/css")

    return [draft, text, paper, style]


def _told_before(room: Room, incident_id: str) -> tuple[Figure, ...]:
    """Figures of the reports beside which a draft is shown."""
    slot = room.hub.boards["situation"].slots.get(incident_id)
    reports = slot.card.reports if slot and slot.card else ()
    return tuple(figure for report in reports for figure in report.figures)


def _language(request: AnyRequest) -> str:
    """As the screen is set; paper that goes to agencies is Indonesian unless asked otherwise."""
    return "en" if request.query_params.get("lang") == "en" else "id"


async def _found(room: Room, incident_id: str, number: str, *, language: str) -> Printed | None:
    """The report as it was approved, from the logbook, beside the one before it."""
    if not ID.fullmatch(incident_id):
        return None
    entries = await room.book.read([situation_of(IncidentId(incident_id))])
    reports = [entry for entry in entries if isinstance(entry.fact, SituationReported)]
    at = next((n for n, entry in enumerate(reports) if entry.number == number), None)
    if at is None:
        return None
    before = await _report(room, reports[at - 1]) if at else None
    return await _printed(room, await _report(room, reports[at]), language=language, before=before)


async def _report(room: Room, entry: Entry) -> Report:
    fact = entry.fact
    assert isinstance(fact, SituationReported)
    return Report(
        number=entry.number or "",
        incident_number=fact.incident_number,
        figures=fact.figures,
        drawn_at=fact.drawn.at,
        at=fact.when.at,
        next_at=fact.next_due_at,
        note=await _open(room, fact.note),
    )


async def _printed(
    room: Room, report: Report, *, language: str, before: Report | None = None
) -> Printed:
    return Printed(
        place=room.place,
        report=report,
        names=await _names(room, report.figures, language),
        before=before,
        language=language,
        head=f'<link rel="stylesheet" href="{PAPER}/kertas.css">',
    )


async def _names(room: Room, figures: Sequence[Figure], language: str) -> dict[str, str]:
    """Shelters and gauges by what people call them, also those that have closed since."""
    names: dict[str, str] = {}
    for about in {one.about for one in figures if one.about}:
        gauge = room.place.gauges.get(GaugeId(about))
        shelter = room.place.shelters.get(ShelterId(about))
        if gauge is not None:
            names[about] = gauge.name.en if language == "en" else gauge.name.id
        elif shelter is not None:
            names[about] = shelter.name
        elif ID.fullmatch(about):
            for entry in await room.book.read([shelter_life(ShelterId(about))]):
                if isinstance(entry.fact, ShelterOpened) and entry.fact.name is not None:
                    names[about] = await _open(room, entry.fact.name)
    return names


async def _open(room: Room, sealed: Sealed | None) -> str:
    if sealed is None:
        return ""
    return (await room.vault.reveal([sealed.ref])).get(sealed.ref) or ""
