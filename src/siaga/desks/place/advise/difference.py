"""What a plan still lacks, with what is already at work."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from siaga.language.plans import PlanNeed
from siaga.language.values import CapabilityId


def missing_needs(
    needs: Iterable[PlanNeed], at_work: Collection[Collection[CapabilityId]]
) -> tuple[PlanNeed, ...]:
    """A unit counts for everything it can do. `at_work`: the capabilities of each unit."""
    found = []
    for need in needs:
        there = sum(need.capability in able for able in at_work)
        if need.count > there:
            found.append(PlanNeed(capability=need.capability, count=need.count - there))
    return tuple(found)
