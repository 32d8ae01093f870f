"""What the shift lead and the room say to everybody: restrictions and announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from siaga.desks.lines.commands import (
    AnnounceIncident,
    EndAnnouncement,
    ExpireRestriction,
    LiftRestriction,
    RestrictNumber,
)
from siaga.desks.lines.state import Announcement, CallerLife, CallLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.lines import (
    AnnouncementEnded,
    IncidentAnnounced,
    NumberRestricted,
    RestrictionLifted,
)
from siaga.language.place import Lines
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, ActorKind, Asked, When

Outcome = Sequence[Fact] | Refused


def restrict_number(command: RestrictNumber, call: CallLife, *, asked: Asked) -> Outcome:
    """Never a number with an open incident; asked again, the new time counts."""
    if call.offered_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.subject is None:
        return Refused(reason=Refusal.NO_NUMBER)
    if call.incident_id is not None:
        return Refused(reason=Refusal.NUMBER_ON_INCIDENT)
    return (
        NumberRestricted(
            subject=call.subject,
            contact_id=command.contact_id,
            reason=command.reason,
            until_at=asked.received_at + timedelta(hours=command.for_h),
            by=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
            number=call.number,
        ),
    )


def lift_restriction(command: LiftRestriction, caller: CallerLife, *, asked: Asked) -> Outcome:
    if caller.restricted_until_at is None:
        return Refused(reason=Refusal.NOT_RESTRICTED)
    return (RestrictionLifted(subject=command.subject, when=When(at=asked.received_at)),)


def expire_restriction(command: ExpireRestriction, caller: CallerLife, *, asked: Asked) -> Outcome:
    until_at = caller.restricted_until_at
    if until_at is None or until_at > asked.received_at:
        return ()
    return (RestrictionLifted(subject=command.subject, when=When(at=asked.received_at)),)


def announce_incident(
    command: AnnounceIncident,
    running: Announcement,
    *,
    incident: IncidentLife,
    rules: Lines,
    asked: Asked,
) -> Outcome:
    if not incident.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if running.until_at is not None:
        return Refused(reason=Refusal.ALREADY_ANNOUNCED)
    return (
        IncidentAnnounced(
            incident_id=command.incident_id,
            incident_type=command.incident_type,
            until_at=asked.received_at + timedelta(minutes=rules.announcement_min),
            when=When(at=asked.received_at),
            area=command.area,
        ),
    )


def end_announcement(command: EndAnnouncement, running: Announcement, *, asked: Asked) -> Outcome:
    """By a person, by its time, or with the incident."""
    if running.until_at is None:
        by_person = asked.actor.kind is ActorKind.PERSON
        return Refused(reason=Refusal.NOT_ANNOUNCED) if by_person else ()
    if asked.actor.kind is ActorKind.TIMER and running.until_at > asked.received_at:
        return ()
    ended = When(at=asked.received_at)
    return (AnnouncementEnded(incident_id=command.incident_id, when=ended),)
