"""What can be asked of the patients desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
    FieldError,
    HospitalId,
    IncidentId,
    MediaRef,
    PatientId,
    Sealed,
    Via,
)

AT_ONCE_MAX = 30
SIGNATURES_MAX = 3
DESPITE_MAX = 10
REASON = re.compile(r"[a-z][a-z_]{0,39}")
"""A word of the proposal's, never a sentence: it stands in the fact as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPatients:
    """How many there are comes first. The first one's id is the `command_id`, the second's is
    that with "-2" after it, and so on; `colour` and `identity` are of all of them."""

    command_id: UUID
    incident_id: IncidentId
    count: int = 1  # 1 … 30 at once
    colour: VictimWord | None = None
    dispatch_id: DispatchId | None = None  # whose crew has them
    identity: SealedIdentity | None = None
    via: Via = Via.CONSOLE
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.count <= AT_ONCE_MAX:
            raise FieldError("count", f"antara 1 dan {AT_ONCE_MAX} pasien sekaligus")
        if self.identity is not None and self.count > 1:
            raise FieldError("identity", "identitas hanya untuk satu pasien")

    @property
    def patient_ids(self) -> tuple[PatientId, ...]:
        own = str(self.command_id)
        return tuple(PatientId(own if n == 1 else f"{own}-{n}") for n in range(1, self.count + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SortPatient:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    colour: VictimWord
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePatient:
    """Each record that is given replaces the earlier one whole."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    identity: SealedIdentity | None = None
    condition: SealedCondition | None = None
    coverage: SealedCoverage | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.identity is None and self.condition is None and self.coverage is None:
            raise FieldError("condition", "isi sedikitnya satu: identity, condition, coverage")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeVitals:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    vitals: SealedVitals
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveToCrew:
    """The crew of this dispatch has the patient from now on."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId
    via: Via = Via.CONSOLE
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseDestination:
    """The pre-alert's id is the `command_id`. `despite`: what the proposal said against it."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    eta_at: datetime | None = None
    despite: tuple[str, ...] = ()
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.despite) > DESPITE_MAX or not all(map(REASON.fullmatch, self.despite)):
            raise FieldError("despite", f"paling banyak {DESPITE_MAX} kode alasan")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPatient:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    pre_alert_id: str
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinePatient:
    """A request to go elsewhere: the room is rung, and an emergency is received all the same."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    pre_alert_id: str
    reason: Sealed
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpPreAlert:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    pre_alert_id: str
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteArrival:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Signed with the receiving nurse's name; also afterwards, when the crew was faster."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    received_by: Sealed
    note: Sealed | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPatient:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    ending: PatientEnding
    witness: Sealed | None = None
    signature: tuple[MediaRef, ...] = ()
    note: Sealed | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.signature) > SIGNATURES_MAX:
            raise FieldError("signature", f"paling banyak {SIGNATURES_MAX} berkas")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPatient:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    reason: Sealed


# ---- made by policies and timers


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDispatch:
    """The crew said how far it is; whoever is aboard is as far. `stage` None: called off."""

    command_id: UUID
    dispatch_id: DispatchId
    incident_id: IncidentId
    stage: Stage | None
    at: datetime
    hospital: HospitalId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDestination:
    """A crew that is driving to a hospital already got another patient."""

    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckonArrival:
    command_id: UUID
    patient_id: PatientId
    incident_id: IncidentId
    pre_alert_id: str
    eta_at: datetime
    position_age_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RingPreAlert:
    command_id: UUID
    patient_id: PatientId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingOffload:
    command_id: UUID
    patient_id: PatientId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiling:
    """The outbox tells what became of a summary."""

    command_id: UUID
    patient_id: PatientId
    filed: bool
    problem: str = ""  # a code


OfOnePatient = (
    SortPatient
    | DescribePatient
    | TakeVitals
    | GiveToCrew
    | ChooseDestination
    | AcceptPatient
    | DeclinePatient
    | TakeUpPreAlert
    | NoteArrival
    | HandOver
    | EndPatient
    | ReopenPatient
)
OfThePolicies = (
    FollowDispatch | SettleDestination | ReckonArrival | RingPreAlert | RingOffload | ReportFiling
)
Command = RegisterPatients | OfOnePatient | OfThePolicies
