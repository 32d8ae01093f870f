"""How somebody's attempt to reach the centre becomes a contact and its messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from siaga.desks.intake.commands import HearMessage, RecordCall, RecordForwarded, ReportReply
from siaga.desks.intake.state import ContactLife, Sender
from siaga.language.entry import Fact
from siaga.language.intake import (
    CALL_SHAPE,
    LATE_AFTER,
    NOT_THEIRS,
    ContactOpened,
    ContactReopened,
    MessageReceived,
    ReplyReported,
    contact_life,
    sender,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    EARLIEST_AT,
    AccountId,
    Asked,
    Automatic,
    Change,
    Channel,
    ContactId,
    IncidentId,
    Language,
    MessageId,
    MessageKind,
    Tag,
    TimeSource,
    When,
)

REOPENS_FOR = timedelta(hours=12)
"""A message within this time of the wrap-up belongs to the same contact (domain.md 1)."""

DOUBT_MAX_S = 86_400


SILENT_CHANGES = (Change.REACTION, Change.REVOKED)
"""They ring nobody and open nothing that is over."""


def hear_message(command: HearMessage, states: Mapping[Tag, Any]) -> Sequence[Fact] | Refused:
    """One item of a channel joins its sender's contact, reopens it, or opens a new one."""
    latest = Sender()
    if command.subject:
        latest = states[sender(command.subject)]
        if latest.contact_id and latest.contact_id != command.contact_id:
            return Refused(reason=Refusal.CONTACT_MOVED_ON, legal=(latest.contact_id,))
    when = start_of(command)
    if command.contact_id is None:
        return _new_contact(command, when, latest=latest)
    contact: ContactLife = states[contact_life(command.contact_id)]
    if contact.opened is None:
        return _new_contact(command, when, latest=latest)
    contact_id = command.contact_id
    command = replace(command, language=_news_of(command, latest, contact))
    if contact.wrapped_at is None:
        return (_message(command, contact_id, when, contact.incident_id),)
    if command.change in SILENT_CHANGES:
        return (_message(command, contact_id, when, None),)
    command = replace(command, quiet=False)  # nobody has it in hand
    if when.at - contact.wrapped_at > REOPENS_FOR:
        return _new_contact(command, when, latest=latest, previous=contact)
    return (
        ContactReopened(
            contact_id=contact_id,
            channel=contact.channel,
            opened=contact.opened,
            when=when,
            safety=contact.safety,
            subject=contact.subject,
            name=contact.name,
            number=contact.number,
            language=contact.language,
            window_closes_at=contact.window_closes_at,
        ),
        _message(command, contact_id, when, None),
    )


def _news_of(command: HearMessage, latest: Sender, contact: ContactLife) -> Language | None:
    """The language of these words if it is another than was known, and no person named one."""
    known = latest.language or contact.language or Language.INDONESIAN
    return None if latest.chosen or command.language == known else command.language


def start_of(command: HearMessage) -> When:
    """The earlier of provider time and receipt; an impossible provider time is not believed."""
    if EARLIEST_AT <= command.sent_at <= command.received_at:
        return When(at=command.sent_at, source=command.time_source)
    off_s = abs(int((command.received_at - command.sent_at).total_seconds()))
    return When(at=command.received_at, source=TimeSource.SERVER, doubt_s=min(off_s, DOUBT_MAX_S))


def _new_contact(
    command: HearMessage,
    when: When,
    *,
    latest: Sender,
    previous: ContactLife | None = None,
) -> tuple[Fact, ...]:
    """A sender who must not be written to stays so in the next contact (domain.md 6)."""
    contact_id = ContactId(str(command.command_id))
    before = previous or ContactLife()
    written = None if latest.chosen else command.language
    opened = ContactOpened(
        contact_id=contact_id,
        channel=command.channel,
        when=when,
        safety=before.safety,
        subject=command.subject,
        name=command.name or before.name,
        number=command.number or before.number,
        previous=command.contact_id if previous else None,
        late=command.received_at - when.at > LATE_AFTER,
        received_at=command.received_at,
        greeting=_greeting(command),
        language=written or latest.language,
    )
    command = replace(command, language=None)
    return (opened, _message(command, contact_id, when, None))


def _greeting(command: HearMessage) -> Automatic | None:
    if command.change in SILENT_CHANGES or command.shape in NOT_THEIRS:
        return None
    if command.shape == CALL_SHAPE:
        return Automatic.CALL
    if command.kind is MessageKind.UNREADABLE:
        return Automatic.FIRST_UNREADABLE
    return Automatic.FIRST_LOCATED if command.location else Automatic.FIRST


def _message(
    command: HearMessage, contact_id: ContactId, when: When, incident_id: IncidentId | None
) -> MessageReceived:
    return MessageReceived(
        contact_id=contact_id,
        message_id=MessageId(str(command.command_id)),
        kind=command.kind,
        when=when,
        text=command.text,
        location=command.location,
        media=command.media,
        forwarded=command.forwarded,
        forwarded_often=command.forwarded_often,
        shape=command.shape,
        incident_id=incident_id,
        about=command.about,
        change=command.change,
        provider_id=command.provider_id,
        link_id=command.link_id,
        answered=command.quiet,
        language=command.language,
    )


def record_call(command: RecordCall, asked: Asked) -> tuple[Fact, ...]:
    return _by_hand(command, command.channel, asked)


def record_forwarded(command: RecordForwarded, asked: Asked) -> tuple[Fact, ...]:
    return _by_hand(command, Channel.FORWARDED, asked)


def _by_hand(
    command: RecordCall | RecordForwarded, channel: Channel, asked: Asked
) -> tuple[Fact, ...]:
    """Entered by a person: answered as it is opened."""
    contact_id = ContactId(str(command.command_id))
    forwarded = isinstance(command, RecordForwarded)
    when = _told(command.occurred_at, asked)
    opened = ContactOpened(
        contact_id=contact_id,
        channel=channel,
        when=when,
        safety=command.safety,
        name=command.name,
        number=command.number,
        answered_by=AccountId(asked.actor.id),
        forwarded_by=command.forwarded_by if isinstance(command, RecordForwarded) else None,
        late=asked.received_at - when.at > LATE_AFTER,
    )
    if command.words is None and command.location is None:
        return (opened,)
    said = MessageReceived(
        contact_id=contact_id,
        message_id=MessageId(str(command.command_id)),
        kind=MessageKind.TEXT if command.words else MessageKind.LOCATION,
        when=when,
        text=command.words,
        location=command.location,
        forwarded=forwarded,
        answered=True,
    )
    return (opened, said)


def _told(occurred_at: datetime | None, asked: Asked) -> When:
    """A person's clock may run ahead of ours; nothing has happened after it was received."""
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=min(occurred_at, asked.received_at), source=TimeSource.PERSON)


def report_reply(command: ReportReply, place: Place) -> tuple[Fact, ...]:
    """What it costs is counted in the month of the place's calendar."""
    day = command.occurred_at.astimezone(ZoneInfo(place.zone)).date()
    return (
        ReplyReported(
            contact_id=command.contact_id,
            outbox_id=command.outbox_id,
            status=command.status,
            when=When(at=command.occurred_at, source=TimeSource.PROVIDER),
            error=command.error,
            message=command.message,
            category=command.category,
            billable=command.billable,
            month=f"{day:%Y-%m}" if command.category else "",
        ),
    )
