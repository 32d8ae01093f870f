"""What people changed in the response plans: the value in force, and every edition before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.plans import PlanChanged, PlanFact, PlanId, PlanRevertedTo, ResponsePlan
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    Role,
    Sealed,
)

EDITIONS_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEdition:
    edition: int
    plan: ResponsePlan | None  # None: withdrawn
    by: AccountId
    at: datetime
    reason: Sealed
    to_edition: int | None = None  # it was an undoing, back to this one


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPlan:
    """Key: plan id. `plan` is None where it was withdrawn, or `follows_file`: as the file says."""

    plan_id: PlanId
    edition: int
    plan: ResponsePlan | None
    follows_file: bool = False
    editions: tuple[PlanEdition, ...] = ()  # oldest first; the last fifty


Heard = PlanFact

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.ADMINISTRATOR}
CARD = EditedPlan


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.plan_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: EditedPlan | None, entry: Entry) -> EditedPlan | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.plan_id:
        return card
    before = card or EditedPlan(plan_id=fact.plan_id, edition=0, plan=None)
    edition = PlanEdition(
        edition=fact.edition, plan=fact.plan, by=fact.by, at=fact.when.at, reason=fact.reason
    )
    follows_file = False
    match fact:
        case PlanChanged():
            pass
        case PlanRevertedTo():
            edition = replace(edition, to_edition=fact.to_edition)
            follows_file = fact.to_edition == 0
        case _:
            assert_never(fact)
    return EditedPlan(
        plan_id=fact.plan_id,
        edition=fact.edition,
        plan=None if follows_file else fact.plan,
        follows_file=follows_file,
        editions=(*before.editions, edition)[-EDITIONS_SHOWN_MAX:],
    )


def view(card: EditedPlan, viewer: Actor) -> EditedPlan | None:
    return card if viewer.roles & ROLES else None
