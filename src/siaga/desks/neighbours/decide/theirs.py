"""An incident of theirs that is offered to us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypedDict, assert_never

from siaga.desks.neighbours.commands import (
    AcceptOffer,
    HearConfirmation,
    HearWithdrawal,
    OnTheirs,
    ReceiveOffer,
    RefuseOffer,
    ReportAnswer,
    RingOffer,
    SeeOffer,
)
from siaga.desks.neighbours.state import Incident, Offer, Stand, TheirIncident
from siaga.language.border_notes import OfferAdded
from siaga.language.incident import incident_life
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
    offer_life,
    offers_of,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, IncidentId, NeighbourId, Tag, When

Outcome = Sequence[OfOffer | OfferAdded] | Refused
Answering = AcceptOffer | RefuseOffer
UNANSWERED = frozenset({Stand.OPEN, Stand.BY_PHONE})


class Names(TypedDict):
    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str


def receive(
    command: ReceiveOffer, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    """Once for each hand-over; a new one of the same incident takes the unanswered one's place."""
    known: Offer = states[offer_life(command.offer_id)]
    if known.received is not None or known.stand is Stand.WITHDRAWN:
        return ()
    theirs: TheirIncident = states[offers_of(command.neighbour, command.their_incident)]
    when = When(at=asked.received_at)
    replaced: tuple[OfOffer, ...] = ()
    if theirs.open is not None:
        replaced = (
            OfferWithdrawn(
                offer_id=theirs.open.offer_id,
                neighbour=command.neighbour,
                their_incident=command.their_incident,
                accepted=False,
                when=when,
            ),
        )
    received = OfferReceived(
        offer_id=command.offer_id,
        handover_id=command.handover_id,
        neighbour=command.neighbour,
        their_incident=command.their_incident,
        their_number=command.their_number,
        priority=command.priority,
        rings_at=asked.received_at + timedelta(seconds=place.neighbours.ring_after_s),
        document=command.document,
        incident_type=command.incident_type,
        location=command.location,
        summary=command.summary,
        when=when,
    )
    if known.stand is Stand.BY_PHONE:  # the confirmation was faster than the offer
        return (*replaced, received, _confirmed(command, by_phone=True, when=when))
    return (*replaced, received)


def heard(
    command: HearWithdrawal | HearConfirmation,
    states: Mapping[Tag, Any],
    *,
    asked: Asked,
) -> Outcome:
    """Theirs to say; what comes before its offer is remembered for it."""
    known: Offer = states[offer_life(command.offer_id)]
    stand, when = known.stand, When(at=asked.received_at)
    if isinstance(command, HearConfirmation):
        if stand not in (Stand.NONE, Stand.OPEN, Stand.ACCEPTED):
            return ()
        return (_confirmed(command, by_phone=stand is not Stand.ACCEPTED, when=when),)
    if stand in (Stand.WITHDRAWN, Stand.REFUSED):
        return ()
    return (
        OfferWithdrawn(
            offer_id=command.offer_id,
            neighbour=command.neighbour,
            their_incident=command.their_incident,
            accepted=stand in (Stand.ACCEPTED, Stand.CONFIRMED),
            when=when,
        ),
    )


def _confirmed(
    command: ReceiveOffer | HearConfirmation, *, by_phone: bool, when: When
) -> OfferConfirmed:
    return OfferConfirmed(
        offer_id=command.offer_id,
        neighbour=command.neighbour,
        their_incident=command.their_incident,
        by_phone=by_phone,
        when=when,
    )


def on_theirs(
    command: OnTheirs, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    offer: Offer = states[offer_life(command.offer_id)]
    received = offer.received
    if received is None:
        return Refused(reason=Refusal.UNKNOWN_OFFER)
    names = Names(
        offer_id=received.offer_id,
        neighbour=received.neighbour,
        their_incident=received.their_incident,
    )
    when = When(at=asked.received_at)
    match command:
        case AcceptOffer() | RefuseOffer():
            return _answer(command, offer, states, place=place, asked=asked)
        case SeeOffer():
            if not offer.to_see:
                reason = Refusal.OFFER_STILL_OPEN if offer.stand in UNANSWERED else None
                return Refused(reason=reason or Refusal.NOTHING_TO_DO)
            return (OfferSeen(**names, when=when),)
        case ReportAnswer():
            return (
                OfferAnswerReported(
                    **names,
                    delivered=command.delivered,
                    reason=command.reason,
                    part=command.part,
                    incident_id=offer.incident_id if command.part else None,
                    when=when,
                ),
            )
        case RingOffer():
            return _ring(command, offer, names, place=place, asked=asked)
        case _ as never:
            assert_never(never)


def _answer(
    command: Answering, offer: Offer, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    received = offer.received
    assert received is not None
    when = When(at=asked.received_at)
    deliver_by_at = asked.received_at + timedelta(seconds=place.systems.deliver_within_s)
    if isinstance(command, RefuseOffer):
        if offer.stand is not Stand.OPEN:
            return Refused(reason=Refusal.OFFER_ANSWERED)
        return (
            OfferRefused(
                offer_id=received.offer_id,
                handover_id=received.handover_id,
                neighbour=received.neighbour,
                their_incident=received.their_incident,
                reason=command.reason,
                by_name=command.by_name,
                deliver_by_at=deliver_by_at,
                when=when,
            ),
        )
    incident: Incident = states[incident_life(command.incident_id)]
    if offer.stand not in UNANSWERED:
        return Refused(reason=Refusal.OFFER_ANSWERED)
    if not incident.number:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    return (
        *_told_again(offer, command.incident_id, number=incident.number),
        OfferAccepted(
            offer_id=received.offer_id,
            handover_id=received.handover_id,
            neighbour=received.neighbour,
            their_incident=received.their_incident,
            incident_id=command.incident_id,
            number=incident.number,
            by_name=command.by_name,
            deliver_by_at=deliver_by_at,
            their_number=received.their_number,
            when=when,
        ),
    )


def _told_again(offer: Offer, incident_id: IncidentId, *, number: str) -> Sequence[OfferAdded]:
    """What nobody has read yet, of an incident of ours now."""
    return tuple(
        replace(note, incident_id=incident_id, incident_number=number) for note in offer.unread
    )


def _ring(command: RingOffer, offer: Offer, names: Names, *, place: Place, asked: Asked) -> Outcome:
    if offer.stand not in UNANSWERED or offer.due_at is None or offer.due_at > command.due_at:
        return ()
    now = asked.received_at
    return (
        OfferRang(
            **names,
            step=offer.step + 1,
            late_s=max(0, int((now - command.due_at).total_seconds())),
            next_at=now + timedelta(seconds=place.neighbours.ring_after_s),
            when=When(at=now),
        ),
    )
