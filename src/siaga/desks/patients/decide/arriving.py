"""At the hospital's door, through it, and every other way a patient's care with us ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from siaga.desks.patients.commands import (
    ChooseDestination,
    EndPatient,
    HandOver,
    NoteArrival,
    ReopenPatient,
    ReportFiling,
    RingOffload,
)
from siaga.desks.patients.decide.bound_for import choose, withdrawn
from siaga.desks.patients.decide.saying import Names, Outcome, Told, not_open, when_of
from siaga.desks.patients.state import Patient
from siaga.language.patients import (
    HandoverFiled,
    OffloadLate,
    PatientArrived,
    PatientEnded,
    PatientEnding,
    PatientFact,
    PatientHandedOver,
    PatientReopened,
    Withdrawn,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked


def offload_by(place: Place, arrived_at: datetime) -> datetime:
    return arrived_at + timedelta(seconds=place.care.offload_target_s)


def offload_s(arrived_at: datetime | None, at: datetime) -> int | None:
    """None when nobody said when they arrived, or the times contradict each other."""
    if arrived_at is None or at < arrived_at:
        return None
    return int((at - arrived_at).total_seconds())


def arrive(command: NoteArrival, told: Told) -> Outcome:
    patient = told.patient
    if patient.over:
        return Refused(reason=Refusal.PATIENT_OVER)
    if patient.hospital is None:
        return Refused(reason=Refusal.NO_DESTINATION)
    if patient.arrived_at is not None:
        return ()
    when = when_of(command.occurred_at, told.asked)
    return (
        PatientArrived(
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=patient.hospital,
            offload_by_at=offload_by(told.place, when.at),
            when=when,
            dispatch_id=patient.dispatch_id,
            told_by=command.told_by,
            pre_alert_id=patient.pre_alert.id if patient.pre_alert else None,
        ),
    )


def hand_over(command: HandOver, told: Told) -> Outcome:
    """Once more with a name when the crew said it before anybody signed."""
    patient = told.patient
    if patient.over and (patient.signed or not patient.handed_over):
        return () if patient.handed_over else Refused(reason=Refusal.PATIENT_OVER)
    if patient.hospital is None:
        return Refused(reason=Refusal.NO_DESTINATION)
    when = when_of(command.occurred_at, told.asked)
    return (
        PatientHandedOver(
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            hospital=patient.hospital,
            when=when,
            received_by=command.received_by,
            note=command.note,
            dispatch_id=patient.dispatch_id,
            told_by=command.told_by,
            offload_s=offload_s(patient.arrived_at, when.at),
            pre_alert_id=patient.pre_alert.id if patient.pre_alert else None,
        ),
    )


def end(command: EndPatient, told: Told) -> Outcome:
    patient = told.patient
    if patient.over:
        return Refused(reason=Refusal.PATIENT_OVER)
    is_proven = command.witness is not None or command.signature
    if command.ending is PatientEnding.REFUSED and not is_proven:
        return Refused(reason=Refusal.WITNESS_NEEDED)
    names = Names(patient_id=command.patient_id, incident_id=command.incident_id)
    return (
        *withdrawn(patient, names, why=Withdrawn.ENDED, asked=told.asked),
        PatientEnded(
            **names,
            ending=command.ending,
            when=when_of(command.occurred_at, told.asked),
            witness=command.witness,
            signature=command.signature,
            note=command.note,
            dispatch_id=patient.dispatch_id,
            told_by=command.told_by,
        ),
    )


def reopen(command: ReopenPatient, told: Told) -> Outcome:
    if not told.patient.over:
        return Refused(reason=Refusal.PATIENT_NOT_OVER)
    if refused := not_open(told.incident):
        return refused
    patient = replace(told.patient, over=False)
    waits = patient.arrived_at is not None and not patient.offload_rang
    reopened = PatientReopened(
        patient_id=command.patient_id,
        incident_id=command.incident_id,
        reason=command.reason,
        when=when_of(None, told.asked),
        dispatch_id=patient.dispatch_id,
        offload_by_at=patient.offload_by_at if waits else None,
    )
    return (reopened, *_told_again(command, replace(told, patient=patient)))


def _told_again(command: ReopenPatient, told: Told) -> Sequence[PatientFact]:
    """The hospital was told that nobody comes: it hears that they do."""
    hospital = told.patient.hospital
    if hospital is None or told.patient.arrived_at is not None:
        return ()
    again = ChooseDestination(
        command_id=command.command_id,
        patient_id=command.patient_id,
        incident_id=command.incident_id,
        hospital=hospital,
    )
    outcome = choose(again, told)
    return () if isinstance(outcome, Refused) else outcome


def ring_offload(command: RingOffload, patient: Patient, *, asked: Asked) -> Outcome:
    if patient.over or patient.incident_id is None or patient.hospital is None:
        return ()
    is_early = patient.offload_by_at is None or patient.offload_by_at > command.due_at
    if is_early or patient.offload_rang:
        return ()
    return (
        OffloadLate(
            patient_id=command.patient_id,
            incident_id=patient.incident_id,
            hospital=patient.hospital,
            when=when_of(None, asked),
            late_s=max(0, int((asked.received_at - command.due_at).total_seconds())),
        ),
    )


def report_filing(command: ReportFiling, patient: Patient, *, asked: Asked) -> Outcome:
    if patient.incident_id is None:
        return ()
    return (
        HandoverFiled(
            patient_id=command.patient_id,
            incident_id=patient.incident_id,
            filed=command.filed,
            when=when_of(None, asked),
            problem=command.problem,
        ),
    )
