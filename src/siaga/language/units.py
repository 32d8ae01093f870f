"""What is known of units: ambulances, engines, boats, teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.values import Tag, UnitId, When


class OffDutyReason(StrEnum):
    SHIFT_END = "shift_end"
    REFUEL = "refuel"  # isi BBM/oksigen
    CLEANING = "cleaning"  # dicuci
    BROKEN = "broken"  # rusak
    CREW_INCOMPLETE = "crew_incomplete"  # kru belum lengkap


def unit_job(unit_id: UnitId) -> Tag:
    """Guards one unit, one job."""
    return Tag(f"unit-job:{unit_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWentOnDuty(Fact):
    unit_id: UnitId
    when: When
    crew_count: int | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (unit_job(self.unit_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWentOffDuty(Fact):
    unit_id: UnitId
    reason: OffDutyReason
    when: When
    back_at: datetime | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (unit_job(self.unit_id),)


UnitFact = UnitWentOnDuty | UnitWentOffDuty
