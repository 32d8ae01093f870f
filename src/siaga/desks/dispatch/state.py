"""What the dispatch desk keeps in mind: the unit, the incident, and the dispatch's clock chain."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchFact,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, HospitalId, IncidentId, Tag, UnitId

Heard = (
    UnitWentOnDuty
    | UnitWentOffDuty
    | IncidentOpened
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
    | DispatchFact
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitJob:
    """Of one unit: can it be sent?"""

    on_duty: bool = False
    job: DispatchId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWork:
    """Of one incident: is it open, who is on it, does it wait for a unit?"""

    known: bool = False
    closed: bool = False
    merged_into: IncidentId | None = None  # where units are sent instead
    active: frozenset[DispatchId] = frozenset()
    recheck_at: datetime | None = None  # a need stands and its re-check has not rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Of one dispatch, also after its end: a time may be corrected at any later day."""

    unit_id: UnitId | None = None  # None: there is no such dispatch
    incident_id: IncidentId | None = None
    stage: Stage = Stage.ASSIGNED  # the furthest reached
    over: bool = False
    hospital: HospitalId | None = None
    times: dict[Stage, datetime] = field(default_factory=dict)  # of the reported stages


STATES: dict[str, type[Any]] = {
    "unit-job": UnitJob,
    "incident-life": IncidentWork,
    "dispatch-life": Chain,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case UnitJob():
            return _evolve_unit(state, fact)
        case IncidentWork():
            return _evolve_incident(tag, state, fact)
        case Chain():
            return _evolve_chain(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _evolve_unit(state: UnitJob, fact: Heard) -> UnitJob:
    match fact:
        case UnitWentOnDuty():
            return replace(state, on_duty=True)
        case UnitWentOffDuty():
            return replace(state, on_duty=False)
        case UnitDispatched():
            return replace(state, job=fact.dispatch_id)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            # Only the ending of the job it has now frees the unit.
            return replace(state, job=None) if state.job == fact.dispatch_id else state
        case (
            IncidentOpened()
            | IncidentClosed()
            | IncidentReopened()
            | IncidentMerged()
            | IncidentUnmerged()
            | DispatchNotified()
            | DispatchAcknowledged()
            | DispatchAdvanced()
            | DispatchCorrected()
            | UnitNeedRecorded()
            | UnitNeedDue()
        ):
            return state
        case _ as never:
            assert_never(never)


def _evolve_incident(tag: Tag, state: IncidentWork, fact: Heard) -> IncidentWork:
    if isinstance(fact, UnitWentOnDuty | UnitWentOffDuty):
        return state
    if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
        return state
    match fact:
        case IncidentOpened():
            return replace(state, known=True)
        case IncidentClosed():
            return replace(state, closed=True, recheck_at=None)
        case IncidentReopened():
            return replace(state, known=True, closed=False)
        case IncidentMerged():  # what it waited for is waited for there
            return replace(state, merged_into=fact.into, recheck_at=None)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case UnitDispatched():
            return replace(state, active=state.active | {fact.dispatch_id}, recheck_at=None)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            return replace(state, active=state.active - {fact.dispatch_id})
        case UnitNeedRecorded():
            return replace(state, recheck_at=fact.recheck_at)
        case UnitNeedDue():
            return replace(state, recheck_at=None)
        case DispatchNotified() | DispatchAcknowledged() | DispatchAdvanced() | DispatchCorrected():
            return state
        case _ as never:
            assert_never(never)


def _evolve_chain(state: Chain, fact: Heard) -> Chain:
    match fact:
        case UnitDispatched():
            return Chain(
                unit_id=fact.unit_id,
                incident_id=fact.incident_id,
                times={Stage.ASSIGNED: fact.when.at},
            )
        case DispatchNotified():
            return _reach(state, Stage.NOTIFIED, fact.when.at)
        case DispatchAcknowledged():
            return _reach(state, Stage.ACKNOWLEDGED, fact.when.at)
        case DispatchAdvanced():
            reached = _reach(state, fact.stage, fact.when.at)
            return replace(reached, hospital=fact.hospital or state.hospital)
        case DispatchCorrected():  # the time only: the chain stays where it is
            return replace(state, times=state.times | {fact.stage: fact.when.at})
        case UnitCleared():
            return replace(_reach(state, Stage.CLEAR, fact.when.at), over=True)
        case DispatchCancelled() | DispatchDeclined():
            return replace(state, over=True)
        case (
            UnitWentOnDuty()
            | UnitWentOffDuty()
            | IncidentOpened()
            | IncidentClosed()
            | IncidentReopened()
            | IncidentMerged()
            | IncidentUnmerged()
            | UnitNeedRecorded()
            | UnitNeedDue()
        ):
            return state
        case _ as never:
            assert_never(never)


def _reach(state: Chain, stage: Stage, at: datetime) -> Chain:
    return replace(state, stage=stage, times=state.times | {stage: at})
