"""What can be asked of the dispatch desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.dispatch import NeedReason, Stage
from siaga.language.values import (
    CapabilityId,
    DispatchId,
    FieldError,
    HospitalId,
    IncidentId,
    Sealed,
    UnitId,
    Via,
)

RECHECK_S_MIN, RECHECK_S_MAX = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchUnit:
    """The dispatch's id is its `command_id`.

    A unit whose agency commands it through its own base needs `asked_via`: how the base was asked.
    """

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId
    asked_via: Via | None = None
    asked_of: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """The crew's device shows the job."""

    command_id: UUID
    dispatch_id: DispatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    command_id: UUID
    dispatch_id: DispatchId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus:
    """Forward in the chain; `clear` ends the dispatch. With `reason` it corrects a passed stage."""

    command_id: UUID
    dispatch_id: DispatchId
    status: Stage
    hospital: HospitalId | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    command_id: UUID
    dispatch_id: DispatchId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    command_id: UUID
    dispatch_id: DispatchId
    reason: Sealed
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitForUnit:
    """The incident needs a unit and none can go; the promised re-check rings."""

    command_id: UUID
    incident_id: IncidentId
    reason: NeedReason
    capability: CapabilityId | None = None
    recheck_s: int = 300  # 60 … 3600
    next_free_at: datetime | None = None

    def __post_init__(self) -> None:
        if not RECHECK_S_MIN <= self.recheck_s <= RECHECK_S_MAX:
            raise FieldError("recheck_s", f"antara {RECHECK_S_MIN} dan {RECHECK_S_MAX} detik")


# ---- made by a timer


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfNeed:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


Command = (
    DispatchUnit
    | ConfirmDelivery
    | Acknowledge
    | ReportStatus
    | Cancel
    | Decline
    | WaitForUnit
    | RemindOfNeed
)
