"""Tells the reviews desk when the plan in force wants an incident to be looked at first.

Which plan holds needs the whole book of plans, so it is worked out here and not in the desk. One
process of a place does it at a time, by an advisory lock; what happened meanwhile is made up for.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from siaga.boards.open_incidents import IncidentCard
from siaga.boards.plans import EditedPlan
from siaga.desks.place.advise import Situation, advise
from siaga.desks.reviews.commands import PlanFirstCheck
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
)
from siaga.language.major import AlarmRaised
from siaga.language.plans import in_force
from siaga.language.values import Actor, ActorKind, Asked, IncidentId
from siaga.platform.clock import Clock
from siaga.platform.database import is_lost
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.logbook import Unavailable
from siaga.platform.single_worker import alone
from siaga.platform.tail import Tagged
from siaga.platform.waiting import woken

PLANNER = Actor(kind=ActorKind.POLICY, id="reviews.first_check")
LOOK_S = 2.0

log = structlog.get_logger()


class Checks:
    def __init__(self, gateway: Gateway, hub: Hub, *, clock: Clock) -> None:
        self.gateway, self.hub, self.clock = gateway, hub, clock
        self._due: dict[IncidentId, tuple[int, bool]] = {}  # → position, planned anew
        self._works = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, pool: Any, site: int) -> None:
        work = alone(pool, site, name="checks", work=self.work)
        self._task = asyncio.create_task(work, name="checks")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def follow(self, entries: list[Tagged]) -> None:
        if not self._works:
            return
        for entry, _ in entries:
            if not entry.imported:
                self._see(entry)
        if self._due:
            self._wake.set()

    def _see(self, entry: Entry) -> None:
        match entry.fact:
            case IncidentReopened() | AlarmRaised() as fact:
                self._due[fact.incident_id] = (entry.position, True)
            case (
                IncidentOpened()
                | IncidentClassified()
                | IncidentLocated()
                | IncidentPrioritised() as fact
            ):
                _, anew = self._due.get(fact.incident_id, (0, False))
                self._due[fact.incident_id] = (entry.position, anew)
            case _:
                pass

    async def work(self, _connection: Any) -> None:
        self._works = True
        try:
            position = self.hub.position
            for incident_id in self._cards():
                self._due.setdefault(incident_id, (position, False))
            while True:
                self._wake.clear()
                await self._round()
                await woken(self._wake, LOOK_S)
        finally:
            self._works = False
            self._due.clear()

    async def _round(self) -> None:
        while self._due:
            incident_id, due = next(iter(self._due.items()))
            try:
                await self._plan(incident_id, due)
            except Exception as reason:
                if isinstance(reason, Unavailable) or is_lost(reason):
                    raise
                log.exception("checks.aside", incident_id=incident_id)
            if self._due.get(incident_id) == due:
                del self._due[incident_id]

    async def _plan(self, incident_id: IncidentId, due: tuple[int, bool]) -> None:
        card = self._cards().get(incident_id)
        first_check_min = self._minutes(card) if card else None
        if first_check_min is None:
            return
        position, anew = due
        command = PlanFirstCheck(
            command_id=derived_id("first-check", self.hub.lineage, incident_id, position),
            incident_id=incident_id,
            first_check_min=first_check_min,
            anew=anew,
        )
        asked = Asked(actor=PLANNER, received_at=self.clock.now())
        await self.gateway.submit(Submission(desk="reviews", command=command, asked=asked))

    def _minutes(self, card: IncidentCard) -> int | None:
        place = self.gateway.place
        edited: dict[Any, EditedPlan] = self.hub.boards["plans"].cards()
        changed = {one.plan_id: one.plan for one in edited.values() if not one.follows_file}
        situation = Situation(
            incident_type=card.incident_type,
            priority=card.priority,
            at=self.clock.now(),
            area=card.location.area if card.location else None,
            alarm=card.alarm,
        )
        plans = in_force(place.plans, changed)
        return advise(plans, situation, place=place).timers.first_check_min

    def _cards(self) -> dict[Any, IncidentCard]:
        return self.hub.boards["open-incidents"].cards()
