"""Expected arrivals, reckoned again from where each unit is: whoever waits sees them move."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from siaga.app.workers.hospitals.starting import unit_start
from siaga.boards.patients.card import PatientLine, PatientsCard
from siaga.desks.patients.commands import ReckonArrival
from siaga.geo.travel import travel
from siaga.language.values import Actor, ActorKind, Asked
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.signals import Signals
from siaga.platform.single_worker import steadily

EVERY_S = 20.0
MOVED_S = 60


class Arrivals:
    def __init__(self, gateway: Gateway, hub: Hub, *, signals: Signals, clock: Clock) -> None:
        self.gateway, self.hub, self.signals, self.clock = gateway, hub, signals, clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        again = steadily("arrivals", self.look, every_s=EVERY_S)
        self._task = asyncio.create_task(again, name="arrivals")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> int:
        """→ how many arrivals moved."""
        commands = self.reckoned()
        for command in commands:
            actor = Actor(kind=ActorKind.SYSTEM, id="arrivals")
            asked = Asked(actor=actor, received_at=self.clock.now())
            await self.gateway.submit(Submission(desk="patients", command=command, asked=asked))
        return len(commands)

    def reckoned(self) -> list[ReckonArrival]:
        """For each patient on the way whose unit says where it is, when that moved the arrival."""
        found: list[ReckonArrival] = []
        for slot in self.hub.boards["patients"].slots.values():
            card: PatientsCard | None = slot.card
            if card is not None:
                each = (self._of(card, line) for line in card.patients.values())
                found += [command for command in each if command is not None]
        return found

    def _of(self, card: PatientsCard, line: PatientLine) -> ReckonArrival | None:
        known = line.pre_alert
        if known is None or line.over or line.arrived_at or line.unit_id is None:
            return None
        now = self.clock.now()
        hospital = self.gateway.place.hospitals.get(known.hospital)
        start = unit_start(self.signals, line.unit_id, now=now)
        if hospital is None or start is None or start.at is None:
            return None
        drive = travel(start.at, (hospital.position.latitude, hospital.position.longitude))
        eta_at = now + timedelta(seconds=drive.travel_s)
        if known.eta_at is not None and _near(known.eta_at, eta_at):
            return None
        return ReckonArrival(
            command_id=derived_id("arrival", known.pre_alert_id, eta_at.isoformat()),
            patient_id=line.patient_id,
            incident_id=card.incident_id,
            pre_alert_id=known.pre_alert_id,
            eta_at=eta_at,
            position_age_s=start.age_s,
        )


def _near(one: datetime, other: datetime) -> bool:
    return abs((one - other).total_seconds()) < MOVED_S
