"""What can be asked of the dispatch desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.dispatch import Consent, NeedReason, Stage
from siaga.language.machine_rules import LeaveBy
from siaga.language.partners import PartnerAnswer
from siaga.language.values import (
    AgencyId,
    AnyUnitId,
    CapabilityId,
    DispatchId,
    FieldError,
    HospitalId,
    IncidentId,
    PartnerId,
    Sealed,
    UnitId,
    Via,
)

RECHECK_S_MIN, RECHECK_S_MAX = 60, 3600
ETA_MIN_MAX, ETA_S_MAX, RANK_MAX = 600, 86_400, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchUnit:
    """The dispatch's id is its `command_id`.

    A unit whose agency commands it through its own base needs `asked_via`: how the base was asked.
    The last free unit of its fleet needs a reason unless the incident is P1. Outside the city the
    place's rule may ask for a leave: by whom, why, and the name where somebody else enters it.
    """

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId
    asked_via: Via | None = None
    asked_of: Sealed | None = None
    occurred_at: datetime | None = None
    last_unit_reason: Sealed | None = None
    eta_s: int | None = None  # of the proposal it was chosen from
    rank: int | None = None
    leave_by: LeaveBy | None = None
    leave_of: Sealed | None = None
    leave_reason: Sealed | None = None

    def __post_init__(self) -> None:
        if self.eta_s is not None and not 0 <= self.eta_s <= ETA_S_MAX:
            raise FieldError("eta_s", f"antara 0 dan {ETA_S_MAX} detik")
        if self.rank is not None and not 1 <= self.rank <= RANK_MAX:
            raise FieldError("rank", f"antara 1 dan {RANK_MAX}")
        if self.leave_by is not None and self.leave_reason is None:
            raise FieldError("leave_reason", "tulis alasan unit kita pergi ke luar kota")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """The unit leaves its job for another incident. The new dispatch's id is the `command_id`.

    Needs consent when somebody else owns the incident it leaves, or when it is there already.
    """

    command_id: UUID
    dispatch_id: DispatchId  # the job it leaves
    unit_id: UnitId
    from_id: IncidentId
    incident_id: IncidentId
    reason: Sealed
    consent: Consent | None = None
    consent_of: Sealed | None = None
    asked_via: Via | None = None
    asked_of: Sealed | None = None

    def __post_init__(self) -> None:
        if self.from_id == self.incident_id:
            raise FieldError("incident_id", "sama dengan kejadian yang sedang dikerjakan")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapUnit:
    """Another unit takes the job over. The new dispatch's id is the `command_id`."""

    command_id: UUID
    dispatch_id: DispatchId
    unit_id: AnyUnitId  # which leaves
    incident_id: IncidentId
    new_unit_id: UnitId
    reason: Sealed
    asked_via: Via | None = None
    asked_of: Sealed | None = None

    def __post_init__(self) -> None:
        if self.unit_id == self.new_unit_id:
            raise FieldError("new_unit_id", "unit yang sama; pilih unit lain")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPartner:
    """What a partner ambulance said on the telephone. Who comes gets a dispatch: `command_id`."""

    command_id: UUID
    incident_id: IncidentId
    partner_id: PartnerId
    answer: PartnerAnswer
    eta_min: int | None = None
    via: Via = Via.PHONE
    told_by: Sealed | None = None
    named_by: AgencyId | None = None  # the base that was asked and named this partner

    def __post_init__(self) -> None:
        if self.eta_min is not None and not 0 <= self.eta_min <= ETA_MIN_MAX:
            raise FieldError("eta_min", f"antara 0 dan {ETA_MIN_MAX} menit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """The crew's device shows the job."""

    command_id: UUID
    dispatch_id: DispatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """`device_at` and `sent_at`: see ReportStatus."""

    command_id: UUID
    dispatch_id: DispatchId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus:
    """Forward in the chain; `clear` ends the dispatch. With `reason` it corrects a passed stage.

    A person says `occurred_at`. A device that may have waited for a signal, or whose clock may be
    wrong, says `device_at` (by its own clock) and `sent_at` (its clock as this request leaves).
    """

    command_id: UUID
    dispatch_id: DispatchId
    status: Stage
    hospital: HospitalId | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None
    reason: Sealed | None = None
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleClaim:
    """Two times of one stage: which holds?"""

    command_id: UUID
    dispatch_id: DispatchId
    stage: Stage
    accept: bool  # the later claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Stand down: with what the crew has to know."""

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
    device_at: datetime | None = None
    sent_at: datetime | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DropNeed:
    """No unit is waited for any more."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBase:
    """The base that commands the unit was asked and has not answered yet: it rings."""

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId  # wished for
    via: Via
    asked_of: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBase:
    """What the base said, but which unit goes: sending that one is its answer too."""

    command_id: UUID
    incident_id: IncidentId
    agency: AgencyId
    agreed: bool
    reason: Sealed | None = None
    via: Via = Via.PHONE
    told_by: Sealed | None = None

    def __post_init__(self) -> None:
        if not self.agreed and self.reason is None:
            raise FieldError("reason", "tulis alasan mako menolak")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmStandDown:
    """The crew has read that it is called off, on its device or told to the room."""

    command_id: UUID
    dispatch_id: DispatchId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    device_at: datetime | None = None
    sent_at: datetime | None = None


# ---- orders to a unit beside its job


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlert:
    """Stand ready: place or kind are not known yet. Its id is the `command_id`."""

    command_id: UUID
    unit_id: UnitId
    incident_id: IncidentId | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPreAlert:
    command_id: UUID
    unit_id: UnitId
    ready: bool
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPreAlert:
    command_id: UUID
    unit_id: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNextJob:
    """The incident waits for this busy unit, which takes it when it is clear."""

    command_id: UUID
    unit_id: UnitId
    incident_id: IncidentId
    next_free_at: datetime | None = None  # when that may be; the need is looked at again then


@dataclass(frozen=True, slots=True, kw_only=True)
class DropNextJob:
    command_id: UUID
    unit_id: UnitId
    incident_id: IncidentId


# ---- made by a policy or a timer


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFound:
    """The unit's crew came upon the incident, or it was the unit's next job."""

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId
    found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewUnit:
    """The unit came free or left: its next job may be due, its fleet may run low."""

    command_id: UUID
    unit_id: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfStandDown:
    command_id: UUID
    dispatch_id: DispatchId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsePreAlert:
    command_id: UUID
    unit_id: UnitId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissUnit:
    """A unit is gone before its work was done: what only it could do is waited for."""

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId
    reason: NeedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverNeeds:
    """What the merged incident waited for is waited for here."""

    command_id: UUID
    incident_id: IncidentId
    from_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitAgain:
    """The merge was cut: what the incident waited for before it is waited for again."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfBase:
    command_id: UUID
    incident_id: IncidentId
    agency: AgencyId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfNeed:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


OfChain = ConfirmDelivery | Acknowledge | ReportStatus | Cancel | Decline | SettleClaim
OfStandDown = ConfirmStandDown | RemindOfStandDown
Sending = DispatchUnit | Reassign | SwapUnit | RecordPartner | SendFound
OfUnit = (
    PreAlert | AnswerPreAlert | EndPreAlert | LapsePreAlert | SetNextJob | DropNextJob | ReviewUnit
)
OfNeed = WaitForUnit | DropNeed | MissUnit | RemindOfNeed | WaitAgain
OfBase = AskBase | AnswerBase | RemindOfBase
Command = Sending | OfChain | OfStandDown | OfUnit | OfNeed | OfBase | TakeOverNeeds
