"""What the agencies desk does by itself: keep the deadlines true, ring while nobody accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.agencies.commands import Command, Escalate, Reprioritise
from siaga.desks.agencies.follow import REFERRAL_ACCEPT
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentPrioritised
from siaga.language.values import ReferralId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    if not isinstance(fact, IncidentPrioritised):
        return ()
    return tuple(
        Reaction(
            desk="agencies",
            command=Reprioritise(
                command_id=TO_BE_NAMED, referral_id=referral_id, priority=fact.priority
            ),
        )
        for referral_id in fact.referral_ids
    )


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != REFERRAL_ACCEPT:
        return None
    return Escalate(command_id=command_id, referral_id=ReferralId(subject), due_at=due_at)
