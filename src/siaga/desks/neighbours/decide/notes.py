"""What the two centres tell each other about one incident, and who has read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.neighbours.commands import (
    AddToHandover,
    AddToOffer,
    HearAddition,
    HearHandoverRead,
    HearOfferRead,
    HearTold,
    NotesOnOurs,
    NotesOnTheirs,
    SeeHandoverNotes,
    SeeOfferNotes,
)
from siaga.desks.neighbours.decide.ours import tell_by
from siaga.desks.neighbours.state import Handover, Offer, Stand
from siaga.language.border_notes import (
    HandoverAdded,
    HandoverReadHere,
    HandoverReadThere,
    HandoverTold,
    NotesOfOurs,
    NotesOfTheirs,
    OfferAdded,
    OfferReadHere,
    OfferReadThere,
    OfferTold,
)
from siaga.language.neighbours import handover_life, offer_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import SYSTEMS
from siaga.language.values import Asked, Tag, When


def on_notes_of_ours(
    command: NotesOnOurs, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[NotesOfOurs] | Refused:
    handover: Handover = states[handover_life(command.handover_id)]
    offered = handover.offered
    if offered is None:
        return Refused(reason=Refusal.UNKNOWN_HANDOVER)
    incident_id, neighbour = offered.incident_id, offered.neighbour
    if isinstance(command, HearTold | HearHandoverRead) and command.neighbour != neighbour:
        return Refused(reason=Refusal.UNKNOWN_HANDOVER)
    when = When(at=asked.received_at)
    told_by = tell_by(states[SYSTEMS], neighbour, place=place, asked=asked)
    names: dict[str, Any] = {
        "handover_id": command.handover_id,
        "incident_id": incident_id,
        "neighbour": neighbour,
        "when": when,
    }
    match command:
        case AddToHandover():
            # Only what they have on their screen can be added to; else a person telephones.
            if handover.stand not in (Stand.OPEN, Stand.ACCEPTED):
                return Refused(reason=Refusal.HANDOVER_OVER)
            if told_by is None or not handover.delivered:
                return Refused(reason=Refusal.HANDOVER_NOT_DELIVERED)
            return (HandoverAdded(**names, note=command.note, deliver_by_at=told_by),)
        case SeeHandoverNotes():
            read = _of(command.parts, handover.unread | handover.failed)
            if not read:
                return Refused(reason=Refusal.NOTHING_TO_DO)
            tell = told_by if handover.unread & set(read) else None
            return (HandoverReadHere(**names, parts=read, deliver_by_at=tell),)
        case HearTold():
            if command.part in handover.told:
                return ()
            number, part, note = offered.incident_number, command.part, command.note
            return (HandoverTold(**names, incident_number=number, part=part, note=note),)
        case HearHandoverRead():
            return (HandoverReadThere(**names, parts=command.parts),)
        case _ as never:
            assert_never(never)


def on_notes_of_theirs(
    command: NotesOnTheirs, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[NotesOfTheirs] | Refused:
    offer: Offer = states[offer_life(command.offer_id)]
    if offer.received is None:
        return Refused(reason=Refusal.UNKNOWN_OFFER)
    if offer.incident_id is None:  # there is nothing of ours to speak of
        still_open = offer.stand in (Stand.OPEN, Stand.BY_PHONE)
        return Refused(reason=Refusal.OFFER_STILL_OPEN if still_open else Refusal.OFFER_ANSWERED)
    handover_id, neighbour = offer.received.handover_id, offer.received.neighbour
    now = asked.received_at
    told_by = now + timedelta(seconds=place.systems.deliver_within_s)
    names: dict[str, Any] = {
        "offer_id": command.offer_id,
        "incident_id": offer.incident_id,
        "neighbour": neighbour,
        "when": When(at=now),
    }
    match command:
        case AddToOffer():
            note = command.note
            return (OfferTold(**names, handover_id=handover_id, note=note, deliver_by_at=told_by),)
        case SeeOfferNotes():
            unread = {note.part for note in offer.unread}
            read = _of(command.parts, unread | offer.failed)
            if not read:
                return Refused(reason=Refusal.NOTHING_TO_DO)
            tell = told_by if unread & set(read) else None
            return (
                OfferReadHere(**names, handover_id=handover_id, parts=read, deliver_by_at=tell),
            )
        case HearOfferRead():
            return (OfferReadThere(**names, parts=command.parts),)
        case _ as never:
            assert_never(never)


def heard_addition(
    command: HearAddition, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[OfferAdded]:
    """Theirs to say; what comes before its offer is remembered for it."""
    known: Offer = states[offer_life(command.offer_id)]
    if command.part in known.told:
        return ()
    return (
        OfferAdded(
            offer_id=command.offer_id,
            neighbour=command.neighbour,
            their_incident=command.their_incident,
            note=command.note,
            incident_id=known.incident_id,
            part=command.part,
            incident_number=known.number,
            when=When(at=asked.received_at),
        ),
    )


def _of(parts: tuple[str, ...], waiting: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Those that wait, each once."""
    return tuple(dict.fromkeys(part for part in parts if part in waiting))
