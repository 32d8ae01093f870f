"""Turns what the inbox holds into contacts: one command per item, the same id each time.

A module of this folder per source reads its items; what is common to all of them is here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from siaga.app.workers.hearing.order import Turns
from siaga.desks.conversation.advise import language_of
from siaga.desks.intake.commands import HearMessage, JoinIdentities
from siaga.language.intake import sender
from siaga.language.refusals import Refusal
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    Channel,
    ContactId,
    Language,
    LocationClaim,
    SubjectId,
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

MOVES_MAX = 3

SentAs = Callable[[str], Awaitable[OutboxRow | None]]
Proven = Callable[[str, str], Awaitable[OutboxRow | None]]
"""(our id, the provider's): the row of which the provider just proved that it has it."""


class ProvenAlert(Protocol):
    """What a provider says of a row that was an alert to somebody who must act."""

    async def __call__(self, row: OutboxRow, *, status: str, error: str, at: datetime) -> None: ...


Hearer = Callable[["Hearing", InboxItem], Awaitable[None]]


class Hearing:
    """`hearers` by source of the inbox: each reads one item and submits what it finds."""

    def __init__(
        self, gateway: Gateway, *, sealer: Sealer, vault: Vault, subjects: Subjects, clock: Clock
    ) -> None:
        self.gateway, self.place = gateway, gateway.place
        self.sealer, self.vault, self.subjects, self.clock = sealer, vault, subjects, clock
        self.hearers: dict[str, Hearer] = {}
        self.sent_as: SentAs = _nothing
        self.proven: Proven = _unproven
        self.proven_alert: ProvenAlert = _no_alert
        self.aside = 0  # items nobody could read, each of them shown as such
        self._arrivals, self._turns = Turns(), Turns()

    async def hear(self, item: InboxItem) -> None:
        await self.hearers[item.source](self, item)

    def seal(self) -> Seal:
        return Seal(self.sealer, self.vault.remember)

    def in_turn(self, identity: str, at: datetime) -> AbstractAsyncContextManager[None]:
        """Taken before anything is looked up: what came first is heard first, not what was found
        first."""
        return self._arrivals.of(identity, at)

    async def subject_of(self, identity: str) -> SubjectId:
        """Of a telephone number in any spelling, or of a channel's id with its kind before it."""
        known_as = identity if ":" in identity else canonical(identity)
        subject, new = await self.subjects.of(known_as)
        if new:  # nobody has written about this sender: there is nothing to look up
            self.gateway.states.begin([self.gateway.desks["intake"]], [sender(subject)])
        return subject

    def location(self, seal: Seal, value: dict[str, Any]) -> LocationClaim:
        return read_location("location", value, seal=seal, place=self.place)

    async def submit(
        self,
        command: Any,
        seal: Seal | None = None,
        *,
        subject: SubjectId | None = None,
        cause: int | None = None,
    ) -> None:
        """One sender's messages in their order; the digest is the item's, not the seals'."""
        if isinstance(command, HearMessage):
            command = replace(command, language=command.language or self._language(command))
        at = command.sent_at if isinstance(command, HearMessage) else self.clock.now()
        async with self._turns.of(subject or str(command.command_id), at):
            await self._submit_in_turn(command, seal, subject=subject, cause=cause)

    def _language(self, command: HearMessage) -> Language | None:
        """What the citizen's words, just read, seem to be in; the centre's answers follow it."""
        if command.text is None or command.forwarded:
            return None
        _, words = self.vault.at_hand(command.text.ref)
        local = self.place.conversation.local
        return language_of(words or "", local_markers=local.markers if local else ())

    async def _submit_in_turn(
        self, command: Any, seal: Seal | None, *, subject: SubjectId | None, cause: int | None
    ) -> None:
        contact_id = await self.latest_contact(subject)
        for attempt in range(MOVES_MAX):
            moved = attempt and isinstance(command, JoinIdentities)
            if isinstance(command, HearMessage) or moved:
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
            if answer.refusal != Refusal.CONTACT_MOVED_ON or not answer.legal:
                return
            contact_id = ContactId(answer.legal[0])

    async def latest_contact(self, subject: SubjectId | None) -> ContactId | None:
        """In writing."""
        if subject is None:
            return None
        state, _ = await self.gateway.states.get(self.gateway.desks["intake"], sender(subject))
        found: ContactId | None = state.contact_id
        return found


async def _no_alert(row: OutboxRow, *, status: str, error: str, at: datetime) -> None:
    del row, status, error, at


async def _unproven(_outbox_id: str, _provider_id: str) -> OutboxRow | None:
    return None


async def _nothing(_provider_id: str) -> OutboxRow | None:
    return None


def _channel_of(command: Any) -> str:
    """A report about an outbox row carries no channel of its own."""
    channel: Channel | None = getattr(command, "channel", None)
    return channel.value if channel else "outbox"
