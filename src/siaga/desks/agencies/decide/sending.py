"""How a task begins: the room gives it, or an agency has taken it by telling of the incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from siaga.desks.agencies.commands import Brief, SendReferral, TakeOwnReport, TaskForService
from siaga.desks.agencies.decide.working_time import accept_by, finish_by
from siaga.desks.agencies.state import IncidentTasks, Pictures
from siaga.language.agencies import ReferralAccepted, ReferralBriefed, ReferralFact, ReferralSent
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, MediaRef, ReferralId, When

PHOTOS_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What its agencies are told."""

    tasks: IncidentTasks
    pictures: Pictures

    @property
    def photos(self) -> tuple[MediaRef, ...]:
        """Of every reporter; what somebody shared stands for what was asked with."""
        by_reporter = self.tasks.asked_with | self.pictures.of
        files = dict.fromkeys(one for given in by_reporter.values() for one in given)
        return tuple(files)[-PHOTOS_MAX:]


def brief(command: Brief, incident: Incident, *, asked: Asked) -> Sequence[ReferralFact]:
    """Every task that has not ended."""
    tasks = incident.tasks
    if tasks.incident_type is None:
        return ()
    return tuple(
        ReferralBriefed(
            referral_id=one,
            incident_id=command.incident_id,
            incident_type=tasks.incident_type,
            when=When(at=asked.received_at),
            location=tasks.location,
            photos=incident.photos,
        )
        for one in tasks.tasks
    )


def send(
    command: SendReferral, known: Incident, *, place: Place, asked: Asked
) -> Sequence[ReferralFact] | Refused:
    incident = known.tasks
    if not incident.number or incident.incident_type is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    if command.agency in incident.tasks.values():
        return Refused(reason=Refusal.AGENCY_ALREADY_TASKED)
    return (_sent(command, known, place=place, now=asked.received_at, note=command.note),)


def take_own(
    command: TakeOwnReport, known: Incident, *, place: Place, asked: Asked
) -> Sequence[ReferralFact]:
    """A policy asks: where the agency has a task already, or the incident is no more, nothing."""
    incident = known.tasks
    unknown = not incident.number or incident.incident_type is None
    if unknown or incident.closed or command.agency in incident.tasks.values():
        return ()
    now = asked.received_at
    sent = _sent(command, known, place=place, now=now, own_report=True)
    accepted = ReferralAccepted(
        referral_id=sent.referral_id,
        incident_id=command.incident_id,
        when=When(at=now),
        done_by_at=finish_by(place, priority=incident.priority, start=now),
    )
    return (sent, accepted)


def task_for_service(
    command: TaskForService, known: Incident, *, place: Place, asked: Asked
) -> Sequence[ReferralFact]:
    """Where the type names nobody, or somebody was tasked already, a person chooses."""
    incident = known.tasks
    if incident.incident_type is None or incident.closed or incident.tasks:
        return ()
    agencies = place.incident_types[incident.incident_type].agencies
    if not agencies:
        return ()
    wish = SendReferral(
        command_id=command.command_id, incident_id=command.incident_id, agency=agencies[0]
    )
    return (_sent(wish, known, place=place, now=asked.received_at, note=command.note),)


def _sent(
    command: SendReferral | TakeOwnReport,
    known: Incident,
    *,
    place: Place,
    now: datetime,
    **more: Any,
) -> ReferralSent:
    incident = known.tasks
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
        photos=known.photos,
        after=incident.verified.get(command.agency),
        **more,
    )
