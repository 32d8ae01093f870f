"""Where to drive with whom: the cards of the boards and the place, put before the pure proposal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from siaga.app.room import Room
from siaga.app.workers.hospitals.starting import Start, unit_start
from siaga.boards.hospitals import HospitalCard
from siaga.boards.patients.card import PatientLine, PatientsCard
from siaga.desks.hospitals.advise import Ranked, Standing, propose
from siaga.language.hospitals import BedClass
from siaga.language.place import Hospital
from siaga.language.values import PatientId


async def destinations_for(
    room: Room, card: PatientsCard, *, line: PatientLine | None
) -> tuple[Start, tuple[Ranked, ...]]:
    """Every hospital of the place, the most fitting first."""
    start = await start_of(room, card, line=line)
    needed = room.place.care.needed(card.incident_type, line.colour if line else None)
    now = room.clock.now()
    declined = line.declined if line else ()
    cards: dict[str, HospitalCard | None] = {
        key: slot.card for key, slot in room.hub.boards["hospitals"].slots.items()
    }
    standings = [
        standing_of(hospital, cards.get(hospital.id), declined=declined, now=now)
        for hospital in room.place.hospitals.values()
    ]
    return start, propose(needed, standings, start=start.at)


def standing_of(
    hospital: Hospital, card: HospitalCard | None, *, declined: Sequence[str], now: datetime
) -> Standing:
    """What is older than its word holds counts as unknown."""
    refused = hospital.id in declined
    if card is None:
        return Standing(hospital=hospital, declined=refused)
    diversion, bed, delay = card.diversion, card.beds.get(BedClass.EMERGENCY), card.delay_min
    return Standing(
        hospital=hospital,
        services={key: one.on for key, one in card.services.items() if one.said.expires_at > now},
        traffic=diversion.traffic if diversion and diversion.said.expires_at > now else None,
        free=bed.available if bed and bed.said.expires_at > now else None,
        delay_min=delay.value if delay and delay.said.expires_at > now else None,
        declined=refused,
    )


async def start_of(room: Room, card: PatientsCard, *, line: PatientLine | None) -> Start:
    """From the unit that has the patient, else from the incident."""
    if line is not None and line.unit_id is not None:
        found = unit_start(room.signals, line.unit_id, now=room.clock.now())
        if found is not None:
            return found
    slot = room.hub.boards["open-incidents"].slots.get(card.incident_id)
    location = slot.card.location if slot and slot.card else None
    if location is None:
        return Start(at=None)
    if location.point is not None:
        plain = (await room.vault.reveal((location.point.ref,)))[location.point.ref]
        if plain is not None:
            point: dict[str, Any] = json.loads(plain)
            return Start(at=(point["latitude"], point["longitude"]))
    area = room.place.areas.get(location.area) if location.area else None
    return Start(at=(area.latitude, area.longitude) if area else None)


def patient_of(card: PatientsCard, patient_id: str) -> PatientLine | None:
    return card.patients.get(PatientId(patient_id))
