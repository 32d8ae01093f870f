"""What is known of emergency departments: beds, services, load, and where they turn patients away.

Classes of beds, traffic and facility words are those of OASIS EDXL-HAVE 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.values import FieldError, HospitalId, Sealed, ServiceId, Tag, When

BEDS_MAX = 2_000


class BedClass(StrEnum):
    EMERGENCY = "emergency_department"
    ADULT_ICU = "adult_icu"
    PEDIATRIC_ICU = "pediatric_icu"
    NEONATAL_ICU = "neonatal_icu"
    MEDICAL_SURGICAL = "medical_surgical"
    PEDIATRICS = "pediatrics"
    NURSERY = "nursery_beds"
    BURN = "burn"
    ISOLATION_NEGATIVE = "negative_flow_isolation"
    ISOLATION_OTHER = "other_isolation"
    OPERATING_ROOMS = "operating_rooms"
    ADULT_PSYCHIATRIC = "adult_psychiatric"
    PEDIATRIC_PSYCHIATRIC = "pediatric_psychiatric"
    REHAB = "rehab_long_term_care"


class ReportSource(StrEnum):
    PAGE = "page"  # the hospital's own page, with an account
    LINK = "link"  # the same by a one-tap link
    ROOM = "room"  # told to the room
    FEED = "feed"  # the hospital's own system


class Traffic(StrEnum):
    """What the emergency department asks of ambulances; never a ground to refuse an emergency."""

    ADVISORY = "advisory"  # full: please elsewhere if that harms nobody
    CLOSED = "closed"  # cannot receive


class TrafficReason(StrEnum):
    FULL = "full"
    NO_STAFF = "no_staff"
    NO_EQUIPMENT = "no_equipment"
    NO_POWER = "no_power"
    DISASTER = "disaster"  # flooded, burning, evacuating
    OUTBREAK = "outbreak"
    FEED = "feed"  # said by its system, without a reason
    OTHER = "other"


class TrafficEnd(StrEnum):
    REOPENED = "reopened"
    EXPIRED = "expired"  # nobody said it again


def hospital_life(hospital: HospitalId) -> Tag:
    return Tag(f"hospital-life:{hospital}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BedCount:
    """Free beds of one class, and of how many."""

    bed: BedClass
    available: int
    baseline: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.available <= BEDS_MAX:
            raise FieldError("available", f"{self.bed}: antara 0 dan {BEDS_MAX} tempat tidur")
        if self.baseline is not None and not 0 <= self.baseline <= BEDS_MAX:
            raise FieldError("baseline", f"{self.bed}: antara 0 dan {BEDS_MAX} tempat tidur")
        if self.baseline is not None and self.available > self.baseline:
            raise FieldError("available", f"{self.bed}: lebih banyak daripada seluruhnya")


class _OfHospital:
    __slots__ = ()
    hospital: HospitalId

    def tags(self) -> tuple[Tag, ...]:
        return (hospital_life(self.hospital),)


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalReported(_OfHospital, Fact):
    """What was said now; what was not said stays as it was, with its own age."""

    hospital: HospitalId
    source: ReportSource
    expires_at: datetime
    when: When
    beds: tuple[BedCount, ...] = ()
    services_on: tuple[ServiceId, ...] = ()
    services_off: tuple[ServiceId, ...] = ()
    waiting: int | None = None  # patients waiting in the department
    delay_min: int | None = None  # how long ambulances wait there
    told_by: Sealed | None = None  # on behalf: who said so


@dataclass(frozen=True, slots=True, kw_only=True)
class DiversionDeclared(_OfHospital, Fact):
    hospital: HospitalId
    traffic: Traffic
    reason: TrafficReason
    source: ReportSource
    expires_at: datetime
    when: When
    note: Sealed | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiversionEnded(_OfHospital, Fact):
    hospital: HospitalId
    why: TrafficEnd
    source: ReportSource | None  # None: by the clock
    when: When
    told_by: Sealed | None = None


HospitalFact = HospitalReported | DiversionDeclared | DiversionEnded
