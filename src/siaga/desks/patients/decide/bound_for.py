"""The hospital somebody is bound for: told at once, answered or the room is rung.

No answer is waited for before driving, and none is a barrier: a decline asks the room to look
again, and an emergency that stands at the door is received (Perpres 82/2018 article 63).
"""

from __future__ import annotations

from datetime import timedelta

from siaga.desks.patients.commands import (
    AcceptPatient,
    ChooseDestination,
    DeclinePatient,
    ReckonArrival,
    RingPreAlert,
    TakeUpPreAlert,
)
from siaga.desks.patients.decide.saying import Names, Outcome, Told, when_of
from siaga.desks.patients.state import Patient
from siaga.language.patients import (
    ArrivalReckoned,
    DestinationChosen,
    HospitalPreAlerted,
    PatientFact,
    PreAlertAnswered,
    PreAlertOverdue,
    PreAlertTakenUp,
    PreAlertWithdrawn,
    Withdrawn,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked

MOVED_S = 60
"""An expected arrival that moved by less is the same one."""


def choose(command: ChooseDestination, told: Told) -> Outcome:
    patient, asked = told.patient, told.asked
    if patient.over:
        return Refused(reason=Refusal.PATIENT_OVER)
    known = patient.pre_alert
    if known and known.hospital == command.hospital and known.answered is not False:
        return ()  # it knows already
    if patient.arrived_at is not None and patient.hospital == command.hospital:
        return ()
    names = Names(patient_id=command.patient_id, incident_id=command.incident_id)
    when = when_of(command.occurred_at, asked)
    chosen = DestinationChosen(
        **names,
        hospital=command.hospital,
        when=when,
        dispatch_id=patient.dispatch_id,
        despite=command.despite,
        told_by=command.told_by,
    )
    pre_alert = HospitalPreAlerted(
        **names,
        pre_alert_id=str(command.command_id),
        hospital=command.hospital,
        when=when,
        colour=patient.colour,
        eta_at=command.eta_at,
        unit_id=patient.unit_id,
        dispatch_id=patient.dispatch_id,
        incident_type=told.incident.incident_type,
        answer_by_at=asked.received_at + timedelta(seconds=told.place.care.pre_alert_answer_s),
    )
    return (
        *withdrawn(patient, names, why=Withdrawn.OTHER_HOSPITAL, asked=asked),
        chosen,
        pre_alert,
    )


def withdrawn(
    patient: Patient, names: Names, *, why: Withdrawn, asked: Asked
) -> tuple[PatientFact, ...]:
    """What takes the pre-alert back that still holds, if one does."""
    known = patient.pre_alert
    if known is None:
        return ()
    return (
        PreAlertWithdrawn(
            **names,
            pre_alert_id=known.id,
            hospital=known.hospital,
            why=why,
            when=when_of(None, asked),
        ),
    )


def accept(command: AcceptPatient, told: Told) -> Outcome:
    known = told.patient.pre_alert
    if known is None or known.id != command.pre_alert_id:
        return Refused(reason=Refusal.PRE_ALERT_OVER)
    if known.answered:
        return ()  # said twice is said once
    return (
        PreAlertAnswered(
            pre_alert_id=known.id,
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=known.hospital,
            accepted=True,
            when=when_of(None, told.asked),
            told_by=command.told_by,
        ),
    )


def decline(command: DeclinePatient, told: Told) -> Outcome:
    known = told.patient.pre_alert
    if known is None or known.id != command.pre_alert_id:
        return Refused(reason=Refusal.PRE_ALERT_OVER)
    if told.patient.arrived_at is not None:
        return Refused(reason=Refusal.PATIENT_AT_THE_DOOR)
    if known.answered is False:
        return ()
    return (
        PreAlertAnswered(
            pre_alert_id=known.id,
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=known.hospital,
            accepted=False,
            when=when_of(None, told.asked),
            reason=command.reason,
            told_by=command.told_by,
        ),
    )


def take_up(command: TakeUpPreAlert, told: Told) -> Outcome:
    known = told.patient.pre_alert
    if known is None or known.id != command.pre_alert_id:
        return Refused(reason=Refusal.PRE_ALERT_OVER)
    if not known.rings:
        return ()
    return (
        PreAlertTakenUp(
            pre_alert_id=known.id,
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=known.hospital,
            when=when_of(None, told.asked),
            note=command.note,
        ),
    )


def reckon(command: ReckonArrival, patient: Patient, *, asked: Asked) -> Outcome:
    known = patient.pre_alert
    if known is None or known.id != command.pre_alert_id or patient.arrived_at is not None:
        return ()
    if known.eta_at and abs((known.eta_at - command.eta_at).total_seconds()) < MOVED_S:
        return ()
    return (
        ArrivalReckoned(
            pre_alert_id=known.id,
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=known.hospital,
            eta_at=command.eta_at,
            when=when_of(None, asked),
            position_age_s=command.position_age_s,
        ),
    )


def ring_pre_alert(command: RingPreAlert, patient: Patient, *, asked: Asked) -> Outcome:
    known = patient.pre_alert
    if known is None or patient.incident_id is None or known.answered is not None:
        return ()
    is_early = known.answer_by_at is None or known.answer_by_at > command.due_at
    if known.rings or is_early or patient.arrived_at is not None:
        return ()
    return (
        PreAlertOverdue(
            pre_alert_id=known.id,
            patient_id=command.patient_id,
            incident_id=patient.incident_id,
            hospital=known.hospital,
            when=when_of(None, asked),
            late_s=max(0, int((asked.received_at - command.due_at).total_seconds())),
        ),
    )
