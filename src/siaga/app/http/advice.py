"""What the house thinks of a report while a person is still typing it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, writing_session
from siaga.app.room import Room
from siaga.app.workers.advising.cases import ACCURACY_M, spot_of
from siaga.app.workers.advising.preview import Preview, Typed
from siaga.boards.suggestions import seems_prank
from siaga.desks.triage.advise.duplicates import Spot
from siaga.desks.triage.advise.whole import per_mille
from siaga.language.values import (
    ROOM_ROLES,
    AreaCode,
    ContactId,
    FieldError,
    LocationSource,
)
from siaga.platform.clock import steady_s
from siaga.platform.free_text import readable_text
from siaga.platform.locations import ACCURACY_M_MAX, read_coordinates
from siaga.platform.wire import ID

PATH = "/api/advice"
BODY_BYTES_MAX = 64 * 1024
FIELDS = frozenset({"words", "contact_id", "location"})
PLACE_FIELDS = frozenset({"latitude", "longitude", "accuracy_m", "source", "address", "area"})

BURST = 20.0
PER_S = 4.0
"""A page asks once typing pauses; a desk that asks faster than this is no person typing."""

PEOPLE_MAX = 1_000


class Pace:
    """How often each person may ask: a bucket that fills while they do not."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # → (asks left, at s)

    def allows(self, account_id: str) -> bool:
        now_s = steady_s()
        left, at_s = self._left.pop(account_id, (BURST, now_s))
        left = min(BURST, left + (now_s - at_s) * PER_S)
        allowed = left >= 1
        self._left[account_id] = (left - 1 if allowed else left, now_s)
        while len(self._left) > PEOPLE_MAX:
            self._left.popitem(last=False)
        return allowed


def advice_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    pace = Pace()

    @post(
        PATH,
        status_code=200,
        request_max_body_size=BODY_BYTES_MAX,
        include_in_schema=False,
    )
    async def advise(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=ROOM_ROLES)
        if not pace.allows(session.account_id):
            return told(request, "too_fast", status=429, headers={"Retry-After": "1"})
        typed = read_typed(room, await body_object(request))
        if room.advice is None:
            return told(request, "no_advice", status=503, headers={"Retry-After": "900"})
        preview = room.advice.preview
        if typed.contact_id is not None and not preview.knows(typed.contact_id):
            return told(request, "not_found", status=404)
        return answer(shown(await preview.look(typed), rules=preview.writing.rules))

    return [advise]


def read_typed(room: Room, body: dict[str, Any]) -> Typed:
    """Raises FieldError."""
    for name in body:
        if name not in FIELDS:
            raise FieldError(name, "kolom ini tidak dikenal")
    words = body.get("words")
    if not isinstance(words, str):
        raise FieldError("words", "wajib diisi, berupa teks")
    contact_id = body.get("contact_id")
    if contact_id is not None and not (isinstance(contact_id, str) and ID.fullmatch(contact_id)):
        raise FieldError("contact_id", "bukan pengenal yang sah")
    location = body.get("location")
    return Typed(
        words=readable_text("words", words),
        contact_id=ContactId(contact_id) if contact_id else None,
        spot=_spot(room, location) if location is not None else None,
    )


def _spot(room: Room, location: Any) -> Spot:
    """A location as commands carry it; it is looked at and not kept, so nothing is sealed."""
    if not isinstance(location, dict):
        raise FieldError("location", "harus berupa objek dengan latitude dan longitude, atau area")
    for name in location:
        if name not in PLACE_FIELDS:
            raise FieldError(f"location.{name}", "kolom ini tidak dikenal")
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if latitude is None and longitude is None:
        area = location.get("area")
        if not isinstance(area, str) or area not in room.place.areas:
            raise FieldError("location.area", "pilih kelurahan, atau beri koordinat")
        return spot_of(room.place.areas[AreaCode(area)])
    accuracy_m = location.get("accuracy_m", ACCURACY_M[LocationSource.PIN])
    number = isinstance(accuracy_m, int | float) and not isinstance(accuracy_m, bool)
    if not number or not 0 <= accuracy_m <= ACCURACY_M_MAX:
        raise FieldError("location.accuracy_m", f"harus 0…{ACCURACY_M_MAX} meter")
    latitude, longitude = read_coordinates("location", latitude, longitude=longitude)
    return Spot(latitude=latitude, longitude=longitude, accuracy_m=float(accuracy_m))


def shown(preview: Preview, *, rules: str) -> dict[str, Any]:
    reading = preview.it.reading
    shares = {guess.incident_type: guess.share_pm for guess in reading.guesses}
    emergency_pm, prank_pm = per_mille(reading.emergency), per_mille(reading.prank)
    return {
        "rules": rules,
        "triage": {
            "incident_type": reading.incident_type,
            "share_pm": shares.get(reading.incident_type, 0) if reading.incident_type else 0,
            "priority": reading.priority,
            "emergency_pm": emergency_pm,
            "prank_pm": prank_pm,
            "seems_prank": seems_prank(emergency_pm, prank_pm),
            "guesses": reading.guesses,
            "injured": reading.injured,
            "own_victim": reading.own_victim,
            "areas": reading.areas,
            "places": reading.places,
            "reasons": reading.reasons,
        },
        "duplicates": {
            "candidates": preview.candidates,
            "ask_own_victim": reading.own_victim,
        },
    }
