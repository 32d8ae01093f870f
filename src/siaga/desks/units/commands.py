"""What can be asked of the units desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.units import OffDutyReason
from siaga.language.values import AnyUnitId, FieldError, UnitId, Via

CREW_COUNT_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnDuty:
    command_id: UUID
    unit_id: UnitId
    crew_count: int | None = None  # 1 … 30
    via: Via = Via.CONSOLE
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.crew_count is not None and not 1 <= self.crew_count <= CREW_COUNT_MAX:
            raise FieldError("crew_count", f"antara 1 dan {CREW_COUNT_MAX} orang")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOffDuty:
    command_id: UUID
    unit_id: AnyUnitId
    reason: OffDutyReason = OffDutyReason.SHIFT_END
    back_at: datetime | None = None  # promised return
    via: Via = Via.CONSOLE
    occurred_at: datetime | None = None


Command = GoOnDuty | GoOffDuty
