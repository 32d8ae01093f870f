"""What a plan still lacks, with what is already at work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from siaga.language.plans import PlanNeed
from siaga.language.values import CapabilityId


def missing_needs(
    needs: Iterable[PlanNeed], at_work: Collection[Collection[CapabilityId]]
) -> tuple[PlanNeed, ...]:
    """A unit counts for everything it can do. `at_work`: the capabilities of each unit.

    What wants a unit for itself takes the least able ones first, and these count for nothing else.
    """
    asked, left = tuple(needs), sorted(at_work, key=len)
    there: dict[CapabilityId, int] = {}
    for need in asked:
        if need.alone:
            own = [able for able in left if need.capability in able][: need.count]
            there[need.capability] = len(own)
            for able in own:
                left.remove(able)
    for need in asked:
        if not need.alone:
            there[need.capability] = sum(need.capability in able for able in left)
    return tuple(
        replace(need, count=need.count - there[need.capability])
        for need in asked
        if need.count > there[need.capability]
    )
