"""Reads one contact's words and compares it with the open incidents; nothing is written here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from siaga.app.workers.advising.cases import Cases
from siaga.app.workers.advising.said import Said, joined
from siaga.boards.queue import QueueCard
from siaga.desks.triage.advise.duplicates import Known, Report, Spot, rank
from siaga.desks.triage.advise.reading import Reading
from siaga.desks.triage.advise.whole import as_a_whole
from siaga.language.triage import Candidate
from siaga.language.values import IncidentId
from siaga.platform.clock import Clock, steady_s

LONG_CHARACTERS = 800
"""A text this long is read beside the event loop."""

REST_S_MAX = 0.05


class Reads(Protocol):
    """`Reader`, whatever words it knows."""

    @property
    def version(self) -> str: ...

    def read(self, text: str) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    reading: Reading
    report: Report


@dataclass(slots=True, kw_only=True)
class Advisor:
    """One reckoning at a time, each followed by a rest as long as itself: advice never takes more
    than half of what the process has, and messages go before it."""

    reader: Reads
    cases: Cases
    clock: Clock
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def understand(self, card: QueueCard, said: Said) -> Understood:
        texts = await self.cases.texts([text.ref for text in said.texts])
        address = await self.cases.address(card.location)
        reading = as_a_whole(await self.read(joined(texts)), said.sent)
        report = Report(
            at=card.last_message_at,
            spot=await self.cases.spot(card.location, reading.areas),
            named=await self.cases.spot(None, reading.areas),
            guesses=reading.guesses,
            told=self.cases.told(address, texts),
        )
        return Understood(reading=reading, report=report)

    async def suppose(
        self, words: str, card: QueueCard | None, *, said: Said | None, spot: Spot | None
    ) -> Understood:
        """As `understand`, with words that a person is typing after whatever came by itself."""
        texts = await self.cases.texts([text.ref for text in said.texts]) if said else []
        whole = joined([*texts, words])
        reading = await self.read(whole)
        if said is not None:
            reading = as_a_whole(reading, replace(said.sent, words=bool(whole.strip())))
        location = card.location if card else None
        report = Report(
            at=self.clock.now(),
            spot=spot or await self.cases.spot(location, reading.areas),
            named=await self.cases.spot(None, reading.areas),
            guesses=reading.guesses,
            told=self.cases.told(await self.cases.address(location), [whole]),
        )
        return Understood(reading=reading, report=report)

    async def read(self, text: str) -> Reading:
        async with self._in_turn():
            if len(text) > LONG_CHARACTERS:
                return await asyncio.to_thread(self.reader.read, text)
            return self.reader.read(text)

    async def compare(
        self, report: Report, *, different: Collection[IncidentId] = ()
    ) -> tuple[Candidate, ...]:
        known = await self.cases.known()
        async with self._in_turn():
            marked = [
                replace(one, judged_different=True) if one.incident_id in different else one
                for one in known
            ]
            return rank(report, marked, now=self.clock.now())

    async def fits(self, report: Report, known: Sequence[Known]) -> bool:
        async with self._in_turn():
            return bool(rank(report, known, now=self.clock.now()))

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        async with self._turn:
            began_s = steady_s()
            try:
                yield
            finally:
                await asyncio.sleep(min(REST_S_MAX, steady_s() - began_s))
