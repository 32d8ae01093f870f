"""Incidents that neighbours offer us: they ring until a person of ours takes or refuses them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.border_notes import OfferAdded
from siaga.language.entry import Entry, Fact
from siaga.language.neighbours import (
    OfferAccepted,
    OfferAnswerReported,
    OfferConfirmed,
    OfferId,
    OfferRang,
    OfferReceived,
    OfferRefused,
    OfferSeen,
    OfferWithdrawn,
    OfOffer,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    NeighbourId,
    Priority,
    Role,
    Sealed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """Key: offer id. `state`: open, by_phone, accepted, refused, withdrawn."""

    offer_id: OfferId
    neighbour: NeighbourId
    their_number: str
    priority: Priority
    state: str
    received_at: datetime
    rings_at: datetime
    incident_type: IncidentTypeId | None = None
    location: LocationClaim | None = None
    summary: Sealed | None = None
    added: tuple[Sealed, ...] = ()  # what they told since, the newest last
    incident_id: IncidentId | None = None  # of ours
    by_name: Sealed | None = None
    reason: Sealed | None = None
    problem: str = ""  # our answer did not reach them
    rings: bool = True
    step: int = 0
    was_ours: bool = False  # withdrawn after somebody here had accepted it


SEES = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

Heard = OfOffer | OfferAdded
HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES
CARD = OfferCard
ADDED_MAX = 10


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.offer_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: OfferCard | None, entry: Entry) -> OfferCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.offer_id:
        return card
    if isinstance(fact, OfferReceived):
        return OfferCard(
            offer_id=fact.offer_id,
            neighbour=fact.neighbour,
            their_number=fact.their_number,
            priority=fact.priority,
            state="open",
            received_at=fact.when.at,
            rings_at=fact.rings_at,
            incident_type=fact.incident_type,
            location=fact.location,
            summary=fact.summary,
        )
    return _moved(card, fact) if card is not None else None


def view(card: OfferCard, viewer: Actor) -> OfferCard | None:
    return card if viewer.roles & SEES else None


def _moved(card: OfferCard, fact: Heard) -> OfferCard | None:
    match fact:
        case OfferRang():
            return replace(card, step=fact.step, rings_at=fact.next_at, rings=True)
        case OfferAccepted():
            return replace(
                card,
                state="accepted",
                incident_id=fact.incident_id,
                by_name=fact.by_name,
                rings=False,
            )
        case OfferRefused():
            return replace(
                card, state="refused", by_name=fact.by_name, reason=fact.reason, rings=False
            )
        case OfferConfirmed():
            return replace(card, state="by_phone", rings=True) if fact.by_phone else None
        case OfferWithdrawn():
            return replace(card, state="withdrawn", was_ours=fact.accepted, rings=fact.accepted)
        case OfferAnswerReported():
            if fact.part:
                return card
            if fact.delivered:
                return None if card.state == "refused" else replace(card, problem="")
            return replace(card, problem=fact.reason, rings=True)
        case OfferAdded() if fact.incident_id is None:
            return replace(card, added=(*card.added, fact.note)[-ADDED_MAX:])
        case OfferSeen():
            if card.state in ("refused", "withdrawn"):
                return None
            rings = card.state != "accepted"  # that stays, quietly, until they answer
            return replace(card, problem="", rings=rings)
        case OfferReceived() | OfferAdded():
            return card
        case _ as never:
            assert_never(never)
