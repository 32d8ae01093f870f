"""What the patients desk does by itself: go along with the crew, and ring when nobody answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.patients.commands import (
    Command,
    FollowDispatch,
    RingOffload,
    RingPreAlert,
    SettleDestination,
)
from siaga.desks.patients.follow import OFFLOAD, PRE_ALERT
from siaga.language.dispatch import (
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
)
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.patients import PatientGivenToCrew
from siaga.language.values import PatientId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""

FOLLOWED = (Stage.TRANSPORTING, Stage.AT_HOSPITAL, Stage.HANDED_OVER)


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case DispatchAdvanced() if fact.stage in FOLLOWED:
            return _followed(fact, fact.stage)
        case UnitCleared():
            return _followed(fact, Stage.CLEAR)
        case DispatchCancelled() | DispatchDeclined():
            return _followed(fact, None)
        case PatientGivenToCrew():
            settle = SettleDestination(
                command_id=TO_BE_NAMED,
                patient_id=fact.patient_id,
                incident_id=fact.incident_id,
                dispatch_id=fact.dispatch_id,
            )
            return (Reaction(desk="patients", command=settle),)
        case _:
            return ()


def _followed(
    fact: DispatchAdvanced | UnitCleared | DispatchCancelled | DispatchDeclined,
    stage: Stage | None,
) -> tuple[Reaction, ...]:
    command = FollowDispatch(
        command_id=TO_BE_NAMED,
        dispatch_id=fact.dispatch_id,
        incident_id=fact.incident_id,
        stage=stage,
        at=fact.when.at,
        hospital=fact.hospital if isinstance(fact, DispatchAdvanced) else None,
    )
    return (Reaction(desk="patients", command=command),)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    patient_id = PatientId(subject)
    if kind == PRE_ALERT:
        return RingPreAlert(command_id=command_id, patient_id=patient_id, due_at=due_at)
    if kind == OFFLOAD:
        return RingOffload(command_id=command_id, patient_id=patient_id, due_at=due_at)
    return None
