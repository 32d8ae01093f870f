"""What Meta's posts hold, as contacts and reports.

One post may hold a thousand items: those of one person go in the order of Meta's time, people go
beside each other, and an item nobody can read is shown as such and stops no other.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.people import Ids, Shown, joined, person
from siaga.channels.whatsapp.items import (
    Echo,
    Identity,
    IdentityChange,
    InboundMessage,
    Item,
    MediaReference,
    Other,
    StatusReport,
)
from siaga.channels.whatsapp.protocol import parse
from siaga.desks.intake.commands import HearMessage, HearReply, ReportReply
from siaga.language.values import (
    Channel,
    LocationClaim,
    MediaRef,
    MessageId,
    MessageKind,
    TimeSource,
)
from siaga.platform.database import is_lost
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem
from siaga.platform.logbook import Unavailable
from siaga.platform.wire import Seal

SOURCE = "whatsapp"
VISIBLE_OTHERS = frozenset({"malformed", "unknown"})
POISONED = "poisoned"
PEOPLE_AT_ONCE = 32
USER = "whatsapp-user:"

News = Callable[[Other], None]
"""What Meta says of the account goes to whoever watches over the channel."""

log = structlog.get_logger()


class WhatsAppHearing:
    def __init__(self, news: News) -> None:
        self._news = news

    async def hear(self, hearing: Hearing, item: InboxItem) -> None:
        heard = parse(item.raw, received_at=item.received_at)
        if len(heard) == 1:
            await self._one(hearing, heard[0], item.received_at)
            return
        people: dict[str, list[Item]] = {}
        for one in heard:
            people.setdefault(_whose(one), []).append(one)
        some = asyncio.Semaphore(PEOPLE_AT_ONCE)

        async def in_order(items: list[Item]) -> None:
            async with some:
                for one in sorted(items, key=_at):
                    await self._one(hearing, one, item.received_at)

        ends = await asyncio.gather(*map(in_order, people.values()), return_exceptions=True)
        for end in ends:
            if end is not None:  # an outage: the post stays in the inbox and is heard again
                raise end

    async def _one(self, hearing: Hearing, item: Item, received_at: datetime) -> None:
        try:
            async with hearing.in_turn(f"{SOURCE}:{_whose(item)}", _at(item)):
                await self._hear(hearing, item, received_at)
        except Exception as reason:
            if isinstance(reason, Unavailable) or is_lost(reason):
                raise
            hearing.aside += 1
            log.exception("whatsapp.poisoned", shape=getattr(item, "shape", "status"))
            await _hear_unreadable(hearing, item.item_id, received_at, shape=POISONED)

    async def _hear(self, hearing: Hearing, item: Item, received_at: datetime) -> None:
        match item:
            case InboundMessage():
                await _hear_message(hearing, item, received_at)
            case StatusReport():
                await _hear_status(hearing, item, received_at)
            case IdentityChange():
                await _hear_change(hearing, item, received_at)
            case Echo():
                await _hear_echo(hearing, item, received_at)
            case Other(shape=shape) if shape in VISIBLE_OTHERS:
                await _hear_unreadable(hearing, item.item_id, received_at, shape=shape)
            case Other():
                log.warning(
                    "whatsapp.notice", shape=item.shape, codes=item.errors, words=item.words
                )
                self._news(item)


def _whose(item: Item) -> str:
    """Those with the same answer are heard one after the other."""
    match item:
        case InboundMessage():
            return item.sender.key or item.item_id
        case StatusReport():
            return item.provider_id
        case IdentityChange():
            return item.previous.key or item.item_id
        case Echo():
            return item.recipient.key or item.item_id
        case Other():
            return item.item_id


def _at(item: Item) -> datetime:
    match item:
        case InboundMessage(sent_at=at) | Echo(sent_at=at):
            return at or datetime.max.replace(tzinfo=UTC)
        case StatusReport(occurred_at=at) | IdentityChange(occurred_at=at):
            return at or datetime.max.replace(tzinfo=UTC)
        case Other():
            return datetime.max.replace(tzinfo=UTC)


def ids_of(who: Identity) -> Ids:
    others = (f"{USER}{who.user_id}",) if who.user_id else ()
    return Ids(number=f"+{who.wa_id}" if who.wa_id else None, others=others)


async def _hear_message(hearing: Hearing, message: InboundMessage, received_at: datetime) -> None:
    seal = hearing.seal()
    who = message.sender
    command_id = derived_id("whatsapp", message.item_id)
    sent_at = message.sent_at or received_at
    shown = Shown(item=command_id, channel=Channel.WHATSAPP, at=sent_at, ids=ids_of(who))
    subject = await person(hearing, shown)
    address = shown.ids.number or who.user_id
    readable = message.kind is not MessageKind.UNREADABLE
    command = HearMessage(
        command_id=command_id,
        channel=Channel.WHATSAPP,
        kind=message.kind,
        sent_at=sent_at,
        received_at=received_at,
        time_source=TimeSource.PROVIDER if message.sent_at else TimeSource.SERVER,
        subject=subject,
        name=seal(who.name, label="identity") if who.name else None,
        number=seal(address, label="identity") if address else None,
        text=seal(message.text) if message.text else None,
        location=_location(hearing, seal, message),
        media=tuple(_media(seal, media) for media in message.media),
        forwarded=message.forwarded,
        forwarded_often=message.forwarded_often,
        shape="" if readable else message.detail or message.shape,
        about=await _about(hearing, message),
        change=message.change,
        provider_id=seal(message.provider_id) if message.provider_id else None,
    )
    await hearing.submit(command, seal, subject=subject)


def _location(hearing: Hearing, seal: Seal, message: InboundMessage) -> LocationClaim | None:
    point = message.point
    if point is None:
        return None
    words = " ".join(filter(None, (point.name, point.address)))
    value = {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "source": "gps" if point.measured else "pin",
        "address": words[:300] or None,
    }
    return hearing.location(seal, value)


def _media(seal: Seal, media: MediaReference) -> MediaRef:
    where = {"kind": SOURCE, "id": media.id, "url": media.url, "sha256": media.sha256}
    return MediaRef(
        media_type=media.media_type,
        provider_ref=seal(json.dumps(where)),
        voice=media.voice,
    )


async def _about(hearing: Hearing, message: InboundMessage) -> MessageId | None:
    """Of ours it is the outbox row's id, which our own lines carry too."""
    if message.quotes is None:
        return None
    ours = await hearing.sent_as(message.quotes)
    if ours is not None:
        return MessageId(str(ours.id))
    item_id = f"{message.phone_number_id}:{message.quotes}"
    return MessageId(str(derived_id("whatsapp", item_id)))


async def _hear_unreadable(
    hearing: Hearing, item_id: str, received_at: datetime, *, shape: str
) -> None:
    """What nobody can read rings like any other contact; its bytes stay in the inbox."""
    command = HearMessage(
        command_id=derived_id("whatsapp", item_id),
        channel=Channel.WHATSAPP,
        kind=MessageKind.UNREADABLE,
        sent_at=received_at,
        received_at=received_at,
        time_source=TimeSource.SERVER,
        shape=shape,
    )
    await hearing.submit(command)


async def _hear_change(hearing: Hearing, change: IdentityChange, received_at: datetime) -> None:
    now, before = ids_of(change.current), ids_of(change.previous)
    gone = Ids(
        number=before.number if now.number and before.number != now.number else None,
        others=tuple(each for each in before.others if now.others and each not in now.others),
    )
    kept = Ids(
        number=now.number or before.number,
        others=now.others or before.others,
    )
    shown = Shown(
        item=derived_id("whatsapp", change.item_id),
        channel=Channel.WHATSAPP,
        at=change.occurred_at or received_at,
        ids=kept,
        gone=gone,
    )
    if await joined(hearing, shown) is None:
        log.info("whatsapp.change_of_nobody_we_know", shape=change.shape)


async def _hear_echo(hearing: Hearing, echo: Echo, received_at: datetime) -> None:
    known = await hearing.subjects.known(ids_of(echo.recipient).all)
    subject = next(iter(known.values()), None)
    contact_id = await hearing.latest_contact(subject)
    if contact_id is None:
        log.info("whatsapp.echo_to_nobody_we_know", shape=echo.shape)
        return
    seal = hearing.seal()
    command = HearReply(
        command_id=derived_id("whatsapp", echo.item_id),
        contact_id=contact_id,
        channel=Channel.WHATSAPP,
        sent_at=echo.sent_at or received_at,
        text=seal(echo.text) if echo.text else None,
        shape="" if echo.text else echo.shape,
    )
    await hearing.submit(command, seal, subject=subject)


async def _hear_status(hearing: Hearing, status: StatusReport, received_at: datetime) -> None:
    row = await hearing.sent_as(status.provider_id)
    if row is None and status.outbox_id:  # its answer never reached us: now we know it arrived
        row = await hearing.proven(status.outbox_id, status.provider_id)
    if row is not None and row.send.alert is not None:
        at = status.occurred_at or received_at
        await hearing.proven_alert(row, status=status.status, error=status.error, at=at)
        return
    if row is None or row.send.contact_id is None or row.send.seen is not None:
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
        category=status.category,
        billable=status.billable,
    )
    await hearing.submit(command, cause=row.position)
