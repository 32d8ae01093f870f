"""What an agency heard by its own telephone: a contact like any other, and it rings."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.intake.commands import ReportByAgency
from siaga.desks.intake.decide.handling import safety_of_type
from siaga.language.entry import Fact
from siaga.language.intake import LATE_AFTER, AgencyReported, ContactOpened, MessageReceived
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    Asked,
    Channel,
    ContactId,
    MessageId,
    MessageKind,
    TimeSource,
    When,
)


def report_by_agency(
    command: ReportByAgency, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """Nobody of the room has heard it: it waits there until somebody answers it."""
    actor = asked.actor
    if actor.agency is None or actor.pass_id is not None:
        return Refused(reason=Refusal.NOT_OF_AN_AGENCY)
    if command.unit_id is not None and place.units[command.unit_id].agency != actor.agency:
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    when = _told(command, asked)
    contact_id = ContactId(str(command.command_id))
    opened = ContactOpened(
        contact_id=contact_id,
        channel=Channel.PHONE,
        when=when,
        safety=safety_of_type(place, command.incident_type),
        name=command.name,
        number=command.number,
        agency=actor.agency,
        late=asked.received_at - when.at > LATE_AFTER,
    )
    said = MessageReceived(
        contact_id=contact_id,
        message_id=MessageId(str(command.command_id)),
        kind=MessageKind.TEXT,
        when=when,
        text=command.words,
        location=command.location,
        forwarded=True,
    )
    reported = AgencyReported(
        contact_id=contact_id,
        agency=actor.agency,
        reporter=AccountId(actor.id),
        incident_type=command.incident_type,
        when=when,
        words=command.words,
        priority=command.priority,
        location=command.location,
        unit_id=command.unit_id,
    )
    return (opened, said, reported)


def _told(command: ReportByAgency, asked: Asked) -> When:
    """Nothing has happened after it was received."""
    if command.occurred_at is None:
        return When(at=asked.received_at)
    return When(at=min(command.occurred_at, asked.received_at), source=TimeSource.PERSON)
