"""What the premises desk does by itself: notes end in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.premises.commands import Command, ExpirePremise
from siaga.desks.premises.follow import EXPIRY


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != EXPIRY:
        return None
    return ExpirePremise(command_id=command_id, note_id=subject, due_at=due_at)
