"""A place: the data that makes the system this city's own. Read from `places/`, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from siaga.language.values import (
    AgencyId,
    AreaCode,
    CapabilityId,
    HospitalId,
    IncidentTypeId,
    Priority,
    ResultId,
    Safety,
    StationId,
    UnitId,
)


class Authority(StrEnum):
    OWN = "own"  # we dispatch its units: Kirim
    THROUGH_BASE = "through_base"  # we ask its base, they name the unit: Minta ke Mako
    REQUEST = "request"  # referral only: Minta bantuan


class CoordinateQuality(StrEnum):
    SURVEYED = "surveyed"
    KELURAHAN = "kelurahan"  # only the kelurahan's centroid: says so on the map


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words on screen, Indonesian first."""

    id: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    latitude: float  # degrees, WGS 84
    longitude: float
    quality: CoordinateQuality = CoordinateQuality.KELURAHAN


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """Days are ISO weekdays, 1 = Monday."""

    days: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    id: AgencyId
    name: Text
    short: str
    authority: Authority
    hours: WorkingHours | None = None  # None: round the clock
    phone: str = ""
    radio_channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    id: StationId
    name: str
    agency: AgencyId
    area: AreaCode
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    id: UnitId
    call_sign: str
    agency: AgencyId
    station: StationId
    kind: str  # ambulance, fire_engine, rescue, boat, patrol, team
    capabilities: tuple[CapabilityId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    id: HospitalId
    name: str
    area: AreaCode
    position: Position
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentType:
    id: IncidentTypeId  # e.g. "fire.building"; the part before the dot is its parent
    name: Text
    priority: Priority
    parent: IncidentTypeId | None = None
    agencies: tuple[AgencyId, ...] = ()  # to task by default
    capabilities: tuple[CapabilityId, ...] = ()  # to send by default
    safety: Safety | None = None  # default contact safety of its reporters
    area_incident: bool = False  # flood, haze, quake: only links, never merges
    words: tuple[str, ...] = ()  # what people say, for search


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A kelurahan."""

    code: AreaCode  # Kemendagri, e.g. 15.71.10.1003
    name: str
    district_code: str  # kecamatan
    district: str
    latitude: float  # centroid
    longitude: float
    area_km2: float
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """Promises about time, in seconds unless named otherwise (domain.md 5)."""

    accept_s: dict[Priority, int]  # P1, P2: round the clock
    accept_working_s: dict[Priority, int]  # P3, P4: counted in the agency's working hours
    escalation_step_s: dict[Priority, int]
    verify_s: dict[Priority, int]
    unit_assigned_s: dict[Priority, int]
    answer_s: tuple[tuple[int, int], ...]  # (seconds, percent of contacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    id: str  # e.g. "id/kota"
    name: Text
    zone: str  # IANA, e.g. Asia/Jakarta
    zone_name: str  # e.g. WIB
    version: str  # digest of the files
    agencies: dict[AgencyId, Agency]
    stations: dict[StationId, Station]
    units: dict[UnitId, Unit]
    hospitals: dict[HospitalId, Hospital]
    incident_types: dict[IncidentTypeId, IncidentType]
    capabilities: dict[CapabilityId, Text]
    results: dict[ResultId, Text]
    areas: dict[AreaCode, Area]
    sla: Sla
    messages: dict[str, Text]  # what the centre writes to citizens
    holidays: frozenset[date] = frozenset()
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # west, south, east, north
    emergency_number: str = "112"
    drill: bool = False
    sources: tuple[str, ...] = field(default=())  # where the facts come from, for the map's credit

    @property
    def key(self) -> str:
        """The place's key in the database: a drill is a twin with everything of its own."""
        return f"{self.id}~latihan" if self.drill else self.id
