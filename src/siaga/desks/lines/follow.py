"""What a fact of the lines sets in motion: a wrap-up, a restriction and an announcement end."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.lines import (
    AnnouncementEnded,
    CallBackEnded,
    CallEnded,
    CallTransferred,
    IncidentAnnounced,
    NumberRestricted,
    RestrictionLifted,
)
from siaga.language.place import Place
from siaga.language.placed_calls import PlacedCallEnded
from siaga.language.values import AccountId, ContactId

WRAP_UP, RESTRICTION, ANNOUNCEMENT = "wrap-up", "restriction", "announcement"


def follow(fact: Fact, place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case CallEnded() if fact.answered_at and fact.taker:
            return (_wrap_up(fact.taker, fact.contact_id, from_at=fact.when.at, place=place),)
        case CallTransferred():
            return (_wrap_up(fact.taker, fact.contact_id, from_at=fact.when.at, place=place),)
        case CallBackEnded() if fact.answered:
            return (_wrap_up(fact.by, fact.contact_id, from_at=fact.when.at, place=place),)
        case PlacedCallEnded() if fact.wraps:
            return (_wrap_up(fact.by, fact.wraps, from_at=fact.when.at, place=place),)
        case NumberRestricted():
            return (Arm(kind=RESTRICTION, subject=fact.subject, due_at=fact.until_at),)
        case RestrictionLifted():
            return (Disarm(kind=RESTRICTION, subject=fact.subject),)
        case IncidentAnnounced():
            return (Arm(kind=ANNOUNCEMENT, subject=fact.incident_id, due_at=fact.until_at),)
        case AnnouncementEnded():
            return (Disarm(kind=ANNOUNCEMENT, subject=fact.incident_id),)
        case _:
            return ()


def _wrap_up(taker: AccountId, contact_id: ContactId, *, from_at: datetime, place: Place) -> Arm:
    """Nothing disarms it: of a wrap-up that has ended it ends nothing."""
    due_at = from_at + timedelta(seconds=place.lines.wrap_up_max_s)
    return Arm(kind=WRAP_UP, subject=f"{taker} {contact_id}", due_at=due_at)
