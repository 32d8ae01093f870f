"""What the neighbours desk does by itself: ring while nobody has accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.neighbours.commands import Command, RingHandover, RingOffer
from siaga.desks.neighbours.follow import HANDOVER_OPEN, OFFER_OPEN
from siaga.language.neighbours import OfferId
from siaga.language.values import HandoverId

TIMERS = frozenset({HANDOVER_OPEN, OFFER_OPEN})


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    match kind:
        case "handover_open":
            handover_id = HandoverId(subject)
            return RingHandover(command_id=command_id, handover_id=handover_id, due_at=due_at)
        case "offer_open":
            return RingOffer(command_id=command_id, offer_id=OfferId(subject), due_at=due_at)
        case _:
            return None
