"""What can be asked of the shelters desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.shelters import COUNT_MAX, Figure, HeadCount, HouseAnswer, NeedCount
from siaga.language.values import (
    FieldError,
    GaugeId,
    IncidentId,
    LocationClaim,
    Sealed,
    ShelterId,
    Via,
)

LEVEL_LEAST_CM, LEVEL_MOST_CM = -500, 10_000
EVERY_MIN, EVERY_MAX = 15, 1440
PEOPLE_MAX = 200
FIGURES_MAX = 120
"""A fact holds at most 16 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShelter:
    """By its slug, or (without one) where people already are: then it has a name of its own."""

    command_id: UUID
    incident_id: IncidentId
    shelter_id: ShelterId | None = None
    name: Sealed | None = None
    location: LocationClaim | None = None
    capacity: int | None = None

    def __post_init__(self) -> None:
        check_count("capacity", self.capacity)
        if self.shelter_id is None and self.name is None:
            raise FieldError("name", "wajib diisi untuk posko di luar daftar")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountShelter:
    """Only what was counted now. Needs: how much is still wanted."""

    command_id: UUID
    shelter_id: ShelterId
    heads: tuple[HeadCount, ...] = ()
    needs: tuple[NeedCount, ...] = ()
    capacity: int | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        check_count("capacity", self.capacity)
        for name, found in (("heads", self.heads), ("needs", self.needs)):
            for one in found:
                check_count(name, one.count)
        once("heads", [one.kind for one in self.heads])
        once("needs", [one.need for one in self.needs])
        if not self.heads and not self.needs and self.capacity is None:
            raise FieldError("heads", "isi paling sedikit satu angka")


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseShelter:
    command_id: UUID
    shelter_id: ShelterId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWaterLevel:
    """What was read, or the stage the agency declared, or both."""

    command_id: UUID
    gauge: GaugeId
    level_cm: int | None = None
    stage: str | None = None
    via: Via = Via.CONSOLE
    told_by: Sealed | None = None
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        level = self.level_cm
        if level is not None and not LEVEL_LEAST_CM <= level <= LEVEL_MOST_CM:
            raise FieldError("level_cm", f"harus {LEVEL_LEAST_CM} sampai {LEVEL_MOST_CM}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeWater:
    command_id: UUID
    gauge: GaugeId
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteHouse:
    """People who will not leave; the house's id is the `command_id`."""

    command_id: UUID
    incident_id: IncidentId
    people: int
    location: LocationClaim | None = None
    who: Sealed | None = None
    number: Sealed | None = None
    note: Sealed | None = None
    recall_at: datetime | None = None

    def __post_init__(self) -> None:
        check_count("people", self.people, most=PEOPLE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHouse:
    """They were asked again. Whoever stays is asked once more, at `recall_at` or by the rule."""

    command_id: UUID
    house_id: str
    answer: HouseAnswer
    people: int | None = None
    note: Sealed | None = None
    recall_at: datetime | None = None

    def __post_init__(self) -> None:
        check_count("people", self.people, most=PEOPLE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSituationReports:
    command_id: UUID
    incident_id: IncidentId
    every_min: int | None = None

    def __post_init__(self) -> None:
        every = self.every_min
        if every is not None and not EVERY_MIN <= every <= EVERY_MAX:
            raise FieldError("every_min", f"harus {EVERY_MIN} sampai {EVERY_MAX} menit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveSituation:
    """A person has read the draft and answers for these figures."""

    command_id: UUID
    incident_id: IncidentId
    figures: tuple[Figure, ...]
    drawn_at: datetime
    note: Sealed | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.figures) <= FIGURES_MAX:
            raise FieldError("figures", f"harus 1 sampai {FIGURES_MAX} angka")
        for one in self.figures:
            if not -COUNT_MAX <= one.value <= COUNT_MAX:
                raise FieldError("figures", f"angka di luar batas: {one.key:.40}")
            if max(len(one.key), len(one.source), len(one.about), len(one.word)) > 64:
                raise FieldError("figures", "nama angka terlalu panjang")
        once("figures", [f"{one.key} {one.about}" for one in self.figures])


# ---- made by policies and timers, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSituationReports:
    """The place may want reports on incidents of this type."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSituationReports:
    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class RingSituation:
    command_id: UUID
    incident_id: IncidentId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingShelter:
    command_id: UUID
    shelter_id: ShelterId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingHouse:
    command_id: UUID
    house_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingWater:
    command_id: UUID
    gauge: GaugeId
    due_at: datetime


OfShelter = OpenShelter | CountShelter | CloseShelter | RingShelter
OfWater = ReportWaterLevel | AcknowledgeWater | RingWater
OfHouse = NoteHouse | AskHouse | RingHouse
OfSituation = (
    BeginSituationReports
    | ApproveSituation
    | PlanSituationReports
    | EndSituationReports
    | RingSituation
)
Command = OfShelter | OfWater | OfHouse | OfSituation


def check_count(field: str, count: int | None, *, most: int = COUNT_MAX) -> None:
    """Raises FieldError."""
    if count is not None and not 0 <= count <= most:
        raise FieldError(field, f"harus 0 sampai {most}")


def once(field: str, names: Iterable[str]) -> None:
    """Raises FieldError for a name given twice."""
    for name, times in Counter(names).items():
        if times > 1:
            raise FieldError(field, f"disebut dua kali: {name:.60}")
