"""What is known of telephone calls and of the takers who answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.calls import (
    BreakKind,
    CallBackOutcome,
    CallBackReason,
    CallerId,
    CallPath,
    Doing,
    EndedBy,
    LikelihoodReason,
    OverflowReason,
    PartyKind,
    RecordedPart,
    RingFailure,
    Sign,
    call_tags,
    taker,
)
from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.intake import sender
from siaga.language.placed_calls import CallPlaced, PlacedCallEnded
from siaga.language.values import (
    AccountId,
    AgencyId,
    AreaCode,
    ContactId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    NeighbourId,
    Safety,
    Sealed,
    SubjectId,
    Tag,
    When,
)


def announcement(incident_id: IncidentId) -> Tag:
    return Tag(f"announcement:{incident_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffered(Fact):
    """The first ring: the contact exists from here. Its place in the queue begins at `when.at`."""

    contact_id: ContactId
    line: str  # of the place's lines, "" when unknown
    caller_id: CallerId
    when: When
    likely: float  # 0 … 1, by `rules`
    head_start_s: int  # seconds by which the likelihood moves the call forward; may be negative
    front: bool  # a known victim or somebody asked to call: before all who wait less than the bound
    reasons: tuple[LikelihoodReason, ...]
    rules: str  # name and version of the rules that judged
    subject: SubjectId | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None  # sent along by the network
    safety: Safety = Safety.SAFE
    late: bool = False  # entered after an outage, from the edge's own journal
    test: bool = False

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRung(Fact):
    """It is this taker's turn to answer: the page rings."""

    contact_id: ContactId
    taker: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, account_id=self.taker)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingMissed(Fact):
    contact_id: ContactId
    taker: AccountId
    why: RingFailure
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, account_id=self.taker)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOverflowed(Fact):
    """The second destination rings; the call keeps its place if nobody answers there."""

    contact_id: ContactId
    why: OverflowReason
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturned(Fact):
    """Nobody answered at the second destination: the call waits for a taker again, in its place."""

    contact_id: ContactId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(Fact):
    contact_id: ContactId
    path: CallPath
    when: When
    offered_at: datetime
    answered_by: AccountId | None = None  # None: at the second destination
    subject: SubjectId | None = None
    past: bool = False  # learnt when the call was over: its taker is doing something else now

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, self.subject, account_id=self.answered_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerSigned(Fact):
    """A digit, or a voice during the announcement."""

    contact_id: ContactId
    sign: Sign
    when: When
    digit: str = ""  # 0-9 * #
    answered: bool = False  # in the conversation, where 1 is yes and 2 is no

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld(Fact):
    contact_id: ContactId
    held: bool
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPlayed(Fact):
    """A spoken question was put to the caller, e.g. to somebody who says nothing."""

    contact_id: ContactId
    prompt: str
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAdded(Fact):
    contact_id: ContactId
    party: PartyKind
    when: When
    agency: AgencyId | None = None
    account_id: AccountId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTransferred(Fact):
    """Who had the call is free of it; a colleague, an agency or a neighbour has it now."""

    contact_id: ContactId
    taker: AccountId
    when: When
    to: AccountId | None = None
    agency: AgencyId | None = None
    neighbour: NeighbourId | None = None  # who has accepted by name
    alone: bool = False  # his page is gone: caller and whom he asked in talk on without us

    def tags(self) -> tuple[Tag, ...]:
        own = call_tags(self.contact_id, account_id=self.taker)
        return (*own, taker(self.to)) if self.to else own


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTakenOver(Fact):
    """A supervisor takes the conversation from a taker, or a taker has his own again."""

    contact_id: ContactId
    taker: AccountId
    by: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        own = call_tags(self.contact_id, account_id=self.taker)
        return own if self.by == self.taker else (*own, taker(self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallListened(Fact):
    """A supervisor listens in on a running conversation."""

    contact_id: ContactId
    by: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"contact:{self.contact_id}"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Fact):
    """Carries what a board needs of the whole call."""

    contact_id: ContactId
    ended_by: EndedBy
    when: When
    offered_at: datetime
    answered_at: datetime | None = None
    taker: AccountId | None = None
    cut_off: bool = False  # after speech, and not because somebody hung up
    callable: bool = False  # a number that may be called back: it waits on the call-back list
    cause: int = 0  # Q.850 of the network, 0 unknown
    subject: SubjectId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, self.subject, account_id=self.taker)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackWanted(Fact):
    contact_id: ContactId
    why: CallBackReason
    when: When
    due_at: datetime
    offered_at: datetime
    signed: bool = False
    subject: SubjectId | None = None
    number: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackTried(Fact):
    """A taker dials the number of a contact, and is taken until that call ends."""

    contact_id: ContactId
    by: AccountId
    when: When
    tried: int  # how often so far, this one counted

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, account_id=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackEnded(Fact):
    contact_id: ContactId
    by: AccountId
    answered: bool
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, account_id=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackClosed(Fact):
    contact_id: ContactId
    outcome: CallBackOutcome
    when: When
    subject: SubjectId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return call_tags(self.contact_id, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerDutySet(Fact):
    """Ready, on a break or away; ready also ends the wrap-up of a call."""

    account_id: AccountId
    doing: Doing
    when: When
    break_kind: BreakKind | None = None
    back_at: datetime | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (taker(self.account_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRestricted(Fact):
    """Lowers the start value of this number's calls until `until_at`; refuses and mutes nobody."""

    subject: SubjectId
    contact_id: ContactId  # of the call that gave the reason
    reason: Sealed
    until_at: datetime
    by: AccountId
    when: When
    number: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (sender(self.subject),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionLifted(Fact):
    subject: SubjectId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (sender(self.subject),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAnnounced(Fact):
    """Who waits hears that this incident is known, and to stay on the line for anything else."""

    incident_id: IncidentId
    incident_type: IncidentTypeId
    until_at: datetime
    when: When
    area: AreaCode | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (announcement(self.incident_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementEnded(Fact):
    incident_id: IncidentId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (announcement(self.incident_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingKept(Fact):
    """Two channels, caller left and taker right, encrypted in the media store."""

    contact_id: ContactId
    part: RecordedPart
    stored: str  # content address in the media store
    began_at: datetime
    duration_s: float
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"contact:{self.contact_id}"),)


LinesFact = (
    CallOffered
    | CallRung
    | RingMissed
    | CallOverflowed
    | CallReturned
    | CallAnswered
    | CallerSigned
    | CallHeld
    | PromptPlayed
    | PartyAdded
    | CallPlaced
    | PlacedCallEnded
    | CallTransferred
    | CallTakenOver
    | CallListened
    | CallEnded
    | CallBackWanted
    | CallBackTried
    | CallBackEnded
    | CallBackClosed
    | TakerDutySet
    | NumberRestricted
    | RestrictionLifted
    | IncidentAnnounced
    | AnnouncementEnded
    | RecordingKept
)
