"""A place's rules for what lasts: reviews, situation reports, shelters, water, posters."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.text import Text
from siaga.language.values import AgencyId, AreaCode, GaugeId, IncidentTypeId, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """Incidents of these types, and of types below them, are looked at again by themselves."""

    types: tuple[IncidentTypeId, ...]
    first_min: int  # after opening
    again_min: int  # after each review, unless a person names another time


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowRules:
    """Every ring comes again after its `…_again_min` until a person acts."""

    review: tuple[ReviewRule, ...] = ()
    report_types: tuple[IncidentTypeId, ...] = ()  # get a situation report by themselves
    report_every_min: int = 360
    ring_again_min: int = 15
    hand_over_min: int = 15  # within which the incoming person acknowledges
    house_recall_min: int = 120
    count_again_min: int = 360  # how old a shelter's count may become
    water_again_min: int = 10
    water_level_max_cm: int = 3000  # more is a slip of the pen
    poster_days_max: int = 14

    def review_of(self, incident_type: IncidentTypeId) -> ReviewRule | None:
        """The rule of the type itself goes before that of a type above it."""
        wanted: str = incident_type
        while wanted:
            for rule in self.review:
                if wanted in rule.types:
                    return rule
            wanted = wanted.rpartition(".")[0]
        return None

    def reports_on(self, incident_type: IncidentTypeId) -> bool:
        return incident_type in self.report_types


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeStage:
    """`level_cm`: None until the agency has confirmed it; then only its own word raises it."""

    id: str
    name: Text
    level_cm: int | None = None
    incident_type: IncidentTypeId | None = None  # whose plan is proposed
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Where a river's level is read. Stages stand from the mildest to the gravest."""

    id: GaugeId
    name: Text
    agency: AgencyId  # who reads it and answers for the thresholds
    areas: tuple[AreaCode, ...] = ()  # kelurahan it warns
    stages: tuple[GaugeStage, ...] = ()
    confirmed: bool = False

    def rank(self, stage: str | None) -> int:
        """0 for none, higher for graver."""
        return next((n for n, one in enumerate(self.stages, start=1) if one.id == stage), 0)

    def stage_at(self, level_cm: int) -> str | None:
        reached = None
        for stage in self.stages:
            if stage.level_cm is not None and level_cm >= stage.level_cm:
                reached = stage.id
        return reached

    def stage(self, stage: str | None) -> GaugeStage | None:
        return next((one for one in self.stages if one.id == stage), None)
