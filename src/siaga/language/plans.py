"""Response plans: what is sent to which happening, where, when and at which alarm level.

A plan answers for one alarm level. Levels build upon each other: what is proposed at level 2 is the
most of what the plans of level 1 and of level 2 name, so a higher alarm never takes anything away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import NewType

from siaga.language.alerts import GroupId
from siaga.language.entry import Fact
from siaga.language.text import Text
from siaga.language.values import (
    AccountId,
    AgencyId,
    CapabilityId,
    CardId,
    IncidentTypeId,
    Priority,
    Role,
    Sealed,
    Tag,
    When,
)

PlanId = NewType("PlanId", str)

ALARM_MAX = 3
PLAN_BOOK = Tag("response-plans:all")
"""Guards all plans together: whether two of them overlap only the whole book can tell."""


class DayKind(StrEnum):
    ANY = "any"
    WORKING = "working"  # Monday to Friday, no holiday
    OFF = "off"  # weekend or holiday


@dataclass(frozen=True, slots=True, kw_only=True)
class HourSpan:
    """Hours of the day in the place's zone; one that ends before it begins goes over midnight."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNeed:
    """So many units that can do this. `alone`: none of them is counted for another need too."""

    capability: CapabilityId
    count: int = 1
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgency:
    """An agency to task; `note`: what its task says, in Indonesian."""

    agency: AgencyId
    note: str = ""


TOLD_ROLES = (Role.HEAD, Role.SUPERVISOR, Role.SHIFT_LEAD, Role.DUTY_DOCTOR)
"""Of the house, who can be told by a plan."""

TOLD_STEP_MAX = 2
"""Of an agency: 0 its desk, 1 its duty officer, 2 its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMessage:
    """Who is told, by which text of the place's messages: somebody of the house, of an agency, or
    a chat group."""

    to: Role | None = None
    message: str
    agency: AgencyId | None = None
    step: int = 0
    group: GroupId | None = None

    @property
    def holder(self) -> str:
        """Whose devices are meant, as alerts name them."""
        if self.agency is not None:
            return f"duty:{self.agency}:{self.step}" if self.step else f"agency:{self.agency}"
        return f"group:{self.group}" if self.group is not None else f"role:{self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTimers:
    roll_call_min: int | None = None  # every so often each unit is called (PAR)
    first_check_min: int | None = None  # when the room looks at the incident again


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePlan:
    """Conditions that are left empty hold always. A type stands for its children too."""

    id: PlanId
    name: Text
    types: tuple[IncidentTypeId, ...]
    alarm: int = 1
    priorities: tuple[Priority, ...] = ()
    areas: tuple[str, ...] = ()  # codes of kelurahan or kecamatan
    hours: HourSpan | None = None
    days: DayKind = DayKind.ANY
    needs: tuple[PlanNeed, ...] = ()
    agencies: tuple[PlanAgency, ...] = ()
    cards: tuple[CardId, ...] = ()
    messages: tuple[PlanMessage, ...] = ()
    timers: PlanTimers = PlanTimers()
    proposal: bool = False  # still to be decided by the head


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Fact):
    """From now on this is the plan, whole. `plan` is None where it was withdrawn."""

    plan_id: PlanId
    edition: int  # 1, 2, 3 …; the place's own file is edition 0
    plan: ResponsePlan | None
    by: AccountId
    reason: Sealed
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (PLAN_BOOK,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRevertedTo(Fact):
    """Undo: the plan is again what it was as `to_edition`; 0 is what the place's file says."""

    plan_id: PlanId
    edition: int
    to_edition: int
    plan: ResponsePlan | None
    by: AccountId
    reason: Sealed
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (PLAN_BOOK,)


PlanFact = PlanChanged | PlanRevertedTo


def in_force(
    of_file: Mapping[PlanId, ResponsePlan], edited: Mapping[PlanId, ResponsePlan | None]
) -> dict[PlanId, ResponsePlan]:
    """The place's own plans with what people changed since laid over them."""
    found = dict(of_file)
    for plan_id, plan in edited.items():
        if plan is None:
            found.pop(plan_id, None)
        else:
            found[plan_id] = plan
    return found
