"""What people ask of the lines desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from siaga.language.calls import (
    BreakKind,
    CallBackOutcome,
    Doing,
)
from siaga.language.placed_calls import CalleeKind
from siaga.language.values import (
    AccountId,
    AgencyId,
    AreaCode,
    ContactId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    NeighbourId,
    Sealed,
    SubjectId,
)

RESTRICTION_H_MAX = 24
BREAK_MIN_MAX = 120
SET_BY_PERSON = (Doing.READY, Doing.BREAK, Doing.AWAY)


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
