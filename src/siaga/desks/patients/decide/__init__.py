"""Who may say what of a patient, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siaga.desks.patients.commands import (
    AcceptPatient,
    ChooseDestination,
    Command,
    DeclinePatient,
    DescribePatient,
    EndPatient,
    FollowDispatch,
    GiveToCrew,
    HandOver,
    NoteArrival,
    OfOnePatient,
    ReckonArrival,
    RegisterPatients,
    ReopenPatient,
    ReportFiling,
    RingOffload,
    RingPreAlert,
    SettleDestination,
    SortPatient,
    TakeUpPreAlert,
    TakeVitals,
)
from siaga.desks.patients.decide.arriving import (
    arrive,
    end,
    hand_over,
    reopen,
    report_filing,
    ring_offload,
)
from siaga.desks.patients.decide.bound_for import (
    accept,
    choose,
    decline,
    reckon,
    ring_pre_alert,
    take_up,
)
from siaga.desks.patients.decide.following import follow_dispatch, settle
from siaga.desks.patients.decide.registering import describe, give, register, sort, take_vitals
from siaga.desks.patients.decide.saying import Outcome, Told
from siaga.desks.patients.state import IncidentPatients, Patient
from siaga.language.dispatch import dispatch_life
from siaga.language.incident import incident_life
from siaga.language.patients import patient_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Actor, Asked, Role, Tag

HOSPITALS_OWN = AcceptPatient | DeclinePatient | NoteArrival | HandOver
"""What a hospital may say of who is bound for it."""

ROOMS_OWN = AcceptPatient | DeclinePatient | TakeUpPreAlert
"""What no crew may say: the hospital's word, and the room's own."""


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case RegisterPatients():
            own = tuple(patient_life(one) for one in command.patient_ids)
            crew = (dispatch_life(command.dispatch_id),) if command.dispatch_id else ()
            return (incident_life(command.incident_id), *own, *crew)
        case FollowDispatch():
            return (dispatch_life(command.dispatch_id), incident_life(command.incident_id))
        case RingPreAlert() | RingOffload() | ReckonArrival() | ReportFiling():
            return (patient_life(command.patient_id),)
        case SettleDestination() | GiveToCrew():
            return (
                patient_life(command.patient_id),
                incident_life(command.incident_id),
                dispatch_life(command.dispatch_id),
            )
        case _:
            return (patient_life(command.patient_id), incident_life(command.incident_id))


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case RegisterPatients():
            return register(command, states, place, asked)
        case FollowDispatch():
            return follow_dispatch(command, states, place, asked)
        case SettleDestination():
            return settle(command, states, place, asked)
        case ReckonArrival():
            return reckon(command, states[patient_life(command.patient_id)], asked=asked)
        case RingPreAlert():
            return ring_pre_alert(command, states[patient_life(command.patient_id)], asked=asked)
        case ReportFiling():
            patient = states[patient_life(command.patient_id)]
            return report_filing(command, patient, asked=asked)
        case RingOffload():
            return ring_offload(command, states[patient_life(command.patient_id)], asked=asked)
        case _:
            return _of_one(command, states, place, asked)


def _of_one(
    command: OfOnePatient, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Outcome:
    patient: Patient = states[patient_life(command.patient_id)]
    incident: IncidentPatients = states[incident_life(command.incident_id)]
    if patient.incident_id is None or patient.incident_id != command.incident_id:
        return Refused(reason=Refusal.UNKNOWN_PATIENT)
    if not _may_say(command, patient, incident, asked.actor):
        return Refused(reason=Refusal.NOT_YOUR_PATIENT)
    told = Told(patient=patient, incident=incident, place=place, asked=asked)
    match command:
        case SortPatient():
            return sort(command, told)
        case DescribePatient():
            return describe(command, told)
        case TakeVitals():
            return take_vitals(command, told)
        case GiveToCrew():
            return give(command, told, aboard=states[dispatch_life(command.dispatch_id)])
        case ChooseDestination():
            return choose(command, told)
        case AcceptPatient():
            return accept(command, told)
        case DeclinePatient():
            return decline(command, told)
        case TakeUpPreAlert():
            return take_up(command, told)
        case _:
            return _coming_to_an_end(command, told)


def _coming_to_an_end(
    command: NoteArrival | HandOver | EndPatient | ReopenPatient, told: Told
) -> Outcome:
    match command:
        case NoteArrival():
            return arrive(command, told)
        case HandOver():
            return hand_over(command, told)
        case EndPatient():
            return end(command, told)
        case ReopenPatient():
            return reopen(command, told)


def _may_say(
    command: OfOnePatient, patient: Patient, incident: IncidentPatients, actor: Actor
) -> bool:
    """The room and its doctor on all; a crew on its incident's; a hospital on whom it awaits."""
    if actor.is_room or Role.DUTY_DOCTOR in actor.roles:
        return True
    if Role.HOSPITAL_DESK in actor.roles and isinstance(command, HOSPITALS_OWN):
        bound = patient.pre_alert.hospital if patient.pre_alert else patient.hospital
        return actor.pass_id is None and actor.hospital is not None and actor.hospital == bound
    if isinstance(command, ROOMS_OWN):
        return False
    return Role.FIELD_CREW in actor.roles and bool(actor.units & set(incident.crews.values()))
