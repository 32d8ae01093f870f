"""What the place desk keeps in mind: every edition of every plan people changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never, cast

from siaga.language.entry import Entry
from siaga.language.place import Place
from siaga.language.plans import (
    PlanChanged,
    PlanFact,
    PlanId,
    PlanRevertedTo,
    ResponsePlan,
    in_force,
)
from siaga.language.values import Tag

Heard = PlanFact


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEditions:
    """`values[n - 1]` is edition n; None: withdrawn. `follows_file`: undone to edition 0."""

    values: tuple[ResponsePlan | None, ...] = ()
    follows_file: bool = False

    @property
    def edition(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBook:
    edited: Mapping[PlanId, PlanEditions] = field(default_factory=dict)

    def edition(self, plan_id: PlanId) -> int:
        known = self.edited.get(plan_id)
        return known.edition if known else 0

    def in_force(self, place: Place) -> dict[PlanId, ResponsePlan]:
        laid_over = {
            plan_id: editions.values[-1]
            for plan_id, editions in self.edited.items()
            if not editions.follows_file
        }
        return in_force(place.plans, laid_over)


STATES: dict[str, type[Any]] = {"response-plans": PlanBook}


def evolve(_tag: Tag, state: PlanBook, entry: Entry) -> PlanBook:
    fact = cast(Heard, entry.fact)
    before = state.edited.get(fact.plan_id) or PlanEditions()
    match fact:
        case PlanChanged():
            after = PlanEditions(values=(*before.values, fact.plan))
        case PlanRevertedTo():
            after = PlanEditions(
                values=(*before.values, fact.plan), follows_file=fact.to_edition == 0
            )
        case _ as never:
            assert_never(never)
    return PlanBook(edited={**state.edited, fact.plan_id: after})
