"""What can be asked of the agencies desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.agencies import Overdue
from siaga.language.values import (
    AgencyId,
    FieldError,
    IncidentId,
    MediaRef,
    Priority,
    ReferralId,
    Sealed,
    TeamId,
    Via,
)

PROOF_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReferral:
    """The referral's id is its `command_id`."""

    command_id: UUID
    incident_id: IncidentId
    agency: AgencyId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """The agency's page shows the task."""

    command_id: UUID
    referral_id: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    command_id: UUID
    referral_id: ReferralId
    promised_at: datetime | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    command_id: UUID
    referral_id: ReferralId
    reason: Sealed
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    command_id: UUID
    referral_id: ReferralId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    command_id: UUID
    referral_id: ReferralId
    note: Sealed | None = None
    proof: tuple[MediaRef, ...] = ()
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.proof) > PROOF_MAX:
            raise FieldError("proof", f"paling banyak {PROOF_MAX} berkas")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack:
    command_id: UUID
    referral_id: ReferralId
    reason: Sealed
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    command_id: UUID
    referral_id: ReferralId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """The proof is rejected, verified or not: the agency has the task again."""

    command_id: UUID
    referral_id: ReferralId
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """A person of the centre takes over a task that was declined, handed back or not accepted."""

    command_id: UUID
    referral_id: ReferralId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTeam:
    """Who of the agency does it; implies that it accepted."""

    command_id: UUID
    referral_id: ReferralId
    team: TeamId | None = None
    leader: Sealed | None = None
    number: Sealed | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """From the agency to the room or back; `via` and `told_by`: the agency said it to the room."""

    command_id: UUID
    referral_id: ReferralId
    note: Sealed
    proof: tuple[MediaRef, ...] = ()
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.proof) > PROOF_MAX:
            raise FieldError("proof", f"paling banyak {PROOF_MAX} berkas")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotes:
    """So many notes of the other side are before somebody's eyes."""

    command_id: UUID
    referral_id: ReferralId
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """The centre gives an overdue task until then; it rings again if nothing has come of it."""

    command_id: UUID
    referral_id: ReferralId
    promised_at: datetime
    reason: Sealed | None = None


# ---- made by a timer and a policy


@dataclass(frozen=True, slots=True, kw_only=True)
class RingOverdue:
    command_id: UUID
    referral_id: ReferralId
    what: Overdue
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HearReporter:
    """Of all tasks of the incident that are called done: they are, or they are not."""

    command_id: UUID
    incident_id: IncidentId
    handled: bool
    words: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReporterWord:
    """What the reporter said, done to one task."""

    command_id: UUID
    referral_id: ReferralId
    handled: bool
    words: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForService:
    """A public service was asked for: the first agency of its type is given the task."""

    command_id: UUID
    incident_id: IncidentId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is known of the incident has changed, or a task of it begins again."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOwnReport:
    """The agency told of the incident itself: it has the task by that."""

    command_id: UUID
    incident_id: IncidentId
    agency: AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    command_id: UUID
    referral_id: ReferralId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprioritise:
    """The incident of the referral got another priority."""

    command_id: UUID
    referral_id: ReferralId
    priority: Priority


Command = (
    SendReferral
    | ConfirmDelivery
    | Accept
    | Decline
    | Start
    | Finish
    | HandBack
    | Verify
    | Reopen
    | TakeBack
    | AssignTeam
    | WriteNote
    | ReadNotes
    | Extend
    | Escalate
    | RingOverdue
    | HearReporter
    | TakeReporterWord
    | TakeOwnReport
    | TaskForService
    | Brief
    | Reprioritise
)
