"""What is known of patients of an incident, and of the hospitals that were told of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from siaga.language.dispatch import dispatch_life
from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import (
    SealedCondition,
    SealedCoverage,
    SealedIdentity,
    SealedVitals,
)
from siaga.language.values import (
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    PatientId,
    Sealed,
    Tag,
    UnitId,
    When,
)


class PatientEnding(StrEnum):
    """How it ended without a hospital taking over."""

    TREATED_ON_SCENE = "treated_on_scene"
    REFUSED = "refused"  # with a witness, or a signature
    DEAD_ON_SCENE = "dead_on_scene"
    OWN_VEHICLE = "own_vehicle"  # relatives took them along
    NOT_FOUND = "not_found"
    WRITTEN_TWICE = "written_twice"  # the same person stands in another line


class Withdrawn(StrEnum):
    """Why a hospital need not expect somebody any more."""

    OTHER_HOSPITAL = "other_hospital"
    ENDED = "ended"


def patient_life(patient_id: PatientId) -> Tag:
    return Tag(f"patient-life:{patient_id}")


class _OfPatient:
    """Told about the patient alone; the incident and the crew go on whatever it says."""

    __slots__ = ()
    patient_id: PatientId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (patient_life(self.patient_id), incident_story(self.incident_id))


class _OfCrew:
    """Also moves what the crew has aboard."""

    __slots__ = ()
    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId | None

    def tags(self) -> tuple[Tag, ...]:
        own = (patient_life(self.patient_id), incident_story(self.incident_id))
        return (*own, dispatch_life(self.dispatch_id)) if self.dispatch_id else own


class _OpensOrEnds:
    """A beginning or ending of a patient also moves the incident, which closes over none."""

    __slots__ = ()
    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId | None

    def tags(self) -> tuple[Tag, ...]:
        own = (patient_life(self.patient_id), incident_life(self.incident_id))
        return (*own, dispatch_life(self.dispatch_id)) if self.dispatch_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRegistered(_OpensOrEnds, Fact):
    """Somebody hurt or ill on scene; identity is optional and may come later or never."""

    patient_id: PatientId
    incident_id: IncidentId
    when: When
    colour: VictimWord | None = None
    identity: SealedIdentity | None = None
    dispatch_id: DispatchId | None = None  # whose crew has the patient
    ordinal: int = 1  # the first, second … of the incident
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientSorted(_OfPatient, Fact):
    """By START, or what somebody saw; the last word counts."""

    patient_id: PatientId
    incident_id: IncidentId
    colour: VictimWord
    when: When
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDescribed(_OfPatient, Fact):
    """A record that is there replaces the earlier one whole; the earlier stays in the logbook."""

    patient_id: PatientId
    incident_id: IncidentId
    when: When
    identity: SealedIdentity | None = None
    condition: SealedCondition | None = None
    coverage: SealedCoverage | None = None
    told_by: Sealed | None = None
    after_handover: bool = False  # the summary is filed once more


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalsTaken(_OfPatient, Fact):
    patient_id: PatientId
    incident_id: IncidentId
    when: When  # of the measurement
    vitals: SealedVitals | None  # None: masked
    told_by: Sealed | None = None
    after_handover: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientGivenToCrew(_OpensOrEnds, Fact):
    """From now on this crew has the patient."""

    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId
    unit_id: UnitId
    when: When
    hospital: HospitalId | None = None  # where they are bound for already …
    pre_alert_id: str | None = None  # … and was told so


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientLeftCrew(_OpensOrEnds, Fact):
    """The crew has them no more: another takes over, or the dispatch ended without them."""

    patient_id: PatientId
    incident_id: IncidentId
    dispatch_id: DispatchId
    unit_id: UnitId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationChosen(_OfCrew, Fact):
    """A person chose, or the crew drove there; `despite` names what spoke against it."""

    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    dispatch_id: DispatchId | None = None
    despite: tuple[str, ...] = ()
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalPreAlerted(_OfCrew, Fact):
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
    incident_type: IncidentTypeId | None = None
    answer_by_at: datetime | None = None  # the room is rung then


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertAnswered(_OfPatient, Fact):
    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    accepted: bool
    when: When
    reason: Sealed | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertOverdue(_OfPatient, Fact):
    """Nobody of the hospital answered in time: the room is rung until a person takes it up."""

    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    late_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertTakenUp(_OfPatient, Fact):
    """A person of the room has the unanswered or declined pre-alert in hand: it rings no more."""

    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertWithdrawn(_OfPatient, Fact):
    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    why: Withdrawn
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalReckoned(_OfPatient, Fact):
    """The expected arrival moved by more than a little; reckoned from where the unit is."""

    pre_alert_id: str
    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    eta_at: datetime
    when: When
    position_age_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientArrived(_OfCrew, Fact):
    """At the hospital's door; the off-load clock runs until `offload_by_at`."""

    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    offload_by_at: datetime
    when: When
    dispatch_id: DispatchId | None = None
    told_by: Sealed | None = None
    pre_alert_id: str | None = None  # over with it: nobody need be called for an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class OffloadLate(_OfPatient, Fact):
    """The ambulance still stands there with its patient."""

    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    late_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientHandedOver(_OpensOrEnds, Fact):
    """Ends the patient here. Without `received_by` the crew said so and nobody signed yet."""

    patient_id: PatientId
    incident_id: IncidentId
    hospital: HospitalId
    when: When
    received_by: Sealed | None = None  # the nurse's name
    note: Sealed | None = None
    dispatch_id: DispatchId | None = None
    told_by: Sealed | None = None
    offload_s: int | None = None  # from arrival; None: nobody said when they arrived
    pre_alert_id: str | None = None  # over with it


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFiled(_OfPatient, Fact):
    """What became of the summary for the health platform; `problem` is a code where it failed."""

    patient_id: PatientId
    incident_id: IncidentId
    filed: bool
    when: When
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientEnded(_OpensOrEnds, Fact):
    patient_id: PatientId
    incident_id: IncidentId
    ending: PatientEnding
    when: When
    witness: Sealed | None = None  # name; of a refusal
    signature: tuple[MediaRef, ...] = ()
    note: Sealed | None = None
    dispatch_id: DispatchId | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientReopened(_OpensOrEnds, Fact):
    """The ending was wrong."""

    patient_id: PatientId
    incident_id: IncidentId
    reason: Sealed
    when: When
    dispatch_id: DispatchId | None = None
    offload_by_at: datetime | None = None  # still at a hospital's door: its clock goes on


PreAlertFact = (
    HospitalPreAlerted
    | PreAlertAnswered
    | PreAlertOverdue
    | PreAlertTakenUp
    | PreAlertWithdrawn
    | ArrivalReckoned
)
PatientFact = (
    PatientRegistered
    | PatientSorted
    | PatientDescribed
    | VitalsTaken
    | PatientGivenToCrew
    | PatientLeftCrew
    | DestinationChosen
    | PreAlertFact
    | PatientArrived
    | OffloadLate
    | PatientHandedOver
    | HandoverFiled
    | PatientEnded
    | PatientReopened
)


def without_medical(fact: PatientFact) -> PatientFact:
    """The fact for who oversees the work: what happened when, and nothing about the person."""
    match fact:
        case PatientRegistered():
            return replace(fact, identity=None)
        case PatientDescribed():
            return replace(fact, identity=None, condition=None, coverage=None)
        case VitalsTaken():
            return replace(fact, vitals=None)
        case PreAlertTakenUp():
            return replace(fact, note=None)
        case PatientHandedOver():
            return replace(fact, note=None)
        case PatientEnded():
            return replace(fact, note=None, witness=None, signature=())
        case _:
            return fact
