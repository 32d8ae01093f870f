"""What the shelters desk keeps in mind: an incident, a shelter, a gauge, a house, the reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
    incident_life,
)
from siaga.language.shelters import (
    HouseAsked,
    HouseRecallDue,
    HouseStays,
    ShelterClosed,
    ShelterCountDue,
    ShelterCounted,
    ShelterOpened,
    SituationDue,
    SituationReported,
    SituationReportsBegan,
    SituationReportsEnded,
    WaterAlarmAcknowledged,
    WaterAlarmOver,
    WaterAlarmRaised,
    WaterLevelReported,
)
from siaga.language.values import IncidentId, IncidentTypeId, Tag

OfIncident = IncidentOpened | IncidentClassified | IncidentClosed | IncidentReopened
OfShelter = ShelterOpened | ShelterCounted | ShelterCountDue | ShelterClosed
OfWater = WaterLevelReported | WaterAlarmRaised | WaterAlarmAcknowledged | WaterAlarmOver
OfHouse = HouseStays | HouseRecallDue | HouseAsked
OfReports = SituationReportsBegan | SituationDue | SituationReported | SituationReportsEnded
Heard = OfIncident | OfShelter | OfWater | OfHouse | OfReports
NOTHING, NOWHERE = IncidentTypeId(""), IncidentId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class WideIncident:
    """`number` is empty while there is no such incident."""

    number: str = ""
    incident_type: IncidentTypeId = NOTHING
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterState:
    """`ring` is None while it is not open."""

    incident_id: IncidentId = NOWHERE
    ring: Ring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeState:
    """`stage`: by the newest reading. `known`: acknowledged last. `alarm` rings now."""

    read_at: datetime | None = None
    stage: str | None = None
    level_cm: int | None = None
    known: str | None = None
    alarm: str | None = None
    ring: Ring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`ring` is None while there is no such house, and when it is over."""

    incident_id: IncidentId = NOWHERE
    ring: Ring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`ring` is None while no reports run."""

    every_min: int = 0
    ring: Ring | None = None


STATES: dict[str, type[Any]] = {
    "incident-life": WideIncident,
    "shelter-life": ShelterState,
    "gauge": GaugeState,
    "house-life": House,
    "situation": Situation,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """Each state hears the facts that carry its own tag."""
    fact = cast(Heard, entry.fact)
    match state:
        case WideIncident() if isinstance(fact, OfIncident):
            return _incident(state, fact, tag, entry.number)
        case ShelterState() if isinstance(fact, OfShelter):
            return _shelter(state, fact)
        case GaugeState() if isinstance(fact, OfWater):
            return _gauge(state, fact)
        case House() if isinstance(fact, OfHouse):
            return _house(state, fact)
        case Situation() if isinstance(fact, OfReports):
            return _situation(state, fact)
        case _:
            return state  # the end of the reports carries the incident's life


def _incident(state: WideIncident, fact: OfIncident, tag: Tag, number: str | None) -> WideIncident:
    if incident_life(fact.incident_id) != tag:
        return state  # of a child, or merged into it
    match fact:
        case IncidentOpened():
            return WideIncident(number=number or "", incident_type=fact.incident_type)
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False)
        case _ as never:
            assert_never(never)


def _shelter(state: ShelterState, fact: OfShelter) -> ShelterState:
    match fact:
        case ShelterOpened():
            return ShelterState(incident_id=fact.incident_id, ring=Ring(at=fact.count_again_at))
        case ShelterCounted():
            return replace(state, ring=Ring(at=fact.count_again_at))
        case ShelterCountDue():
            return replace(state, ring=Ring(at=fact.next_ring_at, step=fact.step))
        case ShelterClosed():
            return replace(state, ring=None)
        case _ as never:
            assert_never(never)


def _gauge(state: GaugeState, fact: OfWater) -> GaugeState:
    match fact:
        case WaterLevelReported():
            if state.read_at is not None and fact.when.at < state.read_at:
                return state  # told late: a newer reading is known
            return replace(
                state,
                read_at=fact.when.at,
                stage=fact.stage,
                level_cm=fact.level_cm,
            )
        case WaterAlarmRaised():
            ring = Ring(at=fact.next_ring_at, step=fact.step)
            return replace(state, alarm=fact.stage, ring=ring)
        case WaterAlarmAcknowledged():
            return replace(state, alarm=None, ring=None, known=fact.stage)
        case WaterAlarmOver():
            return replace(state, alarm=None, ring=None, known=fact.now)
        case _ as never:
            assert_never(never)


def _house(state: House, fact: OfHouse) -> House:
    match fact:
        case HouseStays():
            return House(incident_id=fact.incident_id, ring=Ring(at=fact.recall_at))
        case HouseRecallDue():
            return replace(state, ring=Ring(at=fact.next_ring_at, step=fact.step))
        case HouseAsked(recall_at=recall_at):
            return replace(state, ring=Ring(at=recall_at) if recall_at else None)
        case _ as never:
            assert_never(never)


def _situation(state: Situation, fact: OfReports) -> Situation:
    match fact:
        case SituationReportsBegan():
            return Situation(every_min=fact.every_min, ring=Ring(at=fact.due_at))
        case SituationDue():
            return replace(state, ring=Ring(at=fact.next_ring_at, step=fact.step))
        case SituationReported():
            return replace(state, ring=Ring(at=fact.next_due_at))
        case SituationReportsEnded():
            return Situation()
        case _ as never:
            assert_never(never)
