"""What can be asked of the incident desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.values import (
    ContactId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    ResultId,
    Sealed,
)


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
    """Refused while dispatches, children, unanswered contacts or urgent referrals are open."""

    command_id: UUID
    incident_id: IncidentId
    result: ResultId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    command_id: UUID
    incident_id: IncidentId
    reason: Sealed


Command = OpenIncident | Classify | Locate | Prioritise | AddNote | TakeOver | Close | Reopen
