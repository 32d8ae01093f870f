"""Where a calling telephone is, brought to its call by number and time.

It may come before the call rings, or without any call: then the call failed, and somebody has to
know. Whoever it belongs to, its raw form stays beside it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from siaga.app.workers.hearing import Hearing
from siaga.channels.aml.items import AmlLocation
from siaga.channels.aml.protocol import read_form
from siaga.desks.intake.commands import HearMessage
from siaga.language.intake import contact_life, sender
from siaga.language.lines import CallOffered
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    Channel,
    ContactId,
    FieldError,
    LocationClaim,
    MessageKind,
    SubjectId,
    TimeSource,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.inbox import Inbox, InboxItem
from siaga.platform.locations import ACCURACY_M_MAX
from siaga.platform.tail import Tagged
from siaga.platform.wire import Seal

SOURCE = "aml"
NEAR = timedelta(minutes=15)
"""A location this long before or after a call of the same number is that call's."""

ALONE_AFTER = timedelta(minutes=2)
"""Telephones send it within half a minute of dialling: no call by now is a call that failed."""

LOOK_S = 5.0
WAITING_MAX = 1_000

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Waiting:
    """A location without its call. `told`: it stands as a contact of its own meanwhile."""

    located: AmlLocation
    number: str
    key: str
    received_at: datetime
    subject: SubjectId
    told: bool = False


class AmlHearing:
    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self.waiting: OrderedDict[str, Waiting] = OrderedDict()
        self._jobs: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self, inbox: Inbox) -> None:
        self._task = asyncio.create_task(self._look_after(inbox), name="aml")

    async def stop(self) -> None:
        tasks = [*self._jobs, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def hear(self, _hearing: Hearing, item: InboxItem) -> None:
        located = read_form(item.raw)
        number = located.number or ""
        await self.locate(located, number, key=item.key, received_at=item.received_at)

    async def locate(
        self, located: AmlLocation, number: str, *, key: str, received_at: datetime
    ) -> None:
        """Never fails for what it says; only while nothing can be written."""
        if not number:
            await self._alone(located, number, key=key, received_at=received_at)
            return
        subject = await self.hearing.subject_of(number)
        waiting = Waiting(
            located=located, number=number, key=key, received_at=received_at, subject=subject
        )
        self.waiting[key] = waiting  # before the look: a call may begin just now
        call = await self._call_of(subject, received_at)
        if call is not None and self.waiting.pop(key, None) is not None:
            await self._attach(waiting, call)
        while len(self.waiting) > WAITING_MAX:
            await self._show(self.waiting.popitem(last=False)[1])

    def follow(self, entries: list[Tagged]) -> None:
        """A call that begins may be the one a location waits for."""
        offered = {
            entry.fact.subject: entry.fact.contact_id
            for entry, _ in entries
            if isinstance(entry.fact, CallOffered) and entry.fact.subject
        }
        if not offered or not self.waiting:
            return
        for waiting in [one for one in self.waiting.values() if one.subject in offered]:
            self.waiting.pop(waiting.key, None)
            job = asyncio.create_task(self._attach(waiting, offered[waiting.subject]))
            self._jobs.add(job)
            job.add_done_callback(self._attached)

    def _attached(self, job: asyncio.Task[None]) -> None:
        self._jobs.discard(job)
        if not job.cancelled() and (reason := job.exception()) is not None:
            log.error("aml.not_attached", reason=type(reason).__name__)

    async def _look_after(self, inbox: Inbox) -> None:
        """What waited when this process began is heard again: told twice it does no harm."""
        try:
            for item in await inbox.recent(SOURCE, within=NEAR, at_most=WAITING_MAX):
                await self.hear(self.hearing, item)
        except Exception:
            log.exception("aml.not_remembered")
        while True:
            await asyncio.sleep(LOOK_S)
            now = self.hearing.clock.now()
            for waiting in tuple(self.waiting.values()):
                age = now - waiting.received_at
                try:
                    if age >= ALONE_AFTER and not waiting.told:
                        await self._show(waiting)
                except Exception:
                    log.exception("aml.not_shown")
                    continue
                if age >= NEAR:
                    self.waiting.pop(waiting.key, None)

    async def _show(self, waiting: Waiting) -> None:
        """No call came, and nobody who reached the centre is ever lost."""
        await self._alone(
            waiting.located, waiting.number, key=waiting.key, received_at=waiting.received_at
        )
        waiting.told = True

    async def _call_of(self, subject: SubjectId, at: datetime) -> ContactId | None:
        """The number's newest call near that time."""
        states, desk = self.hearing.gateway.states, self.hearing.gateway.desks["lines"]
        life, _ = await states.get(desk, sender(subject))
        for contact_id in reversed(life.contact_ids):
            call, _ = await states.get(desk, contact_life(contact_id))
            if call.offered_at is not None and abs(at - call.offered_at) <= NEAR:
                found: ContactId = contact_id
                return found
        return None

    async def _attach(self, waiting: Waiting, contact_id: ContactId) -> None:
        hearing = self.hearing
        intake = hearing.gateway.desks["intake"]
        contact, _ = await hearing.gateway.states.get(intake, contact_life(contact_id))
        if contact.wrapped_at is not None:
            log.info("aml.call_is_over")  # what was settled is not opened again for a place
            return
        seal = hearing.seal()
        command_id = derived_id(SOURCE, waiting.key, contact_id)
        said = _message(hearing, seal, waiting.located, received_at=waiting.received_at)
        command = HearMessage(
            **said, command_id=command_id, channel=Channel.PHONE, contact_id=contact_id
        )
        await hearing.gateway.submit(
            Submission(
                desk="intake",
                command=command,
                asked=Asked(
                    actor=Actor(kind=ActorKind.CHANNEL, id=SOURCE), received_at=hearing.clock.now()
                ),
                items=seal.about(subject=waiting.subject, case_id=contact_id),
                digest=hashlib.sha256(str(command_id).encode()).digest()[:16],
                urgent=True,
            )
        )

    async def _alone(
        self, located: AmlLocation, number: str, *, key: str, received_at: datetime
    ) -> None:
        hearing, seal = self.hearing, self.hearing.seal()
        subject = await hearing.subject_of(number) if number else None
        said = _message(hearing, seal, located, received_at=received_at)
        command = HearMessage(
            **(said | {"quiet": False}),
            command_id=derived_id(SOURCE, key),
            channel=Channel.SMS,
            subject=subject,
            number=seal(number, label="identity") if number else None,
        )
        await hearing.submit(command, seal, subject=subject)


def _message(
    hearing: Hearing, seal: Seal, located: AmlLocation, *, received_at: datetime
) -> dict[str, Any]:
    """What both kinds of message share; a location that cannot be one is shown as it came."""
    claim = _claim(hearing, seal, located)
    return {
        "kind": MessageKind.LOCATION if claim else MessageKind.UNREADABLE,
        "sent_at": located.located_at or received_at,
        "received_at": received_at,
        "time_source": TimeSource.DEVICE if located.located_at else TimeSource.SERVER,
        "text": seal(_words(located)),
        "location": claim,
        "shape": SOURCE,
        "quiet": True,
    }


def _claim(hearing: Hearing, seal: Seal, located: AmlLocation) -> LocationClaim | None:
    if not located.usable:
        return None
    value: dict[str, Any] = {
        "latitude": located.latitude,
        "longitude": located.longitude,
        "source": "gps",
    }
    if located.accuracy_m is not None:
        value["accuracy_m"] = min(located.accuracy_m, ACCURACY_M_MAX)
    try:
        return hearing.location(seal, value)
    except FieldError as error:
        log.warning("aml.location_unusable", field=error.field)
        return None


def _words(located: AmlLocation) -> str:
    """A line a person can read, and the raw form."""
    line: Sequence[str] = (
        "AML",
        located.method.upper(),
        f"±{located.accuracy_m:.0f} m" if located.accuracy_m is not None else "",
        f"{located.certainty} %" if located.certainty is not None else "",
        f"{located.located_at:%H:%M:%S} UTC" if located.located_at else "",
    )
    return " · ".join(part for part in line if part) + f"\n{located.raw}"
