"""What a dispatch fact sets in motion: the promised re-check of an incident without a unit."""

from __future__ import annotations

from siaga.language.dispatch import UnitDispatched, UnitNeedRecorded
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.incident import IncidentClosed
from siaga.language.place import Place

UNIT_NEED = "unit_need"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case UnitNeedRecorded():
            return (Arm(kind=UNIT_NEED, subject=fact.incident_id, due_at=fact.recheck_at),)
        case UnitDispatched() | IncidentClosed():
            return (Disarm(kind=UNIT_NEED, subject=fact.incident_id),)
        case _:
            return ()
