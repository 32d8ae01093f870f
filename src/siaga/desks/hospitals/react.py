"""What the hospitals desk does by itself: let a diversion run out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.hospitals.commands import Command, ExpireDiversion
from siaga.desks.hospitals.follow import DIVERSION
from siaga.language.values import HospitalId


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != DIVERSION:
        return None
    return ExpireDiversion(command_id=command_id, hospital=HospitalId(subject), due_at=due_at)
