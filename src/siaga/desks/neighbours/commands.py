"""What can be asked of the neighbours desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.neighbours import OfferId
from siaga.language.values import (
    ContactId,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    NeighbourId,
    Priority,
    Sealed,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHandover:
    """The hand-over's id is its `command_id`. It stays ours until somebody there accepts."""

    command_id: UUID
    incident_id: IncidentId
    neighbour: NeighbourId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAcceptance:
    """Somebody over there said by telephone, radio or chat that they take it: by name."""

    command_id: UUID
    handover_id: HandoverId
    by_name: Sealed
    via: Via = Via.PHONE
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRefusal:
    command_id: UUID
    handover_id: HandoverId
    reason: Sealed
    by_name: Sealed | None = None
    via: Via = Via.PHONE
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHandover:
    command_id: UUID
    handover_id: HandoverId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeHandover:
    """Noted: it was refused, or did not arrive. The incident is ours."""

    command_id: UUID
    handover_id: HandoverId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToHandover:
    """Something more that they must see: callers go on ringing us about what is theirs now."""

    command_id: UUID
    handover_id: HandoverId
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeHandoverNotes:
    """Read: what they told us, or that ours did not arrive. Only what stood on the screen."""

    command_id: UUID
    handover_id: HandoverId
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer:
    """We take it over and work on it as this incident of ours."""

    command_id: UUID
    offer_id: OfferId
    incident_id: IncidentId
    by_name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOffer:
    command_id: UUID
    offer_id: OfferId
    reason: Sealed
    by_name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeOffer:
    """Noted: an offer that ended otherwise than we thought."""

    command_id: UUID
    offer_id: OfferId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToOffer:
    """We took it over, and those whom callers rang first must know more."""

    command_id: UUID
    offer_id: OfferId
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeOfferNotes:
    """Read: what they told us, or that ours did not arrive. Only what stood on the screen."""

    command_id: UUID
    offer_id: OfferId
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandContactOver:
    """A caller from outside is with the neighbour now: who there has taken it, by name."""

    command_id: UUID
    contact_id: ContactId
    neighbour: NeighbourId
    by_name: Sealed
    via: Via = Via.PHONE


# ---- heard from a neighbour's machine, and made by the house itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOffer:
    command_id: UUID
    offer_id: OfferId
    handover_id: HandoverId
    neighbour: NeighbourId
    their_incident: str
    their_number: str
    priority: Priority
    document: Sealed
    incident_type: IncidentTypeId | None = None
    location: LocationClaim | None = None
    summary: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearAcceptance:
    command_id: UUID
    handover_id: HandoverId
    neighbour: NeighbourId
    by_name: Sealed
    their_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearRefusal:
    command_id: UUID
    handover_id: HandoverId
    neighbour: NeighbourId
    reason: Sealed
    by_name: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearWithdrawal:
    """It may come before its offer does."""

    command_id: UUID
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearConfirmation:
    command_id: UUID
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearAddition:
    command_id: UUID
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    part: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class HearTold:
    """Who took an incident over from us tells more."""

    command_id: UUID
    handover_id: HandoverId
    neighbour: NeighbourId
    part: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class HearHandoverRead:
    """A person over there has read what we added."""

    command_id: UUID
    handover_id: HandoverId
    neighbour: NeighbourId
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearOfferRead:
    """A person over there has read what we told them."""

    command_id: UUID
    offer_id: OfferId
    neighbour: NeighbourId
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHandover:
    """What became of a message about a hand-over of ours. `part`: of what was added."""

    command_id: UUID
    handover_id: HandoverId
    is_offer: bool
    delivered: bool
    reason: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """Whether our answer to their offer reached them, or a `part` that we told them since."""

    command_id: UUID
    offer_id: OfferId
    delivered: bool
    reason: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingHandover:
    command_id: UUID
    handover_id: HandoverId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingOffer:
    command_id: UUID
    offer_id: OfferId
    due_at: datetime


OnOurs = (
    RecordAcceptance
    | RecordRefusal
    | WithdrawHandover
    | SeeHandover
    | HearAcceptance
    | HearRefusal
    | ReportHandover
    | RingHandover
)
OnTheirs = AcceptOffer | RefuseOffer | SeeOffer | ReportAnswer | RingOffer
OfTheirMachine = ReceiveOffer | HearWithdrawal | HearConfirmation | HearAddition
NotesOnOurs = AddToHandover | SeeHandoverNotes | HearTold | HearHandoverRead
NotesOnTheirs = AddToOffer | SeeOfferNotes | HearOfferRead
Command = (
    OfferHandover
    | HandContactOver
    | OfTheirMachine
    | OnOurs
    | OnTheirs
    | NotesOnOurs
    | NotesOnTheirs
)
