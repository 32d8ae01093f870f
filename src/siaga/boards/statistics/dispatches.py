"""How a dispatch is counted: its clock chain as corrected, and what makes it unfit for times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, assert_never

from siaga.boards.statistics.rows import StatDispatch, is_on_behalf, recorded_late
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.status_claims import ClaimSettled, ClaimWhy, StatusClaimed

Status = DispatchAcknowledged | DispatchAdvanced | UnitCleared | DispatchDeclined
Claim = StatusClaimed | ClaimSettled
DispatchHeard = (
    UnitDispatched | DispatchNotified | DispatchCorrected | DispatchCancelled | Status | Claim
)

IMPLAUSIBLE_GAP = timedelta(seconds=20)  # domain.md 2
# Assignment and delivery are the machine's own: only what people report can be reported carelessly.
_REPORTED = tuple(Stage)[tuple(Stage).index(Stage.ACKNOWLEDGED) :]


def draw_dispatch(
    row: StatDispatch | None, fact: DispatchHeard, *, entry: Entry
) -> StatDispatch | None:
    if isinstance(fact, UnitDispatched):
        return StatDispatch(
            incident_id=fact.incident_id,
            unit_id=fact.unit_id,
            assigned_at=fact.when.at,
            late=recorded_late(fact.when, entry),
        )
    if row is None:
        return None
    match fact:
        case DispatchNotified():
            return _at_stage(row, Stage.NOTIFIED, at=fact.when.at)
        case DispatchCorrected():
            row = _at_stage(row, fact.stage, at=fact.when.at)
            if fact.stage is Stage.CLEAR and row.ended_at:
                return replace(row, ended_at=fact.when.at)
            return row
        case DispatchCancelled():
            return replace(row, ended="cancelled", ended_at=fact.when.at)
        case StatusClaimed() | ClaimSettled():
            return _claimed(row, fact)
        case _:
            return _status(row, fact, entry)


def _claimed(row: StatDispatch, fact: Claim) -> StatDispatch:
    """A time that was missing counts, and so does what a person decided between two."""
    if isinstance(fact, ClaimSettled):
        return _at_stage(row, fact.stage, at=fact.holds_at) if fact.holds_at else row
    if fact.why is not ClaimWhy.SKIPPED:
        return row
    return _at_stage(row, fact.stage, at=fact.when.at)


def _status(row: StatDispatch, fact: Status, entry: Entry) -> StatDispatch:
    if is_on_behalf(entry, fact.told_by):
        row = replace(row, on_behalf=row.on_behalf + 1)
    else:
        row = replace(row, by_crew=row.by_crew + 1)
    row = replace(row, late=row.late or recorded_late(fact.when, entry))
    at = fact.when.at
    match fact:
        case DispatchAcknowledged():
            return _at_stage(row, Stage.ACKNOWLEDGED, at=at)
        case DispatchAdvanced():
            row = replace(row, hospital=fact.hospital or row.hospital)
            return _at_stage(row, fact.stage, at=at)
        case UnitCleared():
            return _at_stage(replace(row, ended="cleared", ended_at=at), Stage.CLEAR, at=at)
        case DispatchDeclined():
            return replace(row, ended="declined", ended_at=at)
        case _:
            assert_never(fact)


def _at_stage(row: StatDispatch, stage: Stage, *, at: datetime) -> StatDispatch:
    changes: dict[str, Any] = {f"{stage.value}_at": at}
    row = replace(row, **changes)
    return replace(row, implausible=_is_implausible(row))


def _is_implausible(row: StatDispatch) -> bool:
    """Two reported stages less than 20 s apart, out of order, or before the assignment."""
    times: list[datetime] = [
        at for stage in _REPORTED if (at := getattr(row, f"{stage.value}_at")) is not None
    ]
    if times and times[0] < row.assigned_at:
        return True
    return any(later - earlier < IMPLAUSIBLE_GAP for earlier, later in pairwise(times))
