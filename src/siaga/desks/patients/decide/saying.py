"""What every answer of this desk is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from siaga.desks.patients.state import IncidentPatients, Patient
from siaga.language.patients import PatientFact
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, IncidentId, PatientId, TimeSource, When

Outcome = Sequence[PatientFact] | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One patient's command on its way, with what is known."""

    patient: Patient
    incident: IncidentPatients
    place: Place
    asked: Asked


class Names(TypedDict):
    """What every fact of a patient names."""

    patient_id: PatientId
    incident_id: IncidentId


def when_of(occurred_at: datetime | None, asked: Asked) -> When:
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=occurred_at, source=TimeSource.PERSON)


def not_open(incident: IncidentPatients) -> Refused | None:
    if not incident.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    return None
