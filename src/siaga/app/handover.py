"""A patient's handover summary, folded out of the logbook and opened out of the vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from siaga.app.catalogue import keys, say
from siaga.channels.satusehat.protocol import Around
from siaga.language.getting_there import LastKnownWellSet
from siaga.language.handover import Measured, OpenHandover, SealedHandover, fold
from siaga.language.incident import (
    IncidentClassified,
    IncidentOpened,
    incident_life,
    incident_story,
)
from siaga.language.patients import patient_life
from siaga.language.text import Text
from siaga.language.values import IncidentId, IncidentTypeId, PatientId, Sealed, SealedRecord

if TYPE_CHECKING:
    from siaga.app.room import Room

WORDS = "handover_"


async def sealed_handover(room: Room, patient_id: PatientId) -> SealedHandover | None:
    """None for a patient nobody registered."""
    handover: SealedHandover | None = None
    for entry in await room.book.read([patient_life(patient_id)]):
        handover = fold(handover, entry)
    return handover


async def opened(room: Room, handover: SealedHandover) -> OpenHandover:
    """What was erased is missing, as if nobody had written it."""
    found = [
        Measured(at=one.at, vitals=await _record(room, one.vitals)) for one in handover.measured
    ]
    other = {
        "identity": await _record(room, handover.identity),
        "condition": await _record(room, handover.condition),
        "coverage": await _record(room, handover.coverage),
        "received_by": await _text(room, handover.received_by),
        "note": await _text(room, handover.note),
        "measured": tuple(one for one in found if one.vitals is not None),
    }
    return replace(handover, **other)  # type: ignore[return-value]


async def around(room: Room, handover: OpenHandover, *, language: str = "id") -> Around:
    number, kind, well_at = await _incident(room, handover.incident_id)
    place = room.place
    hospital = place.hospitals.get(handover.hospital) if handover.hospital else None
    unit = place.units.get(handover.unit_id) if handover.unit_id else None
    known = place.incident_types.get(kind) if kind else None
    return Around(
        organisation=place.care.satusehat_organisation or place.id,
        centre=f"{say('handover_centre', language)} {place.name.id}",
        incident_number=number,
        incident_type=_in_words(known.name, language) if known else str(kind or ""),
        hospital_name=hospital.name if hospital else None,
        hospital_number=(hospital.satusehat or None) if hospital else None,
        call_sign=unit.call_sign if unit else None,
        last_known_well_at=well_at,
        words={
            key.removeprefix(WORDS): say(key, language)
            for key in keys(language)
            if key.startswith(WORDS)
        },
    )


def _in_words(name: Text, language: str) -> str:
    return name.en if language == "en" else name.id


async def _incident(
    room: Room, incident_id: IncidentId
) -> tuple[str, IncidentTypeId | None, datetime | None]:
    """Its number, what it was found to be, and a stroke's hour; also after it was closed."""
    number, kind, well_at = "", None, None
    for entry in await room.book.read([incident_life(incident_id), incident_story(incident_id)]):
        match entry.fact:
            case IncidentOpened() as fact if fact.incident_id == incident_id:
                number, kind = entry.number or "", fact.incident_type
            case IncidentClassified() as fact if fact.incident_id == incident_id:
                kind = fact.incident_type
            case LastKnownWellSet() as fact:
                well_at = fact.last_known_well_at
            case _:
                pass
    return number, kind, well_at


async def _record(room: Room, sealed: SealedRecord | None) -> Any:
    plain = await _text(room, sealed)
    if plain is None or sealed is None:
        return None
    return msgspec.json.decode(plain, type=type(sealed).shape)


async def _text(room: Room, sealed: Sealed | None) -> str | None:
    if sealed is None:
        return None
    return (await room.vault.reveal((sealed.ref,))).get(sealed.ref)
