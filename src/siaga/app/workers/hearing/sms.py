"""What short messages say: texts joined from their parts, receipts, and locations of telephones.

Every part lies in the inbox by itself, so nothing is lost when this process dies between two; what
it had joined so far is read from there again.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.aml import AmlHearing
from siaga.app.workers.hearing.order import Turns
from siaga.channels.aml.protocol import is_aml, read_sms
from siaga.channels.sms.protocol import gammu
from siaga.channels.sms.protocol.parts import Parts, Whole
from siaga.channels.sms.protocol.pdu import NotAPdu, decode, read_message
from siaga.channels.sms.protocol.reading import (
    GSM7,
    Heard,
    Receipt,
    is_binary,
    is_number,
    read,
    text_of,
)
from siaga.desks.intake.commands import HearMessage, ReportReply
from siaga.language.values import Change, Channel, MessageId, MessageKind, TimeSource
from siaga.platform.ids import derived_id
from siaga.platform.inbox import Inbox, InboxItem
from siaga.platform.outbox import OutboxRow

SOURCE = "sms"
REMEMBERED = timedelta(minutes=10)
REMEMBERED_MAX = 2_000
LOOK_S = 5.0
RECEIPT_TRIES_S = (0.0, 0.5, 2.0, 10.0, 30.0)
"""A receipt may be faster than our own note of the id it speaks of."""

RECEIPTS_MAX = 1_000

Kept = Heard | Receipt | gammu.ModemText | None

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that is complete, or as much of it as has come."""

    sender: str
    text: str
    key: str  # it is known by
    at: datetime
    binary: bool = False
    sent_at: datetime | None = None
    partial: int = 0  # how many of its parts it holds; 0: all there are
    completes: int = 0  # it was shown before with so many of them


class SmsHearing:
    def __init__(self, hearing: Hearing, aml: AmlHearing, *, alphabet: str = GSM7) -> None:
        self.hearing, self.aml, self.alphabet = hearing, aml, alphabet
        self.parts, self._turns = Parts(), Turns()
        self._remembered, self._remembering = False, asyncio.Lock()
        self._receipts: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._inbox: Inbox | None = None

    def start(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._task = asyncio.create_task(self._look_after(), name="sms parts")

    async def stop(self) -> None:
        tasks = [*self._receipts, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def hear(self, hearing: Hearing, item: InboxItem) -> None:
        heard = read_raw(item.raw)
        whose = heard.sender if isinstance(heard, Heard | gammu.ModemText) else ""
        async with self._turns.of(whose or item.key, item.received_at):
            await self._remember()
            await self._hear(heard, item)

    async def _hear(self, heard: Kept, item: InboxItem) -> None:
        match heard:
            case Receipt():
                self._take_receipt(heard, item)
            case Heard(part=None):
                await self._say(self._single(heard, item))
            case Heard():
                whole = self.parts.add(heard, item.key, at=item.received_at)
                if whole.complete:
                    await self._say_whole(whole)
            case gammu.ModemText():
                await self._say(self._of_modem(heard, item))
            case None:
                await self._say(Text(sender="", text="", key=item.key, at=item.received_at))

    # ---- parts

    async def _remember(self) -> None:
        """What was heard before this process began and may still be waiting for its rest.

        Everybody waits for it: a part that came now must find the ones that came before. What is
        whole by memory alone was perhaps not said before the process died: `unsaid` says it.
        """
        async with self._remembering:
            if self._remembered or self._inbox is None:
                return
            for item in await self._inbox.recent(SOURCE, within=REMEMBERED, at_most=REMEMBERED_MAX):
                heard = read_raw(item.raw)
                if isinstance(heard, Heard) and heard.part is not None:
                    self.parts.add(heard, item.key, at=item.received_at)
                elif isinstance(heard, Heard) and is_aml((said := self._single(heard, item)).text):
                    await self._say(said)  # its call may not have rung yet; told twice it is one
            self._remembered = True

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            if self._inbox is None or not self._inbox.reading:
                self._remembered = False  # another process hears now; begin anew when it is us
                self.parts = Parts()
                continue
            try:
                await self._remember()
                now = self.hearing.clock.now()
                for whole in self.parts.unsaid(now):
                    await self._say_whole(whole)
                self.parts.forget(now)
            except Exception:
                log.exception("sms.parts_not_shown")

    async def _say_whole(self, whole: Whole) -> None:
        """What was shown unfinished is corrected by what comes later."""
        before, now_shown = whole.shown, len(whole.parts)
        whole.shown = now_shown  # at once: the next look must not say it again
        said = Text(
            sender=whole.sender,
            text=whole.text(self.alphabet),
            key=whole.first_key,
            at=whole.first_at,
            partial=0 if whole.complete else now_shown,
            completes=whole.shown_first,
        )
        whole.shown_first = whole.shown_first or said.partial
        try:
            await self._say(said)
        except BaseException:
            whole.shown = before
            raise

    # ---- texts

    def _single(self, heard: Heard, item: InboxItem) -> Text:
        return Text(
            sender=heard.sender,
            text=text_of(heard.payload, heard.coding, alphabet=self.alphabet),
            key=item.key,
            at=item.received_at,
            binary=is_binary(heard.coding) or heard.to_port is not None,
        )

    def _of_modem(self, heard: gammu.ModemText, item: InboxItem) -> Text:
        sent_at = heard.written_at
        if sent_at is not None:  # the network writes its own wall clock
            sent_at = sent_at.replace(tzinfo=ZoneInfo(self.hearing.place.zone))
        return Text(
            sender=heard.sender,
            text=heard.text,
            key=item.key,
            at=item.received_at,
            binary=not heard.text,
            sent_at=sent_at if sent_at and sent_at <= item.received_at else None,
        )

    async def _say(self, said: Text) -> None:
        async with self.hearing.in_turn(f"sms:{said.sender or said.key}", said.sent_at or said.at):
            await self._say_in_turn(said)

    async def _say_in_turn(self, said: Text) -> None:
        if is_aml(said.text):
            located = read_sms(said.text, data=said.binary)
            await self.aml.locate(located, said.sender, key=said.key, received_at=said.at)
            return
        hearing, seal = self.hearing, self.hearing.seal()
        readable = bool(said.text.strip()) and not said.binary
        subject = await hearing.subject_of(identity_of(said.sender)) if said.sender else None
        writable = is_number(said.sender)
        command = HearMessage(
            command_id=derived_id(SOURCE, said.key, said.partial),
            channel=Channel.SMS,
            kind=MessageKind.TEXT if readable else MessageKind.UNREADABLE,
            sent_at=said.sent_at or said.at,
            received_at=said.at,
            time_source=TimeSource.PROVIDER if said.sent_at else TimeSource.SERVER,
            subject=subject,
            name=seal(said.sender, label="identity") if said.sender and not writable else None,
            number=seal(said.sender, label="identity") if writable else None,
            text=seal(said.text) if said.text else None,
            shape="" if readable else ("binary" if said.binary else "empty"),
            about=_about(said),
            change=Change.EDITED if said.completes else None,
        )
        await hearing.submit(command, seal, subject=subject)

    # ---- receipts

    def _take_receipt(self, receipt: Receipt, item: InboxItem) -> None:
        if not receipt.status:
            return
        if len(self._receipts) >= RECEIPTS_MAX:
            log.warning("sms.receipts_dropped")
            return
        task = asyncio.create_task(self._report(receipt, item), name="sms receipt")
        self._receipts.add(task)
        task.add_done_callback(self._reported)

    def _reported(self, task: asyncio.Task[None]) -> None:
        self._receipts.discard(task)
        if not task.cancelled() and (reason := task.exception()) is not None:
            log.warning("sms.receipt_not_told", reason=type(reason).__name__)

    async def _report(self, receipt: Receipt, item: InboxItem) -> None:
        row = await self._row_of(receipt)
        if row is not None and row.send.alert is not None:
            said = {"status": receipt.status, "error": receipt.error}
            await self.hearing.proven_alert(row, **said, at=item.received_at)
            return
        if row is None or row.send.contact_id is None:
            log.info("sms.receipt_of_nothing_we_sent", status=receipt.status)
            return
        command = ReportReply(
            command_id=derived_id(SOURCE, item.key),
            contact_id=row.send.contact_id,
            outbox_id=str(row.id),
            status=receipt.status,
            occurred_at=item.received_at,
            error=receipt.error,
            message=row.send.message,
        )
        await self.hearing.submit(command, cause=row.position)

    async def _row_of(self, receipt: Receipt) -> OutboxRow | None:
        """Two messages' ids may look the same in hex and in decimal: it must be to that number."""
        whose = None
        if receipt.recipient:
            whose = await self.hearing.subject_of(identity_of(receipt.recipient))
        for wait_s in RECEIPT_TRIES_S:
            await asyncio.sleep(wait_s)
            for message_id in receipt.message_ids:
                row = await self.hearing.sent_as(provider_id(message_id))
                to_duty = row is not None and row.send.alert is not None  # no citizen: no subject
                if row is not None and (to_duty or whose in (None, row.send.recipient)):
                    return row
        return None


def provider_id(message_id: str) -> str:
    """As the outbox keeps it: other channels' ids may look the same."""
    return f"{SOURCE}:{message_id}"


def identity_of(sender: str) -> str:
    """A number is one person on every channel; a name or a short code is nobody else's."""
    if not is_number(sender):
        return f"sms:{sender.lower()}"
    known = sender.startswith(("+", "0")) or len(sender) < 10
    return sender if known else f"+{sender}"  # operators leave the plus away


def read_raw(raw: bytes) -> Kept:
    """What the inbox keeps of a short message; None when those bytes are none."""
    try:
        kept = json.loads(raw)
        if "pdu" in kept:
            return read(read_message(decode(bytes.fromhex(kept["pdu"]))))
        if "failed" in kept:
            error = str(kept.get("error", "modem"))
            return Receipt(message_ids=(str(kept["failed"]),), status="failed", error=error)
        files = [(str(name), bytes.fromhex(data)) for name, data in kept["files"]]
    except (ValueError, KeyError, TypeError, RecursionError, NotAPdu):
        return None
    return gammu.read(files)


def pdu_as_kept(raw: bytes) -> bytes:
    return json.dumps({"pdu": raw.hex()}).encode()


def files_as_kept(files: tuple[tuple[str, bytes], ...]) -> bytes:
    return json.dumps({"files": [(name, data.hex()) for name, data in files]}).encode()


def failure_as_kept(name: str, error: str = "modem") -> bytes:
    return json.dumps({"failed": name, "error": error}).encode()


def _about(said: Text) -> MessageId | None:
    if not said.completes:
        return None
    return MessageId(str(derived_id(SOURCE, said.key, said.completes)))
