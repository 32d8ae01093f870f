"""What the neighbours desk keeps in mind: each hand-over, and the incidents they are of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never, cast

from siaga.language.border_notes import (
    HandoverReadHere,
    HandoverTold,
    NotesOfOurs,
    NotesOfTheirs,
    OfferAdded,
    OfferReadHere,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.intake import ContactOpened
from siaga.language.lines import CallOffered
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    HandoverRang,
    HandoverSeen,
    HandoverUndelivered,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfferAccepted,
    OfferAnswerReported,
    OfferConfirmed,
    OfferRang,
    OfferReceived,
    OfferRefused,
    OfferSeen,
    OfferWithdrawn,
    OfHandover,
    OfOffer,
)
from siaga.language.systems import SYSTEMS, SystemConnected, SystemDisconnected, SystemId
from siaga.language.values import HandoverId, IncidentId, IncidentTypeId, Priority, Tag

OfIncident = (
    IncidentOpened
    | IncidentClassified
    | IncidentPrioritised
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)
OfSystems = SystemConnected | SystemDisconnected
OfContact = ContactOpened | CallOffered
OfNotes = NotesOfOurs | NotesOfTheirs
Heard = OfContact | OfIncident | OfSystems | OfHandover | OfOffer | OfNotes


class Stand(StrEnum):
    NONE = "none"  # there is no such thing
    OPEN = "open"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"  # of an offer: they know that we accepted
    BY_PHONE = "by_phone"  # of an offer: they say that we accepted; no incident of ours has it
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    stand: Stand = Stand.NONE
    offered: HandoverOffered | None = None
    electronic: bool = False  # their machine has told us of the acceptance
    delivered: bool = False
    step: int = 0
    due_at: datetime | None = None
    to_see: bool = False  # refused or not delivered, and nobody has noted it
    told: frozenset[str] = frozenset()  # parts of theirs that came
    unread: frozenset[str] = frozenset()  # of those
    failed: frozenset[str] = frozenset()  # parts of ours that did not arrive, and nobody noted it


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`number` is empty: there is no such incident."""

    number: str = ""
    incident_type: IncidentTypeId | None = None
    priority: Priority = Priority.P4
    closed: bool = False
    merged_into: IncidentId | None = None
    offered: HandoverId | None = None  # the one that is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    stand: Stand = Stand.NONE
    received: OfferReceived | None = None
    step: int = 0
    due_at: datetime | None = None
    to_see: bool = False  # it ended otherwise than we thought, and nobody has noted it
    incident_id: IncidentId | None = None  # of ours, once it was accepted
    number: str = ""  # of that
    told: frozenset[str] = frozenset()  # parts of theirs that came
    unread: tuple[OfferAdded, ...] = ()
    failed: frozenset[str] = frozenset()  # parts of ours that did not arrive, and nobody noted it


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirIncident:
    open: OfferReceived | None = None  # on offer and not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    systems: frozenset[SystemId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    is_known: bool = False


STATES: dict[str, type[Any]] = {
    "contact-life": Contact,
    "handover-life": Handover,
    "incident-life": Incident,
    "offer-life": Offer,
    "offers-of": TheirIncident,
    SYSTEMS.partition(":")[0]: Connected,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case Contact():
            return Contact(is_known=True) if isinstance(fact, OfContact) else state
        case Connected():
            return _connected(state, fact)
        case Incident():
            return _incident(tag, state, fact, entry.number)
        case Handover():
            return _handover(state, fact)
        case Offer():
            return _offer(state, fact)
        case TheirIncident():
            return _theirs(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _connected(state: Connected, fact: Heard) -> Connected:
    match fact:
        case SystemConnected():
            return Connected(systems=state.systems | {fact.system})
        case SystemDisconnected():
            return Connected(systems=state.systems - {fact.system})
        case _:
            return state


def _incident(tag: Tag, state: Incident, fact: Heard, number: str | None) -> Incident:
    if isinstance(fact, OfContact | OfSystems | OfOffer | OfNotes):
        return state
    if incident_life(fact.incident_id) != tag:
        return state  # of a child, or merged into it
    match fact:
        case IncidentOpened():
            return replace(
                state,
                number=number or "",
                incident_type=fact.incident_type,
                priority=fact.priority,
            )
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentPrioritised():
            return replace(state, priority=fact.priority)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False)
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case HandoverOffered():
            return replace(state, offered=fact.handover_id)
        case NeighbourAccepted() | NeighbourRefused() | HandoverWithdrawn():
            ended = state.offered == fact.handover_id
            return replace(state, offered=None) if ended else state
        case HandoverDelivered() | HandoverUndelivered() | HandoverRang() | HandoverSeen():
            return state
        case _ as never:
            assert_never(never)


def _handover(state: Handover, fact: Heard) -> Handover:
    match fact:
        case HandoverOffered():
            return Handover(stand=Stand.OPEN, offered=fact, due_at=fact.rings_at)
        case HandoverDelivered():
            return replace(state, delivered=True)
        case HandoverRang():
            return replace(state, step=fact.step, due_at=fact.next_at)
        case NeighbourAccepted():
            electronic = state.electronic or fact.electronic
            return replace(state, stand=Stand.ACCEPTED, electronic=electronic, due_at=None)
        case NeighbourRefused():
            return replace(state, stand=Stand.REFUSED, due_at=None, to_see=True)
        case HandoverUndelivered() if fact.part:
            return replace(state, failed=state.failed | {fact.part})
        case HandoverUndelivered():
            return replace(state, to_see=True)
        case HandoverTold():
            told, unread = state.told | {fact.part}, state.unread | {fact.part}
            return replace(state, told=told, unread=unread)
        case HandoverReadHere():
            read = frozenset(fact.parts)
            return replace(state, unread=state.unread - read, failed=state.failed - read)
        case HandoverSeen():
            return replace(state, to_see=False)
        case HandoverWithdrawn() if not fact.again:
            return replace(state, stand=Stand.WITHDRAWN, due_at=None)
        case _:
            return state


def _offer(state: Offer, fact: Heard) -> Offer:
    match fact:
        case OfferReceived():
            notes = Offer(told=state.told, unread=state.unread)  # they may come before it
            return replace(notes, stand=Stand.OPEN, received=fact, due_at=fact.rings_at)
        case OfferRang():
            return replace(state, step=fact.step, due_at=fact.next_at)
        case OfferAccepted():
            ours = replace(state, incident_id=fact.incident_id, number=fact.number)
            return replace(ours, stand=Stand.ACCEPTED, due_at=None, to_see=False)
        case OfferAdded():
            unread = tuple(each for each in state.unread if each.part != fact.part)
            return replace(state, told=state.told | {fact.part}, unread=(*unread, fact))
        case OfferReadHere():
            unread = tuple(each for each in state.unread if each.part not in fact.parts)
            return replace(state, unread=unread, failed=state.failed - frozenset(fact.parts))
        case OfferAnswerReported() if fact.part:
            failed = state.failed if fact.delivered else state.failed | {fact.part}
            return replace(state, failed=failed)
        case OfferRefused():
            return replace(state, stand=Stand.REFUSED, due_at=None)
        case OfferConfirmed():
            return replace(state, stand=Stand.BY_PHONE if fact.by_phone else Stand.CONFIRMED)
        case OfferWithdrawn():
            seen = state.received is not None  # else nobody here ever saw it
            return replace(state, stand=Stand.WITHDRAWN, due_at=None, to_see=seen)
        case OfferAnswerReported():
            return replace(state, to_see=state.to_see or not fact.delivered)
        case OfferSeen():
            return replace(state, to_see=False)
        case _:
            return state


def _theirs(state: TheirIncident, fact: Heard) -> TheirIncident:
    match fact:
        case OfferReceived():
            return TheirIncident(open=fact)
        case OfferAccepted() | OfferRefused() | OfferWithdrawn():
            ended = state.open is not None and state.open.offer_id == fact.offer_id
            return TheirIncident() if ended else state
        case _:
            return state
