"""What the parts of the lines worker share: the desk, the telephone, who is on which call."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from siaga.channels.phone.port import CannotDo, Phone
from siaga.desks.lines.advise import Floor
from siaga.desks.lines.commands import NoteEnd
from siaga.language.calls import EndedBy
from siaga.language.place import Lines, Place
from siaga.language.values import AccountId, Actor, ActorKind, Asked, ContactId
from siaga.platform.clock import Clock, steady_s
from siaga.platform.database import LOST
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.logbook import Answer, Unavailable
from siaga.platform.vault import VaultItem

RETRY_S = 0.25
TEMPORARY_FAILURE = 41  # Q.850
CHANNEL = Actor(kind=ActorKind.CHANNEL, id="phone")
DISTRIBUTION = Actor(kind=ActorKind.POLICY, id="lines.distribution")

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """A call that a taker's page placed."""

    contact_id: ContactId  # of a call placed to somebody outside its own id
    taker: AccountId
    answered_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Switchboard:
    gateway: Gateway
    phone: Phone
    clock: Clock
    floor: Floor = field(default_factory=Floor)
    online: set[AccountId] = field(default_factory=set)  # pages the switch can ring
    names: dict[ContactId, str] = field(default_factory=dict)  # contact → Call-ID
    outgoing: dict[str, Outgoing] = field(default_factory=dict)  # Call-ID → who placed it
    _under_way: dict[object, float] = field(default_factory=dict)  # since steady seconds

    @property
    def place(self) -> Place:
        return self.gateway.place

    @property
    def rules(self) -> Lines:
        return self.gateway.place.lines

    def contact_of(self, call: str) -> ContactId:
        """The same call is the same contact in every process, and after every outage."""
        placed = self.outgoing.get(call)
        return placed.contact_id if placed else ContactId(str(derived_id("phone", call)))

    async def lose(self, contact_id: ContactId) -> None:
        """Somebody hears nobody any more: end it, so that he calls again, or is called back."""
        call = self.names.pop(contact_id, None)
        if call is not None:
            try:
                await self.phone.hang_up(call)
            except CannotDo:
                log.info("lines.switch_knew_no_more")
        await self.tell(
            NoteEnd(
                command_id=derived_id("lost", contact_id),
                contact_id=contact_id,
                ended_by=EndedBy.NETWORK,
                ended_at=self.clock.now(),
                cause=TEMPORARY_FAILURE,
            )
        )

    async def tell(
        self, command: Any, *, actor: Actor = CHANNEL, items: Sequence[VaultItem] = ()
    ) -> Answer:
        """Again until the logbook can be written: what the line says is never dropped."""
        with self._writing():
            while True:
                try:
                    return await self.ask(command, actor=actor, items=items)
                except (Unavailable, *LOST):
                    await asyncio.sleep(RETRY_S)

    async def ask(
        self, command: Any, *, actor: Actor = CHANNEL, items: Sequence[VaultItem] = ()
    ) -> Answer:
        """Once. Raises Unavailable. The digest is the id's: what repeats is sealed anew."""
        submission = Submission(
            desk="lines",
            command=command,
            asked=Asked(actor=actor, received_at=self.clock.now()),
            items=items,
            digest=hashlib.sha256(command.command_id.bytes).digest()[:16],
            urgent=True,
        )
        with self._writing():
            answer = await self.gateway.submit(submission)
        if answer.refusal is not None:
            log.info("lines.refused", command=type(command).__name__, reason=answer.refusal)
        return answer

    @property
    def writing_since_s(self) -> float | None:
        """Since when the oldest command waits for its answer; a database that hangs gives none."""
        return min(self._under_way.values(), default=None)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        mine = object()
        self._under_way[mine] = steady_s()
        try:
            yield
        finally:
            del self._under_way[mine]
