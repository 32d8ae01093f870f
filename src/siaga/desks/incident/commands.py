"""What can be asked of the incident desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.values import (
    ContactId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    ResultId,
    Sealed,
)

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
class CloseMerged:
    """The one it is merged into was closed. Where something of it is open, it is cut off."""

    command_id: UUID
    incident_id: IncidentId
    into: IncidentId
    result: ResultId


Command = (
    OpenIncident
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
