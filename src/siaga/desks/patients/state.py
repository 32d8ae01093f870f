"""What the patients desk keeps in mind: one patient, an incident's patients, a crew's patients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.dispatch import (
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.mass_casualty import VictimWord
from siaga.language.patients import (
    ArrivalReckoned,
    DestinationChosen,
    HospitalPreAlerted,
    OffloadLate,
    PatientArrived,
    PatientDescribed,
    PatientEnded,
    PatientFact,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientLeftCrew,
    PatientRegistered,
    PatientReopened,
    PatientSorted,
    PreAlertAnswered,
    PreAlertOverdue,
    PreAlertTakenUp,
    PreAlertWithdrawn,
    VitalsTaken,
)
from siaga.language.values import (
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    PatientId,
    Tag,
    UnitId,
)

OfIncident = (
    IncidentOpened
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
    | IncidentClassified
)
OfDispatch = UnitDispatched | DispatchAdvanced | UnitCleared | DispatchCancelled | DispatchDeclined
Heard = OfIncident | OfDispatch | PatientFact


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlert:
    """The one that holds now."""

    id: str
    hospital: HospitalId
    answered: bool | None = None  # accepted, declined
    rings: bool = False
    answer_by_at: datetime | None = None
    eta_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`incident_id` None: nobody ever registered them."""

    incident_id: IncidentId | None = None
    colour: VictimWord | None = None
    dispatch_id: DispatchId | None = None
    unit_id: UnitId | None = None
    hospital: HospitalId | None = None
    pre_alert: PreAlert | None = None
    arrived_at: datetime | None = None
    offload_by_at: datetime | None = None
    offload_rang: bool = False
    over: bool = False
    handed_over: bool = False
    signed: bool = False  # the receiving nurse's name is known


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPatients:
    known: bool = False
    closed: bool = False
    merged_into: IncidentId | None = None
    incident_type: IncidentTypeId | None = None
    # Ever sent and not declined: whoever was called off without signal may have been there.
    crews: dict[DispatchId, UnitId] = field(default_factory=dict)
    registered: int = 0
    open: dict[PatientId, DispatchId | None] = field(default_factory=dict)  # → whose crew has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Riding:
    """One patient with a crew."""

    hospital: HospitalId | None = None
    pre_alert_id: str | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aboard:
    """Of one dispatch. `unit_id` None: there is no such dispatch."""

    unit_id: UnitId | None = None
    incident_id: IncidentId | None = None
    over: bool = False
    drives: bool = False  # has begun to take somebody to a hospital
    hospital: HospitalId | None = None  # the crew's own last word
    reached_at: datetime | None = None
    patients: dict[PatientId, Riding] = field(default_factory=dict)


STATES: dict[str, type[Any]] = {
    "patient-life": Patient,
    "incident-life": IncidentPatients,
    "dispatch-life": Aboard,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case Patient():
            return _patient(state, fact)
        case IncidentPatients():
            return _incident(tag, state, fact)
        case Aboard():
            return _aboard(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _patient(state: Patient, fact: Heard) -> Patient:
    match fact:
        case PatientRegistered():
            return Patient(
                incident_id=fact.incident_id,
                colour=fact.colour,
                dispatch_id=fact.dispatch_id,
                unit_id=fact.unit_id,
            )
        case PatientSorted():
            return replace(state, colour=fact.colour)
        case PatientGivenToCrew():
            return replace(state, dispatch_id=fact.dispatch_id, unit_id=fact.unit_id)
        case PatientLeftCrew():
            if state.dispatch_id != fact.dispatch_id:
                return state
            return replace(state, dispatch_id=None, unit_id=None)
        case DestinationChosen() | PatientArrived() | OffloadLate():
            return _driven(state, fact)
        case PatientHandedOver():
            signed = state.signed or fact.received_by is not None
            return replace(_over(state), handed_over=True, signed=signed)
        case PatientEnded():
            return _over(state)
        case PatientReopened():
            return replace(state, over=False, handed_over=False, signed=False)
        case PatientDescribed() | VitalsTaken():
            return state
        case (
            HospitalPreAlerted()
            | PreAlertAnswered()
            | PreAlertOverdue()
            | PreAlertTakenUp()
            | PreAlertWithdrawn()
            | ArrivalReckoned()
        ):
            return replace(state, pre_alert=_pre_alert(state.pre_alert, fact))
        case _:
            return state  # of the incident or the dispatch: they carry no patient's tag


def _driven(state: Patient, fact: DestinationChosen | PatientArrived | OffloadLate) -> Patient:
    match fact:
        case DestinationChosen():
            return replace(
                state,
                hospital=fact.hospital,
                pre_alert=None,
                arrived_at=None,
                offload_by_at=None,
                offload_rang=False,
            )
        case PatientArrived():
            quiet = state.pre_alert and replace(state.pre_alert, rings=False)
            return replace(
                state,
                arrived_at=fact.when.at,
                hospital=fact.hospital,
                offload_by_at=fact.offload_by_at,
                pre_alert=quiet,
            )
        case OffloadLate():
            return replace(state, offload_rang=True)
        case _ as never:
            assert_never(never)


def _over(state: Patient) -> Patient:
    return replace(state, over=True, pre_alert=None)


def _pre_alert(
    known: PreAlert | None,
    fact: HospitalPreAlerted
    | PreAlertAnswered
    | PreAlertOverdue
    | PreAlertTakenUp
    | PreAlertWithdrawn
    | ArrivalReckoned,
) -> PreAlert | None:
    if isinstance(fact, HospitalPreAlerted):
        return PreAlert(
            id=fact.pre_alert_id,
            hospital=fact.hospital,
            answer_by_at=fact.answer_by_at,
            eta_at=fact.eta_at,
        )
    if known is None or known.id != fact.pre_alert_id:
        return known
    match fact:
        case PreAlertAnswered():
            return replace(known, answered=fact.accepted, rings=not fact.accepted)
        case PreAlertOverdue():
            return replace(known, rings=True)
        case PreAlertTakenUp():
            return replace(known, rings=False)
        case ArrivalReckoned():
            return replace(known, eta_at=fact.eta_at)
        case PreAlertWithdrawn():
            return None
        case _ as never:
            assert_never(never)


def _incident(tag: Tag, state: IncidentPatients, fact: Heard) -> IncidentPatients:
    if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
        return state
    match fact:
        case IncidentOpened() | IncidentReopened():
            return replace(state, known=True, closed=False, incident_type=fact.incident_type)
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case UnitDispatched():
            return replace(state, crews=state.crews | {fact.dispatch_id: fact.unit_id})
        case DispatchDeclined():
            left = {key: unit for key, unit in state.crews.items() if key != fact.dispatch_id}
            return replace(state, crews=left)
        case PatientRegistered():
            return replace(
                state,
                registered=state.registered + 1,
                open=state.open | {fact.patient_id: fact.dispatch_id},
            )
        case PatientGivenToCrew():
            return replace(state, open=state.open | {fact.patient_id: fact.dispatch_id})
        case PatientReopened():
            return replace(state, open=state.open | {fact.patient_id: fact.dispatch_id})
        case PatientLeftCrew():
            if state.open.get(fact.patient_id) != fact.dispatch_id:
                return state
            return replace(state, open=state.open | {fact.patient_id: None})
        case PatientHandedOver() | PatientEnded():
            left_open = {key: crew for key, crew in state.open.items() if key != fact.patient_id}
            return replace(state, open=left_open)
        case _:
            return state  # the clock of a dispatch, or what is told about one patient alone


def _aboard(state: Aboard, fact: Heard) -> Aboard:
    match fact:
        case UnitDispatched():
            return Aboard(unit_id=fact.unit_id, incident_id=fact.incident_id)
        case DispatchAdvanced():
            drives = state.drives or fact.stage in (Stage.TRANSPORTING, Stage.AT_HOSPITAL)
            there = fact.when.at if fact.stage is Stage.AT_HOSPITAL else state.reached_at
            hospital = fact.hospital or state.hospital
            return replace(state, drives=drives, hospital=hospital, reached_at=there)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            return replace(state, over=True)
        case PatientRegistered():
            return _rides(state, fact.patient_id, Riding())
        case PatientGivenToCrew():
            known = Riding(hospital=fact.hospital, pre_alert_id=fact.pre_alert_id)
            return _rides(state, fact.patient_id, known)
        case PatientReopened():
            return _rides(state, fact.patient_id, Riding())
        case DestinationChosen():
            return _rides(state, fact.patient_id, Riding(hospital=fact.hospital))
        case HospitalPreAlerted():
            riding = state.patients.get(fact.patient_id)
            if riding is None:
                return state
            return _rides(state, fact.patient_id, replace(riding, pre_alert_id=fact.pre_alert_id))
        case PatientArrived():
            arrived = Riding(hospital=fact.hospital, arrived_at=fact.when.at)
            return _rides(state, fact.patient_id, arrived)
        case PatientLeftCrew() | PatientHandedOver() | PatientEnded():
            left = {key: one for key, one in state.patients.items() if key != fact.patient_id}
            return replace(state, patients=left)
        case _:
            return state  # what carries no dispatch's tag


def _rides(state: Aboard, patient_id: PatientId, riding: Riding) -> Aboard:
    return replace(state, patients=state.patients | {patient_id: riding})
