"""Which plans hold for a happening, what they ask for together, and why."""

from siaga.desks.place.advise.difference import missing_needs
from siaga.desks.place.advise.matching import (
    Matched,
    PlanAdvice,
    PlanReason,
    ReasonKind,
    Situation,
    advise,
)

__all__ = [
    "Matched",
    "PlanAdvice",
    "PlanReason",
    "ReasonKind",
    "Situation",
    "advise",
    "missing_needs",
]
