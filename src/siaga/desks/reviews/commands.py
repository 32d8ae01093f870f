"""What can be asked of the reviews desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.values import AccountId, IncidentId, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReview:
    """Look at the incident again then. It becomes a long case by that, if it was none."""

    command_id: UUID
    incident_id: IncidentId
    due_at: datetime
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReview:
    """Somebody looked. Without `due_at` the rule of the type says when again."""

    command_id: UUID
    incident_id: IncidentId
    note: Sealed | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask:
    """The task's id is its `command_id`."""

    command_id: UUID
    incident_id: IncidentId
    what: Sealed
    until_at: datetime
    who: Sealed | None = None
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTask:
    command_id: UUID
    incident_id: IncidentId
    task_id: str
    done: bool = True
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCase:
    """Offered to the next shift, or to one of it. Taken by taking the incident over."""

    command_id: UUID
    incident_id: IncidentId
    account_id: AccountId | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCase:
    """The owner stays: what was handed over is taken back."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFirstCheck:
    """Somebody has looked at the incident, as its plan wants."""

    command_id: UUID
    incident_id: IncidentId


# ---- made by policies and timers, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFirstCheck:
    """The plan in force wants it so many minutes from now. `anew`: another plan, or reopened."""

    command_id: UUID
    incident_id: IncidentId
    first_check_min: int
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFirstCheck:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReview:
    """The place may want incidents of this type to be looked at again."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOwner:
    command_id: UUID
    incident_id: IncidentId
    owner: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLongCase:
    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOwnerLeft:
    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOwnerBack:
    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class RingReview:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTask:
    command_id: UUID
    incident_id: IncidentId
    task_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingHandOver:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


OfPerson = SetReview | RecordReview | AddTask | EndTask | HandOverCase | KeepCase
OfOwner = NoticeOwnerLeft | NoticeOwnerBack
OfClock = RingReview | RingTask | RingHandOver
OfCheck = PlanFirstCheck | RingFirstCheck | RecordFirstCheck
Command = OfPerson | PlanReview | NoteOwner | EndLongCase | OfOwner | OfClock | OfCheck
