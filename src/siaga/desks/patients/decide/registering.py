"""How many there are, which colour, what is known of each, and whose crew has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siaga.desks.patients.commands import (
    DescribePatient,
    GiveToCrew,
    RegisterPatients,
    SortPatient,
    TakeVitals,
)
from siaga.desks.patients.decide.saying import Names, Outcome, Told, not_open, when_of
from siaga.desks.patients.state import Aboard, IncidentPatients
from siaga.language.dispatch import dispatch_life
from siaga.language.incident import incident_life
from siaga.language.patients import (
    PatientDescribed,
    PatientFact,
    PatientGivenToCrew,
    PatientLeftCrew,
    PatientRegistered,
    PatientSorted,
    VitalsTaken,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Role, Tag

OF_ONE_INCIDENT_MAX = 300


def register(
    command: RegisterPatients, states: Mapping[Tag, Any], _place: Place, asked: Asked
) -> Outcome:
    incident: IncidentPatients = states[incident_life(command.incident_id)]
    if refused := not_open(incident):
        return refused
    actor = asked.actor
    is_crew = Role.FIELD_CREW in actor.roles and actor.units & set(incident.crews.values())
    if not (actor.is_room or is_crew or Role.DUTY_DOCTOR in actor.roles):
        return Refused(reason=Refusal.NOT_YOUR_INCIDENT)
    if incident.registered + command.count > OF_ONE_INCIDENT_MAX:
        return Refused(reason=Refusal.TOO_MANY_PATIENTS)
    dispatch_id, unit_id = command.dispatch_id, None
    if dispatch_id is not None:
        aboard: Aboard = states[dispatch_life(dispatch_id)]
        if aboard.unit_id is None or aboard.incident_id != command.incident_id:
            return Refused(reason=Refusal.UNKNOWN_DISPATCH)
        if aboard.over and not is_crew:
            return Refused(reason=Refusal.DISPATCH_OVER)
        # Told late by a phone without signal: nobody has them now, and the room must see that.
        dispatch_id, unit_id = (None, None) if aboard.over else (dispatch_id, aboard.unit_id)
    return tuple(
        PatientRegistered(
            patient_id=patient_id,
            incident_id=command.incident_id,
            when=when_of(command.occurred_at, asked),
            colour=command.colour,
            identity=command.identity,
            dispatch_id=dispatch_id,
            unit_id=unit_id,
            ordinal=incident.registered + n,
        )
        for n, patient_id in enumerate(command.patient_ids, start=1)
    )


def sort(command: SortPatient, told: Told) -> Outcome:
    if told.patient.over:
        return Refused(reason=Refusal.PATIENT_OVER)
    if told.patient.colour is command.colour:
        return ()
    return (
        PatientSorted(
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            colour=command.colour,
            when=when_of(command.occurred_at, told.asked),
            told_by=command.told_by,
        ),
    )


def describe(command: DescribePatient, told: Told) -> Outcome:
    """Also after the end: papers are filled in when there is time."""
    return (
        PatientDescribed(
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            when=when_of(command.occurred_at, told.asked),
            identity=command.identity,
            condition=command.condition,
            coverage=command.coverage,
            told_by=command.told_by,
            after_handover=told.patient.handed_over,
        ),
    )


def take_vitals(command: TakeVitals, told: Told) -> Outcome:
    """Also after the end: a phone without signal sends them later, with their own time."""
    return (
        VitalsTaken(
            patient_id=command.patient_id,
            incident_id=command.incident_id,
            when=when_of(command.occurred_at, told.asked),
            vitals=command.vitals,
            told_by=command.told_by,
            after_handover=told.patient.handed_over,
        ),
    )


def give(command: GiveToCrew, told: Told, *, aboard: Aboard) -> Outcome:
    patient = told.patient
    if patient.over:
        return Refused(reason=Refusal.PATIENT_OVER)
    if aboard.unit_id is None or aboard.incident_id != command.incident_id:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    if patient.dispatch_id == command.dispatch_id:
        return ()
    if aboard.over:
        return Refused(reason=Refusal.DISPATCH_OVER)
    names = Names(patient_id=command.patient_id, incident_id=command.incident_id)
    when = when_of(command.occurred_at, told.asked)
    left: tuple[PatientFact, ...] = ()
    if patient.dispatch_id is not None and patient.unit_id is not None:
        left = (
            PatientLeftCrew(
                **names, dispatch_id=patient.dispatch_id, unit_id=patient.unit_id, when=when
            ),
        )
    given = PatientGivenToCrew(
        **names,
        dispatch_id=command.dispatch_id,
        unit_id=aboard.unit_id,
        when=when,
        hospital=patient.hospital,
        pre_alert_id=patient.pre_alert.id if patient.pre_alert else None,
    )
    return (*left, given)
