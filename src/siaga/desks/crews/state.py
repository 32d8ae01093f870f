"""What the crews desk keeps in mind: members of a unit, units of an incident, an open panic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, assert_never, cast

from siaga.language.crews import (
    CrewSignedOff,
    CrewSignedOn,
    PanicAnswered,
    PanicDue,
    PanicRaised,
    PanicWithdrawn,
)
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import IncidentLocated, IncidentOpened, IncidentReopened
from siaga.language.values import (
    AccountId,
    DispatchId,
    IncidentId,
    LocationClaim,
    Tag,
    UnitId,
)

SentOrFreed = UnitDispatched | UnitCleared | DispatchCancelled | DispatchDeclined
Heard = (
    CrewSignedOn
    | CrewSignedOff
    | PanicRaised
    | PanicWithdrawn
    | PanicAnswered
    | PanicDue
    | SentOrFreed
    | IncidentOpened
    | IncidentReopened
    | IncidentLocated
)

AGAIN_S = 60
"""An unanswered panic is told again, to more people, after this long (our own choice)."""

OUTCOME_S = 900
"""… and one that somebody took up when nobody has said within this how it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCrew:
    members: frozenset[AccountId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWork:
    """The job a unit has now."""

    dispatch_id: DispatchId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Of one dispatch, also when it is over."""

    unit_id: UnitId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Which units were ever sent to an incident: what they bring home late is welcome."""

    known: bool = False
    units: frozenset[UnitId] = frozenset()
    location: LocationClaim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panic:
    """`is_open` until somebody has said how it ended."""

    is_open: bool = False
    answered: bool = False
    withdrawn: bool = False
    incident_id: IncidentId | None = None
    due_at: datetime | None = None  # when it is told again


STATES: dict[str, type[Any]] = {
    "unit-crew": UnitCrew,
    "unit-job": UnitWork,
    "dispatch-life": Job,
    "incident-life": Scene,
    "panic-life": Panic,
}


def evolve(_tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case UnitCrew():
            return _evolve_crew(state, fact)
        case UnitWork():
            return _evolve_work(state, fact)
        case Job():
            return _evolve_job(state, fact)
        case Scene():
            return _evolve_scene(state, fact)
        case Panic():
            return _evolve_panic(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__}")


def _evolve_crew(state: UnitCrew, fact: Heard) -> UnitCrew:
    match fact:
        case CrewSignedOn():
            return UnitCrew(members=state.members | {fact.account_id})
        case CrewSignedOff():
            return UnitCrew(members=state.members - {fact.account_id})
        case _:
            return state


def _evolve_work(state: UnitWork, fact: Heard) -> UnitWork:
    match fact:
        case UnitDispatched():
            return UnitWork(dispatch_id=fact.dispatch_id, incident_id=fact.incident_id)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            # Only the ending of the job it has now frees the unit.
            return UnitWork() if state.dispatch_id == fact.dispatch_id else state
        case _:
            return state


def _evolve_job(state: Job, fact: Heard) -> Job:
    match fact:
        case UnitDispatched():
            return Job(unit_id=fact.unit_id, incident_id=fact.incident_id)
        case _:
            return state


def _evolve_scene(state: Scene, fact: Heard) -> Scene:
    match fact:
        case IncidentOpened() | IncidentReopened():
            return replace(state, known=True, location=fact.location)
        case IncidentLocated():
            return replace(state, location=fact.location)
        case UnitDispatched():
            return replace(state, known=True, units=state.units | {fact.unit_id})
        case _:
            return state


def _evolve_panic(state: Panic, fact: Heard) -> Panic:
    match fact:
        case PanicRaised():
            return Panic(is_open=True, incident_id=fact.incident_id, due_at=fact.again_at)
        case PanicWithdrawn():
            return replace(state, withdrawn=True)
        case PanicAnswered():
            due_at = fact.when.at + timedelta(seconds=OUTCOME_S)
            return Panic() if fact.outcome else replace(state, answered=True, due_at=due_at)
        case PanicDue():
            due_at = fact.when.at + timedelta(seconds=AGAIN_S)
            return replace(state, answered=False, due_at=due_at)
        case (
            CrewSignedOn()
            | CrewSignedOff()
            | UnitDispatched()
            | UnitCleared()
            | DispatchCancelled()
            | DispatchDeclined()
            | IncidentOpened()
            | IncidentReopened()
            | IncidentLocated()
        ):
            return state
        case _ as never:
            assert_never(never)
