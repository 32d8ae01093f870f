"""What a hand-over sets in motion: messages to the other centre, and the ring while it is open."""

from __future__ import annotations

from datetime import datetime

from siaga.language.border_notes import (
    HandoverAdded,
    HandoverReadHere,
    OfferReadHere,
    OfferTold,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.neighbours import (
    HandoverOffered,
    HandoverRang,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfferAccepted,
    OfferRang,
    OfferReceived,
    OfferRefused,
    OfferWithdrawn,
)
from siaga.language.place import Place
from siaga.language.values import NeighbourId, SubjectId

NEIGHBOUR = "neighbour"
HANDOVER_OPEN = "handover_open"
OFFER_OPEN = "offer_open"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case HandoverOffered():
            ring = Arm(kind=HANDOVER_OPEN, subject=fact.handover_id, due_at=fact.rings_at)
            told_by = fact.deliver_by_at if fact.electronic else None
            return (ring, *_send(fact.neighbour, told_by))
        case HandoverRang():
            return (Arm(kind=HANDOVER_OPEN, subject=fact.handover_id, due_at=fact.next_at),)
        case NeighbourAccepted() | NeighbourRefused() | HandoverWithdrawn():
            over = Disarm(kind=HANDOVER_OPEN, subject=fact.handover_id)
            return (over, *_send(fact.neighbour, fact.deliver_by_at))
        case HandoverAdded() | HandoverReadHere() | OfferTold() | OfferReadHere():
            return _send(fact.neighbour, fact.deliver_by_at)
        case OfferReceived():
            return (Arm(kind=OFFER_OPEN, subject=fact.offer_id, due_at=fact.rings_at),)
        case OfferRang():
            return (Arm(kind=OFFER_OPEN, subject=fact.offer_id, due_at=fact.next_at),)
        case OfferAccepted() | OfferRefused():
            over = Disarm(kind=OFFER_OPEN, subject=fact.offer_id)
            return (over, *_send(fact.neighbour, fact.deliver_by_at))
        case OfferWithdrawn():
            return (Disarm(kind=OFFER_OPEN, subject=fact.offer_id),)
        case _:
            return ()


def _send(neighbour: NeighbourId, deliver_by_at: datetime | None) -> tuple[FollowUp, ...]:
    """What it says is worked out from the fact as it leaves. None: there is no machine to tell."""
    if deliver_by_at is None:
        return ()
    return (
        Send(
            kind=NEIGHBOUR,
            rule=SendRule.ALERT,
            recipient=SubjectId(f"system:neighbour:{neighbour}"),
            deadline_at=deliver_by_at,
        ),
    )
