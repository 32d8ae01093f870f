"""What two centres told each other about one incident; it rings until a person here has read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.border_notes import (
    BorderNotesFact,
    HandoverAdded,
    HandoverReadHere,
    HandoverReadThere,
    HandoverTold,
    OfferAdded,
    OfferReadHere,
    OfferReadThere,
    OfferTold,
)
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentClosed
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    HandoverUndelivered,
    OfferAccepted,
    OfferAnswerReported,
    OfferId,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    HandoverId,
    IncidentId,
    NeighbourId,
    Role,
    Sealed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderLine:
    """`ours`: told by us. Of a hand-over of ours, or of an offer that we took."""

    part: str
    ours: bool
    neighbour: NeighbourId
    note: Sealed
    at: datetime
    by: str = ""  # account of ours
    handover_id: HandoverId | None = None
    offer_id: OfferId | None = None
    arrived_at: datetime | None = None  # there
    read_at: datetime | None = None  # by a person on the other side
    problem: str = ""  # why it did not arrive
    rings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderNotesCard:
    """Key: incident id of ours. Leaves with the incident, once everything was read."""

    incident_id: IncidentId
    incident_number: str = ""
    offer_id: OfferId | None = None  # from whom we took it over, if we did
    neighbour: NeighbourId | None = None
    their_number: str = ""
    lines: tuple[BorderLine, ...] = ()
    closed: bool = False


SEES = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

Sent = HandoverDelivered | HandoverUndelivered | OfferAnswerReported
Heard = BorderNotesFact | HandoverOffered | OfferAccepted | Sent | IncidentClosed
HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES
CARD = BorderNotesCard
LINES_MAX = 20


def keys(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact, Heard) or fact.incident_id is None:
        return ()
    return (fact.incident_id,)


def view(card: BorderNotesCard, viewer: Actor) -> BorderNotesCard | None:
    return card if viewer.roles & SEES else None


def draw(key: str, card: BorderNotesCard | None, entry: Entry) -> BorderNotesCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or fact.incident_id != key:
        return card
    if isinstance(fact, IncidentClosed):
        card = replace(card, closed=True) if card else None
    elif isinstance(fact, Sent):
        card = _sent(card, fact) if card and fact.part else card
    elif isinstance(fact, HandoverOffered | OfferAccepted):
        card = _begun(card, fact)
    else:
        card = _noted(card, fact, entry)
    over = card is not None and card.closed and not any(line.rings for line in card.lines)
    return None if over else card


def _begun(card: BorderNotesCard | None, fact: HandoverOffered | OfferAccepted) -> BorderNotesCard:
    if isinstance(fact, HandoverOffered):
        number = fact.incident_number
        return card or BorderNotesCard(incident_id=fact.incident_id, incident_number=number)
    return replace(
        card or BorderNotesCard(incident_id=fact.incident_id),
        incident_number=fact.number,
        offer_id=fact.offer_id,
        neighbour=fact.neighbour,
        their_number=fact.their_number,
        closed=False,
    )


def _sent(card: BorderNotesCard, fact: Sent) -> BorderNotesCard:
    failed = isinstance(fact, HandoverUndelivered) or (
        isinstance(fact, OfferAnswerReported) and not fact.delivered
    )
    reason, at = getattr(fact, "reason", ""), fact.when.at
    if failed:
        return _each(card, (fact.part,), lambda line: replace(line, problem=reason, rings=True))
    return _each(card, (fact.part,), lambda line: replace(line, arrived_at=at))


def _noted(
    card: BorderNotesCard | None, fact: BorderNotesFact, entry: Entry
) -> BorderNotesCard | None:
    at = fact.when.at
    match fact:
        case HandoverTold() | OfferAdded():
            return _heard(card, fact)
        case HandoverAdded() | OfferTold():
            line = BorderLine(
                part=fact.note.ref,
                ours=True,
                neighbour=fact.neighbour,
                note=fact.note,
                at=at,
                by=entry.actor,
                handover_id=fact.handover_id if isinstance(fact, HandoverAdded) else None,
                offer_id=fact.offer_id if isinstance(fact, OfferTold) else None,
            )
            return _with(card or BorderNotesCard(incident_id=fact.incident_id), line)
        case HandoverReadHere() | OfferReadHere():
            return card and _each(card, fact.parts, lambda line: _read_here(line, at))
        case HandoverReadThere() | OfferReadThere():
            return card and _each(card, fact.parts, lambda line: _read_there(line, at))
        case _ as never:
            assert_never(never)


def _heard(card: BorderNotesCard | None, fact: HandoverTold | OfferAdded) -> BorderNotesCard | None:
    """Of an incident that has left the board, too: somebody here must read it."""
    if fact.incident_id is None:
        return card
    line = BorderLine(
        part=fact.part,
        ours=False,
        neighbour=fact.neighbour,
        note=fact.note,
        at=fact.when.at,
        handover_id=fact.handover_id if isinstance(fact, HandoverTold) else None,
        offer_id=fact.offer_id if isinstance(fact, OfferAdded) else None,
        rings=True,
    )
    number = fact.incident_number
    ended = BorderNotesCard(
        incident_id=fact.incident_id, incident_number=number, offer_id=line.offer_id, closed=True
    )
    return _with(card or ended, line)


def _with(card: BorderNotesCard, line: BorderLine) -> BorderNotesCard:
    """What rings is never pushed out."""
    lines = (*card.lines, line)
    recent = lines[-LINES_MAX:]
    kept = tuple(each for each in lines if each.rings or each in recent)
    return replace(card, lines=kept)


def _each(
    card: BorderNotesCard, parts: tuple[str, ...], to: Callable[[BorderLine], BorderLine]
) -> BorderNotesCard:
    return replace(
        card, lines=tuple(to(line) if line.part in parts else line for line in card.lines)
    )


def _read_here(line: BorderLine, at: datetime) -> BorderLine:
    """Of ours: that it did not arrive was noted."""
    return replace(line, rings=False, read_at=line.read_at if line.ours else at)


def _read_there(line: BorderLine, at: datetime) -> BorderLine:
    return replace(line, read_at=at, arrived_at=line.arrived_at or at) if line.ours else line
