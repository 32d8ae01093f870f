"""Facts and commands of patients, as tests tell them."""

from __future__ import annotations

from typing import Any

from siaga.desks.patients.commands import (
    AcceptPatient,
    ChooseDestination,
    DeclinePatient,
    EndPatient,
    GiveToCrew,
    HandOver,
    NoteArrival,
    RegisterPatients,
    ReopenPatient,
    TakeVitals,
)
from siaga.language.dispatch import DispatchAdvanced, Stage, UnitDispatched
from siaga.language.incident import IncidentOpened
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import SealedVitals
from siaga.language.patients import PatientEnding
from siaga.language.values import (
    AccountId,
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    PatientId,
    Priority,
    Sealed,
    UnitId,
)
from tests.builders import NOW, by_server, minutes, sealed, uid

INCIDENT = IncidentId("i-1")
JOB, OTHER_JOB = DispatchId("d-1"), DispatchId("d-2")
RSUD, RS_LAIN = HospitalId("rsud"), HospitalId("rs-lain")
ONE = PatientId(str(uid(1)))


def opened(incident_id: IncidentId = INCIDENT) -> IncidentOpened:
    return IncidentOpened(
        incident_id=incident_id,
        incident_type=IncidentTypeId("medical"),
        priority=Priority.P1,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    )


def sent(dispatch_id: DispatchId = JOB, unit: str = "amb-1") -> UnitDispatched:
    return UnitDispatched(
        dispatch_id=dispatch_id, unit_id=UnitId(unit), incident_id=INCIDENT, when=by_server()
    )


def drove(
    stage: Stage, *, hospital: HospitalId | None = RSUD, job: DispatchId = JOB, minute: float = 10
) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=job,
        unit_id=UnitId("amb-1"),
        incident_id=INCIDENT,
        stage=stage,
        when=by_server(NOW + minutes(minute)),
        hospital=hospital,
    )


def register(number: int = 1, **more: Any) -> RegisterPatients:
    return RegisterPatients(command_id=uid(number), incident_id=INCIDENT, **more)


def _of(patient_id: PatientId) -> dict[str, Any]:
    return {"patient_id": patient_id, "incident_id": INCIDENT}


def choose(number: int, patient_id: PatientId = ONE, **more: Any) -> ChooseDestination:
    more.setdefault("hospital", RSUD)
    return ChooseDestination(command_id=uid(number), **_of(patient_id), **more)


def accept(number: int, pre_alert: int, patient_id: PatientId = ONE) -> AcceptPatient:
    return AcceptPatient(
        command_id=uid(number), **_of(patient_id), pre_alert_id=str(uid(pre_alert))
    )


def decline(number: int, pre_alert: int, patient_id: PatientId = ONE) -> DeclinePatient:
    return DeclinePatient(
        command_id=uid(number),
        **_of(patient_id),
        pre_alert_id=str(uid(pre_alert)),
        reason=sealed("penuh"),
    )


def arrive(number: int, patient_id: PatientId = ONE) -> NoteArrival:
    return NoteArrival(command_id=uid(number), **_of(patient_id))


def hand_over(number: int, patient_id: PatientId = ONE) -> HandOver:
    return HandOver(command_id=uid(number), **_of(patient_id), received_by=sealed("Ns. Rina"))


def reopen(number: int, patient_id: PatientId = ONE) -> ReopenPatient:
    return ReopenPatient(command_id=uid(number), **_of(patient_id), reason=sealed("salah pilih"))


def vitals(number: int, patient_id: PatientId = ONE) -> TakeVitals:
    taken = SealedVitals("pulse-120", "digest")
    return TakeVitals(command_id=uid(number), **_of(patient_id), vitals=taken)


def give(number: int, patient_id: PatientId = ONE, job: DispatchId = JOB) -> GiveToCrew:
    return GiveToCrew(command_id=uid(number), **_of(patient_id), dispatch_id=job)


def end(
    number: int,
    ending: PatientEnding = PatientEnding.TREATED_ON_SCENE,
    *,
    patient_id: PatientId = ONE,
    witness: Sealed | None = None,
) -> EndPatient:
    return EndPatient(command_id=uid(number), **_of(patient_id), ending=ending, witness=witness)


RED = VictimWord.IMMEDIATE
