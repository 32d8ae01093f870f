"""*Minta ke Mako*: an agency's base was asked for a unit, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.values import AgencyId, IncidentId, Sealed, Tag, UnitId, Via, When


class BaseAnswer(StrEnum):
    AGREED = "agreed"
    REFUSED = "refused"
    PARTNER = "partner"  # it named somebody else's unit, which is sent


class _OfIncident:
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseAsked(Fact):
    """Nothing has been said yet; it rings at `answer_by_at`. Asked again, it begins anew."""

    incident_id: IncidentId
    agency: AgencyId
    unit_id: UnitId  # which was wished for; the base names the one that goes
    asked_via: Via
    answer_by_at: datetime
    when: When
    asked_of: Sealed | None = None
    first_at: datetime | None = None  # where it is not the first time: since when it is asked
    moved_from: IncidentId | None = None  # which turned out to be this one

    def tags(self) -> tuple[Tag, ...]:
        both = (self.incident_id, self.moved_from)
        return tuple(incident_life(one) for one in both if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseSilent(_OfIncident, Fact):
    """The base has not answered in time, or has not named the unit it agreed to send."""

    incident_id: IncidentId
    agency: AgencyId
    when: When
    late_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseAnswered(_OfIncident, Fact):
    """`answer_by_at`: it agreed and names its unit by then. Else the asking is over."""

    incident_id: IncidentId
    agency: AgencyId
    answer: BaseAnswer
    unit_id: UnitId  # which goes; of a refusal, which was wished for
    when: When
    reason: Sealed | None = None
    told_by: Sealed | None = None
    answer_by_at: datetime | None = None


BaseAskFact = BaseAsked | BaseSilent | BaseAnswered
