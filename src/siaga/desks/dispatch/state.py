"""What the dispatch desk keeps in mind: units, incidents, chains, and how many were counted."""

from __future__ import annotations

from collections.abc import Mapping
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
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.machine_rules import LeaveBy
from siaga.language.status_claims import (
    ClaimFact,
    ClaimSettled,
    ClaimWhy,
    StandDownRead,
    StandDownUnread,
    StatusClaimed,
)
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    OrderFact,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
    UnitsEnough,
    UnitsRunLow,
)
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import (
    AccountId,
    CapabilityId,
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    Tag,
    UnitId,
)

OfIncident = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentTakenOver
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)
OfDuty = UnitWentOnDuty | UnitWentOffDuty
OfFleet = UnitsRunLow | UnitsEnough
Heard = OfDuty | OfIncident | DispatchFact | ClaimFact | OrderFact
Ending = UnitCleared | DispatchCancelled | DispatchDeclined


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitJob:
    """Of one unit: can it be sent?"""

    on_duty: bool = False
    job: DispatchId | None = None
    incident_id: IncidentId | None = None  # of the job
    pre_alert: str | None = None
    pre_alert_ends_at: datetime | None = None
    pre_alert_for: IncidentId | None = None
    next_job: IncidentId | None = None  # taken when it is clear

    @property
    def is_free(self) -> bool:
        return self.on_duty and self.job is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWork:
    """Of one incident: is it open, who is on it, does it wait for a unit?"""

    known: bool = False
    closed: bool = False
    priority: Priority | None = None
    owner: AccountId | None = None
    merged_into: IncidentId | None = None  # where units are sent instead
    incident_type: IncidentTypeId | None = None
    active: Mapping[DispatchId, UnitId] = field(default_factory=dict)
    outside: bool = False  # its place is known and lies in no area of the city
    leave: frozenset[LeaveBy] = frozenset()  # who let our units go there
    waits: bool = False  # for a unit
    needs: tuple[CapabilityId, ...] = ()  # which can do these; none: for any
    recheck_at: datetime | None = None  # a need stands and its re-check has not rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Of one dispatch, also after its end: a time may be corrected at any later day."""

    unit_id: UnitId | None = None  # None: there is no such dispatch
    incident_id: IncidentId | None = None
    stage: Stage = Stage.ASSIGNED  # the furthest reached
    over: bool = False
    partner: bool = False
    unread: bool = False  # it was called off and its crew has not confirmed
    hospital: HospitalId | None = None
    times: dict[Stage, datetime] = field(default_factory=dict)  # of the reported stages
    disputed: dict[Stage, datetime] = field(default_factory=dict)  # the later claim


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetTold:
    """Of one fleet: what was last said of how many are free; None: nothing yet."""

    free: int | None = None


STATES: dict[str, type[Any]] = {
    "unit-job": UnitJob,
    "incident-life": IncidentWork,
    "dispatch-life": Chain,
    "fleet-life": FleetTold,
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
        case FleetTold():
            return FleetTold(free=fact.free) if isinstance(fact, OfFleet) else state
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _evolve_unit(state: UnitJob, fact: Heard) -> UnitJob:
    match fact:
        case UnitWentOnDuty():
            return replace(state, on_duty=True)
        case UnitWentOffDuty():
            return replace(state, on_duty=False)
        case UnitDispatched():
            is_next = state.next_job == fact.incident_id
            return UnitJob(
                on_duty=state.on_duty,
                job=fact.dispatch_id,
                incident_id=fact.incident_id,
                next_job=None if is_next else state.next_job,
            )
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            # Only the ending of the job it has now frees the unit.
            if state.job != fact.dispatch_id:
                return state
            return replace(state, job=None, incident_id=None)
        case UnitPreAlerted():
            return replace(
                state,
                pre_alert=fact.pre_alert_id,
                pre_alert_ends_at=fact.ends_at,
                pre_alert_for=fact.incident_id,
            )
        case PreAlertEnded():
            return replace(state, pre_alert=None, pre_alert_ends_at=None, pre_alert_for=None)
        case NextJobSet():
            return replace(state, next_job=fact.incident_id)
        case NextJobDropped() | NextJobDue():
            return replace(state, next_job=None)
        case _ if isinstance(fact, OfIncident | ClaimFact | OfFleet):
            return state
        case (
            DispatchNotified()
            | DispatchAcknowledged()
            | DispatchAdvanced()
            | DispatchCorrected()
            | UnitNeedRecorded()
            | UnitNeedDue()
            | UnitNeedDropped()
            | PreAlertTaken()
        ):
            return state
        case _ as never:
            assert_never(never)


def _evolve_incident(tag: Tag, state: IncidentWork, fact: Heard) -> IncidentWork:
    if isinstance(fact, OfDuty | OrderFact):
        return state
    if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
        return state
    match fact:
        case IncidentOpened():
            return replace(
                state,
                known=True,
                incident_type=fact.incident_type,
                priority=fact.priority,
                owner=fact.owner,
                outside=_is_outside(fact.location),
            )
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentLocated():
            return replace(state, outside=_is_outside(fact.location))
        case IncidentPrioritised():
            return replace(state, priority=fact.priority)
        case IncidentTakenOver():
            return replace(state, owner=fact.owner)
        case IncidentClosed():
            return _still_waits(replace(state, closed=True), ())
        case IncidentReopened():
            return replace(
                state,
                known=True,
                closed=False,
                incident_type=fact.incident_type,
                priority=fact.priority,
                owner=fact.owner,
            )
        case IncidentMerged():  # what it waited for is waited for there
            return _still_waits(replace(state, merged_into=fact.into), ())
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case StatusClaimed() | ClaimSettled() | StandDownRead() | StandDownUnread():
            return state
        case _:
            return _evolve_work(state, fact)


def _evolve_work(state: IncidentWork, fact: DispatchFact) -> IncidentWork:
    match fact:
        case UnitDispatched():
            leave = state.leave | ({fact.leave_by} if fact.leave_by else set())
            active = {**state.active, fact.dispatch_id: fact.unit_id}
            return _still_waits(replace(state, active=active, leave=leave), fact.still_needs)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            active = {one: at for one, at in state.active.items() if one != fact.dispatch_id}
            return replace(state, active=active)
        case UnitNeedRecorded():
            needs = (fact.capability, *fact.others) if fact.capability else ()
            return replace(state, waits=True, needs=needs, recheck_at=fact.recheck_at)
        case UnitNeedDue():
            return replace(state, recheck_at=None)
        case UnitNeedDropped():
            return _still_waits(state, ())
        case DispatchNotified() | DispatchAcknowledged() | DispatchAdvanced() | DispatchCorrected():
            return state
        case _ as never:
            assert_never(never)


def _still_waits(state: IncidentWork, needs: tuple[CapabilityId, ...]) -> IncidentWork:
    """A need that stands keeps its promise."""
    recheck_at = state.recheck_at if needs else None
    return replace(state, waits=bool(needs), needs=needs, recheck_at=recheck_at)


def _is_outside(location: LocationClaim | None) -> bool:
    return location is not None and location.area is None


def _evolve_chain(state: Chain, fact: Heard) -> Chain:
    match fact:
        case UnitDispatched():
            return Chain(
                unit_id=fact.unit_id,
                incident_id=fact.incident_id,
                partner=fact.partner,
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
            return _with_time(state, fact.stage, fact.when.at)
        case UnitCleared():
            return replace(_reach(state, Stage.CLEAR, fact.when.at), over=True)
        case DispatchCancelled():
            return replace(state, over=True, unread=fact.must_be_read)
        case DispatchDeclined():
            return replace(state, over=True)
        case StatusClaimed():
            return _claimed(state, fact)
        case ClaimSettled():
            return _with_time(state, fact.stage, fact.holds_at)
        case StandDownRead():
            return replace(state, unread=False)
        case _ if isinstance(fact, OfDuty | OfIncident | OrderFact):
            return state
        case UnitNeedRecorded() | UnitNeedDue() | UnitNeedDropped() | StandDownUnread():
            return state
        case _ as never:
            assert_never(never)


def _claimed(state: Chain, fact: StatusClaimed) -> Chain:
    """A skipped stage's time is known from now on; a contradiction waits for a person."""
    match fact.why:
        case ClaimWhy.SKIPPED:
            return _with_time(state, fact.stage, fact.when.at)
        case ClaimWhy.CONTRADICTS:
            return replace(state, disputed={**state.disputed, fact.stage: fact.when.at})
        case ClaimWhy.ENDED:
            return state
        case _ as never:
            assert_never(never)


def _with_time(state: Chain, stage: Stage, at: datetime | None) -> Chain:
    disputed = {one: claim for one, claim in state.disputed.items() if one is not stage}
    times = state.times if at is None else {**state.times, stage: at}
    return replace(state, times=times, disputed=disputed)


def _reach(state: Chain, stage: Stage, at: datetime) -> Chain:
    return replace(state, stage=stage, times={**state.times, stage: at})
