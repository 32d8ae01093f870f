"""A patient's handover summary: printed, and as FHIR for a hospital's own system."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.handover import around, opened, sealed_handover
from siaga.app.handover_paper import STYLE, HandoverPaper
from siaga.app.http.answers import answer, told
from siaga.app.http.boards import is_open, record_read
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, Denied, must_have, session_of
from siaga.app.room import Room
from siaga.channels.satusehat.protocol import Around, bundle
from siaga.language.handover import OpenHandover, SealedHandover
from siaga.language.values import ROOM_ROLES, Actor, FieldError, PatientId, Role
from siaga.platform.wire import ID

READERS = ROOM_ROLES | {Role.DUTY_DOCTOR, Role.FIELD_CREW, Role.HOSPITAL_DESK}
PAPER = "/serah-terima"


def handover_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(f"{PAPER}/kertas.css", include_in_schema=False)
    async def style() -> Response[Any]:
        return Response(STYLE.read_bytes(), media_type="text/css")

    @get(f"{PAPER}/{{patient_id:str}}", include_in_schema=False)
    async def paper(request: AnyRequest, patient_id: FromPath[str]) -> Response[Any]:
        room = room_of()
        handover, words = await _asked_for(room, request, patient_id)
        page = HandoverPaper(
            handover=handover,
            around=words,
            place=room.place,
            printed_at=room.clock.now(),
            head=f'<link rel="stylesheet" href="{PAPER}/kertas.css">',
            language=_language(request),
        )
        return Response(page.html(), media_type=MediaType.HTML, headers=_KEEP_NOWHERE)

    @get("/api/patient-summaries/{patient_id:str}", include_in_schema=False)
    async def fhir(request: AnyRequest, patient_id: FromPath[str]) -> Response[Any]:
        handover, words = await _asked_for(room_of(), request, patient_id)
        response = answer(bundle(handover, words))
        response.headers.update(_KEEP_NOWHERE)
        return response

    return [style, paper, fhir]


_KEEP_NOWHERE = {"Cache-Control": "no-store"}


def _language(request: AnyRequest) -> str:
    return "en" if request.query_params.get("lang") == "en" else "id"


async def _asked_for(
    room: Room, request: AnyRequest, patient_id: str
) -> tuple[OpenHandover, Around]:
    """Raises Denied for who has nothing to do with the patient. Others' looking is recorded, and
    everybody's once the case is over: another crew sits in that ambulance by then."""
    session = await session_of(room, request)
    must_have(request, session, roles=READERS)
    if not ID.fullmatch(patient_id):
        raise FieldError("patient_id", "bukan pengenal yang sah")
    sealed = await sealed_handover(room, PatientId(patient_id))
    if sealed is None:
        raise Denied(told(request, "not_found", status=404))
    own = _has_to_do_with(sealed, session.actor)
    if not own and not session.actor.roles & (ROOM_ROLES | {Role.DUTY_DOCTOR}):
        raise Denied(told(request, "role", status=403))
    if not own or not await is_open(room, sealed.incident_id):
        await record_read(room, session, incident_id=sealed.incident_id)
    language = _language(request)
    handover = await opened(room, sealed)
    return handover, await around(room, handover, language=language)


def _has_to_do_with(handover: SealedHandover, actor: Actor) -> bool:
    """The crew that has the patient, the hospital that gets them."""
    if actor.incident not in (None, handover.incident_id):  # a pass for another one
        return False
    crew = Role.FIELD_CREW in actor.roles and handover.unit_id in actor.units
    desk = Role.HOSPITAL_DESK in actor.roles and actor.hospital is not None
    return crew or (desk and actor.pass_id is None and handover.hospital == actor.hospital)
