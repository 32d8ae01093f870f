"""What a patient's fact sets in motion: the clock of the hospital's answer, and of the off-load."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.patients import (
    HospitalPreAlerted,
    PatientArrived,
    PatientDescribed,
    PatientEnded,
    PatientHandedOver,
    PatientReopened,
    PreAlertAnswered,
    PreAlertWithdrawn,
    VitalsTaken,
)
from siaga.language.place import Place
from siaga.language.values import SubjectId

PRE_ALERT, OFFLOAD = "pre_alert", "offload"
FILING = "satusehat"
FILED_WITHIN = timedelta(days=3)  # after that the hospital has long written its own


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case HospitalPreAlerted(answer_by_at=answer_by_at) if answer_by_at is not None:
            return (Arm(kind=PRE_ALERT, subject=fact.patient_id, due_at=answer_by_at),)
        case PreAlertAnswered() | PreAlertWithdrawn():
            return (Disarm(kind=PRE_ALERT, subject=fact.patient_id),)
        case PatientArrived():
            return (
                Disarm(kind=PRE_ALERT, subject=fact.patient_id),
                Arm(kind=OFFLOAD, subject=fact.patient_id, due_at=fact.offload_by_at),
            )
        case PatientHandedOver():
            return (*_over(fact), *_filing(fact, place))
        case PatientDescribed(after_handover=True) | VitalsTaken(after_handover=True):
            return _filing(fact, place)
        case PatientEnded():
            return _over(fact)
        case PatientReopened(offload_by_at=offload_by_at) if offload_by_at is not None:
            return (Arm(kind=OFFLOAD, subject=fact.patient_id, due_at=offload_by_at),)
        case _:
            return ()


def _over(fact: PatientHandedOver | PatientEnded) -> tuple[FollowUp, ...]:
    return (
        Disarm(kind=PRE_ALERT, subject=fact.patient_id),
        Disarm(kind=OFFLOAD, subject=fact.patient_id),
    )


def _filing(
    fact: PatientHandedOver | PatientDescribed | VitalsTaken, place: Place
) -> tuple[FollowUp, ...]:
    """Told twice (the nurse signs later, papers come later) it is filed twice and stands there
    once, with what was new."""
    if not place.care.satusehat_organisation:
        return ()
    send = Send(
        kind=FILING,
        rule=SendRule.ALERT,
        recipient=SubjectId(fact.patient_id),
        deadline_at=fact.when.at + FILED_WITHIN,
    )
    return (send,)
