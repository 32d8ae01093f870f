"""What is known of a large happening: alarm level, command on scene, roll calls, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import (
    AccountId,
    AgencyId,
    CapabilityId,
    IncidentId,
    LocationClaim,
    Sealed,
    Tag,
    UnitId,
    When,
)

ROLL_CALL_MIN, ROLL_CALL_MAX = 5, 60
"""Minutes between two roll calls, at least and at most."""


def command_of(incident_id: IncidentId) -> Tag:
    """Guards everything about the command of one incident."""
    return Tag(f"command:{incident_id}")


class CommandPlace(StrEnum):
    POST = "post"  # pos komando
    STAGING = "staging"  # where units wait to be called forward


class CommandRole(StrEnum):
    INCIDENT_COMMANDER = "incident_commander"
    OPERATIONS = "operations"
    SAFETY = "safety"
    MEDICAL = "medical"
    STAGING = "staging"
    LOGISTICS = "logistics"
    LIAISON = "liaison"
    INFORMATION = "information"
    SECTOR = "sector"


class RollAnswer(StrEnum):
    ALL_WELL = "all_well"  # everybody of the crew is accounted for
    NOT_ON_SCENE = "not_on_scene"
    PEOPLE_MISSING = "people_missing"


class RollCallEnd(StrEnum):
    BY_PERSON = "by_person"
    INCIDENT_CLOSED = "incident_closed"


class ResourceEnd(StrEnum):
    ARRIVED = "arrived"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    INCIDENT_CLOSED = "incident_closed"


class _OfCommand(Fact):
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (command_of(self.incident_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised(_OfCommand):
    incident_id: IncidentId
    incident_number: str
    level: int
    previous: int
    reason: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLowered(_OfCommand):
    """Without a reason it fell with the closing of its incident."""

    incident_id: IncidentId
    incident_number: str
    level: int
    previous: int
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorIncidentDeclared(_OfCommand):
    incident_id: IncidentId
    incident_number: str
    reason: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorIncidentEnded(_OfCommand):
    """`reason` is None where it ended with its incident."""

    incident_id: IncidentId
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandPlaceSet(_OfCommand):
    incident_id: IncidentId
    place: CommandPlace
    location: LocationClaim
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSet(_OfCommand):
    """A part of the scene; setting it again gives it another name."""

    incident_id: IncidentId
    sector_id: str
    name: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorClosed(_OfCommand):
    incident_id: IncidentId
    sector_id: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRoleGiven(_OfCommand):
    """One person holds a role, or a role of one sector; giving it again replaces them."""

    incident_id: IncidentId
    role: CommandRole
    name: Sealed
    when: When
    sector_id: str | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    channel: Sealed | None = None  # radio channel or number


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRoleEnded(_OfCommand):
    incident_id: IncidentId
    role: CommandRole
    when: When
    sector_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlaced(_OfCommand):
    """Where a unit works: a sector, the command post or the staging area; or nowhere any more."""

    incident_id: IncidentId
    unit_id: UnitId
    when: When
    sector_id: str | None = None
    place: CommandPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceAsked(_OfCommand):
    """Asked of somebody, to be answered by `due_at`."""

    incident_id: IncidentId
    request_id: str
    what: Sealed
    count: int
    due_at: datetime
    when: When
    capability: CapabilityId | None = None
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePromised(_OfCommand):
    """To be there by `due_at`; promised again, a later time replaces the earlier."""

    incident_id: IncidentId
    request_id: str
    due_at: datetime
    when: When
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOverdue(_OfCommand):
    """Neither answered nor there in time; rings again at `next_due_at` until a person acts."""

    incident_id: IncidentId
    incident_number: str
    request_id: str
    step: int
    late_s: int
    next_due_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceEnded(_OfCommand):
    incident_id: IncidentId
    request_id: str
    ending: ResourceEnd
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTaskSet(_OfCommand):
    incident_id: IncidentId
    task_id: str
    what: Sealed
    when: When
    sector_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTaskDone(_OfCommand):
    incident_id: IncidentId
    task_id: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandNoted(_OfCommand):
    incident_id: IncidentId
    note: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallsBegun(_OfCommand):
    """Every `interval_min` each unit of the incident is called (PAR); the first at `next_at`.

    `planned`: by the alarm or a response plan; a plan may still set another interval.
    """

    incident_id: IncidentId
    interval_min: int
    next_at: datetime
    when: When
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallOpened(_OfCommand):
    """The room calls each of these units, which is to be done by `answer_by_at`."""

    incident_id: IncidentId
    incident_number: str
    roll_call_id: str
    number: int  # of the incident: 1, 2, 3 …
    units: tuple[UnitId, ...]
    answer_by_at: datetime
    when: When
    late_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallAnswered(_OfCommand):
    incident_id: IncidentId
    roll_call_id: str
    unit_id: UnitId
    answer: RollAnswer
    when: When
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallOverdue(_OfCommand):
    """These units are not accounted for; rings again at `next_due_at` until they are."""

    incident_id: IncidentId
    incident_number: str
    roll_call_id: str
    missing: tuple[UnitId, ...]
    step: int
    late_s: int
    next_due_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallAcknowledged(_OfCommand):
    """A person has the alarm in hand: it is silent until `next_due_at`, not over."""

    incident_id: IncidentId
    roll_call_id: str
    by: AccountId
    next_due_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallCompleted(_OfCommand):
    """Every unit is accounted for, or there was none; the next one begins at `next_at`."""

    incident_id: IncidentId
    roll_call_id: str
    next_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallsEnded(_OfCommand):
    incident_id: IncidentId
    ending: RollCallEnd
    when: When
    reason: Sealed | None = None


MajorFact = (
    AlarmRaised
    | AlarmLowered
    | MajorIncidentDeclared
    | MajorIncidentEnded
    | CommandPlaceSet
    | SectorSet
    | SectorClosed
    | CommandRoleGiven
    | CommandRoleEnded
    | UnitPlaced
    | ResourceAsked
    | ResourcePromised
    | ResourceOverdue
    | ResourceEnded
    | CommandTaskSet
    | CommandTaskDone
    | CommandNoted
    | RollCallsBegun
    | RollCallOpened
    | RollCallAnswered
    | RollCallOverdue
    | RollCallAcknowledged
    | RollCallCompleted
    | RollCallsEnded
)
