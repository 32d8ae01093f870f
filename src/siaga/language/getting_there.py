"""How crews get to an incident: meeting point, guide, lane; and what a stroke unit must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import IncidentId, LocationClaim, Sealed, Tag, When


class _OfStory:
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSet(_OfStory, Fact):
    """Titik temu: where the vehicle stops and who waits there. Says everything anew each time."""

    incident_id: IncidentId
    when: When
    spot: LocationClaim | None = None  # the incident's place then: the lane is remembered there
    location: LocationClaim | None = None
    guide_name: Sealed | None = None
    guide_number: Sealed | None = None
    car_fits: bool | None = None
    on_foot_m: int | None = None  # from where the vehicle stops
    from_lane: IncidentId | None = None  # taken over from what was remembered of that one


@dataclass(frozen=True, slots=True, kw_only=True)
class LastKnownWellSet(_OfStory, Fact):
    """Stroke: when the person was last seen without the signs. Hospitals decide by it."""

    incident_id: IncidentId
    last_known_well_at: datetime | None  # None: nobody knows
    when: When


GettingThereFact = MeetingSet | LastKnownWellSet
