"""What the switch says and the room does by itself: no door leads here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.calls import (
    CallerId,
    CallPath,
    EndedBy,
    OverflowReason,
    RecordedPart,
    RingFailure,
    Sign,
)
from siaga.language.placed_calls import PlacedId, PlacedOutcome
from siaga.language.values import (
    AccountId,
    ContactId,
    LocationClaim,
    Safety,
    Sealed,
    SubjectId,
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAlone:
    """The page of who talks is gone; caller and whom he asked in hear each other without it.

    Not `alone`: the page is back with both of them.
    """

    command_id: UUID
    contact_id: ContactId
    taker: AccountId
    alone: bool = True


BySystem = (
    HearCall
    | RingTaker
    | MissRing
    | OverflowCall
    | ReturnCall
    | NoteAnswer
    | NoteSign
    | NoteEnd
    | NoteAlone
    | NoteCallBackEnd
    | NotePlacedEnd
    | KeepRecording
    | FinishWrapUp
    | LeaveLines
    | SettleCallBacks
    | ExpireRestriction
)
