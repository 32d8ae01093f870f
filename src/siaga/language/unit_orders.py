"""What a unit is told beside its job: stand ready, the next job; and how many are left free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.units import unit_job
from siaga.language.values import FleetId, IncidentId, Sealed, Tag, UnitId, When


class _OfUnit:
    """An order is the unit's; in an incident's story when it is for one."""

    __slots__ = ()
    unit_id: UnitId
    incident_id: IncidentId | None

    def tags(self) -> tuple[Tag, ...]:
        own: tuple[Tag, ...] = (unit_job(self.unit_id),)
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPreAlerted(_OfUnit, Fact):
    """Stand ready: something is being described. A dispatch, a person or `ends_at` ends it."""

    pre_alert_id: str  # of the command
    unit_id: UnitId
    when: When
    ends_at: datetime
    incident_id: IncidentId | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertTaken(_OfUnit, Fact):
    """The crew says whether it stands ready."""

    pre_alert_id: str
    unit_id: UnitId
    ready: bool
    when: When
    incident_id: IncidentId | None = None
    told_by: Sealed | None = None


class PreAlertEnd(StrEnum):
    STOOD_DOWN = "stood_down"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAlertEnded(_OfUnit, Fact):
    pre_alert_id: str
    unit_id: UnitId
    why: PreAlertEnd
    when: When
    incident_id: IncidentId | None = None


class _OfBoth:
    __slots__ = ()
    unit_id: UnitId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (unit_job(self.unit_id), incident_life(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextJobSet(_OfBoth, Fact):
    """The incident waits for this unit, which takes it when it is clear."""

    unit_id: UnitId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class NextJobDropped(_OfBoth, Fact):
    unit_id: UnitId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class NextJobDue(_OfBoth, Fact):
    """The unit is clear: a policy sends it."""

    unit_id: UnitId
    incident_id: IncidentId
    when: When


def fleet_life(fleet: FleetId) -> Tag:
    return Tag(f"fleet-life:{fleet}")


class _OfFleet:
    __slots__ = ()
    fleet: FleetId

    def tags(self) -> tuple[Tag, ...]:
        return (fleet_life(self.fleet),)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsRunLow(_OfFleet, Fact):
    """One is left, or none: the head is told."""

    fleet: FleetId
    free: int  # 1 or 0
    of: int  # units of the fleet on duty
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsEnough(_OfFleet, Fact):
    """Two or more are free again."""

    fleet: FleetId
    free: int
    of: int
    when: When


OrderFact = (
    UnitPreAlerted
    | PreAlertTaken
    | PreAlertEnded
    | NextJobSet
    | NextJobDropped
    | NextJobDue
    | UnitsRunLow
    | UnitsEnough
)
