"""What can be asked of the lines desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.calls import (
    BreakKind,
    CallBackOutcome,
    CallerId,
    CallPath,
    Doing,
    EndedBy,
    OverflowReason,
    RecordedPart,
    RingFailure,
    Sign,
)
from siaga.language.placed_calls import CalleeKind, PlacedId, PlacedOutcome
from siaga.language.values import (
    AccountId,
    AgencyId,
    AreaCode,
    ContactId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    NeighbourId,
    Safety,
    Sealed,
    SubjectId,
)

RESTRICTION_H_MAX = 24
BREAK_MIN_MAX = 120
SET_BY_PERSON = (Doing.READY, Doing.BREAK, Doing.AWAY)

# ---- asked by people


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDuty:
    """Be ready, take a break with its expected return, or leave; of the asking account."""

    command_id: UUID
    doing: Doing
    break_kind: BreakKind | None = None
    back_in_min: int | None = None  # 1 … 120

    def __post_init__(self) -> None:
        if self.doing not in SET_BY_PERSON:
            raise FieldError("doing", "pilih ready, break, atau away")
        if (self.doing is Doing.BREAK) != (self.break_kind is not None):
            raise FieldError("break_kind", "wajib untuk istirahat, dan hanya untuk istirahat")
        if self.back_in_min is not None and not 1 <= self.back_in_min <= BREAK_MIN_MAX:
            raise FieldError("back_in_min", f"antara 1 dan {BREAK_MIN_MAX} menit")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCall:
    command_id: UUID
    contact_id: ContactId
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayPrompt:
    """Put a recorded question to the caller of a running call."""

    command_id: UUID
    contact_id: ContactId
    prompt: str = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCallBack:
    """Put an ended call on the call-back list: the taker wants to hear more."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCallBack:
    """The asking taker dials the contact's number now.

    `taker`: the asking account, named so that a second call is refused; without it nobody looks.
    """

    command_id: UUID
    contact_id: ContactId
    taker: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCallBack:
    command_id: UUID
    contact_id: ContactId
    outcome: CallBackOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictNumber:
    """Lower the start value of the contact's number for some hours. It is never refused."""

    command_id: UUID
    contact_id: ContactId
    reason: Sealed
    for_h: int  # 1 … 24

    def __post_init__(self) -> None:
        if not 1 <= self.for_h <= RESTRICTION_H_MAX:
            raise FieldError("for_h", f"antara 1 dan {RESTRICTION_H_MAX} jam")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRestriction:
    command_id: UUID
    subject: SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParty:
    """Three in one conversation: the caller, the taker and a colleague."""

    command_id: UUID
    contact_id: ContactId
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCall:
    """The asking taker calls somebody outside; the call's id is its `command_id`.

    `contact_id`: whose conversation, held by the asking taker, they are asked into.
    """

    command_id: UUID
    to: CalleeKind
    callee: str = ""
    number: Sealed | None = None
    incident_id: IncidentId | None = None
    contact_id: ContactId | None = None

    def __post_init__(self) -> None:
        person = self.to is CalleeKind.PERSON
        if person != (self.number is not None):
            raise FieldError("number", "wajib untuk perorangan, dan hanya untuk perorangan")
        if not person and not self.callee:
            raise FieldError("callee", "sebutkan siapa yang ditelepon")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCall:
    """Hand the conversation to a colleague, an agency, or a neighbour who accepted by name.

    `incident_id`: of the caller, whose acceptance lets the taker leave; only for a neighbour.
    """

    command_id: UUID
    contact_id: ContactId
    to: AccountId | None = None
    agency: AgencyId | None = None
    neighbour: NeighbourId | None = None
    incident_id: IncidentId | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.to, self.agency, self.neighbour)) != 1:
            raise FieldError("to", "sebutkan rekan, instansi, atau tetangga, salah satu")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenIn:
    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverCall:
    """`taker`: the asking account, as in TryCallBack."""

    command_id: UUID
    contact_id: ContactId
    taker: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceIncident:
    """Tell everybody who waits that this incident is known; it expires by itself."""

    command_id: UUID
    incident_id: IncidentId
    incident_type: IncidentTypeId
    area: AreaCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAnnouncement:
    command_id: UUID
    incident_id: IncidentId


# ---- made by the channel and the distribution, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerSeen:
    """What the boards and folded states knew of a caller when the call came in."""

    pranks_h: tuple[float, ...] = ()  # hours since each verified prank of this number, ≤ 30 days
    genuine_h: float | None = None  # hours since its last contact that was no prank
    silent_min: tuple[float, ...] = ()  # minutes since each silent, cut or unanswered call, ≤ 10
    restricted: bool = False
    on_open_incident: bool = False  # a reporter or victim of an incident that is still open
    asked_back: bool = False  # we tried to call this number, or it waits on the call-back list
    incidents_near: int = 0  # open ones around the location the network sent
    announced: int = 0  # announcements running
    local_hour: int = 12  # 0 … 23 in the place's zone
    safety: Safety = Safety.SAFE  # of the number's last contact: it holds for this one too


@dataclass(frozen=True, slots=True, kw_only=True)
class HearCall:
    """A telephone call at its first ring; its contact takes the command's id."""

    command_id: UUID
    line: str
    caller_id: CallerId
    offered_at: datetime
    seen: CallerSeen
    subject: SubjectId | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    late: bool = False
    test: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTaker:
    command_id: UUID
    contact_id: ContactId
    taker: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRing:
    command_id: UUID
    contact_id: ContactId
    taker: AccountId
    why: RingFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class OverflowCall:
    command_id: UUID
    contact_id: ContactId
    why: OverflowReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCall:
    """The second destination did not answer; only an overflowing call comes back (else nothing)."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnswer:
    command_id: UUID
    contact_id: ContactId
    path: CallPath
    answered_at: datetime
    answered_by: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSign:
    command_id: UUID
    contact_id: ContactId
    sign: Sign
    signed_at: datetime
    digit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnd:
    """`cause`: Q.850 as the network said it, 0 when it said nothing."""

    command_id: UUID
    contact_id: ContactId
    ended_by: EndedBy
    ended_at: datetime
    cause: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCallBackEnd:
    command_id: UUID
    contact_id: ContactId
    by: AccountId
    answered: bool
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlacedEnd:
    command_id: UUID
    placed_id: PlacedId
    by: AccountId
    outcome: PlacedOutcome
    ended_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRecording:
    command_id: UUID
    contact_id: ContactId
    part: RecordedPart
    stored: str
    began_at: datetime
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishWrapUp:
    """The contact was dealt with, or the wrap-up lasted too long: its taker is ready again.

    `if_wrapped`: the call has just ended; nothing happens unless its contact was closed before.
    """

    command_id: UUID
    contact_id: ContactId
    taker: AccountId
    if_wrapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLines:
    """The account signed out: its telephone rings no more."""

    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCallBacks:
    """The number reached a taker by itself: nobody owes it a call any more."""

    command_id: UUID
    subject: SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireRestriction:
    command_id: UUID
    subject: SubjectId


ByPerson = (
    SetDuty
    | HoldCall
    | PlayPrompt
    | AskCallBack
    | TryCallBack
    | CloseCallBack
    | RestrictNumber
    | LiftRestriction
    | AddParty
    | PlaceCall
    | TransferCall
    | ListenIn
    | TakeOverCall
    | AnnounceIncident
    | EndAnnouncement
)
BySystem = (
    HearCall
    | RingTaker
    | MissRing
    | OverflowCall
    | ReturnCall
    | NoteAnswer
    | NoteSign
    | NoteEnd
    | NoteCallBackEnd
    | NotePlacedEnd
    | KeepRecording
    | FinishWrapUp
    | LeaveLines
    | SettleCallBacks
    | ExpireRestriction
)
Command = ByPerson | BySystem
