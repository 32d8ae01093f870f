"""What the agencies desk does by itself: ring the next person while nobody has accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.agencies.commands import Command, Escalate
from siaga.desks.agencies.follow import REFERRAL_ACCEPT
from siaga.language.values import ReferralId


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != REFERRAL_ACCEPT:
        return None
    return Escalate(command_id=command_id, referral_id=ReferralId(subject), due_at=due_at)
