"""What may be changed in the place's plans: nothing unsound, nothing over somebody else's edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.place.commands import ChangePlan, Command, RevertPlan, WithdrawPlan
from siaga.desks.place.state import PlanBook
from siaga.language.place import Place
from siaga.language.plan_rules import overlapping, plan_problems
from siaga.language.plans import (
    PLAN_BOOK,
    PlanChanged,
    PlanFact,
    PlanId,
    PlanRevertedTo,
    ResponsePlan,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, Tag, When

Outcome = Sequence[PlanFact] | Refused


def boundary(_command: Command) -> tuple[Tag, ...]:
    return (PLAN_BOOK,)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    book: PlanBook = states[PLAN_BOOK]
    plan_id = command.plan.id if isinstance(command, ChangePlan) else command.plan_id
    edition = book.edition(plan_id)
    if command.edition != edition:
        return Refused(reason=Refusal.PLAN_CHANGED, legal=(str(edition),))
    match command:
        case ChangePlan():
            return _change(command, book, place=place, asked=asked)
        case WithdrawPlan():
            return _withdraw(command, book, place=place, asked=asked)
        case RevertPlan():
            return _revert(command, book, place=place, asked=asked)
        case _ as never:
            assert_never(never)


def _change(command: ChangePlan, book: PlanBook, *, place: Place, asked: Asked) -> Outcome:
    plan = command.plan
    if book.in_force(place).get(plan.id) == plan:
        return Refused(reason=Refusal.NOTHING_TO_DO)
    if refused := _unsound(plan, book, place):
        return refused
    return (_changed(plan.id, plan, command, asked=asked),)


def _withdraw(command: WithdrawPlan, book: PlanBook, *, place: Place, asked: Asked) -> Outcome:
    if command.plan_id not in book.in_force(place):
        return Refused(reason=Refusal.UNKNOWN_PLAN)
    return (_changed(command.plan_id, None, command, asked=asked),)


def _revert(command: RevertPlan, book: PlanBook, *, place: Place, asked: Asked) -> Outcome:
    known = book.edited.get(command.plan_id)
    if known is None or not 0 <= command.to_edition < known.edition:
        return Refused(reason=Refusal.UNKNOWN_PLAN)
    of_file = place.plans.get(command.plan_id)
    plan = known.values[command.to_edition - 1] if command.to_edition else of_file
    if book.in_force(place).get(command.plan_id) == plan:
        return Refused(reason=Refusal.NOTHING_TO_DO)
    if plan is not None and (refused := _unsound(plan, book, place)):
        return refused
    return (
        PlanRevertedTo(
            plan_id=command.plan_id,
            edition=known.edition + 1,
            to_edition=command.to_edition,
            plan=plan,
            by=AccountId(asked.actor.id),
            reason=command.reason,
            when=When(at=asked.received_at),
        ),
    )


def _unsound(plan: ResponsePlan, book: PlanBook, place: Place) -> Refused | None:
    problems = tuple(dict.fromkeys(one.field for one in plan_problems(plan, place)))
    if problems:
        return Refused(reason=Refusal.PLAN_NOT_SOUND, legal=problems)
    other = overlapping(plan, book.in_force(place).values())
    return Refused(reason=Refusal.PLANS_OVERLAP, legal=(other,)) if other else None


def _changed(
    plan_id: PlanId,
    plan: ResponsePlan | None,
    command: ChangePlan | WithdrawPlan,
    *,
    asked: Asked,
) -> PlanChanged:
    return PlanChanged(
        plan_id=plan_id,
        edition=command.edition + 1,
        plan=plan,
        by=AccountId(asked.actor.id),
        reason=command.reason,
        when=When(at=asked.received_at),
    )
