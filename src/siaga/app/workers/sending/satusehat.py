"""Outbox rows of kind "satusehat": a handed-over patient's summary for the health platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siaga.app.handover import around, opened, sealed_handover
from siaga.app.workers.sending import is_here
from siaga.channels.satusehat.post import SatuSehat
from siaga.channels.satusehat.protocol import bundle
from siaga.desks.patients.commands import ReportFiling
from siaga.desks.patients.follow import FILING
from siaga.language.values import Actor, ActorKind, Asked, PatientId
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent

if TYPE_CHECKING:
    from siaga.app.room import Room


class Filing:
    def __init__(self, room: Room, platform: SatuSehat) -> None:
        self.room, self.platform = room, platform

    async def send(self, row: OutboxRow) -> Sent:
        settings = self.platform.settings
        if self.room.place.drill and not is_here(settings.fhir_url):
            return Sent(ending=Ending.DRILL)
        if not settings.enabled:
            return Sent(ending=Ending.FAILED, error="not_connected")
        sealed = await sealed_handover(self.room, patient_of(row))
        if sealed is None:
            return Sent(ending=Ending.FAILED, error="no_patient")
        handover = await opened(self.room, sealed)
        answer = await self.platform.file(bundle(handover, await around(self.room, handover)))
        if answer.taken:
            return Sent(ending=Ending.ACCEPTED, provider_id=answer.encounter or None)
        ending = Ending.RETRY if answer.again else Ending.FAILED
        return Sent(ending=ending, error=answer.problem)

    async def report(self, row: OutboxRow, *, status: str, error: str) -> None:
        command = ReportFiling(
            command_id=derived_id("outbox", row.id, status),
            patient_id=patient_of(row),
            filed=status == "sent",
            problem="" if status == "sent" else error or status,
        )
        actor = Actor(kind=ActorKind.SYSTEM, id="outbox")
        asked = Asked(actor=actor, received_at=self.room.clock.now())
        await self.room.gateway.submit(
            Submission(
                desk="patients",
                command=command,
                asked=asked,
                digest=row.id.bytes,
                cause=row.position,
            )
        )

    def senders(self) -> dict[str, Sender]:
        return {FILING: self.send}


def patient_of(row: OutboxRow) -> PatientId:
    """A row's recipient is its patient: one that must wait holds up nobody else's."""
    return PatientId(row.send.recipient)
