"""What is known of dispatches: one unit assigned to one incident, with its clock chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.machine_rules import LeaveBy
from siaga.language.units import unit_job
from siaga.language.values import (
    CapabilityId,
    DispatchId,
    HospitalId,
    IncidentId,
    Sealed,
    Tag,
    UnitId,
    Via,
    When,
)


class Consent(StrEnum):
    """Who agreed that a unit leaves its job for another."""

    CREW = "crew"
    OWNER = "owner"  # of the incident it leaves


class Stage(StrEnum):
    """The clock chain of a dispatch, in order; a later one may be reached over earlier ones."""

    ASSIGNED = "assigned"
    NOTIFIED = "notified"  # technical delivery
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    FIRST_ACTION = "first_action"  # patient contact, water on
    TRANSPORTING = "transporting"
    AT_HOSPITAL = "at_hospital"
    HANDED_OVER = "handed_over"
    CLEAR = "clear"


def dispatch_life(dispatch_id: DispatchId) -> Tag:
    return Tag(f"dispatch-life:{dispatch_id}")


class _EndsOrBegins:
    """A beginning or ending of a dispatch also moves its unit and its incident."""

    __slots__ = ()
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (
            dispatch_life(self.dispatch_id),
            unit_job(self.unit_id),
            incident_life(self.incident_id),
        )


class _Progress:
    __slots__ = ()
    dispatch_id: DispatchId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (dispatch_life(self.dispatch_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDispatched(_EndsOrBegins, Fact):
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    asked_via: Via | None = None  # a unit of another base: how its base was asked …
    asked_of: Sealed | None = None  # … and who there named the unit
    eta_s: int | None = None  # as proposed, and which of the proposed it was: 1 = the first
    rank: int | None = None
    last_unit: Sealed | None = None  # why the last free one of its fleet goes to no P1
    moved_from: IncidentId | None = None  # it left that one for this one
    replaces: DispatchId | None = None  # another unit's, on the same incident
    found: bool = False  # its crew came upon the incident
    stacked: bool = False  # it was its next job
    partner: bool = False  # not ours: everything is told by telephone
    leave_by: LeaveBy | None = None  # who let our unit go outside the city …
    leave_of: Sealed | None = None  # … by name, where that person did not press it …
    leave_reason: Sealed | None = None  # … and why
    still_needs: tuple[CapabilityId, ...] = ()  # waited for as before: this unit cannot do it


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchNotified(_Progress, Fact):
    """The job reached the crew's device: delivery, not acknowledgement."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAcknowledged(_Progress, Fact):
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    told_by: Sealed | None = None  # on behalf: who said so
    skipped: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAdvanced(_Progress, Fact):
    """`skipped` are the stages passed without being reported."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    stage: Stage  # en_route … handed_over
    when: When
    skipped: tuple[Stage, ...] = ()
    hospital: HospitalId | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchCorrected(_Progress, Fact):
    """An earlier stage's time was wrong; statistics use the corrected chain."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    stage: Stage
    when: When
    reason: Sealed
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCleared(_EndsOrBegins, Fact):
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    skipped: tuple[Stage, ...] = ()
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchCancelled(_EndsOrBegins, Fact):
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    reason: Sealed | None = None
    must_be_read: bool = False  # the crew may be on its way: it confirms that it knows
    moved_to: IncidentId | None = None
    replaced_by: UnitId | None = None
    consent: Consent | None = None
    consent_of: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchDeclined(_EndsOrBegins, Fact):
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    reason: Sealed
    told_by: Sealed | None = None


class NeedReason(StrEnum):
    NO_FREE_UNIT = "no_free_unit"
    DECLINED = "declined"
    WAITING_FOR_POLICE = "waiting_for_police"
    ROAD_BLOCKED = "road_blocked"
    UNIT_TAKEN = "unit_taken"  # its unit was needed more elsewhere
    NEXT_JOB = "next_job"  # it is the next job of a busy unit
    PARTNERS_ASKED = "partners_asked"
    NEXT_NOT_SENT = "next_not_sent"  # it was free and could not take its next job
    BASE_REFUSED = "base_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeedRecorded(Fact):
    """The incident is `waiting_for_unit`; the promised re-check rings at `recheck_at`.

    `capability` and `others` are all that is waited for now; none: any unit will do.
    """

    incident_id: IncidentId
    reason: NeedReason
    recheck_at: datetime
    when: When
    capability: CapabilityId | None = None
    next_free_at: datetime | None = None
    others: tuple[CapabilityId, ...] = ()
    moved_from: IncidentId | None = None  # which turned out to be this one

    def tags(self) -> tuple[Tag, ...]:
        both = (self.incident_id, self.moved_from)
        return tuple(incident_life(one) for one in both if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeedDue(Fact):
    """The promised re-check has come and no unit was sent."""

    incident_id: IncidentId
    when: When
    late_s: int = 0

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeedDropped(Fact):
    """No unit is waited for any more: a person says so, or who it was merged into has it."""

    incident_id: IncidentId
    when: When
    met_at: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


DispatchFact = (
    UnitDispatched
    | DispatchNotified
    | DispatchAcknowledged
    | DispatchAdvanced
    | DispatchCorrected
    | UnitCleared
    | DispatchCancelled
    | DispatchDeclined
    | UnitNeedRecorded
    | UnitNeedDue
    | UnitNeedDropped
)
