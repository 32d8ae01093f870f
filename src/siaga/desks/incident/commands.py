"""What can be asked of the incident desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    Priority,
    ResultId,
    Sealed,
    UnitId,
)

ON_FOOT_M_MAX = 5_000
MERGED_MAX = 20
"""Merged into one; a fact names them all within the logbook's 16 kB, beside its contacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """Its id is its `command_id`. Without a priority the type's default holds."""

    command_id: UUID
    incident_type: IncidentTypeId
    contact_id: ContactId | None = None
    location: LocationClaim | None = None
    priority: Priority | None = None
    note: Sealed | None = None
    parent_id: IncidentId | None = None  # an own victim or request beside the parent's
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOnTheWay:
    """A crew came upon it: its unit is sent by itself. Its id is its `command_id`.

    `device_at` and `sent_at` are the device's own clock, which may be wrong.
    """

    command_id: UUID
    unit_id: UnitId
    incident_type: IncidentTypeId
    location: LocationClaim
    priority: Priority | None = None
    note: Sealed | None = None
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMeeting:
    """Where the vehicle stops, who waits there, and what the lane is like. All of it anew."""

    command_id: UUID
    incident_id: IncidentId
    location: LocationClaim | None = None
    guide_name: Sealed | None = None
    guide_number: Sealed | None = None
    car_fits: bool | None = None
    on_foot_m: int | None = None
    from_lane: IncidentId | None = None

    def __post_init__(self) -> None:
        if self.on_foot_m is not None and not 0 <= self.on_foot_m <= ON_FOOT_M_MAX:
            raise FieldError("on_foot_m", f"antara 0 dan {ON_FOOT_M_MAX} meter")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLastKnownWell:
    """Stroke: when the person was last seen without the signs; empty when nobody knows."""

    command_id: UUID
    incident_id: IncidentId
    last_known_well_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify:
    command_id: UUID
    incident_id: IncidentId
    incident_type: IncidentTypeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Locate:
    command_id: UUID
    incident_id: IncidentId
    location: LocationClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritise:
    command_id: UUID
    incident_id: IncidentId
    priority: Priority
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    command_id: UUID
    incident_id: IncidentId
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Refused while dispatches, children, unanswered contacts or urgent referrals are open.

    What is merged into it closes with it and is named, so that whoever closes knows of it.
    """

    command_id: UUID
    incident_id: IncidentId
    result: ResultId
    note: Sealed | None = None
    merged_ids: tuple[IncidentId, ...] = ()

    def __post_init__(self) -> None:
        if len(self.merged_ids) > MERGED_MAX:
            raise FieldError("merged_ids", f"paling banyak {MERGED_MAX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    command_id: UUID
    incident_id: IncidentId
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIncidents:
    """They have to do with each other. Area incidents are only ever linked."""

    command_id: UUID
    incident_id: IncidentId
    other_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkIncidents:
    command_id: UUID
    incident_id: IncidentId
    other_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeIncident:
    """It is the same happening as `into`, where the work goes on. Refused while units are on it."""

    command_id: UUID
    incident_id: IncidentId
    into: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeIncident:
    command_id: UUID
    incident_id: IncidentId
    into: IncidentId  # the one it is merged into


# ---- made by a policy, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReported:
    """Intake took down what it takes: an agency's direct call, or a public service.

    Its id is its `command_id`. `agency`: the one that was called.
    """

    command_id: UUID
    contact_id: ContactId
    owner: AccountId
    incident_type: IncidentTypeId
    agency: AgencyId | None = None
    priority: Priority | None = None
    location: LocationClaim | None = None
    note: Sealed | None = None
    unit_id: UnitId | None = None
    photos: tuple[MediaRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMerged:
    """The one it is merged into was closed. Where something of it is open, it is cut off."""

    command_id: UUID
    incident_id: IncidentId
    into: IncidentId
    result: ResultId


Command = (
    OpenIncident
    | OpenReported
    | OpenOnTheWay
    | SetMeeting
    | SetLastKnownWell
    | Classify
    | Locate
    | Prioritise
    | AddNote
    | TakeOver
    | Close
    | Reopen
    | LinkIncidents
    | UnlinkIncidents
    | MergeIncident
    | UnmergeIncident
    | CloseMerged
)
