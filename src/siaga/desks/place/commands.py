"""What can be asked of the place desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from siaga.language.plans import PlanId, ResponsePlan
from siaga.language.values import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan:
    """A plan as it is to be, whole; a new one by a new id. `edition`: the one that was read."""

    command_id: UUID
    plan: ResponsePlan
    edition: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPlan:
    command_id: UUID
    plan_id: PlanId
    edition: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertPlan:
    """Undo: make it again what it was as `to_edition`; 0 is what the place's file says."""

    command_id: UUID
    plan_id: PlanId
    to_edition: int
    edition: int
    reason: Sealed


Command = ChangePlan | WithdrawPlan | RevertPlan
