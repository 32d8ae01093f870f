"""Incidents of ours that are handed to a neighbour: offered, taken, refused, and what rings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentClosed
from siaga.language.machine_rules import CrossBorder
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    HandoverRang,
    HandoverSeen,
    HandoverUndelivered,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfHandover,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    NeighbourId,
    Priority,
    Role,
    Sealed,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCard:
    """Key: incident id; of its latest hand-over. Leaves when the incident is closed and nothing
    is open."""

    handover_id: HandoverId
    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    neighbour: NeighbourId
    electronic: bool
    state: str  # open, accepted, refused, withdrawn
    offered_at: datetime
    rings_at: datetime
    by: str  # account id of who offered it
    cross_border: CrossBorder | None = None
    note: Sealed | None = None
    delivered_at: datetime | None = None
    problem: str = ""  # why a message did not arrive
    rings: bool = False
    step: int = 0
    answered_at: datetime | None = None
    by_name: Sealed | None = None
    their_number: str = ""
    reason: Sealed | None = None
    via: Via = Via.CONSOLE  # of the answer
    confirmed: bool = False  # their machine said so too, or there is none to ask
    closed: bool = False


Heard = OfHandover | IncidentClosed

SEES = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

HEARS: tuple[type[Fact], ...] = (*get_args(OfHandover), IncidentClosed)
ROLES: frozenset[Role] = SEES
CARD = HandoverCard
OPEN = "open"


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: HandoverCard | None, entry: Entry) -> HandoverCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    if isinstance(fact, HandoverOffered):
        return _offered(fact, entry)
    if card is None:
        return None
    if isinstance(fact, IncidentClosed):
        return replace(card, closed=True) if _stays(card) else None
    if fact.handover_id != card.handover_id:
        return card
    card = _moved(card, fact, entry)
    return None if card.closed and not _stays(card) else card


def _stays(card: HandoverCard) -> bool:
    """Also when its incident was closed: while it is open, rings, or may yet come back."""
    on_a_word = card.state == "accepted" and not card.confirmed
    return card.state == OPEN or card.rings or on_a_word


def view(card: HandoverCard, viewer: Actor) -> HandoverCard | None:
    return card if viewer.roles & SEES else None


def _offered(fact: HandoverOffered, entry: Entry) -> HandoverCard:
    return HandoverCard(
        handover_id=fact.handover_id,
        incident_id=fact.incident_id,
        incident_number=fact.incident_number,
        incident_type=fact.incident_type,
        priority=fact.priority,
        neighbour=fact.neighbour,
        electronic=fact.electronic,
        state=OPEN,
        offered_at=fact.when.at,
        rings_at=fact.rings_at,
        by=entry.actor,
        cross_border=fact.cross_border,
        note=fact.note,
    )


def _moved(card: HandoverCard, fact: OfHandover, entry: Entry) -> HandoverCard:
    at = fact.when.at
    match fact:
        case HandoverDelivered() | HandoverUndelivered() if fact.part:
            return card
        case HandoverDelivered():
            return replace(card, delivered_at=at, problem="")
        case HandoverUndelivered():
            return replace(card, problem=fact.reason, rings=True)
        case HandoverRang():
            return replace(card, rings=True, step=fact.step, rings_at=fact.next_at)
        case NeighbourAccepted():
            return replace(
                card,
                state="accepted",
                answered_at=card.answered_at or at,
                by_name=fact.by_name,
                their_number=fact.their_number or card.their_number,
                via=entry.via,
                rings=False,
                confirmed=fact.electronic or not card.electronic,
            )
        case NeighbourRefused():
            return replace(
                card,
                state="refused",
                answered_at=at,
                by_name=fact.by_name,
                reason=fact.reason,
                via=entry.via,
                rings=True,
            )
        case HandoverWithdrawn():
            if fact.again:
                return card
            return replace(card, state="withdrawn", answered_at=at, reason=fact.reason, rings=False)
        case HandoverSeen():
            return replace(card, rings=False, problem="")
        case HandoverOffered():
            return card
        case _ as never:
            assert_never(never)
