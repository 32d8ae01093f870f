"""What is known of patients of an incident, and of the hospitals that were told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.mass_casualty import VictimWord
from siaga.language.values import (
    DispatchId,
    HospitalId,
    IncidentId,
    PatientId,
    Sealed,
    Tag,
    UnitId,
    When,
)


def patient_life(patient_id: PatientId) -> Tag:
    return Tag(f"patient-life:{patient_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRegistered(Fact):
    """Somebody hurt or ill on scene; identity is optional and may come later or never."""

    patient_id: PatientId
    incident_id: IncidentId
    when: When
    colour: VictimWord | None = None
    identity: Sealed | None = None
    dispatch_id: DispatchId | None = None  # whose crew has the patient

    def tags(self) -> tuple[Tag, ...]:
        return (patient_life(self.patient_id), incident_life(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalPreAlerted(Fact):
    """A hospital is told who is coming; its id is the alert's subject. Answered by accept or
    decline, never a condition for driving there."""

    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    colour: VictimWord | None = None
    eta_at: datetime | None = None
    unit_id: UnitId | None = None
    dispatch_id: DispatchId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (patient_life(self.patient_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertAnswered(Fact):
    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    accepted: bool
    when: When
    reason: Sealed | None = None
    told_by: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (patient_life(self.patient_id), incident_story(self.incident_id))
