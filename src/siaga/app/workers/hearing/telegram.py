"""What Telegram's updates hold, as contacts and their messages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import structlog

from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.order import Turns
from siaga.app.workers.hearing.whereabouts import Whereabouts
from siaga.channels.telegram.items import (
    FileReference,
    InboundMessage,
    Item,
    Notice,
    Point,
    Unknown,
)
from siaga.channels.telegram.live import LiveMoves
from siaga.channels.telegram.protocol import parse
from siaga.desks.intake.commands import HearMessage
from siaga.language.values import (
    Change,
    Channel,
    LocationClaim,
    MediaRef,
    MessageId,
    MessageKind,
    SubjectId,
    TimeSource,
)
from siaga.platform.database import is_lost
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem
from siaga.platform.locations import ACCURACY_M_MAX
from siaga.platform.logbook import Unavailable
from siaga.platform.wire import Seal

SOURCE = "telegram"
POISONED = "poisoned"
ADDRESS_MAX = 300

log = structlog.get_logger()


class TelegramHearing:
    """`whereabouts`: told every fix of a live position; only the moves become messages."""

    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts
        self._moves, self._turns = LiveMoves(), Turns()

    async def hear(self, hearing: Hearing, item: InboxItem) -> None:
        """Each update comes by itself: one person's are heard in the order they came in."""
        items = parse(item.raw, received_at=item.received_at)
        async with self._turns.of(_whose(items[0]), item.received_at):
            for heard in items:
                await self._one(hearing, heard, item.received_at)

    async def _one(self, hearing: Hearing, item: Item, received_at: datetime) -> None:
        try:
            await self._hear(hearing, item, received_at)
        except Exception as reason:
            if isinstance(reason, Unavailable) or is_lost(reason):
                raise
            hearing.aside += 1
            log.exception("telegram.poisoned", shape=item.shape)
            await _hear_unreadable(hearing, item.item_id, received_at, shape=POISONED)

    async def _hear(self, hearing: Hearing, item: Item, received_at: datetime) -> None:
        match item:
            case InboundMessage():
                whose = item.sender.key if item.sender else item.item_id
                async with hearing.in_turn(whose, item.sent_at or received_at):
                    await self._message(hearing, item, received_at)
            case Unknown():
                await _hear_unreadable(hearing, item.item_id, received_at, shape=item.shape)
            case Notice():
                log.info("telegram.notice", shape=item.shape)

    async def _message(
        self, hearing: Hearing, message: InboundMessage, received_at: datetime
    ) -> None:
        who = message.sender
        subject = await hearing.subject_of(who.key) if who else None
        sent_at = message.sent_at or received_at
        moves = message.change is Change.EDITED and message.point is not None
        if message.point is not None and message.point.live:
            await self._moved(hearing, subject, sent_at, point=message.point)
        if message.point is not None and (message.point.live or moves):
            name = message.about or message.item_id
            is_news = self._moves.is_news(name, sent_at, point=message.point)
            if moves and not is_news:
                return
        seal = hearing.seal()
        command = HearMessage(
            command_id=derived_id(SOURCE, message.item_id),
            channel=Channel.TELEGRAM,
            kind=message.kind,
            sent_at=sent_at,
            received_at=received_at,
            time_source=TimeSource.PROVIDER if message.sent_at else TimeSource.SERVER,
            subject=subject,
            name=seal(who.name, label="identity") if who and who.name else None,
            number=seal(who.key, label="identity") if who else None,
            text=seal(message.text) if message.text else None,
            location=_location(hearing, seal, message.point) if message.point else None,
            media=tuple(_media(seal, file) for file in message.media),
            forwarded=message.forwarded,
            shape=message.shape if message.kind is MessageKind.UNREADABLE else "",
            about=_id_of(message.about) if message.about else None,
            change=message.change,
            provider_id=seal(str(message.message_id)),
            quiet=moves,
        )
        await hearing.submit(command, seal, subject=subject)

    async def _moved(
        self, hearing: Hearing, subject: SubjectId | None, at: datetime, *, point: Point
    ) -> None:
        contact_id = await hearing.latest_contact(subject)
        if contact_id is not None:
            coordinates = (point.latitude, point.longitude)
            accuracy_m = point.accuracy_m
            await self._whereabouts.seen(contact_id, at, point=coordinates, accuracy_m=accuracy_m)


def _whose(item: Item) -> str:
    sender = item.sender if isinstance(item, InboundMessage) else None
    return sender.key if sender else item.item_id


def _id_of(item_id: str) -> MessageId:
    return MessageId(str(derived_id(SOURCE, item_id)))


def _location(hearing: Hearing, seal: Seal, point: Point) -> LocationClaim:
    value: dict[str, Any] = {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "source": "gps" if point.measured else "pin",
        "address": point.words[:ADDRESS_MAX] if point.words else None,
    }
    if point.accuracy_m is not None:
        value["accuracy_m"] = min(point.accuracy_m, ACCURACY_M_MAX)
    return hearing.location(seal, value)


def _media(seal: Seal, file: FileReference) -> MediaRef:
    where = {"kind": SOURCE, "id": file.id, "size_bytes": file.size_bytes, "name": file.filename}
    return MediaRef(
        media_type=file.media_type,
        provider_ref=seal(json.dumps(where)),
        voice=file.voice,
        duration_s=file.duration_s,
    )


async def _hear_unreadable(
    hearing: Hearing, item_id: str, received_at: datetime, *, shape: str
) -> None:
    """What nobody can read rings like any other contact; its bytes stay in the inbox."""
    command = HearMessage(
        command_id=derived_id(SOURCE, item_id),
        channel=Channel.TELEGRAM,
        kind=MessageKind.UNREADABLE,
        sent_at=received_at,
        received_at=received_at,
        time_source=TimeSource.SERVER,
        shape=shape,
    )
    await hearing.submit(command)
