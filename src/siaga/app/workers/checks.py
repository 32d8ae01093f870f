"""Keeps the timers of the plan in force: when an incident is looked at first, how often its units
are called (PAR).

Which plan holds needs the whole book of plans, so it is worked out here and not in the desk. One
process of a place does it at a time, by an advisory lock; what happened meanwhile is made up for.
"""

from __future__ import annotations

from typing import Any

from siaga.app.workers.follower import Follower
from siaga.boards.open_incidents import IncidentCard
from siaga.boards.plans import EditedPlan
from siaga.desks.command.commands import PlanRollCalls
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
from siaga.language.plans import PlanTimers, in_force
from siaga.language.values import Actor, ActorKind, Asked, IncidentId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id

CHECKER = Actor(kind=ActorKind.POLICY, id="reviews.first_check")
CALLER = Actor(kind=ActorKind.POLICY, id="command.plan_rolls")


class Checks(Follower[IncidentId, tuple[int, bool]]):
    """Due: the position of what asked for it, and whether it is planned anew."""

    def __init__(self, gateway: Gateway, hub: Hub, *, clock: Clock) -> None:
        super().__init__("checks")
        self.gateway, self.hub, self.clock = gateway, hub, clock

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

    def _pick_up(self) -> None:
        position = self.hub.position
        for incident_id in self._cards():
            self._due.setdefault(incident_id, (position, False))

    async def _do(self, incident_id: IncidentId, due: tuple[int, bool]) -> None:
        card = self._cards().get(incident_id)
        if card is None:
            return
        position, anew = due
        timers = self._timers(card)
        if timers.first_check_min is not None:
            check = PlanFirstCheck(
                command_id=derived_id("first-check", self.hub.lineage, incident_id, position),
                incident_id=incident_id,
                first_check_min=timers.first_check_min,
                anew=anew,
            )
            await self._ask("reviews", check, CHECKER)
        if timers.roll_call_min is not None:
            rolls = PlanRollCalls(
                command_id=derived_id("plan-rolls", self.hub.lineage, incident_id, position),
                incident_id=incident_id,
                interval_min=timers.roll_call_min,
            )
            await self._ask("command", rolls, CALLER)

    async def _ask(self, desk: str, command: PlanFirstCheck | PlanRollCalls, actor: Actor) -> None:
        asked = Asked(actor=actor, received_at=self.clock.now())
        await self.gateway.submit(Submission(desk=desk, command=command, asked=asked))

    def _timers(self, card: IncidentCard) -> PlanTimers:
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
        return advise(plans, situation, place=place).timers

    def _cards(self) -> dict[Any, IncidentCard]:
        return self.hub.boards["open-incidents"].cards()
