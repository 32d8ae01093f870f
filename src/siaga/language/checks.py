"""The first check: when the room looks at an incident again, as its response plan says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import IncidentId, Tag, When


def first_check(incident_id: IncidentId) -> Tag:
    return Tag(f"first-check:{incident_id}")


class _OfCheck(Fact):
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (first_check(self.incident_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCheckPlanned(_OfCheck):
    """Rings at `due_at` unless somebody looked before."""

    incident_id: IncidentId
    due_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCheckDue(_OfCheck):
    """Nobody has looked: it rings in the room, for the `step`-th time."""

    incident_id: IncidentId
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCheckDone(_OfCheck):
    """Somebody of the room has looked at the incident."""

    incident_id: IncidentId
    when: When


CheckFact = FirstCheckPlanned | FirstCheckDue | FirstCheckDone
