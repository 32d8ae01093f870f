"""What is known of referrals: one agency's own task on an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.values import (
    AgencyId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    Priority,
    ReferralId,
    Sealed,
    Tag,
    TeamId,
    When,
)

RINGS_AFTER = timedelta(seconds=1)


class ReferralState(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    HANDED_BACK = "handed_back"
    TAKEN_BACK = "taken_back"  # a person of the centre took a declined one over


def referral_life(referral_id: ReferralId) -> Tag:
    return Tag(f"referral-life:{referral_id}")


class _EndsOrBegins:
    __slots__ = ()
    referral_id: ReferralId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (referral_life(self.referral_id), incident_life(self.incident_id))


class _Progress:
    __slots__ = ()
    referral_id: ReferralId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (referral_life(self.referral_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSent(_EndsOrBegins, Fact):
    """`accept_by_at` is computed once from the SLA and the agency's calendar.

    `after`: the agency's earlier task on this incident, verified; this one takes its place.
    """

    series: ClassVar[str | None] = "T"
    referral_id: ReferralId
    incident_id: IncidentId
    agency: AgencyId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    accept_by_at: datetime
    when: When
    location: LocationClaim | None = None
    note: Sealed | None = None
    after: ReferralId | None = None
    own_report: bool = False  # the agency told of it and has taken it by that
    photos: tuple[MediaRef, ...] = ()  # of everybody who reported it

    def tags(self) -> tuple[Tag, ...]:
        own = (referral_life(self.referral_id), incident_life(self.incident_id))
        return (*own, referral_life(self.after)) if self.after else own


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDelivered(_Progress, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAccepted(_Progress, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    told_by: Sealed | None = None
    promised_at: datetime | None = None  # when the agency says it will be done
    done_by_at: datetime | None = None  # by the place's promise; it rings then


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDeclined(_EndsOrBegins, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    reason: Sealed
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStarted(_Progress, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFinished(_EndsOrBegins, Fact):
    """`done`, with proof; the centre or the reporter verifies it by `verify_by_at`."""

    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    verify_by_at: datetime
    note: Sealed | None = None
    told_by: Sealed | None = None
    proof: tuple[MediaRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralHandedBack(_EndsOrBegins, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    reason: Sealed
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralVerified(_EndsOrBegins, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    note: Sealed | None = None
    by_reporter: bool = False  # who had asked for it says that it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReopened(_EndsOrBegins, Fact):
    """The centre or the reporter rejects the proof, verified or not: the agency has it again.

    Carries what a board needs to show the task again; older facts do not name an agency.
    """

    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    reason: Sealed | None  # a reporter may say no more than no
    accept_by_at: datetime
    number: str = ""
    agency: AgencyId | None = None
    incident_number: str = ""
    incident_type: IncidentTypeId | None = None
    priority: Priority | None = None
    location: LocationClaim | None = None
    note: Sealed | None = None
    sent: When | None = None
    by_reporter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTakenBack(_EndsOrBegins, Fact):
    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralEscalated(_Progress, Fact):
    """Nobody accepted in time: step 1 duty officer, 2 head of agency, 3 head of UPTD."""

    referral_id: ReferralId
    incident_id: IncidentId
    step: int
    late_s: int  # how late the timer fired
    when: When
    next_due_at: datetime | None = None  # None: out of steps, it rings at the centre
    agency: AgencyId | None = None  # whose people are told now; older facts do not say
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReprioritised(_Progress, Fact):
    """The incident's priority changed.

    `accept_by_at` is computed anew from when the agency was first told: it may have passed. Where
    somebody is on it already, or all were told, nothing is armed anew (`rearms`).
    """

    referral_id: ReferralId
    incident_id: IncidentId
    priority: Priority
    accept_by_at: datetime
    when: When
    rearms: bool = True

    @property
    def rings_at(self) -> datetime:
        """As good as at once where the new deadline has passed; at no instant that rang before."""
        return max(self.accept_by_at, self.when.at + RINGS_AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTeamAssigned(_Progress, Fact):
    """Who of the agency does it: a team of the place, a person by name and number, or both."""

    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    team: TeamId | None = None
    leader: Sealed | None = None
    number: Sealed | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNoted(_Progress, Fact):
    """One side tells the other something; the task stays what it is."""

    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    note: Sealed
    by_room: bool
    told_by: Sealed | None = None
    proof: tuple[MediaRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNotesRead(_Progress, Fact):
    """One side has before it what the other wrote, `count` notes of it by now."""

    referral_id: ReferralId
    incident_id: IncidentId
    when: When
    by_room: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralBriefed(_Progress, Fact):
    """The agency is told anew what its task is about: kind, place and pictures as they are now."""

    referral_id: ReferralId
    incident_id: IncidentId
    incident_type: IncidentTypeId
    when: When
    location: LocationClaim | None = None
    photos: tuple[MediaRef, ...] = ()


class Overdue(StrEnum):
    FINISH = "finish"  # accepted and not done in time
    VERIFY = "verify"  # done, and nobody has looked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralOverdue(_Progress, Fact):
    """It rings at the centre until a person does something about it."""

    referral_id: ReferralId
    incident_id: IncidentId
    what: Overdue
    late_s: int  # how late the timer fired
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralExtended(_Progress, Fact):
    """A person of the centre gives it until then; it rings again if it is not done."""

    referral_id: ReferralId
    incident_id: IncidentId
    what: Overdue
    promised_at: datetime
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterJudged(Fact):
    """What the reporter said of tasks that were called done: each is verified, or opened again."""

    incident_id: IncidentId
    referral_ids: tuple[ReferralId, ...]
    handled: bool
    when: When
    words: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


ReferralFact = (
    ReferralSent
    | ReferralDelivered
    | ReferralAccepted
    | ReferralDeclined
    | ReferralStarted
    | ReferralFinished
    | ReferralHandedBack
    | ReferralVerified
    | ReferralReopened
    | ReferralTakenBack
    | ReferralEscalated
    | ReferralReprioritised
    | ReferralBriefed
    | ReferralTeamAssigned
    | ReferralNoted
    | ReferralNotesRead
    | ReferralOverdue
    | ReferralExtended
    | ReporterJudged
)
