"""Where to drive with whom: the cards of the boards and the place, put before the pure proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from siaga.app.room import Room
from siaga.app.workers.hospitals.starting import Start, scene_start, unit_start
from siaga.boards.hospitals import BedLine, DiversionLine, FigureLine, HospitalCard, HospitalWord
from siaga.boards.patients.card import PatientLine, PatientsCard
from siaga.desks.hospitals.advise import Ranked, Standing, propose
from siaga.language.care_rules import CareRules
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
    own = line.patient_id if line else None
    standings = [
        replace(
            standing_of(hospital, cards.get(hospital.id), care=room.place.care, now=now),
            declined=hospital.id in declined,
            bound=bound_for(cards.get(hospital.id), besides=own),
        )
        for hospital in room.place.hospitals.values()
    ]
    return start, propose(needed, standings, start=start.at)


def bound_for(card: HospitalCard | None, *, besides: PatientId | None) -> int:
    """Patients of ours on the way there, who are in none of its own figures yet."""
    recent = card.recent if card else ()
    return sum(one.coming and not one.arrived_at and one.patient_id != besides for one in recent)


def standing_of(
    hospital: Hospital, card: HospitalCard | None, *, care: CareRules, now: datetime
) -> Standing:
    """What is older than its word holds counts as unknown."""
    if card is None:
        return Standing(hospital=hospital)

    def fresh(said: HospitalWord) -> bool:
        return said.expires_at > now

    services = {key: one.on for key, one in card.services.items() if fresh(one.said)}
    said_at: dict[str, datetime] = {key: card.services[key].said.at for key in services}
    for service in care.service:
        own = card.beds.get(service.bed) if service.bed else None
        if own is not None and fresh(own.said) and services.get(service.id) is not False:
            services[service.id] = own.available > 0
            said_at[service.id] = own.said.at
    figures: dict[str, BedLine | FigureLine | DiversionLine | None] = {
        "free": card.beds.get(BedClass.EMERGENCY),
        "delay_min": card.delay_min,
    }
    figures |= {"waiting": card.waiting, "traffic": card.diversion}
    known = {key: one for key, one in figures.items() if one is not None and fresh(one.said)}
    said_at |= {key: one.said.at for key, one in known.items()}
    bed, delay, waiting = known.get("free"), known.get("delay_min"), known.get("waiting")
    return Standing(
        hospital=hospital,
        services=services,
        traffic=card.diversion.traffic if card.diversion and "traffic" in known else None,
        free=bed.available if isinstance(bed, BedLine) else None,
        delay_min=delay.value if isinstance(delay, FigureLine) else None,
        waiting=waiting.value if isinstance(waiting, FigureLine) else None,
        said_at=said_at,
    )


async def start_of(room: Room, card: PatientsCard, *, line: PatientLine | None) -> Start:
    """From the unit that has the patient, else from the incident."""
    if line is not None and line.unit_id is not None:
        found = unit_start(room.signals, line.unit_id, now=room.clock.now())
        if found is not None:
            return found
    return await scene_start(card.incident_id, room.hub, vault=room.vault, place=room.place)


def patient_of(card: PatientsCard, patient_id: str) -> PatientLine | None:
    return card.patients.get(PatientId(patient_id))
