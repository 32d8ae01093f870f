"""What the dispatch desk keeps in mind: units, incidents, chains, and how many were counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.desks.dispatch.state.chains import Chain, evolve_chain
from siaga.desks.dispatch.state.heard import Heard, OfFleet, OfIncident
from siaga.desks.dispatch.state.incidents import IncidentWork, OpenAsk, evolve_incident
from siaga.language.base_asks import BaseAskFact
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.status_claims import ClaimFact
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
)
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, IncidentId, Tag

__all__ = [
    "STATES",
    "Chain",
    "FleetTold",
    "Heard",
    "IncidentWork",
    "OpenAsk",
    "UnitJob",
    "evolve",
]


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
            return evolve_incident(tag, state, fact)
        case Chain():
            return evolve_chain(state, fact)
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
        case _ if isinstance(fact, OfIncident | ClaimFact | OfFleet | BaseAskFact):
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
