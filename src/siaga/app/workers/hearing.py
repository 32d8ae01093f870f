"""Turns what the inbox holds into contacts: one command per item, the same id each time."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import structlog

from siaga.channels.webform.form import Report
from siaga.channels.whatsapp.items import InboundMessage, Other, StatusReport
from siaga.channels.whatsapp.protocol import parse
from siaga.desks.intake.commands import HearMessage, ReportReply
from siaga.language.intake import sender
from siaga.language.refusals import Refusal
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    Channel,
    ContactId,
    LocationClaim,
    MediaRef,
    MessageKind,
    SubjectId,
    TimeSource,
)
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem
from siaga.platform.locations import read_location
from siaga.platform.outbox import OutboxRow
from siaga.platform.subjects import Subjects, canonical
from siaga.platform.vault import Sealer, Vault
from siaga.platform.wire import Seal

SOURCE_WHATSAPP = "whatsapp"
SOURCE_WEB = "web"
VISIBLE_OTHERS = frozenset({"malformed", "unknown", "calls"})
MOVES_MAX = 3

log = structlog.get_logger()

SentAs = Callable[[str], Awaitable[OutboxRow | None]]


class WebReport(msgspec.Struct, frozen=True, kw_only=True):
    """A public report as the inbox keeps it."""

    report: Report
    photo: tuple[str, str] | None = None  # (content address, MIME type)


class Hearing:
    def __init__(
        self, gateway: Gateway, *, sealer: Sealer, vault: Vault, subjects: Subjects, clock: Clock
    ) -> None:
        self.gateway, self.place = gateway, gateway.place
        self.sealer, self.vault, self.subjects, self.clock = sealer, vault, subjects, clock
        self.sent_as: SentAs = _nothing
        self._turns: dict[str, tuple[asyncio.Lock, list[int]]] = {}

    async def hear(self, item: InboxItem) -> None:
        if item.source == SOURCE_WEB:
            await self._hear_report(item)
            return
        for heard in parse(item.raw, received_at=item.received_at):
            match heard:
                case InboundMessage():
                    await self._hear_message(heard, item.received_at)
                case StatusReport():
                    await self._hear_status(heard, item.received_at)
                case Other(shape=shape) if shape in VISIBLE_OTHERS:
                    await self._hear_unreadable(heard, item.received_at)
                case Other():
                    log.warning("whatsapp.notice", shape=heard.shape, codes=heard.errors)

    async def _hear_message(self, message: InboundMessage, received_at: datetime) -> None:
        seal = Seal(self.sealer, self.vault.remember)
        who = message.sender
        number = f"+{who.wa_id}" if who.wa_id else who.user_id or ""
        subject = await self._subject(number) if number else None
        location = None
        if message.point is not None:
            location = self._location(seal, message)
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
        await self._submit(command, seal, subject=subject)

    async def _subject(self, number: str) -> SubjectId:
        subject, new = await self.subjects.of(canonical(number))
        if new:  # nobody has written about this sender: there is nothing to look up
            self.gateway.states.begin([self.gateway.desks["intake"]], [sender(subject)])
        return subject

    def _location(self, seal: Seal, message: InboundMessage) -> LocationClaim:
        point = message.point
        assert point is not None
        words = " ".join(filter(None, (point.name, point.address)))
        value: dict[str, Any] = {
            "latitude": point.latitude,
            "longitude": point.longitude,
            "source": "gps" if point.measured else "pin",
            "address": words[:300] or None,
        }
        return read_location("location", value, seal=seal, place=self.place)

    async def _hear_unreadable(self, other: Other, received_at: datetime) -> None:
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
        await self._submit(command)

    async def _hear_status(self, status: StatusReport, received_at: datetime) -> None:
        row = await self.sent_as(status.provider_id)
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
        await self._submit(command, cause=row.position)

    async def _hear_report(self, item: InboxItem) -> None:
        report = msgspec.json.decode(item.raw, type=WebReport)
        seal = Seal(self.sealer, self.vault.remember)
        filled = report.report
        photo = report.photo
        words = filled.words
        if filled.incident_type:
            named = self.place.incident_types[filled.incident_type].name.id
            words = f"{named}: {words}" if words else named
        location = self._report_location(seal, filled)
        if location is None and filled.address:
            words = f"{words}\n{filled.address}".strip()
        command = HearMessage(
            command_id=filled.form_id,
            channel=Channel.WEB,
            kind=MessageKind.TEXT,
            sent_at=item.received_at,
            received_at=item.received_at,
            time_source=TimeSource.SERVER,
            name=seal(filled.name, label="identity") if filled.name else None,
            number=seal(filled.number, label="identity") if filled.number else None,
            text=seal(words) if words else None,
            location=location,
            media=(MediaRef(media_type=photo[1], stored=photo[0]),) if photo else (),
        )
        await self._submit(command, seal)

    def _report_location(self, seal: Seal, filled: Report) -> LocationClaim | None:
        value: dict[str, Any] = {"address": filled.address or None, "area": filled.area}
        if filled.latitude is not None:
            value |= {"latitude": filled.latitude, "longitude": filled.longitude}
            value |= {"accuracy_m": filled.accuracy_m, "source": "gps"}
        elif filled.area is None:
            return None
        return read_location("location", value, seal=seal, place=self.place)

    async def _submit(
        self,
        command: Any,
        seal: Seal | None = None,
        *,
        subject: SubjectId | None = None,
        cause: int | None = None,
    ) -> None:
        """One sender's messages in their order; the digest is the item's, not the seals'."""
        turn = self._turns.setdefault(subject or str(command.command_id), (asyncio.Lock(), [0]))
        turn[1][0] += 1
        try:
            async with turn[0]:
                await self._submit_in_turn(command, seal, subject=subject, cause=cause)
        finally:
            turn[1][0] -= 1
            if not turn[1][0]:
                self._turns.pop(subject or str(command.command_id), None)

    async def _submit_in_turn(
        self, command: Any, seal: Seal | None, *, subject: SubjectId | None, cause: int | None
    ) -> None:
        contact_id = await self._latest_contact(subject)
        for attempt in range(MOVES_MAX):
            if isinstance(command, HearMessage):
                command = replace(command, contact_id=contact_id)
            case_id = contact_id or str(command.command_id)
            items = seal.about(subject=subject or "", case_id=case_id) if seal else ()
            command_id = command.command_id
            if attempt:  # a refusal is remembered: a new try is a new command, the same each time
                command_id = derived_id(command_id, contact_id)
            answer = await self.gateway.submit(
                Submission(
                    desk="intake",
                    command=replace(command, command_id=command_id),
                    asked=Asked(
                        actor=Actor(kind=ActorKind.CHANNEL, id=_channel_of(command)),
                        received_at=self.clock.now(),
                    ),
                    items=items,
                    digest=hashlib.sha256(str(command_id).encode()).digest()[:16],
                    cause=cause,
                    urgent=True,
                )
            )
            if answer.refusal != Refusal.CONTACT_MOVED_ON:
                return
            contact_id = ContactId(answer.legal[0])

    async def _latest_contact(self, subject: SubjectId | None) -> ContactId | None:
        if subject is None:
            return None
        state, _ = await self.gateway.states.get(self.gateway.desks["intake"], sender(subject))
        found: ContactId | None = state.contact_id
        return found


async def _nothing(_provider_id: str) -> OutboxRow | None:
    return None


def _channel_of(command: Any) -> str:
    return str(getattr(command, "channel", Channel.WHATSAPP).value)
