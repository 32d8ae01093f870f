"""What a dispatch fact sets in motion: promised re-checks, a stand-down that must be read."""

from __future__ import annotations

from datetime import timedelta

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

UNIT_NEED = "unit_need"
STAND_DOWN = "stand_down"
PRE_ALERT = "pre_alert"


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case UnitNeedRecorded():
            return (Arm(kind=UNIT_NEED, subject=fact.incident_id, due_at=fact.recheck_at),)
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
