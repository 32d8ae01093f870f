"""A public service, asked for on one screen: new, or one more who wants what was asked for.

By a person of the room for somebody, or by citizens themselves on our page: those ring nobody, and
the page holds them until a person takes the incident over. Their agency is told by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from siaga.desks.intake.commands import AttachReport, RecordService
from siaga.desks.intake.decide.handling import attach
from siaga.desks.intake.state import ContactLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import LATE_AFTER, ContactOpened, MessageReceived, ServiceAsked
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    SLOW,
    AccountId,
    ActorKind,
    Asked,
    ContactId,
    MessageId,
    MessageKind,
    Tag,
    TimeSource,
    When,
)


def record_service(
    command: RecordService, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """What may cost a life is never taken down as a service."""
    if place.incident_types[command.incident_type].priority not in SLOW:
        return Refused(reason=Refusal.NOT_A_SERVICE)
    when, contact_id = _told(command, asked), ContactId(str(command.command_id))
    opened = ContactOpened(
        contact_id=contact_id,
        channel=command.channel,
        when=when,
        name=command.name,
        number=command.number,
        answered_by=AccountId(asked.actor.id),
        late=asked.received_at - when.at > LATE_AFTER,
    )
    facts: tuple[Fact, ...] = (opened, *_said(command, contact_id, when))
    own = (*facts, _asked_for(command, contact_id, when, asked))
    if command.incident_id is None:
        return own
    by_person = asked.actor.kind is ActorKind.PERSON
    incident: IncidentLife = states[incident_life(command.incident_id)]
    if not by_person and incident.incident_type != command.incident_type:
        return own
    joined = attach(
        AttachReport(
            command_id=command.command_id, contact_id=contact_id, incident_id=command.incident_id
        ),
        replace(ContactLife(), opened=when, answered_by=AccountId(asked.actor.id)),
        incident=incident,
        place=place,
        asked=asked,
    )
    if not isinstance(joined, Refused):
        return (*facts, *joined)
    return joined if by_person else own  # over since they saw it: nobody's wish is lost with it


def _said(command: RecordService, contact_id: ContactId, when: When) -> tuple[Fact, ...]:
    if command.words is None and command.location is None and not command.photos:
        return ()
    kind = MessageKind.MEDIA if command.photos else MessageKind.LOCATION
    return (
        MessageReceived(
            contact_id=contact_id,
            message_id=MessageId(str(command.command_id)),
            kind=MessageKind.TEXT if command.words else kind,
            when=when,
            text=command.words,
            location=command.location,
            media=command.photos,
            answered=True,
        ),
    )


def _asked_for(
    command: RecordService, contact_id: ContactId, when: When, asked: Asked
) -> ServiceAsked:
    return ServiceAsked(
        contact_id=contact_id,
        incident_type=command.incident_type,
        owner=AccountId(asked.actor.id),
        when=when,
        words=command.words,
        location=command.location,
        photos=command.photos if asked.actor.kind is ActorKind.PERSON else command.shown,
    )


def _told(command: RecordService, asked: Asked) -> When:
    if command.occurred_at is None:
        return When(at=asked.received_at)
    by_person = asked.actor.kind is ActorKind.PERSON
    source = TimeSource.PERSON if by_person else TimeSource.SERVER
    return When(at=min(command.occurred_at, asked.received_at), source=source)
