"""What is known of shelters, river levels, houses that stay, and reports on the situation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.values import (
    AreaCode,
    GaugeId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    Sealed,
    ShelterId,
    Tag,
    When,
)

COUNT_MAX = 100_000

STAGE, UNCOUNTED = "stage", "_uncounted"
"""Key of a figure that is a river's stage; end of the key of shelters without a count."""


class HeadKind(StrEnum):
    """The first four make up the whole; the others are counted among them once more."""

    MEN = "men"
    WOMEN = "women"
    CHILDREN = "children"
    INFANTS = "infants"
    ELDERLY = "elderly"
    PREGNANT = "pregnant"
    DISABLED = "disabled"
    ILL = "ill"


WHOLE = (HeadKind.MEN, HeadKind.WOMEN, HeadKind.CHILDREN, HeadKind.INFANTS)


class Need(StrEnum):
    WATER = "water"  # litres
    FOOD = "food"  # meals
    BLANKETS = "blankets"
    MILK = "milk"  # portions
    MEDICINE = "medicine"  # persons who need it
    TOILETS = "toilets"


class HouseAnswer(StrEnum):
    STAYS = "stays"  # still refuses: called again
    NOBODY = "nobody"  # did not answer: called again
    EVACUATED = "evacuated"
    SAFE = "safe"  # the danger has passed there


HOUSE_OVER = frozenset({HouseAnswer.EVACUATED, HouseAnswer.SAFE})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCount:
    kind: HeadKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCount:
    """How much is still wanted; 0 when it is there."""

    need: Need
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a situation report. `about`: a slug or id when there are several of its sort.

    `at`: when it was counted or read, which may be long before the report. `word`: of a value
    that is no count, as the place's data calls it; the stage of a river.
    """

    key: str
    value: int
    source: str  # the board it came from
    about: str = ""
    at: datetime | None = None
    word: str = ""


def shelter_life(shelter_id: ShelterId) -> Tag:
    return Tag(f"shelter-life:{shelter_id}")


def gauge_life(gauge: GaugeId) -> Tag:
    return Tag(f"gauge:{gauge}")


def house_life(house_id: str) -> Tag:
    return Tag(f"house-life:{house_id}")


def situation_of(incident_id: IncidentId) -> Tag:
    return Tag(f"situation:{incident_id}")


class _OfShelter(Fact):
    __slots__ = ()
    shelter_id: ShelterId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (shelter_life(self.shelter_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterOpened(_OfShelter):
    """A shelter of the place by its slug, or one opened where people already are."""

    shelter_id: ShelterId
    incident_id: IncidentId
    when: When
    count_again_at: datetime
    name: Sealed | None = None  # of one that is not place data
    location: LocationClaim | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterCounted(_OfShelter):
    """Only what was counted now; the rest stands, and grows older."""

    shelter_id: ShelterId
    incident_id: IncidentId
    when: When
    count_again_at: datetime
    heads: tuple[HeadCount, ...] = ()
    needs: tuple[NeedCount, ...] = ()
    capacity: int | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterCountDue(_OfShelter):
    """Nobody has counted for too long. Rings until somebody does."""

    shelter_id: ShelterId
    incident_id: IncidentId
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterClosed(_OfShelter):
    shelter_id: ShelterId
    incident_id: IncidentId
    when: When
    note: Sealed | None = None


class _OfGauge(Fact):
    __slots__ = ()
    gauge: GaugeId

    def tags(self) -> tuple[Tag, ...]:
        return (gauge_life(self.gauge),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterLevelReported(_OfGauge):
    """`when`: read at. `stage`: what it means, by the thresholds or by the agency's own word."""

    gauge: GaugeId
    when: When
    level_cm: int | None = None
    stage: str | None = None
    declared: bool = False  # the agency named the stage itself
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAlarmRaised(_OfGauge):
    """A graver stage than the one acknowledged. Rings the room until a person acknowledges."""

    gauge: GaugeId
    stage: str
    step: int
    next_ring_at: datetime
    when: When
    level_cm: int | None = None
    areas: tuple[AreaCode, ...] = ()
    incident_type: IncidentTypeId | None = None  # whose plan is proposed
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAlarmAcknowledged(_OfGauge):
    gauge: GaugeId
    stage: str
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAlarmOver(_OfGauge):
    """The river fell below the stage. `now`: the stage it has, which people know of already."""

    gauge: GaugeId
    stage: str
    now: str | None
    when: When


class _OfHouse(Fact):
    __slots__ = ()
    house_id: str
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (house_life(self.house_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStays(_OfHouse):
    """People who will not leave; asked again at `recall_at`."""

    house_id: str
    incident_id: IncidentId
    people: int
    recall_at: datetime
    when: When
    location: LocationClaim | None = None
    who: Sealed | None = None  # name, door
    number: Sealed | None = None  # where they are called again
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRecallDue(_OfHouse):
    house_id: str
    incident_id: IncidentId
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseAsked(_OfHouse):
    """`recall_at` is None when the house is over."""

    house_id: str
    incident_id: IncidentId
    answer: HouseAnswer
    when: When
    recall_at: datetime | None = None
    people: int | None = None
    note: Sealed | None = None


class _OfSituation(Fact):
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (situation_of(self.incident_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReportsBegan(_OfSituation):
    incident_id: IncidentId
    incident_number: str
    every_min: int
    due_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationDue(_OfSituation):
    incident_id: IncidentId
    incident_number: str
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReported(_OfSituation):
    """Approved by a person: these figures, as they stood on the screen, for good."""

    series: ClassVar[str | None] = "S"
    incident_id: IncidentId
    incident_number: str
    figures: tuple[Figure, ...]
    drawn: When  # when the draft was made
    next_due_at: datetime
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReportsEnded(Fact):
    incident_id: IncidentId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (situation_of(self.incident_id), incident_life(self.incident_id))


SheltersFact = (
    ShelterOpened
    | ShelterCounted
    | ShelterCountDue
    | ShelterClosed
    | WaterLevelReported
    | WaterAlarmRaised
    | WaterAlarmAcknowledged
    | WaterAlarmOver
    | HouseStays
    | HouseRecallDue
    | HouseAsked
    | SituationReportsBegan
    | SituationDue
    | SituationReported
    | SituationReportsEnded
)
