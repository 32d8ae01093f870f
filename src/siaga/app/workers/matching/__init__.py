"""The matcher: compares who is missing with who was found, and suggests with reasons.

It follows the logbook and writes by the front door. A report that is entered or told anew is
compared with all open ones of the other kind; nothing is ever joined here. One process of a place
does it at a time, by an advisory lock.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from siaga.app.workers.matching.looks import Looks
from siaga.boards.persons import PersonCard
from siaga.desks.persons.advise import RULE, may_be_named, rank
from siaga.desks.persons.commands import SuggestMatches
from siaga.language.entry import Entry
from siaga.language.persons import (
    Likeness,
    MatchCandidate,
    PersonDescribed,
    PersonKind,
    PersonReported,
    PersonReportEnded,
    PersonsMatched,
    PersonsUnmatched,
)
from siaga.language.values import Actor, ActorKind, Asked, PersonId
from siaga.platform.clock import Clock
from siaga.platform.database import is_lost
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.logbook import Unavailable
from siaga.platform.single_worker import alone
from siaga.platform.tail import Tagged
from siaga.platform.vault import Vault
from siaga.platform.waiting import woken

MATCHER = Actor(kind=ActorKind.POLICY, id="persons.matching")
LOOK_S = 2.0
PAIRS_AT_ONCE = 200
"""Then messages get their turn."""

log = structlog.get_logger()


class Matching:
    def __init__(self, gateway: Gateway, hub: Hub, *, vault: Vault, clock: Clock) -> None:
        self.gateway, self.hub, self.clock = gateway, hub, clock
        self.looks = Looks(vault, gateway.place)
        self.aside = 0  # reports that a fault kept from being compared
        self._due: dict[PersonId, int] = {}  # → position of what asked for it
        self._works = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, pool: Any, site: int) -> None:
        work = alone(pool, site, name="matching", work=self.work)
        self._task = asyncio.create_task(work, name="matching")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def follow(self, entries: list[Tagged]) -> None:
        """Never raises: boards go on whatever becomes of suggestions."""
        if not self._works:
            return
        for entry, _ in entries:
            if not entry.imported:
                self._see(entry)
        if self._due:
            self._wake.set()

    def _see(self, entry: Entry) -> None:
        match entry.fact:
            case PersonReported() | PersonDescribed() | PersonReportEnded() as fact:
                self._due[fact.person_id] = entry.position
            case PersonsMatched() | PersonsUnmatched() as fact:
                self._due[fact.missing_id] = self._due[fact.found_id] = entry.position
            case _:
                pass

    async def work(self, _connection: Any) -> None:
        self._works = True
        try:
            position = self.hub.position
            for card in self._open():
                if card.kind is PersonKind.MISSING:  # what happened while nobody compared
                    self._due[card.person_id] = position
            while True:
                self._wake.clear()
                await self._round()
                await woken(self._wake, LOOK_S)
        finally:
            self._works = False
            self._due.clear()

    async def _round(self) -> None:
        while self._due:
            person_id, position = next(iter(self._due.items()))
            try:
                await self._compare(person_id, position)
            except Exception as reason:
                if isinstance(reason, Unavailable) or is_lost(reason):
                    raise
                self.aside += 1
                log.exception("matching.aside", person_id=person_id)
            if self._due.get(person_id) == position:
                del self._due[person_id]

    async def _compare(self, person_id: PersonId, position: int) -> None:
        """A missing one with all found; a found or gone one with the missing it concerns."""
        cards = {card.person_id: card for card in self._open()}
        card = cards.get(person_id)
        found = [one for one in cards.values() if one.kind is not PersonKind.MISSING]
        if card is not None and card.kind is PersonKind.MISSING:
            await self._suggest(card, found, position)
            return
        for one in [one for one in cards.values() if one.kind is PersonKind.MISSING]:
            named = any(each.found_id == person_id for each in one.candidates)
            if named or (card is not None and await self._fits(one, card)):
                await self._suggest(one, found, position)

    async def _fits(self, missing: PersonCard, found: PersonCard) -> bool:
        return may_be_named(await self.looks.of(missing), await self.looks.of(found))

    async def _suggest(self, card: PersonCard, found: list[PersonCard], position: int) -> None:
        if card.matched is not None:
            return
        look, looks = await self.looks.of(card), []
        for number, one in enumerate(found, start=1):
            if one.matched is None and one.person_id not in card.different:
                looks.append(await self.looks.of(one))
            if number % PAIRS_AT_ONCE == 0:
                await asyncio.sleep(0)
        candidates = rank(look, looks)
        if _gist(candidates) != _gist(card.candidates):
            await self._write(card.person_id, candidates, position)

    async def _write(
        self, person_id: PersonId, candidates: tuple[MatchCandidate, ...], position: int
    ) -> None:
        lineage = self.hub.lineage
        command = SuggestMatches(
            command_id=derived_id("matching", lineage, person_id, position, str(_gist(candidates))),
            person_id=person_id,
            rule=RULE,
            candidates=candidates,
        )
        asked = Asked(actor=MATCHER, received_at=self.clock.now())
        await self.gateway.submit(Submission(desk="persons", command=command, asked=asked))

    def _open(self) -> list[PersonCard]:
        slots = self.hub.boards["persons"].slots.values()
        return [slot.card for slot in slots if slot.card is not None]


def _gist(candidates: tuple[MatchCandidate, ...]) -> tuple[tuple[PersonId, int, Likeness], ...]:
    """A chance that moved a little because somebody else was found is nothing new."""
    return tuple((one.found_id, one.points, one.likeness) for one in candidates)
