"""How a task begins: the room gives it, or an agency has taken it by telling of the incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from siaga.desks.agencies.commands import SendReferral, TakeOwnReport, TaskForService
from siaga.desks.agencies.decide.working_time import accept_by, finish_by
from siaga.desks.agencies.state import IncidentTasks
from siaga.language.agencies import ReferralAccepted, ReferralFact, ReferralSent
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, ReferralId, When


def send(
    command: SendReferral, incident: IncidentTasks, *, place: Place, asked: Asked
) -> Sequence[ReferralFact] | Refused:
    if not incident.number or incident.incident_type is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    if command.agency in incident.tasks.values():
        return Refused(reason=Refusal.AGENCY_ALREADY_TASKED)
    return (_sent(command, incident, place=place, now=asked.received_at, note=command.note),)


def take_own(
    command: TakeOwnReport, incident: IncidentTasks, *, place: Place, asked: Asked
) -> Sequence[ReferralFact]:
    """A policy asks: where the agency has a task already, or the incident is no more, nothing."""
    unknown = not incident.number or incident.incident_type is None
    if unknown or incident.closed or command.agency in incident.tasks.values():
        return ()
    now = asked.received_at
    sent = _sent(command, incident, place=place, now=now, own_report=True)
    accepted = ReferralAccepted(
        referral_id=sent.referral_id,
        incident_id=command.incident_id,
        when=When(at=now),
        done_by_at=finish_by(place, priority=incident.priority, start=now),
    )
    return (sent, accepted)


def task_for_service(
    command: TaskForService, incident: IncidentTasks, *, place: Place, asked: Asked
) -> Sequence[ReferralFact]:
    """Where the type names nobody, or somebody was tasked already, a person chooses."""
    if incident.incident_type is None or incident.closed or incident.tasks:
        return ()
    agencies = place.incident_types[incident.incident_type].agencies
    if not agencies:
        return ()
    wish = SendReferral(
        command_id=command.command_id, incident_id=command.incident_id, agency=agencies[0]
    )
    now, said = asked.received_at, {"note": command.note, "photos": command.photos}
    return (_sent(wish, incident, place=place, now=now, **said),)


def _sent(
    command: SendReferral | TakeOwnReport,
    incident: IncidentTasks,
    *,
    place: Place,
    now: datetime,
    **more: Any,
) -> ReferralSent:
    assert incident.incident_type is not None
    return ReferralSent(
        referral_id=ReferralId(str(command.command_id)),
        incident_id=command.incident_id,
        agency=command.agency,
        incident_number=incident.number,
        incident_type=incident.incident_type,
        priority=incident.priority,
        accept_by_at=accept_by(place, command.agency, priority=incident.priority, start=now),
        when=When(at=now),
        location=incident.location,
        after=incident.verified.get(command.agency),
        **more,
    )
