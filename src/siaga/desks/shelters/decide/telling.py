"""When something was told of, and whether its incident can still be worked on."""

from __future__ import annotations

from datetime import datetime

from siaga.desks.shelters.state import WideIncident
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, TimeSource, When


def told(occurred_at: datetime | None, asked: Asked) -> When:
    """A person's clock may run ahead of ours; nothing was counted after it was received."""
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=min(occurred_at, asked.received_at), source=TimeSource.PERSON)


def not_open(incident: WideIncident) -> Refused | None:
    if not incident.number:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    return Refused(reason=Refusal.INCIDENT_CLOSED) if incident.closed else None
