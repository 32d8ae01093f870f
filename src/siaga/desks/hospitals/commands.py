"""What can be asked of the hospitals desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.hospitals import BedClass, BedCount, Traffic, TrafficReason
from siaga.language.values import FieldError, HospitalId, Sealed, ServiceId, Via

WAITING_MAX = 500
DELAY_MIN_MAX = 24 * 60
HOURS_MAX = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHospital:
    """Only what is said changes. `reported_at`: of a feed, when the hospital's system said it."""

    command_id: UUID
    hospital: HospitalId
    beds: tuple[BedCount, ...] = ()
    services_on: tuple[ServiceId, ...] = ()
    services_off: tuple[ServiceId, ...] = ()
    waiting: int | None = None  # patients waiting
    delay_min: int | None = None  # ambulances wait so long there
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    reported_at: datetime | None = None

    def __post_init__(self) -> None:
        says = (self.beds, self.services_on, self.services_off, self.waiting, self.delay_min)
        if all(each in ((), None) for each in says):
            raise FieldError("beds", "isi sedikitnya satu: tempat tidur, layanan, atau antrean")
        if len({each.bed for each in self.beds}) != len(self.beds):
            raise FieldError("beds", "setiap kelas paling banyak sekali")
        if len(self.beds) > len(BedClass):
            raise FieldError("beds", "terlalu banyak kelas")
        if set(self.services_on) & set(self.services_off):
            raise FieldError("services_off", "layanan yang sama disebut ada dan tidak ada")
        if self.waiting is not None and not 0 <= self.waiting <= WAITING_MAX:
            raise FieldError("waiting", f"antara 0 dan {WAITING_MAX} pasien")
        if self.delay_min is not None and not 0 <= self.delay_min <= DELAY_MIN_MAX:
            raise FieldError("delay_min", f"antara 0 dan {DELAY_MIN_MAX} menit")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareDiversion:
    command_id: UUID
    hospital: HospitalId
    traffic: Traffic
    reason: TrafficReason
    hours: float = 2.0  # then it is over unless somebody says it again
    note: Sealed | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    reported_at: datetime | None = None  # of a feed

    def __post_init__(self) -> None:
        if not 0.25 <= self.hours <= HOURS_MAX:
            raise FieldError("hours", f"antara 0,25 dan {HOURS_MAX} jam")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDiversion:
    command_id: UUID
    hospital: HospitalId
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    reported_at: datetime | None = None  # of a feed


# ---- made by a timer


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireDiversion:
    command_id: UUID
    hospital: HospitalId
    due_at: datetime


Command = ReportHospital | DeclareDiversion | EndDiversion | ExpireDiversion
