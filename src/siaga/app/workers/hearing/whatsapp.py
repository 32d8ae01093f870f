"""What Meta's posts hold, as contacts and reports."""

from __future__ import annotations

import json
from datetime import datetime

import structlog

from siaga.app.workers.hearing import Hearing
from siaga.channels.whatsapp.items import InboundMessage, Other, StatusReport
from siaga.channels.whatsapp.protocol import parse
from siaga.desks.intake.commands import HearMessage, ReportReply
from siaga.language.values import (
    Channel,
    MediaRef,
    MessageKind,
    TimeSource,
)
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem

SOURCE = "whatsapp"
VISIBLE_OTHERS = frozenset({"malformed", "unknown", "calls"})

log = structlog.get_logger()


async def hear(hearing: Hearing, item: InboxItem) -> None:
    for heard in parse(item.raw, received_at=item.received_at):
        match heard:
            case InboundMessage():
                await _hear_message(hearing, heard, item.received_at)
            case StatusReport():
                await _hear_status(hearing, heard, item.received_at)
            case Other(shape=shape) if shape in VISIBLE_OTHERS:
                await _hear_unreadable(hearing, heard, item.received_at)
            case Other():
                log.warning("whatsapp.notice", shape=heard.shape, codes=heard.errors)


async def _hear_message(hearing: Hearing, message: InboundMessage, received_at: datetime) -> None:
    seal = hearing.seal()
    who = message.sender
    number = f"+{who.wa_id}" if who.wa_id else who.user_id or ""
    subject = await hearing.subject_of(number) if number else None
    location = None
    if (point := message.point) is not None:
        words = " ".join(filter(None, (point.name, point.address)))
        location = hearing.location(
            seal,
            {
                "latitude": point.latitude,
                "longitude": point.longitude,
                "source": "gps" if point.measured else "pin",
                "address": words[:300] or None,
            },
        )
    command = HearMessage(
        command_id=derived_id("whatsapp", message.item_id),
        channel=Channel.WHATSAPP,
        kind=message.kind,
        sent_at=message.sent_at or received_at,
        received_at=received_at,
        time_source=TimeSource.PROVIDER if message.sent_at else TimeSource.SERVER,
        subject=subject,
        name=seal(who.name, label="identity") if who.name else None,
        number=seal(number, label="identity") if number else None,
        text=seal(message.text) if message.text else None,
        location=location,
        media=tuple(
            MediaRef(
                media_type=media.media_type,
                provider_ref=seal(json.dumps({"id": media.id, "url": media.url})),
            )
            for media in message.media
        ),
        forwarded=message.forwarded,
        shape=message.shape if message.kind is MessageKind.UNREADABLE else "",
    )
    await hearing.submit(command, seal, subject=subject)


async def _hear_unreadable(hearing: Hearing, other: Other, received_at: datetime) -> None:
    """A signed body that nobody can read rings like any other contact."""
    command = HearMessage(
        command_id=derived_id("whatsapp", other.item_id),
        channel=Channel.WHATSAPP,
        kind=MessageKind.UNREADABLE,
        sent_at=received_at,
        received_at=received_at,
        time_source=TimeSource.SERVER,
        shape=other.shape,
    )
    await hearing.submit(command)


async def _hear_status(hearing: Hearing, status: StatusReport, received_at: datetime) -> None:
    row = await hearing.sent_as(status.provider_id)
    if row is None or row.send.contact_id is None:
        log.info("whatsapp.status_of_nothing_we_sent", status=status.status)
        return
    command = ReportReply(
        command_id=derived_id("whatsapp", status.item_id),
        contact_id=row.send.contact_id,
        outbox_id=str(row.id),
        status=status.status,
        occurred_at=status.occurred_at or received_at,
        error=status.error,
        message=row.send.message,
    )
    await hearing.submit(command, cause=row.position)
