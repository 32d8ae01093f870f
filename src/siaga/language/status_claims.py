"""What is said of a dispatch beside its chain: contradictions, late reports, stand-downs read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.dispatch import Stage, dispatch_life
from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.units import unit_job
from siaga.language.values import DispatchId, IncidentId, Sealed, Tag, UnitId, When


class ClaimWhy(StrEnum):
    """Why a report did not move the chain. It is kept all the same."""

    SKIPPED = "skipped"  # a stage that was passed unreported: its time is known now
    CONTRADICTS = "contradicts"  # somebody else said another time of it
    ENDED = "ended"  # the dispatch was over when the report came


class _OfDispatch:
    __slots__ = ()
    dispatch_id: DispatchId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (dispatch_life(self.dispatch_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusClaimed(_OfDispatch, Fact):
    """Both are kept; a contradiction is shown until a person decides."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    stage: Stage
    why: ClaimWhy
    when: When
    standing_at: datetime | None = None  # what the chain says of this stage
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettled(_OfDispatch, Fact):
    """A person decided which time of the stage holds."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    stage: Stage
    accepted: bool  # the later claim holds; else what stood before
    holds_at: datetime | None  # of the stage from now on; None: it stays unreported
    when: When


class _OfUnit:
    __slots__ = ()
    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (
            dispatch_life(self.dispatch_id),
            unit_job(self.unit_id),
            incident_story(self.incident_id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDownRead(_OfUnit, Fact):
    """The crew knows that it is called off."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDownUnread(_OfUnit, Fact):
    """The crew has not confirmed in time: it may still be driving. A person calls it."""

    dispatch_id: DispatchId
    unit_id: UnitId
    incident_id: IncidentId
    when: When
    late_s: int = 0


ClaimFact = StatusClaimed | ClaimSettled | StandDownRead | StandDownUnread
