"""Expected arrivals, reckoned again from where each unit is: whoever waits sees them move.

A unit without a position (a crew on the radio) is reckoned from the incident's place.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from siaga.app.workers.hospitals.starting import Start, scene_start, unit_start
from siaga.boards.patients.card import PatientLine, PatientsCard, PreAlertLine
from siaga.desks.patients.commands import ReckonArrival
from siaga.geo.travel import travel
from siaga.language.values import Actor, ActorKind, Asked
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.single_worker import steadily
from siaga.platform.vault import Vault

EVERY_S = 20.0
MOVED_S = 60


class Arrivals:
    def __init__(self, gateway: Gateway, hub: Hub, *, vault: Vault, clock: Clock) -> None:
        self.gateway, self.hub, self.vault, self.clock = gateway, hub, vault, clock
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
        commands = await self.reckoned()
        for command in commands:
            actor = Actor(kind=ActorKind.SYSTEM, id="arrivals")
            asked = Asked(actor=actor, received_at=self.clock.now())
            await self.gateway.submit(Submission(desk="patients", command=command, asked=asked))
        return len(commands)

    async def reckoned(self) -> list[ReckonArrival]:
        """For each patient on the way whose expected arrival moved, or was not known."""
        found: list[ReckonArrival] = []
        for slot in tuple(self.hub.boards["patients"].slots.values()):
            card: PatientsCard | None = slot.card
            for line in card.patients.values() if card is not None else ():
                command = await self._of(card, line) if card is not None else None
                if command is not None:
                    found.append(command)
        return found

    async def _of(self, card: PatientsCard, line: PatientLine) -> ReckonArrival | None:
        known = line.pre_alert
        if known is None or line.over or line.arrived_at:
            return None
        hospital = self.gateway.place.hospitals.get(known.hospital)
        if hospital is None:
            return None
        now = self.clock.now()
        start = unit_start(self.hub.signals, line.unit_id, now=now) if line.unit_id else None
        from_at = now
        if start is None:
            drove_at = card.drove_at.get(line.dispatch_id) if line.dispatch_id else None
            if not _is_wanted(known, drove_at):
                return None
            start = await self._scene(card)
            from_at = drove_at or now
        if start.at is None:
            return None
        drive = travel(start.at, (hospital.position.latitude, hospital.position.longitude))
        eta_at = from_at + timedelta(seconds=drive.travel_s)
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

    async def _scene(self, card: PatientsCard) -> Start:
        place = self.gateway.place
        return await scene_start(card.incident_id, self.hub, vault=self.vault, place=place)


def _is_wanted(known: PreAlertLine, drove_at: datetime | None) -> bool:
    """Without a position: once when nobody reckoned, and once more when the crew drives off."""
    if known.eta_at is None or known.eta_said_at is None:
        return True
    return drove_at is not None and known.eta_said_at < drove_at


def _near(one: datetime, other: datetime) -> bool:
    return abs((one - other).total_seconds()) < MOVED_S
