"""What the units desk keeps in mind: is the unit on duty, and has it a job?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, assert_never, cast

from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, Tag

Heard = (
    UnitWentOnDuty
    | UnitWentOffDuty
    | UnitDispatched
    | UnitCleared
    | DispatchCancelled
    | DispatchDeclined
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDuty:
    """Of one unit. A unit nobody ever put on duty is off duty."""

    on_duty: bool = False
    job: DispatchId | None = None


STATES: dict[str, type[Any]] = {"unit-job": UnitDuty}


def evolve(_tag: Tag, state: UnitDuty, entry: Entry) -> UnitDuty:
    fact = cast(Heard, entry.fact)
    match fact:
        case UnitWentOnDuty():
            return replace(state, on_duty=True)
        case UnitWentOffDuty():
            return replace(state, on_duty=False)
        case UnitDispatched():
            return replace(state, job=fact.dispatch_id)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            # Only the ending of the job it has now frees the unit.
            return replace(state, job=None) if state.job == fact.dispatch_id else state
        case _ as never:
            assert_never(never)
