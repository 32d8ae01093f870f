"""What the crews desk does by itself: ring a panic again that is not over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.crews.commands import RemindOfPanic
from siaga.desks.crews.follow import PANIC
from siaga.language.values import UnitId


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> RemindOfPanic | None:
    if kind != PANIC:
        return None
    return RemindOfPanic(command_id=command_id, unit_id=UnitId(subject), due_at=due_at)
