"""Of one incident: is it open, who is on it, what does it wait for, whose base was asked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from siaga.desks.dispatch.state.heard import Heard, OfDuty
from siaga.language.base_asks import BaseAnswered, BaseAsked, BaseAskFact, BaseSilent
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchFact,
    DispatchNotified,
    NeedReason,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
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
    ClaimSettled,
    StandDownRead,
    StandDownUnread,
    StatusClaimed,
)
from siaga.language.unit_orders import NextJobDropped, NextJobDue, NextJobSet, OrderFact
from siaga.language.values import (
    AccountId,
    AgencyId,
    CapabilityId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    Tag,
    UnitId,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAsk:
    """A base was asked and its unit is not on its way yet."""

    unit_id: UnitId  # wished for
    asked_via: Via
    since_at: datetime
    answer_by_at: datetime | None  # None: it has rung


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWork:
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
    why: NeedReason | None = None
    recheck_at: datetime | None = None  # a need stands and its re-check has not rung
    left: tuple[CapabilityId, ...] | None = None  # waited for where it was merged into
    next_of: frozenset[UnitId] = frozenset()  # busy units that come next
    asked: Mapping[AgencyId, OpenAsk] = field(default_factory=dict)  # their bases


def evolve_incident(tag: Tag, state: IncidentWork, fact: Heard) -> IncidentWork:
    if isinstance(fact, OfDuty):
        return state
    if isinstance(fact, OrderFact):
        return _ordered(tag, state, fact)
    if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
        return _left(tag, state, fact)
    if isinstance(fact, BaseAskFact):
        return _asked(state, fact)
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
            return _still_waits(replace(state, closed=True, asked={}), ())
        case IncidentReopened():
            return replace(
                state,
                known=True,
                closed=False,
                incident_type=fact.incident_type,
                priority=fact.priority,
                owner=fact.owner,
            )
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
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
            waits = replace(state, waits=True, needs=needs, left=None)
            return replace(waits, why=fact.reason, recheck_at=fact.recheck_at)
        case UnitNeedDue():
            return replace(state, recheck_at=None)
        case UnitNeedDropped():
            left = state.needs if fact.met_at and state.waits else None
            return _still_waits(replace(state, left=left), ())
        case DispatchNotified() | DispatchAcknowledged() | DispatchAdvanced() | DispatchCorrected():
            return state
        case _ as never:
            assert_never(never)


def _still_waits(state: IncidentWork, needs: tuple[CapabilityId, ...]) -> IncidentWork:
    """A need that stands keeps its promise."""
    recheck_at = state.recheck_at if needs else None
    return replace(state, waits=bool(needs), needs=needs, recheck_at=recheck_at)


def _left(tag: Tag, state: IncidentWork, fact: Heard) -> IncidentWork:
    """Another incident's: it may have taken over what this one, merged into it, waited for."""
    match fact:
        case UnitNeedRecorded(moved_from=str(old)) if incident_life(old) == tag:
            return _still_waits(replace(state, left=state.needs), ())
        case BaseAsked(moved_from=str(old)) if incident_life(old) == tag:
            return _without_ask(state, fact.agency)
        case _:
            return state


def _ordered(tag: Tag, state: IncidentWork, fact: OrderFact) -> IncidentWork:
    match fact:
        case NextJobSet() if incident_life(fact.incident_id) == tag:
            return replace(state, next_of=state.next_of | {fact.unit_id})
        case NextJobDropped() | NextJobDue() if incident_life(fact.incident_id) == tag:
            return replace(state, next_of=state.next_of - {fact.unit_id})
        case _:
            return state


def _asked(state: IncidentWork, fact: BaseAskFact) -> IncidentWork:
    match fact:
        case BaseAsked():
            ask = OpenAsk(
                unit_id=fact.unit_id,
                asked_via=fact.asked_via,
                since_at=fact.first_at or fact.when.at,
                answer_by_at=fact.answer_by_at,
            )
            return replace(state, asked={**state.asked, fact.agency: ask})
        case BaseSilent():
            ask = replace(state.asked[fact.agency], answer_by_at=None)
            return replace(state, asked={**state.asked, fact.agency: ask})
        case BaseAnswered(answer_by_at=datetime() as at):
            ask = replace(state.asked[fact.agency], answer_by_at=at)
            return replace(state, asked={**state.asked, fact.agency: ask})
        case BaseAnswered():
            return _without_ask(state, fact.agency)
        case _ as never:
            assert_never(never)


def _without_ask(state: IncidentWork, agency: AgencyId) -> IncidentWork:
    asked = {one: ask for one, ask in state.asked.items() if one != agency}
    return replace(state, asked=asked)


def _is_outside(location: LocationClaim | None) -> bool:
    return location is not None and location.area is None
