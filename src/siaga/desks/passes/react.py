"""What the passes desk does by itself: it closes a door whose room is empty."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.passes.commands import Command, EndPasses, ExpirePass
from siaga.desks.passes.follow import EXPIRY
from siaga.language.agencies import (
    ReferralDeclined,
    ReferralHandedBack,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed
from siaga.language.values import PassId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case ReferralDeclined() | ReferralHandedBack() | ReferralVerified() | ReferralTakenBack():
            return (_end(fact.referral_id),)
        case IncidentClosed():
            return (_end(fact.incident_id),)
        case _:
            return ()


def _end(thing: str) -> Reaction:
    return Reaction(desk="passes", command=EndPasses(command_id=TO_BE_NAMED, thing=thing))


def ring(kind: str, subject: str, _due_at: datetime, command_id: UUID) -> Command | None:
    if kind != EXPIRY:
        return None
    return ExpirePass(command_id=command_id, pass_id=PassId(subject))


TIMERS = frozenset({EXPIRY})
