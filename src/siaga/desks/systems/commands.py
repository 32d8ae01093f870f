"""What can be asked of the systems desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.systems import KeyId, NoticeOutcome, SystemId
from siaga.language.values import (
    AgencyId,
    DispatchId,
    IncidentId,
    NoticeId,
    ReferralId,
    Sealed,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectSystem:
    """`system`: "agency:…" or "neighbour:…". A test goes out at once."""

    command_id: UUID
    system: SystemId
    webhook_url: Sealed
    webhook_secret: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DisconnectSystem:
    command_id: UUID
    system: SystemId


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSystem:
    command_id: UUID
    system: SystemId


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSystem:
    command_id: UUID
    system: SystemId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSystem:
    command_id: UUID
    system: SystemId


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain:
    """A notice that was not delivered, or of which nobody knows."""

    command_id: UUID
    notice_id: NoticeId


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey:
    command_id: UUID
    key_id: KeyId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSummary:
    command_id: UUID
    agency: AgencyId
    email: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSummary:
    command_id: UUID
    agency: AgencyId


# ---- made by the house itself


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueKey:
    """The key is made where it is shown; here comes only its digest, SHA-256 in hex."""

    command_id: UUID
    agency: AgencyId
    digest: str
    name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Something happened that an agency's machine may want to know."""

    command_id: UUID
    event: str
    about: int
    incident_id: IncidentId | None = None
    referral_id: ReferralId | None = None
    dispatch_id: DispatchId | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None  # where neither a task nor a unit says whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotice:
    command_id: UUID
    notice_id: NoticeId
    outcome: NoticeOutcome
    reason: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSummary:
    command_id: UUID
    agency: AgencyId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    command_id: UUID
    agency: AgencyId
    reason: str = ""


OfMachine = ConnectSystem | DisconnectSystem | TestSystem | PauseSystem | ResumeSystem
OfNotice = SendAgain | Notify | ReportNotice
OfSummary = SetSummary | StopSummary | SendSummary | ReportSummary
Command = OfMachine | OfNotice | OfSummary | IssueKey | RevokeKey
