"""What is already known of a caller when the call comes in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog

from siaga.channels.phone.port import Offered
from siaga.channels.phone.protocol import Caller, read_caller, read_sent_location
from siaga.desks.lines.advise import caller_seen
from siaga.desks.lines.commands import CallerSeen, HearCall
from siaga.desks.lines.state import CallerLife
from siaga.language.calls import CallerId
from siaga.language.intake import contact_life, sender
from siaga.language.place import Place
from siaga.language.values import ContactId, FieldError, LocationClaim, Safety, SubjectId
from siaga.platform.clock import Clock
from siaga.platform.database import LOST
from siaga.platform.gateway import Gateway
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.locations import read_location
from siaga.platform.subjects import Subjects, canonical
from siaga.platform.vault import Sealer, Vault, VaultItem
from siaga.platform.wire import Seal

LOOK_S_MAX = 0.1
"""A call is never kept from ringing by looking its caller up."""

LINE_MAX = 64

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Callers:
    gateway: Gateway
    hub: Hub
    sealer: Sealer
    vault: Vault
    subjects: Subjects
    clock: Clock
    test_numbers: frozenset[str] = frozenset()

    @property
    def place(self) -> Place:
        return self.gateway.place

    async def hear(self, event: Offered) -> tuple[HearCall, Sequence[VaultItem]]:
        """The call as a command, its number and place sealed."""
        caller = read_caller(event)
        seal = Seal(self.sealer, self.vault.remember)
        subject = await self._subject(caller)
        location = self._location(event, seal)
        command_id = derived_id("phone", event.call)
        command = HearCall(
            command_id=command_id,
            line=event.line[:LINE_MAX],
            caller_id=caller.kind,
            offered_at=event.at,
            seen=await self._seen(subject, location, nameless=not caller.number),
            subject=subject,
            number=seal(caller.number, label="identity") if caller.number else None,
            location=location,
            late=event.replayed and self._is_over(event.at),
            test=caller.number in self.test_numbers if caller.number else False,
        )
        return command, seal.about(subject=subject or "", case_id=str(command_id))

    async def is_known(self, contact_id: ContactId) -> bool:
        desk = self.gateway.desks["lines"]
        life, _ = await self.gateway.states.get(desk, contact_life(contact_id))
        return life.offered_at is not None

    def _is_over(self, at: datetime) -> bool:
        """Told again within the ring it is still the same ring; later it is an old call."""
        return (self.clock.now() - at).total_seconds() > self.place.lines.bound_s * 2

    async def _subject(self, caller: Caller) -> SubjectId | None:
        """Of a number, or of a telephone without SIM; None when nothing was shown."""
        if not caller.number:
            return None
        identity = canonical(caller.number)
        if caller.kind is CallerId.DEVICE:
            identity = f"device:{caller.number}"
        try:
            subject, new = await _in_time(self.subjects.of(identity))
        except (TimeoutError, *LOST) as reason:
            log.warning("lines.caller_not_looked_up", reason=type(reason).__name__)
            return None
        if new:
            desks = (self.gateway.desks["lines"], self.gateway.desks["intake"])
            self.gateway.states.begin(desks, [sender(subject)])
        return subject

    def _location(self, event: Offered, seal: Seal) -> LocationClaim | None:
        sent = read_sent_location(event.location)
        if sent is None:
            return None
        value: dict[str, Any] = {
            "latitude": sent.latitude,
            "longitude": sent.longitude,
            "accuracy_m": sent.accuracy_m,
            "source": "gps",
        }
        try:
            return read_location("location", value, seal=seal, place=self.place)
        except FieldError as error:
            log.warning("lines.location_unusable", field=error.field)
            return None

    async def _seen(
        self, subject: SubjectId | None, location: LocationClaim | None, *, nameless: bool
    ) -> CallerSeen:
        now = self.clock.now()
        life, safety = None, Safety.SAFE if nameless else Safety.DO_NOT_CONTACT
        if subject:
            life, safety = await self._history(subject)
        incidents = self.hub.boards["open-incidents"].cards().values()
        own = set(life.contact_ids) if life else set()
        area = location.area if location else None
        return caller_seen(
            life,
            now=now,
            on_open_incident=any(own & set(card.contact_ids) for card in incidents),
            incidents_near=sum(
                card.location is not None and card.location.area == area for card in incidents
            )
            if area
            else 0,
            announced=len(self.hub.boards["announcements"].cards()),
            local_hour=now.astimezone(ZoneInfo(self.place.zone)).hour,
            safety=safety,
        )

    async def _history(self, subject: SubjectId) -> tuple[CallerLife | None, Safety]:
        """Who could not be looked up in time is not called back until a person says so."""
        try:
            return await _in_time(self._read_history(subject))
        except (TimeoutError, *LOST) as reason:
            log.warning("lines.history_not_looked_up", reason=type(reason).__name__)
            return None, Safety.DO_NOT_CONTACT

    async def _read_history(self, subject: SubjectId) -> tuple[CallerLife, Safety]:
        states, desks = self.gateway.states, self.gateway.desks
        life, _ = await states.get(desks["lines"], sender(subject))
        writes, _ = await states.get(desks["intake"], sender(subject))
        last = (*life.contact_ids[-1:], *filter(None, [writes.contact_id]))
        known = [await states.get(desks["intake"], contact_life(one)) for one in last]
        unsafe = any(state.safety is Safety.DO_NOT_CONTACT for state, _ in known)
        return life, Safety.DO_NOT_CONTACT if unsafe else Safety.SAFE


async def _in_time(look: Coroutine[Any, Any, T]) -> T:
    """Raises TimeoutError. What is given up is not waited for either: while a database hangs, not
    even its cancellation returns."""
    task = asyncio.create_task(look, name="caller looked up")
    await asyncio.wait([task], timeout=LOOK_S_MAX)
    if task.done():
        return task.result()
    task.add_done_callback(lambda late: late.cancelled() or late.exception())
    task.cancel()
    raise TimeoutError
