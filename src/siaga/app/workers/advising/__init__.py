"""The advisor: reads what citizens write, and suggests what it is and whether it is known.

It follows the logbook and writes suggestions back by the front door; nobody waits for it. One
process of a place does it at a time, by an advisory lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog

from siaga.app.workers.advising.advisor import Advisor, Understood
from siaga.app.workers.advising.due import Due, Wish
from siaga.app.workers.advising.said import said_by
from siaga.app.workers.advising.writing import Advised, Writing
from siaga.boards.queue import QueueCard
from siaga.boards.suggestions import SuggestionCard
from siaga.desks.triage.advise.whole import VOICE_UNHEARD
from siaga.language.conversation import MediaKept
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.intake import ContactAnswered, ContactWrappedUp, MessageReceived
from siaga.language.triage import Candidate, JudgedDifferent
from siaga.language.values import Change, ContactId, IncidentId
from siaga.platform.clock import steady_s
from siaga.platform.database import is_lost
from siaga.platform.hub import Hub
from siaga.platform.logbook import Unavailable
from siaga.platform.single_worker import alone
from siaga.platform.tail import Tagged
from siaga.platform.waiting import woken

AT_ONCE = 16
LOOK_S = 1.0
AGAIN_S = 0.5

log = structlog.get_logger()


class Advising:
    def __init__(self, advisor: Advisor, writing: Writing, *, hub: Hub) -> None:
        self.advisor, self.writing, self.hub = advisor, writing, hub
        self.aside = 0  # contacts that a fault kept from being advised
        self._due = Due()
        self._moved: dict[IncidentId, int] = {}  # incidents that are not what they were, and where
        self._heard: dict[ContactId, Understood] = {}  # of those who wait
        self._works = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, pool: Any, site: int) -> None:
        work = alone(pool, site, name="advising", work=self.work)
        self._task = asyncio.create_task(work, name="advising")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def backlog(self) -> int:
        return len(self._due)

    # ---- from the logbook

    def follow(self, entries: list[Tagged]) -> None:
        """Never raises: boards and messages go on whatever becomes of advice."""
        if not self._works:
            return
        try:
            for entry, _ in entries:
                if not entry.imported:
                    self._see(entry)
        except Exception:
            log.exception("advising.not_followed")
        self._wake.set()

    def _see(self, entry: Entry) -> None:
        match entry.fact:
            case MessageReceived(change=change) as fact if change is not Change.REACTION:
                self._ask(fact.contact_id, entry.position, read=True)
            case ContactAnswered(contact_id=contact_id) | MediaKept(contact_id=contact_id):
                if self._waits_to_be_heard(contact_id):
                    self._ask(contact_id, entry.position, read=True)
            case JudgedDifferent(contact_id=contact_id):
                self._ask(contact_id, entry.position, read=False)
            case (
                IncidentOpened(incident_id=incident_id)
                | IncidentReopened(incident_id=incident_id)
                | IncidentLocated(incident_id=incident_id)
                | IncidentClassified(incident_id=incident_id)
                | IncidentClosed(incident_id=incident_id)
                | IncidentMerged(incident_id=incident_id)
                | IncidentUnmerged(incident_id=incident_id)
            ):
                self._moved[incident_id] = entry.position
            case ContactWrappedUp(contact_id=contact_id):
                self._forget(contact_id)
            case _:
                pass

    def _ask(self, contact_id: ContactId, position: int, *, read: bool) -> None:
        self._due.ask(contact_id, position, now_s=steady_s(), read=read)

    def _forget(self, contact_id: ContactId) -> None:
        self._heard.pop(contact_id, None)
        self._due.forget(contact_id)

    # ---- the work

    async def work(self, _connection: Any) -> None:
        self._works = True
        try:
            self._pick_up()
            while True:
                self._wake.clear()
                await self._recompare()
                await self._round()
                await woken(self._wake, self._pause_s())
        finally:
            self._works = False
            self._due.clear()
            self._moved.clear()
            self._heard.clear()

    def _pick_up(self) -> None:
        """Whoever wrote while nobody advised; of the others the radar must know what they said."""
        for contact_id, card in self._waiting():
            said = said_by(card)
            if said is not None:
                advised = self._suggested(contact_id)
                triage = advised.triage if advised else None
                is_read = triage is not None and set(said.inputs[-1:]) <= set(triage.inputs)
                self._ask(contact_id, said.position, read=not is_read)

    async def _round(self) -> None:
        taken = self._due.take(steady_s(), AT_ONCE)
        if not taken:
            return
        jobs = (self._advise(contact_id, wish) for contact_id, wish in taken.items())
        outcomes = await asyncio.gather(*jobs, return_exceptions=True)
        lost = False
        for (contact_id, wish), outcome in zip(taken.items(), outcomes, strict=True):
            if isinstance(outcome, Exception) and _is_outage(outcome):
                self._due.give_back({contact_id: wish})
                lost = True
            elif isinstance(outcome, Exception):
                self.aside += 1
                log.error("advising.aside", contact_id=contact_id, exc_info=outcome)
        self._wake.set()
        if lost:
            await asyncio.sleep(AGAIN_S)

    async def _advise(self, contact_id: ContactId, wish: Wish) -> None:
        card = self._card(contact_id)
        said = said_by(card) if card else None
        if card is None or said is None:
            self._forget(contact_id)
            return
        it = self._heard.get(contact_id)
        if it is None or wish.read:
            it = self._heard[contact_id] = await self.advisor.understand(card, said)
        about = Advised(contact_id=contact_id, position=wish.position, inputs=said.inputs)
        if wish.read:
            await self.writing.suggest(about, it.reading)
        await self._point_out(about, it)

    async def _point_out(self, about: Advised, it: Understood) -> None:
        """Nothing is written while nothing is open and nothing was said before."""
        advised = self._suggested(about.contact_id)
        shown = advised.duplicates if advised else None
        if shown is None and not self.advisor.cases.any_open:
            return
        found = await self.advisor.compare(it.report, different=_different(advised))
        ask = it.reading.own_victim
        is_same = shown is not None and shown.ask_own_victim == ask
        if not is_same or _gists(shown.candidates if shown else ()) != _gists(found):
            await self.writing.point_out(about, found, ask_own_victim=ask)

    async def _recompare(self) -> None:
        """An incident was opened, moved or closed: whoever waits may speak of it, or no longer."""
        moved, self._moved = self._moved, {}
        if not moved:
            return
        known = {one.incident_id: one for one in await self.advisor.cases.known()}
        changed = [known[incident_id] for incident_id in moved if incident_id in known]
        position = max(moved.values())
        for contact_id, it in tuple(self._heard.items()):
            if self._card(contact_id) is None:
                self._forget(contact_id)
                continue
            advised = self._suggested(contact_id)
            shown = advised.duplicates if advised else None
            is_named = shown is not None and not moved.keys().isdisjoint(_ids(shown.candidates))
            if is_named or await self.advisor.fits(it.report, changed):
                self._ask(contact_id, position, read=False)

    # ---- from the boards

    def _waiting(self) -> Iterable[tuple[ContactId, QueueCard]]:
        for key in tuple(self.hub.boards["queue"].slots):
            card = self._card(ContactId(key))
            if card is not None:
                yield ContactId(key), card

    def _card(self, contact_id: ContactId) -> QueueCard | None:
        """Of a contact that is not part of an incident."""
        slot = self.hub.boards["queue"].slots.get(contact_id)
        card: QueueCard | None = slot.card if slot else None
        return card if card and card.incident_id is None else None

    def _suggested(self, contact_id: ContactId) -> SuggestionCard | None:
        slot = self.hub.boards["suggestions"].slots.get(contact_id)
        return slot.card if slot else None

    def _waits_to_be_heard(self, contact_id: ContactId) -> bool:
        advised = self._suggested(contact_id)
        triage = advised.triage if advised else None
        return triage is not None and any(one.key == VOICE_UNHEARD for one in triage.reasons)

    def _pause_s(self) -> float:
        next_s = self._due.next_s()
        return LOOK_S if next_s is None else min(LOOK_S, max(0.005, next_s - steady_s()))


def _is_outage(reason: Exception) -> bool:
    return isinstance(reason, Unavailable) or is_lost(reason)


def _ids(candidates: Iterable[Candidate]) -> list[IncidentId]:
    return [one.incident_id for one in candidates]


def _gists(candidates: Iterable[Candidate]) -> list[tuple[IncidentId, bool, bool]]:
    return [one.gist for one in candidates]


def _different(advised: SuggestionCard | None) -> tuple[IncidentId, ...]:
    return advised.different if advised else ()
