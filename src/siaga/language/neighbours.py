"""What is known of hand-overs: an incident on its way to the next centre, or from it to us.

Who offers owns it until it has recorded that a person over there accepted by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.machine_rules import CrossBorder
from siaga.language.values import (
    ContactId,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    NeighbourId,
    Priority,
    Sealed,
    Tag,
    When,
)

OfferId = NewType("OfferId", str)


def handover_life(handover_id: HandoverId) -> Tag:
    return Tag(f"handover-life:{handover_id}")


def offer_life(offer_id: OfferId) -> Tag:
    return Tag(f"offer-life:{offer_id}")


def offers_of(neighbour: NeighbourId, their_incident: str) -> Tag:
    """One incident of theirs is on offer once at a time."""
    return Tag(f"offers-of:{neighbour}/{their_incident}")


class _Ours:
    """Begins or ends a hand-over of ours."""

    __slots__ = ()
    handover_id: HandoverId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (handover_life(self.handover_id), incident_life(self.incident_id))


class _Progress:
    __slots__ = ()
    handover_id: HandoverId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (handover_life(self.handover_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOffered(_Ours, Fact):
    """`electronic`: their centre has our system and is told by it; else a person telephones."""

    handover_id: HandoverId
    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    neighbour: NeighbourId
    electronic: bool
    rings_at: datetime
    deliver_by_at: datetime
    when: When
    cross_border: CrossBorder | None = None  # the place's rule, where it is P1
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverDelivered(_Progress, Fact):
    """It lies durably with them; nobody has read it yet by that. `part`: of what was added."""

    handover_id: HandoverId
    incident_id: IncidentId
    when: When
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverUndelivered(_Progress, Fact):
    """What we had to tell them did not reach them: telephone. `part`: of what was added."""

    handover_id: HandoverId
    incident_id: IncidentId
    reason: str
    when: When
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRang(_Progress, Fact):
    """Nobody over there has accepted: it is ours, and a person must see to it."""

    handover_id: HandoverId
    incident_id: IncidentId
    step: int
    late_s: int
    next_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourAccepted(_Ours, Fact):
    """From now on it is theirs."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    by_name: Sealed
    when: When
    electronic: bool = False
    their_number: str = ""
    deliver_by_at: datetime | None = None  # of our confirmation; None: no machine to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourRefused(_Ours, Fact):
    """It stays ours."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    reason: Sealed
    when: When
    by_name: Sealed | None = None
    deliver_by_at: datetime | None = None  # their machine has to be told that we know


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWithdrawn(_Ours, Fact):
    """`again`: they had not heard of it, and are told once more."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    when: When
    reason: Sealed | None = None
    deliver_by_at: datetime | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSeen(_Progress, Fact):
    """A person took note of a refusal, or of what did not arrive: it rings no more."""

    handover_id: HandoverId
    incident_id: IncidentId
    when: When


class _Theirs:
    __slots__ = ()
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str

    def tags(self) -> tuple[Tag, ...]:
        return (offer_life(self.offer_id), offers_of(self.neighbour, self.their_incident))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReceived(_Theirs, Fact):
    """A neighbour offers an incident. `document`: their EIDO as it came, every component of it."""

    offer_id: OfferId
    handover_id: HandoverId  # theirs
    neighbour: NeighbourId
    their_incident: str
    their_number: str
    priority: Priority
    rings_at: datetime
    document: Sealed
    when: When
    incident_type: IncidentTypeId | None = None
    location: LocationClaim | None = None
    summary: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRang(_Theirs, Fact):
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    step: int
    late_s: int
    next_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted(Fact):
    """By name; `incident_id` is where we work on it. Theirs until they confirm."""

    offer_id: OfferId
    handover_id: HandoverId
    neighbour: NeighbourId
    their_incident: str
    incident_id: IncidentId
    number: str  # of our incident
    by_name: Sealed
    deliver_by_at: datetime
    when: When
    their_number: str = ""

    def tags(self) -> tuple[Tag, ...]:
        offers = offers_of(self.neighbour, self.their_incident)
        return (offer_life(self.offer_id), offers, incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRefused(_Theirs, Fact):
    offer_id: OfferId
    handover_id: HandoverId
    neighbour: NeighbourId
    their_incident: str
    reason: Sealed
    by_name: Sealed
    deliver_by_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWithdrawn(_Theirs, Fact):
    """`accepted`: somebody here had accepted it already; it is theirs all the same."""

    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    accepted: bool
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferConfirmed(_Theirs, Fact):
    """They have recorded that it is ours.

    `by_phone`: before anybody accepted it here on screen. No incident of ours holds it yet.
    """

    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    by_phone: bool
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswerReported(Fact):
    """Whether our answer reached them; where it did not, a person telephones.

    `part`: of what we told them about what is ours now.
    """

    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    delivered: bool
    when: When
    reason: str = ""
    part: str = ""
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = (offer_life(self.offer_id), offers_of(self.neighbour, self.their_incident))
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeen(_Theirs, Fact):
    """A person took note of an ending that rang; the card may go."""

    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactHandedOver(Fact):
    """A caller from outside, of whom no incident was made here: whom we told, by name."""

    contact_id: ContactId
    neighbour: NeighbourId
    by_name: Sealed
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"contact:{self.contact_id}"),)


OfHandover = (
    HandoverOffered
    | HandoverDelivered
    | HandoverUndelivered
    | HandoverRang
    | NeighbourAccepted
    | NeighbourRefused
    | HandoverWithdrawn
    | HandoverSeen
)
OfOffer = (
    OfferReceived
    | OfferRang
    | OfferAccepted
    | OfferRefused
    | OfferWithdrawn
    | OfferConfirmed
    | OfferAnswerReported
    | OfferSeen
)
NeighboursFact = OfHandover | OfOffer | ContactHandedOver
