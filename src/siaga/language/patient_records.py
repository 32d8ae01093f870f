"""What a patient's record may say: shapes that are sealed whole, their ranges and their units.

Nothing in them is required but what makes a record say anything: a crew writes what it knows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from siaga.language.values import FieldError, SealedRecord

NIK_DIGITS = 16
BPJS_DIGITS = 13
SHORT_MAX = 120
LONG_MAX = 1_000


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Avpu(StrEnum):
    """How awake somebody is, at a glance."""

    ALERT = "alert"
    VOICE = "voice"
    PAIN = "pain"
    UNRESPONSIVE = "unresponsive"


class Mechanism(StrEnum):
    """How it came about."""

    MOTORCYCLE = "motorcycle"
    CAR = "car"
    PEDESTRIAN = "pedestrian"
    FALL = "fall"
    BLUNT = "blunt"
    PENETRATING = "penetrating"
    BURN = "burn"
    ELECTRIC = "electric"
    DROWNING = "drowning"
    POISON = "poison"
    BITE = "bite"
    ILLNESS = "illness"  # no injury
    OTHER = "other"


class BpjsStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    NONE = "none"
    UNKNOWN = "unknown"


class EmergencyCriterion(StrEnum):
    """The five of Permenkes 47/2018; one is enough."""

    A_LIFE_AT_RISK = "a"  # threatens life, or is a danger to self, others or the surroundings
    B_BREATHING = "b"  # airway, breathing or circulation disturbed
    C_CONSCIOUSNESS = "c"
    D_CIRCULATION = "d"  # haemodynamics disturbed
    E_AT_ONCE = "e"  # must be acted on at once


class Payer(StrEnum):
    """Who pays (`penjamin`). Never asked before dispatch, never part of choosing a hospital."""

    JASA_RAHARJA = "jasa_raharja"
    BPJS_KESEHATAN = "bpjs_kesehatan"
    BPJS_TK = "bpjs_tk"
    LPSK = "lpsk"
    SELF = "self"  # umum
    UNKNOWN = "unknown"


def _within(record: Any, name: str, low: float, high: float) -> None:
    """Raises FieldError; NaN is within nothing."""
    value = getattr(record, name)
    if value is not None and not low <= value <= high:
        unit = record.UNITS.get(name, "")
        raise FieldError(name, f"antara {low:g} dan {high:g} {unit}".rstrip())


def _not_too_long(record: Any, name: str, most: int) -> None:
    value = getattr(record, name)
    if value is not None and len(value) > most:
        raise FieldError(name, f"terlalu panjang: paling banyak {most} karakter")


def _says_something(record: Any) -> None:
    if all(getattr(record, each.name) in (None, ()) for each in fields(record)):
        raise FieldError("", "isi sedikitnya satu kolom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """One set of measurements, all taken at the fact's own time."""

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {
        "pulse": (0, 300),
        "breaths": (0, 100),
        "systolic": (0, 300),
        "diastolic": (0, 200),
        "spo2": (0, 100),
        "temperature": (20, 45),
        "gcs_eye": (1, 4),
        "gcs_verbal": (1, 5),
        "gcs_motor": (1, 6),
        "glucose": (5, 1500),
    }
    UNITS: ClassVar[dict[str, str]] = {
        "pulse": "per menit",
        "breaths": "per menit",
        "systolic": "mmHg",
        "diastolic": "mmHg",
        "spo2": "%",
        "temperature": "°C",
        "glucose": "mg/dL",
    }

    pulse: int | None = None  # beats a minute
    breaths: int | None = None  # a minute
    systolic: int | None = None  # mmHg
    diastolic: int | None = None  # mmHg
    spo2: int | None = None  # per cent
    temperature: float | None = None  # °C
    gcs_eye: int | None = None
    gcs_verbal: int | None = None
    gcs_motor: int | None = None
    avpu: Avpu | None = None
    glucose: int | None = None  # mg/dL

    def __post_init__(self) -> None:
        _says_something(self)
        for name, (low, high) in self.LIMITS.items():
            _within(self, name, low, high)
        if (self.diastolic or 0) > (self.systolic or 0) and self.systolic is not None:
            raise FieldError("diastolic", "lebih tinggi daripada sistolik; mungkin tertukar")

    @property
    def gcs(self) -> int | None:
        """3 … 15, once all three are known."""
        if self.gcs_eye is None or self.gcs_verbal is None or self.gcs_motor is None:
            return None
        return self.gcs_eye + self.gcs_verbal + self.gcs_motor


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who it is, as far as anybody knows; a patient may stay nameless."""

    UNITS: ClassVar[dict[str, str]] = {"age_years": "tahun"}

    name: str | None = None
    nik: str | None = None  # 16 digits
    sex: Sex | None = None
    age_years: int | None = None  # also a guess
    phone: str | None = None
    address: str | None = None
    companion: str | None = None  # who came along, and how to reach them

    def __post_init__(self) -> None:
        _says_something(self)
        _within(self, "age_years", 0, 130)
        for name in ("name", "phone"):
            _not_too_long(self, name, SHORT_MAX)
        for name in ("address", "companion"):
            _not_too_long(self, name, LONG_MAX)
        if self.nik is not None and not _are_digits(self.nik, NIK_DIGITS):
            raise FieldError("nik", f"harus {NIK_DIGITS} angka")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What is wrong, how it came about, what was done."""

    complaint: str | None = None  # its first line stands on the hospital's card
    mechanism: Mechanism | None = None
    mechanism_note: str | None = None
    allergies: str | None = None
    history: str | None = None  # illnesses and medicines
    treatment: str | None = None  # given by crew or bystanders
    last_known_well_at: datetime | None = None  # a stroke's "terakhir terlihat normal jam …"

    def __post_init__(self) -> None:
        _says_something(self)
        for name in ("complaint", "mechanism_note", "allergies", "history", "treatment"):
            _not_too_long(self, name, LONG_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Insurance: information for the papers afterwards, a barrier to nothing (Perpres 82/2018)."""

    bpjs_status: BpjsStatus | None = None
    bpjs_number: str | None = None  # 13 digits
    criteria: tuple[EmergencyCriterion, ...] = ()
    payer: Payer | None = None

    def __post_init__(self) -> None:
        _says_something(self)
        if self.bpjs_number is not None and not _are_digits(self.bpjs_number, BPJS_DIGITS):
            raise FieldError("bpjs_number", f"harus {BPJS_DIGITS} angka")
        if len(set(self.criteria)) != len(self.criteria):
            raise FieldError("criteria", "setiap kriteria paling banyak sekali")


def _are_digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdecimal()


class SealedVitals(SealedRecord):
    __slots__ = ()
    shape = Vitals
    label = "medical"


class SealedIdentity(SealedRecord):
    __slots__ = ()
    shape = Identity
    label = "identity"


class SealedCondition(SealedRecord):
    __slots__ = ()
    shape = Condition
    label = "medical"


class SealedCoverage(SealedRecord):
    __slots__ = ()
    shape = Coverage
    label = "medical"
