"""The card of a referral: the task, who has it, what was said about it and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.agencies import Overdue, ReferralState
from siaga.language.values import (
    AgencyId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    Priority,
    ReferralId,
    Sealed,
    TeamId,
    Via,
)

NOTES_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNote:
    """`number`: how many this side had written by then, which is how they are marked read."""

    at: datetime
    by_room: bool
    number: int
    note: Sealed
    proof: tuple[MediaRef, ...] = ()
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    read_at: datetime | None = None  # by the other side


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    step: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCard:
    """Key: referral id. Leaves when verified or taken back; comes again when reopened."""

    referral_id: ReferralId
    number: str
    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    agency: AgencyId
    state: ReferralState
    state_at: datetime
    sent_at: datetime
    accept_by_at: datetime
    location: LocationClaim | None = None
    note: Sealed | None = None  # what the centre asks
    answer: Sealed | None = None  # reason or report of the agency
    proof: tuple[MediaRef, ...] = ()
    objection: Sealed | None = None  # why the centre or the reporter rejected the proof
    reopened_by_reporter: bool = False
    promised_at: datetime | None = None
    done_by_at: datetime | None = None
    verify_by_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted_at: datetime | None = None
    step: int = 0
    steps: tuple[EscalationStep, ...] = ()
    rings: bool = False
    overdue: Overdue | None = None
    own_report: bool = False
    photos: tuple[MediaRef, ...] = ()  # of everybody who reported it
    moved_at: datetime | None = None  # the place is another than the one it was sent with
    team: TeamId | None = None
    leader: Sealed | None = None
    leader_number: Sealed | None = None
    notes: tuple[ReferralNote, ...] = ()  # the last ones
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
