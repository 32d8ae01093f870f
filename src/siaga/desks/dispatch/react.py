"""What the dispatch desk does by itself: needs left behind, next jobs, counts, proofs of alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.dispatch.commands import (
    Command,
    ConfirmDelivery,
    LapsePreAlert,
    MissUnit,
    RemindOfBase,
    RemindOfNeed,
    RemindOfStandDown,
    ReportStatus,
    ReviewUnit,
    SendFound,
    TakeOverNeeds,
    WaitAgain,
)
from siaga.desks.dispatch.follow import BASE_ASK, PRE_ALERT, STAND_DOWN, UNIT_NEED, asked_of
from siaga.language.alerts import AlertAbout, AlertDelivered
from siaga.language.base_asks import BaseAnswer, BaseAnswered
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    NeedReason,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentMerged, IncidentOpened, IncidentUnmerged
from siaga.language.unit_orders import NextJobDue
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, IncidentId, UnitId, Via

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case DispatchDeclined():
            return (*_missed(fact, NeedReason.DECLINED), *_review(fact.unit_id))
        case DispatchCancelled() if fact.moved_to is not None:
            # The unit has its next job already: only who it left is looked after.
            return _missed(fact, NeedReason.UNIT_TAKEN)
        case UnitDispatched() if fact.found:
            there = ReportStatus(
                command_id=TO_BE_NAMED,
                dispatch_id=fact.dispatch_id,
                status=Stage.ON_SCENE,
                via=Via.DEVICE,
            )
            return (*_asked(there), *_review(fact.unit_id))
        case UnitDispatched() | UnitCleared() | DispatchCancelled():
            return _review(fact.unit_id)
        case UnitWentOnDuty() | UnitWentOffDuty():
            return _review(fact.unit_id)
        case IncidentOpened() if fact.found_by is not None:
            return _send(fact.incident_id, fact.found_by, found=True)
        case IncidentOpened() if fact.sent_unit is not None:
            return _send(fact.incident_id, fact.sent_unit, found=False)
        case BaseAnswered(answer=BaseAnswer.REFUSED):
            return _missed(fact, NeedReason.BASE_REFUSED)
        case IncidentMerged():
            taken = TakeOverNeeds(
                command_id=TO_BE_NAMED, incident_id=fact.into, from_id=fact.incident_id
            )
            return _asked(taken)
        case IncidentUnmerged():
            return _asked(WaitAgain(command_id=TO_BE_NAMED, incident_id=fact.incident_id))
        case NextJobDue():
            return _send(fact.incident_id, fact.unit_id, found=False)
        case AlertDelivered() if fact.about is AlertAbout.DISPATCH:
            dispatch_id = DispatchId(fact.subject)
            return _asked(ConfirmDelivery(command_id=TO_BE_NAMED, dispatch_id=dispatch_id))
        case _:
            return ()


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    match kind:
        case _ if kind == UNIT_NEED:
            incident_id = IncidentId(subject)
            return RemindOfNeed(command_id=command_id, incident_id=incident_id, due_at=due_at)
        case _ if kind == STAND_DOWN:
            dispatch_id = DispatchId(subject)
            return RemindOfStandDown(command_id=command_id, dispatch_id=dispatch_id, due_at=due_at)
        case _ if kind == BASE_ASK:
            incident_id, agency = asked_of(subject)
            return RemindOfBase(
                command_id=command_id, incident_id=incident_id, agency=agency, due_at=due_at
            )
        case _ if kind == PRE_ALERT:
            unit_id = UnitId(subject)
            return LapsePreAlert(command_id=command_id, unit_id=unit_id, due_at=due_at)
        case _:
            return None


def _missed(
    fact: DispatchDeclined | DispatchCancelled | BaseAnswered, reason: NeedReason
) -> tuple[Reaction, ...]:
    missed = MissUnit(
        command_id=TO_BE_NAMED,
        incident_id=fact.incident_id,
        unit_id=fact.unit_id,
        reason=reason,
    )
    return _asked(missed)


def _send(incident_id: IncidentId, unit_id: UnitId, *, found: bool) -> tuple[Reaction, ...]:
    return _asked(
        SendFound(command_id=TO_BE_NAMED, incident_id=incident_id, unit_id=unit_id, found=found)
    )


def _review(unit_id: UnitId) -> tuple[Reaction, ...]:
    return _asked(ReviewUnit(command_id=TO_BE_NAMED, unit_id=unit_id))


def _asked(command: Any) -> tuple[Reaction, ...]:
    return (Reaction(desk="dispatch", command=command),)
