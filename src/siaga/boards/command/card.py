"""The card of an incident that has a command: who is where, what was asked, who did not answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.major import CommandPlace, CommandRole, ResourceEnd, RollAnswer
from siaga.language.mass_casualty import VictimWord
from siaga.language.values import (
    AgencyId,
    CapabilityId,
    IncidentId,
    LocationClaim,
    PatientId,
    Sealed,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLine:
    level: int
    at: datetime
    by: str
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    role: CommandRole
    name: Sealed
    since_at: datetime
    sector_id: str | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    channel: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    since_at: datetime
    sector_id: str | None = None
    place: CommandPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLine:
    """`step` > 0: late and ringing, until it is promised anew or ends."""

    what: Sealed
    count: int
    asked_at: datetime
    due_at: datetime
    capability: CapabilityId | None = None
    agency: AgencyId | None = None
    promised_at: datetime | None = None  # when it was promised
    told_by: Sealed | None = None
    step: int = 0
    ending: ResourceEnd | None = None
    ended_at: datetime | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    what: Sealed
    set_at: datetime
    sector_id: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    at: datetime
    by: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallCard:
    """`rings`: overdue, and nobody has the alarm in hand; silent until `due_at` once one has."""

    interval_min: int
    next_at: datetime
    number: int = 0
    roll_call_id: str | None = None  # of the call that is open
    opened_at: datetime | None = None
    due_at: datetime | None = None
    units: tuple[UnitId, ...] = ()
    left: tuple[UnitId, ...] = ()  # of these: their job is over, nobody waits for them
    answers: dict[UnitId, RollAnswer] = field(default_factory=dict)
    step: int = 0
    rings: bool = False
    acknowledged_by: str | None = None
    last_complete_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandCard:
    """Key: incident id."""

    incident_id: IncidentId
    level: int = 1
    alarms: tuple[AlarmLine, ...] = ()
    major_since_at: datetime | None = None
    places: dict[CommandPlace, LocationClaim] = field(default_factory=dict)
    sectors: dict[str, Sealed] = field(default_factory=dict)  # open ones, by id
    roles: dict[str, RoleLine] = field(default_factory=dict)  # by role, or role/sector
    placed: dict[UnitId, PlacedUnit] = field(default_factory=dict)
    resources: dict[str, ResourceLine] = field(default_factory=dict)  # by request id
    tasks: dict[str, TaskLine] = field(default_factory=dict)
    log: tuple[LogLine, ...] = ()  # the last fifty
    roll: RollCallCard | None = None
    patients: dict[PatientId, VictimWord | None] = field(default_factory=dict)  # as sorted last
    units: tuple[UnitId, ...] = ()  # at work on it, also before it has a command
