"""What the house thinks of a report while a person is still typing it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog

from siaga.app.workers.advising.advisor import Advisor, Understood
from siaga.app.workers.advising.said import said_by
from siaga.app.workers.advising.writing import Advised, Writing
from siaga.boards.queue import QueueCard
from siaga.boards.suggestions import SuggestionCard
from siaga.desks.triage.advise.duplicates import Spot
from siaga.language.triage import Candidate
from siaga.language.values import ContactId
from siaga.platform.database import LOST
from siaga.platform.hub import Hub
from siaga.platform.logbook import Unavailable
from siaga.platform.vault import Sealer

TYPED_SETTLE_S = 2.0
"""Words are written down as read once nobody has typed on for so long."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """`spot`: chosen in the form; without it the place the contact sent."""

    words: str
    contact_id: ContactId | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    it: Understood
    candidates: tuple[Candidate, ...]


@dataclass(slots=True, kw_only=True)
class Previewing:
    """A pure look; the last words typed about a waiting contact become a suggestion."""

    advisor: Advisor
    writing: Writing
    hub: Hub
    sealer: Sealer
    _settling: dict[ContactId, asyncio.Task[None]] = field(default_factory=dict)

    async def look(self, typed: Typed) -> Preview:
        card = self.waiting(typed.contact_id)
        said = said_by(card) if card else None
        it = await self.advisor.suppose(typed.words, card, said=said, spot=typed.spot)
        advised = self._suggested(card.contact_id) if card else None
        different = advised.different if advised else ()
        candidates = await self.advisor.compare(it.report, different=different)
        if card is not None:
            self._settle(card.contact_id, typed.words, Preview(it=it, candidates=candidates))
        return Preview(it=it, candidates=candidates)

    def knows(self, contact_id: ContactId) -> bool:
        slot = self.hub.boards["queue"].slots.get(contact_id)
        return slot is not None and slot.card is not None

    async def stop(self) -> None:
        tasks = tuple(self._settling.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def waiting(self, contact_id: ContactId | None) -> QueueCard | None:
        """A contact that is still to be dealt with."""
        slot = self.hub.boards["queue"].slots.get(contact_id) if contact_id else None
        card: QueueCard | None = slot.card if slot else None
        return card if card and card.incident_id is None else None

    def _suggested(self, contact_id: ContactId) -> SuggestionCard | None:
        slot = self.hub.boards["suggestions"].slots.get(contact_id)
        return slot.card if slot else None

    def _settle(self, contact_id: ContactId, words: str, seen: Preview) -> None:
        before = self._settling.pop(contact_id, None)
        if before is not None:
            before.cancel()
        if not words.strip():
            return
        job = self._write(contact_id, words, seen)
        task = asyncio.create_task(job, name="typed words settle")
        self._settling[contact_id] = task
        task.add_done_callback(lambda done: self._settled(contact_id, done))

    def _settled(self, contact_id: ContactId, task: asyncio.Task[None]) -> None:
        if self._settling.get(contact_id) is task:
            del self._settling[contact_id]

    async def _write(self, contact_id: ContactId, words: str, seen: Preview) -> None:
        """The same words read against the same advice are the same suggestion."""
        await asyncio.sleep(TYPED_SETTLE_S)
        if self.waiting(contact_id) is None:
            return
        advised = self._suggested(contact_id)
        before = advised.triage.suggestion_id if advised and advised.triage else ""
        key = f"{self.sealer.blind(words).hex()} {before}"
        about = Advised(contact_id=contact_id, position=0, key=key)
        ask = seen.it.reading.own_victim
        try:
            await self.writing.suggest(about, seen.it.reading)
            if seen.candidates or (advised and advised.duplicates):
                await self.writing.point_out(about, seen.candidates, ask_own_victim=ask)
        except (Unavailable, *LOST) as reason:
            log.warning("advising.typed_not_written", reason=type(reason).__name__)
