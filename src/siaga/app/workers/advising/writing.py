"""Hands suggestions to the triage desk, by the same door as everybody, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from siaga.desks.triage.advise.duplicates import RULES_VERSION
from siaga.desks.triage.advise.reading import Reading
from siaga.desks.triage.advise.whole import suggest
from siaga.desks.triage.commands import RecordDuplicates
from siaga.language.triage import Candidate
from siaga.language.values import Actor, ActorKind, Asked, ContactId, MessageId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id

ADVISOR = Actor(kind=ActorKind.POLICY, id="triage.advice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """Whom a suggestion is about, what was read for it, and the fact that asked for it.

    `key`: "" of what the logbook asked for; of typed words something that is theirs alone.
    """

    contact_id: ContactId
    position: int
    inputs: tuple[MessageId, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A crash, a repeat or a second process changes nothing: ids come from what was read."""

    gateway: Gateway
    hub: Hub
    clock: Clock
    rules: str

    async def suggest(self, about: Advised, reading: Reading) -> None:
        command_id = self._id(about, "triage")
        await self._submit(
            suggest(
                command_id,
                about.contact_id,
                inputs=about.inputs,
                reading=reading,
                rules=self.rules,
            ),
            about,
        )

    async def point_out(
        self, about: Advised, found: Sequence[Candidate], *, ask_own_victim: bool
    ) -> None:
        command = RecordDuplicates(
            command_id=self._id(about, "duplicates"),
            contact_id=about.contact_id,
            rules=RULES_VERSION,
            inputs=about.inputs,
            position=self.hub.position,
            candidates=tuple(found),
            ask_own_victim=ask_own_victim,
        )
        await self._submit(command, about)

    def _id(self, about: Advised, what: str) -> UUID:
        parts = (self.hub.lineage, about.position, what, about.contact_id)
        return derived_id(*parts, about.key) if about.key else derived_id(*parts)

    async def _submit(self, command: Any, about: Advised) -> None:
        """The digest is the id's: rules may have changed between a try and its repeat."""
        await self.gateway.submit(
            Submission(
                desk="triage",
                command=command,
                asked=Asked(actor=ADVISOR, received_at=self.clock.now()),
                digest=command.command_id.bytes,
                cause=about.position or None,
                depth=1,
            )
        )
