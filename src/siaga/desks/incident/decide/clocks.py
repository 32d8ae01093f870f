"""An incident's clock starts at the first contact of all that is merged into it (domain.md 2)."""

from __future__ import annotations

from siaga.desks.incident.state import IncidentLife, Merged
from siaga.language.values import IncidentId, When


def clock_of(life: IncidentLife) -> When:
    return _earliest(life, life.merged)


def clock_with(life: IncidentLife, began: When) -> When:
    return min(clock_of(life), began, key=_at)


def clock_without(life: IncidentLife, incident_id: IncidentId) -> When:
    return _earliest(life, {key: one for key, one in life.merged.items() if key != incident_id})


def _earliest(life: IncidentLife, merged: dict[IncidentId, Merged]) -> When:
    assert life.known is not None
    return min((life.known.clock_start, *(one.began for one in merged.values())), key=_at)


def _at(when: When) -> float:
    return when.at.timestamp()
