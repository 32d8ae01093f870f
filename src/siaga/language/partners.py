"""Partner ambulances of health centres, hospitals, PMI, mosques: called by telephone, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.values import (
    AreaCode,
    CapabilityId,
    DispatchId,
    IncidentId,
    PartnerId,
    Sealed,
    Tag,
    UnitId,
    When,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Place data. No `opens`: round the clock; `closes` may lie after midnight."""

    id: PartnerId
    name: str
    call_sign: str
    order: int  # who is called first, 1 before 2
    area: AreaCode  # where it rests: only the kelurahan is known
    capabilities: tuple[CapabilityId, ...]
    phone: str = ""  # empty until the centre has entered it
    opens: time | None = None
    closes: time | None = None

    def is_open(self, clock: time) -> bool:
        """`clock`: the place's own time of day."""
        if self.opens is None or self.closes is None:
            return True
        if self.opens <= self.closes:
            return self.opens <= clock < self.closes
        return clock >= self.opens or clock < self.closes


def partner_unit(partner_id: PartnerId) -> UnitId:
    """Its dispatches name it like a unit; it has no device and its status is told by telephone."""
    return UnitId(partner_id)


class PartnerAnswer(StrEnum):
    COMING = "coming"
    LATER = "later"  # busy now, may be asked again
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAsked(Fact):
    """Who was called for the incident and what they said; who comes has a dispatch."""

    partner_id: PartnerId
    incident_id: IncidentId
    answer: PartnerAnswer
    when: When
    eta_at: datetime | None = None  # as they said
    dispatch_id: DispatchId | None = None
    told_by: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)
