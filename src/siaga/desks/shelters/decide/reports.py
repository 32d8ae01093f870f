"""Situation reports: due in their rhythm, approved by a person, the next one due by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.shelters.commands import (
    ApproveSituation,
    BeginSituationReports,
    EndSituationReports,
    OfSituation,
    PlanSituationReports,
    RingSituation,
)
from siaga.desks.shelters.decide.telling import not_open, told
from siaga.desks.shelters.state import Situation, WideIncident
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.shelters import (
    SheltersFact,
    SituationDue,
    SituationReported,
    SituationReportsBegan,
    SituationReportsEnded,
    situation_of,
)
from siaga.language.values import Asked, IncidentId, When

Outcome = Sequence[SheltersFact] | Refused


def situation(
    command: OfSituation, states: Mapping[Any, Any], *, place: Place, asked: Asked
) -> Outcome:
    incident: WideIncident = states[incident_life(command.incident_id)]
    known: Situation = states[situation_of(command.incident_id)]
    match command:
        case RingSituation():
            return _ring(command, incident, known, place, asked)
        case EndSituationReports():
            if known.ring is None or not incident.closed:
                return ()
            when = When(at=asked.received_at)
            return (SituationReportsEnded(incident_id=command.incident_id, when=when),)
        case PlanSituationReports():
            wanted = place.slow.reports_on(incident.incident_type)
            if not wanted or known.ring is not None or not_open(incident):
                return ()
            every = place.slow.report_every_min
            return (_began(command.incident_id, incident, every, asked),)
        case BeginSituationReports():
            if refused := not_open(incident):
                return refused
            if known.ring is not None:
                return Refused(reason=Refusal.SITUATION_REPORTS_RUN)
            every = command.every_min or place.slow.report_every_min
            return (_began(command.incident_id, incident, every, asked),)
        case ApproveSituation():
            if refused := not_open(incident):
                return refused
            return _approve(command, incident, known, asked)
        case _ as never:
            assert_never(never)


def _began(
    incident_id: IncidentId, incident: WideIncident, every_min: int, asked: Asked
) -> SituationReportsBegan:
    return SituationReportsBegan(
        incident_id=incident_id,
        incident_number=incident.number,
        every_min=every_min,
        due_at=asked.received_at + timedelta(minutes=every_min),
        when=When(at=asked.received_at),
    )


def _approve(
    command: ApproveSituation, incident: WideIncident, known: Situation, asked: Asked
) -> Outcome:
    """The rhythm is kept from the approval on: a late report does not bring the next forward."""
    if known.ring is None:
        return Refused(reason=Refusal.NO_SITUATION_REPORTS)
    return (
        SituationReported(
            incident_id=command.incident_id,
            incident_number=incident.number,
            figures=command.figures,
            drawn=told(command.drawn_at, asked),
            next_due_at=asked.received_at + timedelta(minutes=known.every_min),
            when=When(at=asked.received_at),
            note=command.note,
        ),
    )


def _ring(
    command: RingSituation, incident: WideIncident, known: Situation, place: Place, asked: Asked
) -> Outcome:
    if incident.closed or known.ring is None or known.ring.at != command.due_at:
        return ()
    return (
        SituationDue(
            incident_id=command.incident_id,
            incident_number=incident.number,
            step=known.ring.step + 1,
            next_ring_at=asked.received_at + timedelta(minutes=place.slow.ring_again_min),
            when=When(at=asked.received_at),
        ),
    )
