"""Looks at the boards for a situation report: the incident and what is linked to it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.boards.shelters import ShelterCard
from siaga.boards.water import WaterCard
from siaga.desks.shelters.advise import Seen, SeenGauge, SeenShelter, draft
from siaga.language.persons import PersonKind
from siaga.language.shelters import Figure
from siaga.language.values import GaugeId, IncidentId

ENDED = frozenset({"verified", "taken_back"})


def drafted(room: Room, incident: IncidentCard, *, now: datetime) -> tuple[Figure, ...]:
    boards = room.hub.boards
    linked = [boards["open-incidents"].slots.get(one) for one in incident.linked]
    near = [slot.card for slot in linked if slot is not None and slot.card is not None]
    cases: list[IncidentCard] = [incident, *near]
    ids = {case.incident_id for case in cases}
    situation = _card(room, "situation", incident.incident_id)
    houses = situation.houses.values() if situation else ()
    requests = [line for case in cases for line in case.referrals.values()]
    victims, victims_at = _victims(room, ids)
    return draft(
        Seen(
            shelters=[_shelter(one) for one in _cards(room, "shelters") if one.incident_id in ids],
            gauges=[_gauge(room, one) for one in _cards(room, "water") if one.readings],
            requests=Counter(line.state for line in requests if line.state not in ENDED),
            late_requests=sum(1 for line in requests if _is_late(line, now)),
            units=sum(len(case.dispatches) for case in cases),
            waiting_for_unit=sum(1 for case in cases if case.need is not None),
            houses=len(houses),
            people_staying=sum(house.people for house in houses),
            evacuated=situation.evacuated if situation else 0,
            linked=len(incident.linked),
            open_near=len(near),
            missing=sum(
                1
                for one in _cards(room, "persons")
                if one.kind is PersonKind.MISSING and one.incident_id in ids and not one.matched
            ),
            victims=victims,
            victims_at=victims_at,
        )
    )


def _cards(room: Room, board: str) -> list[Any]:
    slots = room.hub.boards[board].slots.values()
    return [slot.card for slot in slots if slot.card is not None]


def _card(room: Room, board: str, key: str) -> Any:
    slot = room.hub.boards[board].slots.get(key)
    return slot.card if slot else None


def _shelter(card: ShelterCard) -> SeenShelter:
    return SeenShelter(
        id=card.shelter_id,
        heads={kind: (one.count, one.at) for kind, one in card.heads.items()},
        needs={need: (one.count, one.at) for need, one in card.needs.items()},
        capacity=card.capacity,
    )


def _gauge(room: Room, card: WaterCard) -> SeenGauge:
    last = card.readings[-1]
    gauge = room.place.gauges.get(GaugeId(card.gauge))
    return SeenGauge(
        id=card.gauge,
        read_at=last.at,
        rank=gauge.rank(last.stage) if gauge else 0,
        level_cm=last.level_cm,
        stage=last.stage or "",
    )


def _is_late(line: Any, now: datetime) -> bool:
    waits = line.state in ("sent", "delivered")
    return bool(line.rings or (waits and line.accept_by_at < now))


def _victims(room: Room, incident_ids: set[IncidentId]) -> tuple[dict[str, int], datetime | None]:
    counts: Counter[str] = Counter()
    oldest: datetime | None = None
    for one in incident_ids:
        card = _card(room, "victims", one)
        if card is not None:
            counts.update({str(word): count for word, count in card.counts.items()})
            oldest = min(oldest or card.counted_at, card.counted_at)
    return dict(counts), oldest
