"""What citizens did on the pages of their links: where the phone is, a place, answers."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

import msgspec

from siaga.app.workers.hearing import Hearing
from siaga.channels.citizen.fixes import TOLD_EVERY_S, Fix, is_news
from siaga.desks.intake.commands import HearMessage
from siaga.desks.links.commands import AskAgain, GiveFeedback, OpenLink, ShowStatus
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    Channel,
    ContactId,
    IncidentId,
    LinkId,
    MessageKind,
    TimeSource,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem
from siaga.platform.wire import Seal

SOURCE = "link"
PHONES_MAX = 2_000


class FromLink(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One post of a link's page as the inbox keeps it; `id` is its own, the same for a repeat."""

    id: str
    link_id: LinkId
    contact_id: ContactId


class Opened(FromLink, frozen=True, kw_only=True):
    pass


class Fixed(FromLink, frozen=True, kw_only=True):
    latitude: float
    longitude: float
    accuracy_m: int | None = None

    @property
    def fix(self) -> Fix:
        return Fix(latitude=self.latitude, longitude=self.longitude, accuracy_m=self.accuracy_m)


class Placed(FromLink, frozen=True, kw_only=True):
    area: str = ""
    address: str = ""


class Again(FromLink, frozen=True, kw_only=True):
    words: str
    incident_id: IncidentId | None = None


class Feedback(FromLink, frozen=True, kw_only=True):
    handled: bool
    words: str = ""
    incident_id: IncidentId | None = None


Item = Opened | Fixed | Placed | Again | Feedback
_read: msgspec.json.Decoder[Item] = msgspec.json.Decoder(Item)


class _Phone(msgspec.Struct):
    """What the room was last told of one phone, and what is to be told when it is time."""

    told: Fix | None = None
    told_at: datetime | None = None
    waiting: tuple[Fixed, datetime] | None = None


class Links:
    """Hears the items of source "link". What a phone says too often waits for its time."""

    def __init__(self) -> None:
        self._phones: OrderedDict[LinkId, _Phone] = OrderedDict()
        self._later: set[asyncio.Task[None]] = set()

    async def hear(self, hearing: Hearing, item: InboxItem) -> None:
        said = _read.decode(item.raw)
        match said:
            case Fixed():
                await self._hear_fix(hearing, said, item.received_at)
            case Placed():
                await _hear_place(hearing, said, item.received_at)
            case _:
                await _hear_citizen(hearing, said, item.received_at)

    async def _hear_fix(self, hearing: Hearing, said: Fixed, at: datetime) -> None:
        phone = self._phones.setdefault(said.link_id, _Phone())
        self._phones.move_to_end(said.link_id)
        while len(self._phones) > PHONES_MAX:
            self._phones.popitem(last=False)
        if not is_news(phone.told, said.fix):
            phone.waiting = None  # where it is now has been told
            return
        wait_s = _still_s(phone, at)
        if wait_s <= 0:
            await _tell(hearing, phone, said, at)
            return
        is_first = phone.waiting is None
        phone.waiting = (said, at)
        if is_first:
            task = asyncio.create_task(_tell_later(hearing, phone, wait_s), name="phone")
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    async def close(self) -> None:
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)


def _still_s(phone: _Phone, at: datetime) -> float:
    """Seconds until this phone may be told of again."""
    if phone.told_at is None:
        return 0.0
    return (phone.told_at + timedelta(seconds=TOLD_EVERY_S) - at).total_seconds()


async def _tell_later(hearing: Hearing, phone: _Phone, wait_s: float) -> None:
    await asyncio.sleep(wait_s)
    if phone.waiting is not None:
        said, at = phone.waiting
        await _tell(hearing, phone, said, at)


async def _tell(hearing: Hearing, phone: _Phone, said: Fixed, at: datetime) -> None:
    """The first one rings like any message; those that follow say where the caller is now."""
    is_first = phone.told is None
    phone.told, phone.told_at, phone.waiting = said.fix, at, None
    value: dict[str, Any] = {
        "latitude": said.latitude,
        "longitude": said.longitude,
        "accuracy_m": said.accuracy_m,
        "source": "gps",
    }
    seal = hearing.seal()
    located = hearing.location(seal, value)
    command = replace(_message(said, at), location=located, quiet=not is_first)
    await _submit(hearing, "intake", command, at=at, seal=seal)


async def _hear_place(hearing: Hearing, said: Placed, at: datetime) -> None:
    """Words alone are a message; with a kelurahan they are the address of a claim."""
    seal = hearing.seal()
    command = _message(said, at)
    if said.area:
        value = {"area": said.area, "address": said.address or None}
        command = replace(command, location=hearing.location(seal, value))
    else:
        command = replace(command, kind=MessageKind.TEXT, text=seal(said.address))
    await _submit(hearing, "intake", command, at=at, seal=seal)


def _message(said: Fixed | Placed, at: datetime) -> HearMessage:
    return HearMessage(
        command_id=derived_id(SOURCE, said.id),
        channel=Channel.WEB,
        kind=MessageKind.LOCATION,
        sent_at=at,
        received_at=at,
        time_source=TimeSource.SERVER,
        contact_id=said.contact_id,
        link_id=said.link_id,
    )


async def _hear_citizen(hearing: Hearing, said: Opened | Again | Feedback, at: datetime) -> None:
    seal = hearing.seal()
    command_id = derived_id(SOURCE, said.id)
    about: dict[str, Any] = {"contact_id": said.contact_id, "link_id": said.link_id}
    command: Any
    match said:
        case Opened():
            command = OpenLink(command_id=command_id, **about)
        case Again():
            command = AskAgain(
                command_id=command_id,
                **about,
                words=seal(said.words),
                incident_id=said.incident_id,
            )
        case Feedback():
            command = GiveFeedback(
                command_id=command_id,
                **about,
                handled=said.handled,
                words=seal(said.words) if said.words else None,
                incident_id=said.incident_id,
            )
        case _:
            assert_never(said)
    await _submit(hearing, "links", command, at=at, seal=seal)


def status_link_of(form_id: UUID) -> UUID:
    """The link of a report written on our own page: known before the report is heard."""
    return derived_id("status link", form_id)


async def show_status(hearing: Hearing, form_id: UUID, *, at: datetime) -> None:
    command = ShowStatus(command_id=status_link_of(form_id), contact_id=ContactId(str(form_id)))
    await _submit(hearing, "links", command, at=at, seal=hearing.seal())


async def _submit(hearing: Hearing, desk: str, command: Any, *, at: datetime, seal: Seal) -> None:
    """Judged by when it reached us, however late it is heard."""
    await hearing.gateway.submit(
        Submission(
            desk=desk,
            command=command,
            asked=Asked(actor=Actor(kind=ActorKind.CHANNEL, id=SOURCE), received_at=at),
            items=seal.about(subject="", case_id=command.contact_id),
            digest=hashlib.sha256(command.command_id.bytes).digest()[:16],
            urgent=True,
        )
    )
