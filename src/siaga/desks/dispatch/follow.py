"""What a dispatch fact sets in motion: promised re-checks, a stand-down that must be read."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.base_asks import BaseAnswered, BaseAsked
from siaga.language.dispatch import (
    DispatchCancelled,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedRecorded,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.incident import IncidentClosed
from siaga.language.place import Place
from siaga.language.status_claims import StandDownRead
from siaga.language.unit_orders import PreAlertEnded, UnitPreAlerted
from siaga.language.values import AgencyId, IncidentId

UNIT_NEED = "unit_need"
STAND_DOWN = "stand_down"
PRE_ALERT = "pre_alert"
BASE_ASK = "base_ask"


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case UnitNeedRecorded():
            armed = Arm(kind=UNIT_NEED, subject=fact.incident_id, due_at=fact.recheck_at)
            if fact.moved_from is None:
                return (armed,)
            return (Disarm(kind=UNIT_NEED, subject=fact.moved_from), armed)
        case BaseAsked():
            ask = ask_of(fact.incident_id, fact.agency)
            return (Arm(kind=BASE_ASK, subject=ask, due_at=fact.answer_by_at),)
        case BaseAnswered():
            ask = ask_of(fact.incident_id, fact.agency)
            if fact.answer_by_at is None:
                return (Disarm(kind=BASE_ASK, subject=ask),)
            return (Arm(kind=BASE_ASK, subject=ask, due_at=fact.answer_by_at),)
        case IncidentClosed() | UnitNeedDropped():
            return (Disarm(kind=UNIT_NEED, subject=fact.incident_id),)
        case UnitDispatched():
            ready = Disarm(kind=PRE_ALERT, subject=fact.unit_id)
            if fact.still_needs:
                return (ready,)
            return (Disarm(kind=UNIT_NEED, subject=fact.incident_id), ready)
        case DispatchCancelled() if fact.must_be_read:
            due_at = fact.when.at + timedelta(seconds=place.dispatching.stand_down_read_s)
            return (Arm(kind=STAND_DOWN, subject=fact.dispatch_id, due_at=due_at),)
        case StandDownRead():
            return (Disarm(kind=STAND_DOWN, subject=fact.dispatch_id),)
        case UnitPreAlerted():
            return (Arm(kind=PRE_ALERT, subject=fact.unit_id, due_at=fact.ends_at),)
        case PreAlertEnded():
            return (Disarm(kind=PRE_ALERT, subject=fact.unit_id),)
        case _:
            return ()


def ask_of(incident_id: IncidentId, agency: AgencyId) -> str:
    """The subject of the timer: one asking of each base for each incident."""
    return f"{incident_id}/{agency}"


def asked_of(subject: str) -> tuple[IncidentId, AgencyId]:
    incident_id, _, agency = subject.partition("/")
    return IncidentId(incident_id), AgencyId(agency)
