"""The card of one incident's patients."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.dispatch import Stage
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import (
    SealedCondition,
    SealedCoverage,
    SealedIdentity,
    SealedVitals,
)
from siaga.language.patients import PatientEnding
from siaga.language.values import (
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    PatientId,
    Priority,
    Sealed,
    UnitId,
    Via,
)

VITALS_MAX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalsLine:
    at: datetime
    by: str  # account id
    vitals: SealedVitals | None
    via: Via = Via.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertLine:
    """The hospital that was told, and what it said. `rings`: a person of the room must look."""

    pre_alert_id: str
    hospital: HospitalId
    sent_at: datetime
    answer_by_at: datetime | None = None
    eta_at: datetime | None = None
    eta_said_at: datetime | None = None  # how old the reckoning is
    accepted: bool | None = None
    answered_at: datetime | None = None
    reason: Sealed | None = None
    rings: bool = False
    via: Via = Via.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientLine:
    """`known` records are None until somebody wrote them, and for viewers they are not for."""

    patient_id: PatientId
    ordinal: int
    registered_at: datetime
    changed_at: datetime
    colour: VictimWord | None = None
    colour_at: datetime | None = None
    dispatch_id: DispatchId | None = None
    unit_id: UnitId | None = None
    identity: SealedIdentity | None = None
    condition: SealedCondition | None = None
    coverage: SealedCoverage | None = None
    vitals: tuple[VitalsLine, ...] = ()  # the last twelve, oldest first
    hospital: HospitalId | None = None  # where they are bound for
    despite: tuple[str, ...] = ()  # what spoke against it
    pre_alert: PreAlertLine | None = None
    declined: tuple[HospitalId, ...] = ()  # hospitals that asked to go elsewhere
    arrived_at: datetime | None = None
    offload_by_at: datetime | None = None
    offload_late: bool = False
    handed_over_at: datetime | None = None
    received_by: Sealed | None = None
    handover_note: Sealed | None = None
    filed: bool | None = None  # with the health platform; None: not told yet, or not connected
    filing_problem: str = ""
    ending: PatientEnding | None = None
    ended_at: datetime | None = None
    ending_note: Sealed | None = None
    witness: Sealed | None = None
    signature: tuple[MediaRef, ...] = ()
    masked: bool = False  # this viewer sees that they are there, and nothing of the person

    @property
    def over(self) -> bool:
        return self.ended_at is not None or self.handed_over_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsCard:
    """Key: incident id. Gone when the incident is closed."""

    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    units: dict[DispatchId, UnitId] = field(default_factory=dict)  # sent and not called off
    driving: dict[DispatchId, Stage] = field(default_factory=dict)
    drove_at: dict[DispatchId, datetime] = field(default_factory=dict)  # began to, with somebody
    patients: dict[PatientId, PatientLine] = field(default_factory=dict)
    last_known_well_at: datetime | None = None  # stroke: as the room was told
