"""What can be asked of the command desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.major import (
    ROLL_CALL_MAX,
    ROLL_CALL_MIN,
    CommandPlace,
    CommandRole,
    ResourceEnd,
    RollAnswer,
)
from siaga.language.plans import ALARM_MAX
from siaga.language.values import (
    AgencyId,
    AnyUnitId,
    CapabilityId,
    FieldError,
    IncidentId,
    LocationClaim,
    Sealed,
    UnitId,
    Via,
)

COUNT_MAX = 500
DUE_MIN_MAX = 24 * 60


def _must_be(name: str, value: int, *, least: int, most: int) -> None:
    if not least <= value <= most:
        raise FieldError(name, f"antara {least} dan {most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlarm:
    command_id: UUID
    incident_id: IncidentId
    level: int
    reason: Sealed

    def __post_init__(self) -> None:
        _must_be("level", self.level, least=2, most=ALARM_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerAlarm:
    command_id: UUID
    incident_id: IncidentId
    level: int
    reason: Sealed

    def __post_init__(self) -> None:
        _must_be("level", self.level, least=1, most=ALARM_MAX - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareMajorIncident:
    command_id: UUID
    incident_id: IncidentId
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMajorIncident:
    command_id: UUID
    incident_id: IncidentId
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCommandPlace:
    command_id: UUID
    incident_id: IncidentId
    place: CommandPlace
    location: LocationClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSector:
    """A new sector's id is its `command_id`; with `sector_id` one gets another name."""

    command_id: UUID
    incident_id: IncidentId
    name: Sealed
    sector_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSector:
    command_id: UUID
    incident_id: IncidentId
    sector_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole:
    """Role `sector` needs a sector, no other role has one."""

    command_id: UUID
    incident_id: IncidentId
    role: CommandRole
    name: Sealed
    sector_id: str | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    channel: Sealed | None = None

    def __post_init__(self) -> None:
        if (self.role is CommandRole.SECTOR) != (self.sector_id is not None):
            raise FieldError("sector_id", "hanya untuk kepala sektor, dan wajib baginya")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole:
    command_id: UUID
    incident_id: IncidentId
    role: CommandRole
    sector_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceUnit:
    """In a sector or at a place of the command; with neither it is taken out."""

    command_id: UUID
    incident_id: IncidentId
    unit_id: UnitId
    sector_id: str | None = None
    place: CommandPlace | None = None

    def __post_init__(self) -> None:
        if self.sector_id is not None and self.place is not None:
            raise FieldError("place", "sektor atau tempat, tidak keduanya")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResource:
    """The request's id is its `command_id`. It rings when `due_min` minutes have passed."""

    command_id: UUID
    incident_id: IncidentId
    what: Sealed
    count: int = 1
    due_min: int = 15
    capability: CapabilityId | None = None
    agency: AgencyId | None = None

    def __post_init__(self) -> None:
        _must_be("count", self.count, least=1, most=COUNT_MAX)
        _must_be("due_min", self.due_min, least=1, most=DUE_MIN_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseResource:
    command_id: UUID
    incident_id: IncidentId
    request_id: str
    due_min: int
    told_by: Sealed | None = None

    def __post_init__(self) -> None:
        _must_be("due_min", self.due_min, least=1, most=DUE_MIN_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndResource:
    """Arrived, refused or not wanted any more; the last two with a reason."""

    command_id: UUID
    incident_id: IncidentId
    request_id: str
    ending: ResourceEnd
    reason: Sealed | None = None

    def __post_init__(self) -> None:
        if self.ending is ResourceEnd.INCIDENT_CLOSED:
            raise FieldError("ending", "bukan pilihan yang ada")
        if self.ending is not ResourceEnd.ARRIVED and self.reason is None:
            raise FieldError("reason", "wajib diisi")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTask:
    """The task's id is its `command_id`."""

    command_id: UUID
    incident_id: IncidentId
    what: Sealed
    sector_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask:
    command_id: UUID
    incident_id: IncidentId
    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCommand:
    command_id: UUID
    incident_id: IncidentId
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRollCalls:
    """Asked again, the interval is another one and the next call counts from now."""

    command_id: UUID
    incident_id: IncidentId
    interval_min: int

    def __post_init__(self) -> None:
        _must_be("interval_min", self.interval_min, least=ROLL_CALL_MIN, most=ROLL_CALL_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRollNow:
    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRollCall:
    """One unit's answer to the call that is open; a later answer replaces an earlier one.

    `roll_call_id`: which call was answered, by a phone that may have had no signal.
    """

    command_id: UUID
    incident_id: IncidentId
    unit_id: AnyUnitId
    answer: RollAnswer
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    roll_call_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeRollCall:
    """The alarm is mine: silent for two minutes, then it rings again for whoever is missing."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRollCalls:
    command_id: UUID
    incident_id: IncidentId
    reason: Sealed


# ---- made by timers, a policy and the worker that knows the plans


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRollCalls:
    """How often the plan in force calls the units; what a person chose stands."""

    command_id: UUID
    incident_id: IncidentId
    interval_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRollCall:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingResource:
    command_id: UUID
    incident_id: IncidentId
    request_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCommand:
    """The incident is closed: what is still open of its command ends with it."""

    command_id: UUID
    incident_id: IncidentId


OfAlarm = RaiseAlarm | LowerAlarm | DeclareMajorIncident | EndMajorIncident
OfScene = (
    SetCommandPlace
    | SetSector
    | CloseSector
    | GiveRole
    | EndRole
    | PlaceUnit
    | SetTask
    | FinishTask
    | NoteCommand
)
OfRequest = AskResource | PromiseResource | EndResource | RingResource
OfRollCall = (
    BeginRollCalls
    | PlanRollCalls
    | CallRollNow
    | AnswerRollCall
    | AcknowledgeRollCall
    | EndRollCalls
    | RingRollCall
)
Command = OfAlarm | OfScene | OfRequest | OfRollCall | SettleCommand
