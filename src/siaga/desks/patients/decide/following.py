"""What the crew says of its drive holds for whoever is aboard: nobody has to say it twice.

A crew that drives to a hospital with nobody written down carries somebody all the same: that
patient is registered then, so that the hospital hears of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from siaga.desks.patients.commands import FollowDispatch, SettleDestination
from siaga.desks.patients.decide.arriving import offload_by, offload_s
from siaga.desks.patients.decide.saying import Names, Outcome, not_open
from siaga.desks.patients.state import Aboard, IncidentPatients, Patient, Riding
from siaga.language.dispatch import Stage, dispatch_life
from siaga.language.incident import incident_life
from siaga.language.patients import (
    DestinationChosen,
    HospitalPreAlerted,
    PatientArrived,
    PatientFact,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientLeftCrew,
    PatientRegistered,
    PreAlertWithdrawn,
    Withdrawn,
    patient_life,
)
from siaga.language.place import Place
from siaga.language.values import Asked, HospitalId, IncidentTypeId, PatientId, When


def follow_dispatch(
    command: FollowDispatch, states: Mapping[Any, Any], place: Place, asked: Asked
) -> Outcome:
    aboard: Aboard = states[dispatch_life(command.dispatch_id)]
    incident: IncidentPatients = states[incident_life(command.incident_id)]
    if aboard.unit_id is None:
        return ()
    follows = _Follows(command=command, aboard=aboard, place=place, asked=asked)
    match command.stage:
        case Stage.TRANSPORTING | Stage.AT_HOSPITAL:
            return (*follows.board(incident), *follows.arrive())
        case Stage.HANDED_OVER:
            return follows.hand_over()
        case Stage.CLEAR:
            return follows.hand_over() if aboard.drives else follows.leave()
        case None:
            return follows.leave()
        case _:
            return ()


def settle(
    command: SettleDestination, states: Mapping[Any, Any], place: Place, asked: Asked
) -> Outcome:
    patient: Patient = states[patient_life(command.patient_id)]
    aboard: Aboard = states[dispatch_life(command.dispatch_id)]
    incident: IncidentPatients = states[incident_life(command.incident_id)]
    rides = aboard.patients.get(command.patient_id)
    hospital = aboard.hospital
    if rides is None or patient.over or not aboard.drives or hospital is None:
        return ()
    follow = FollowDispatch(
        command_id=command.command_id,
        dispatch_id=command.dispatch_id,
        incident_id=command.incident_id,
        stage=Stage.TRANSPORTING,
        at=aboard.reached_at or asked.received_at,
        hospital=hospital,
    )
    follows = _Follows(command=follow, aboard=aboard, place=place, asked=asked)
    known = patient.pre_alert
    riding = Riding(hospital=patient.hospital, pre_alert_id=known.id if known else None)
    return follows.settled(
        command.patient_id, riding, rides=rides, incident_type=incident.incident_type
    )


class _Follows:
    """One word of a crew, applied to all it has aboard."""

    def __init__(
        self, *, command: FollowDispatch, aboard: Aboard, place: Place, asked: Asked
    ) -> None:
        self.command, self.aboard, self.place, self.asked = command, aboard, place, asked
        self.when = When(at=command.at)

    def board(self, incident: IncidentPatients) -> tuple[PatientFact, ...]:
        """Everybody aboard is bound for where the crew drives."""
        hospital = self.command.hospital
        if hospital is None:
            return ()
        kind = incident.incident_type
        facts: list[PatientFact] = []
        for patient_id, riding in self.aboard.patients.items():
            if riding.hospital != hospital and riding.arrived_at is None:
                facts += self.towards(patient_id, riding, hospital=hospital, incident_type=kind)
        if facts or self.aboard.patients or not_open(incident) is not None:
            return tuple(facts)
        waiting = [one for one, crew in incident.open.items() if crew is None]
        if len(waiting) == 1:
            return (self._given(waiting[0]),)  # where to follows from it
        return self._unwritten(incident, hospital) if not waiting else ()

    def settled(
        self,
        patient_id: PatientId,
        riding: Riding,
        *,
        rides: Riding,
        incident_type: IncidentTypeId | None,
    ) -> tuple[PatientFact, ...]:
        """Whoever was bound for that hospital before stays so: it is not told a second time.
        `riding`: what the patient knows of it; `rides`: what the crew does."""
        hospital = self.command.hospital
        assert hospital is not None
        facts: tuple[PatientFact, ...] = ()
        told = riding.pre_alert_id
        if riding.hospital != hospital:
            facts = self.towards(patient_id, riding, hospital=hospital, incident_type=incident_type)
            told = self._pre_alert_id(patient_id)
        elif rides.hospital != hospital:
            facts = (self._given(patient_id, riding),)
        if self.aboard.reached_at is None or rides.arrived_at is not None:
            return facts
        return (*facts, self._arrived(patient_id, hospital, told))

    def towards(
        self,
        patient_id: PatientId,
        riding: Riding,
        *,
        hospital: HospitalId,
        incident_type: IncidentTypeId | None,
    ) -> tuple[PatientFact, ...]:
        names = self._names(patient_id)
        taken_back: tuple[PatientFact, ...] = ()
        if riding.pre_alert_id is not None and riding.hospital is not None:
            taken_back = (
                PreAlertWithdrawn(
                    **names,
                    pre_alert_id=riding.pre_alert_id,
                    hospital=riding.hospital,
                    why=Withdrawn.OTHER_HOSPITAL,
                    when=self.when,
                ),
            )
        answer_s = self.place.care.pre_alert_answer_s
        return (
            *taken_back,
            DestinationChosen(
                **names,
                hospital=hospital,
                when=self.when,
                dispatch_id=self.command.dispatch_id,
            ),
            HospitalPreAlerted(
                **names,
                pre_alert_id=self._pre_alert_id(patient_id),
                hospital=hospital,
                when=self.when,
                unit_id=self.aboard.unit_id,
                dispatch_id=self.command.dispatch_id,
                incident_type=incident_type,
                answer_by_at=self.asked.received_at + timedelta(seconds=answer_s),
            ),
        )

    def arrive(self) -> tuple[PatientFact, ...]:
        if self.command.stage is not Stage.AT_HOSPITAL:
            return ()
        facts: list[PatientFact] = []
        for patient_id, riding in self.aboard.patients.items():
            hospital = self.command.hospital or riding.hospital or self.aboard.hospital
            if hospital is not None and riding.arrived_at is None:
                is_told = riding.hospital == hospital
                told = riding.pre_alert_id if is_told else self._pre_alert_id(patient_id)
                facts.append(self._arrived(patient_id, hospital, told))
        return tuple(facts)

    def hand_over(self) -> tuple[PatientFact, ...]:
        """Unsigned: the receiving nurse's name is asked for on the crew's and hospital's page."""
        facts: list[PatientFact] = []
        for patient_id, riding in self.aboard.patients.items():
            hospital = riding.hospital or self.aboard.hospital
            if hospital is None:
                continue  # nobody knows where they were left: a person has to say
            facts.append(
                PatientHandedOver(
                    **self._names(patient_id),
                    hospital=hospital,
                    when=self.when,
                    dispatch_id=self.command.dispatch_id,
                    offload_s=offload_s(riding.arrived_at, self.when.at),
                    pre_alert_id=riding.pre_alert_id,
                )
            )
        return tuple(facts)

    def leave(self) -> tuple[PatientFact, ...]:
        """The crew is gone and whoever it had is still there: open, for somebody to say."""
        assert self.aboard.unit_id is not None
        return tuple(
            PatientLeftCrew(
                **self._names(patient_id),
                dispatch_id=self.command.dispatch_id,
                unit_id=self.aboard.unit_id,
                when=self.when,
            )
            for patient_id in self.aboard.patients
        )

    def _unwritten(
        self, incident: IncidentPatients, hospital: HospitalId
    ) -> tuple[PatientFact, ...]:
        patient_id = PatientId(str(self.command.command_id))
        registered = PatientRegistered(
            **self._names(patient_id),
            when=self.when,
            dispatch_id=self.command.dispatch_id,
            unit_id=self.aboard.unit_id,
            ordinal=incident.registered + 1,
        )
        kind = incident.incident_type
        bound = self.towards(patient_id, Riding(), hospital=hospital, incident_type=kind)
        if self.command.stage is Stage.AT_HOSPITAL:
            told = self._pre_alert_id(patient_id)
            return (registered, *bound, self._arrived(patient_id, hospital, told))
        return (registered, *bound)

    def _given(self, patient_id: PatientId, riding: Riding | None = None) -> PatientFact:
        assert self.aboard.unit_id is not None
        return PatientGivenToCrew(
            **self._names(patient_id),
            dispatch_id=self.command.dispatch_id,
            unit_id=self.aboard.unit_id,
            when=self.when,
            hospital=riding.hospital if riding else None,
            pre_alert_id=riding.pre_alert_id if riding else None,
        )

    def _arrived(
        self, patient_id: PatientId, hospital: HospitalId, pre_alert_id: str | None
    ) -> PatientFact:
        return PatientArrived(
            **self._names(patient_id),
            hospital=hospital,
            offload_by_at=offload_by(self.place, self.when.at),
            when=self.when,
            dispatch_id=self.command.dispatch_id,
            pre_alert_id=pre_alert_id,
        )

    def _pre_alert_id(self, patient_id: PatientId) -> str:
        """Of what this word of the crew makes a hospital be told."""
        return f"{self.command.command_id}~{patient_id[-12:]}"

    def _names(self, patient_id: PatientId) -> Names:
        return Names(patient_id=patient_id, incident_id=self.command.incident_id)
