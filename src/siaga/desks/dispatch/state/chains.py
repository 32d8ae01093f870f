"""Of one dispatch: how far along its chain of stages it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from siaga.desks.dispatch.state.heard import Heard, OfDuty, OfIncident
from siaga.language.base_asks import BaseAskFact
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.status_claims import (
    ClaimSettled,
    ClaimWhy,
    StandDownRead,
    StandDownUnread,
    StatusClaimed,
)
from siaga.language.unit_orders import OrderFact
from siaga.language.values import HospitalId, IncidentId, UnitId


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


def evolve_chain(state: Chain, fact: Heard) -> Chain:
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
        case _ if isinstance(fact, OfDuty | OfIncident | OrderFact | BaseAskFact):
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
