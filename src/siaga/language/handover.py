"""A patient's handover summary: what a hospital gets, on paper and as FHIR, out of the logbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from siaga.language.entry import Entry
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import (
    Condition,
    Coverage,
    Identity,
    SealedCondition,
    SealedCoverage,
    SealedIdentity,
    SealedVitals,
    Vitals,
)
from siaga.language.patients import (
    DestinationChosen,
    PatientArrived,
    PatientDescribed,
    PatientEnded,
    PatientEnding,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientRegistered,
    PatientReopened,
    PatientSorted,
    VitalsTaken,
)
from siaga.language.values import HospitalId, IncidentId, PatientId, Sealed, UnitId

IdentityT = TypeVar("IdentityT")
ConditionT = TypeVar("ConditionT")
CoverageT = TypeVar("CoverageT")
VitalsT = TypeVar("VitalsT")
TextT = TypeVar("TextT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Generic[VitalsT]):
    at: datetime
    vitals: VitalsT


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Generic[IdentityT, ConditionT, CoverageT, VitalsT, TextT]):
    """Sealed as it is folded, open as it is printed."""

    patient_id: PatientId
    incident_id: IncidentId
    ordinal: int
    registered_at: datetime
    colour: VictimWord | None = None
    colour_at: datetime | None = None
    unit_id: UnitId | None = None
    hospital: HospitalId | None = None
    arrived_at: datetime | None = None
    handed_over_at: datetime | None = None
    received_by: TextT | None = None
    note: TextT | None = None  # told to the nurse at the hand-over
    ending: PatientEnding | None = None
    ended_at: datetime | None = None
    identity: IdentityT | None = None
    condition: ConditionT | None = None
    condition_at: datetime | None = None
    coverage: CoverageT | None = None
    coverage_at: datetime | None = None
    measured: tuple[Measured[VitalsT], ...] = ()  # oldest first


SealedHandover = Handover[SealedIdentity, SealedCondition, SealedCoverage, SealedVitals, Sealed]
OpenHandover = Handover[Identity, Condition, Coverage, Vitals, str]


def fold(handover: SealedHandover | None, entry: Entry) -> SealedHandover | None:
    """What is known after one more entry of the patient's life; None before the first."""
    fact = entry.fact
    if isinstance(fact, PatientRegistered):
        return Handover(
            patient_id=fact.patient_id,
            incident_id=fact.incident_id,
            ordinal=fact.ordinal,
            registered_at=fact.when.at,
            colour=fact.colour,
            colour_at=fact.when.at if fact.colour else None,
            unit_id=fact.unit_id,
            identity=fact.identity,
        )
    if handover is None:
        return None
    match fact:
        case PatientSorted():
            return replace(handover, colour=fact.colour, colour_at=fact.when.at)
        case PatientDescribed():
            at = fact.when.at
            return replace(
                handover,
                identity=fact.identity or handover.identity,
                condition=fact.condition or handover.condition,
                condition_at=at if fact.condition else handover.condition_at,
                coverage=fact.coverage or handover.coverage,
                coverage_at=at if fact.coverage else handover.coverage_at,
            )
        case VitalsTaken(vitals=vitals) if vitals is not None:
            measured = (*handover.measured, Measured(at=fact.when.at, vitals=vitals))
            return replace(handover, measured=tuple(sorted(measured, key=lambda one: one.at)))
        case _:
            return _moved(handover, entry)


def _moved(handover: SealedHandover, entry: Entry) -> SealedHandover:
    fact = entry.fact
    match fact:
        case PatientGivenToCrew():
            return replace(handover, unit_id=fact.unit_id)
        case DestinationChosen():
            return replace(handover, hospital=fact.hospital)
        case PatientArrived():
            return replace(handover, hospital=fact.hospital, arrived_at=fact.when.at)
        case PatientHandedOver():
            return replace(
                handover,
                hospital=fact.hospital,
                handed_over_at=handover.handed_over_at or fact.when.at,
                received_by=fact.received_by or handover.received_by,
                note=fact.note or handover.note,
            )
        case PatientEnded():
            return replace(handover, ending=fact.ending, ended_at=fact.when.at)
        case PatientReopened():
            return replace(
                handover,
                ending=None,
                ended_at=None,
                handed_over_at=None,
                received_by=None,
                note=None,
            )
        case _:
            return handover
