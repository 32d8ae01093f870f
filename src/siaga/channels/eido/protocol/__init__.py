"""Priorities and limits that writing and reading share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.values import IncidentTypeId, Priority

VERSION = "1.0"
PRIORITIES = {Priority.P1: 10, Priority.P2: 7, Priority.P3: 4, Priority.P4: 1}
"""incidentCommonPriorityNumber, 10 the highest."""

OTHER = "ASSIST"  # of the registry; what a type of ours is that has no word there


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    latitude: float
    longitude: float
    accuracy_m: float | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOn:
    """A unit on the incident: its call sign and its registry words."""

    call_sign: str
    resource: str
    statuses: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OurIncident:
    incident_id: str
    number: str
    place: str  # "id/city"
    centre: str  # its name
    incident_type: IncidentTypeId
    type_name: str
    code: str  # of the registry
    priority: Priority
    began_at: datetime
    updated_at: datetime
    spot: Spot | None = None
    notes: tuple[Said, ...] = ()
    units: tuple[UnitOn, ...] = ()
