"""The matcher: compares who is missing with who was found, and suggests with reasons.

It follows the logbook and writes by the front door. A report that is entered or told anew is
compared with all open ones of the other kind; nothing is ever joined here. One process of a place
does it at a time, by an advisory lock.
"""

from __future__ import annotations

import asyncio

from siaga.app.workers.follower import Follower
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
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.vault import Vault

MATCHER = Actor(kind=ActorKind.POLICY, id="persons.matching")
PAIRS_AT_ONCE = 200
"""Then messages get their turn."""


class Matching(Follower[PersonId, int]):
    """Due: the position of what asked for it."""

    def __init__(self, gateway: Gateway, hub: Hub, *, vault: Vault, clock: Clock) -> None:
        super().__init__("matching")
        self.gateway, self.hub, self.clock = gateway, hub, clock
        self.looks = Looks(vault, gateway.place)

    def _see(self, entry: Entry) -> None:
        match entry.fact:
            case PersonReported() | PersonDescribed() | PersonReportEnded() as fact:
                self._due[fact.person_id] = entry.position
            case PersonsMatched() | PersonsUnmatched() as fact:
                self._due[fact.missing_id] = self._due[fact.found_id] = entry.position
            case _:
                pass

    def _pick_up(self) -> None:
        for card in self._open():
            if card.kind is PersonKind.MISSING:
                self._due[card.person_id] = self.hub.position

    async def _do(self, person_id: PersonId, position: int) -> None:
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
