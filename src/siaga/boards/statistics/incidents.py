"""How an incident is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.statistics.rows import StatIncident, recorded_late
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.intake import ReportAttached
from siaga.language.values import LocationClaim

IncidentHeard = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
    | ReportAttached
)

OUTSIDE = "outside"
_DISTRICT_GROUPS = 3  # 15.71.10.1003 → 15.71.10


def draw_incident(
    row: StatIncident | None, fact: IncidentHeard, *, entry: Entry
) -> StatIncident | None:
    if isinstance(fact, IncidentOpened):
        return _opened(fact, entry)
    if row is None:
        return None
    match fact:
        case IncidentClassified():
            return replace(row, incident_type=fact.incident_type)
        case IncidentLocated():
            return replace(row, district=district(fact.location))
        case IncidentPrioritised():
            return replace(row, priority=fact.priority.value)
        case IncidentClosed():
            return replace(row, closed_at=fact.when.at, result=fact.result)
        case IncidentReopened():
            return replace(row, closed_at=None, result=None, reopened=row.reopened + 1)
        case IncidentMerged():
            return replace(row, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(row, merged_into=None)
        case ReportAttached():
            return replace(row, contacts=row.contacts + 1)
        case _:
            assert_never(fact)


def draw_main(
    row: StatIncident | None, fact: IncidentMerged | IncidentUnmerged
) -> StatIncident | None:
    """The incident the work goes on with: its clock is that of the first contact of them all."""
    return row and replace(row, clock_start_at=fact.clock_start.at)


def draw_parent(row: StatIncident | None) -> StatIncident | None:
    return row and replace(row, children=row.children + 1)


def district(location: LocationClaim | None) -> str:
    """Kecamatan code of a claim: the first three groups of its kelurahan's code."""
    if location is None:
        return ""
    if location.area is None:
        return OUTSIDE
    return ".".join(location.area.split(".")[:_DISTRICT_GROUPS])


def _opened(fact: IncidentOpened, entry: Entry) -> StatIncident:
    late = recorded_late(fact.clock_start, entry) or recorded_late(fact.when, entry)
    return StatIncident(
        incident_id=fact.incident_id,
        number=entry.number or "",
        incident_type=fact.incident_type,
        priority=fact.priority.value,
        clock_start_at=fact.clock_start.at,
        opened_at=fact.when.at,
        district=district(fact.location),
        parent_id=fact.parent_id,
        contacts=1 if fact.contact_id else 0,
        late=late,
    )
