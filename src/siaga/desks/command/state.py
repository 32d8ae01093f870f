"""What the command desk keeps in mind: the incident's units, and what of its command is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.major import (
    AlarmLowered,
    AlarmRaised,
    CommandNoted,
    CommandPlaceSet,
    CommandRole,
    CommandRoleEnded,
    CommandRoleGiven,
    CommandTaskDone,
    CommandTaskSet,
    MajorFact,
    MajorIncidentDeclared,
    MajorIncidentEnded,
    ResourceAsked,
    ResourceEnded,
    ResourceOverdue,
    ResourcePromised,
    RollAnswer,
    RollCallAcknowledged,
    RollCallAnswered,
    RollCallCompleted,
    RollCallEnd,
    RollCallOpened,
    RollCallOverdue,
    RollCallsBegun,
    RollCallsEnded,
    SectorClosed,
    SectorSet,
    UnitPlaced,
)
from siaga.language.values import DispatchId, IncidentId, Tag, UnitId

OfIncident = (
    IncidentOpened
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
    | UnitDispatched
    | UnitCleared
    | DispatchCancelled
    | DispatchDeclined
)
Heard = OfIncident | MajorFact


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStand:
    """`jobs`: the dispatches that have not ended, with their units."""

    number: str = ""  # empty: there is no such incident
    closed: bool = False
    reopened_at: datetime | None = None
    merged_into: IncidentId | None = None
    jobs: Mapping[DispatchId, UnitId] = field(default_factory=dict)

    @property
    def units(self) -> tuple[UnitId, ...]:
        return tuple(dict.fromkeys(self.jobs.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall:
    """`due_at`: when it rings if somebody is not accounted for."""

    roll_call_id: str
    units: tuple[UnitId, ...]
    opened_at: datetime
    due_at: datetime
    step: int = 0
    answers: Mapping[UnitId, RollAnswer] = field(default_factory=dict)

    def missing(self, here: tuple[UnitId, ...]) -> tuple[UnitId, ...]:
        """Of those still at work on the incident: nobody answered, or people are missing."""
        return tuple(unit for unit in self.units if unit in here and not self.is_well(unit))

    def is_well(self, unit: UnitId) -> bool:
        return self.answers.get(unit) in (RollAnswer.ALL_WELL, RollAnswer.NOT_ON_SCENE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolls:
    interval_min: int
    next_at: datetime
    planned: bool = False  # nobody of the room has chosen the interval
    calls: int = 0
    open: OpenCall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    due_at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandStand:
    """Of one incident."""

    level: int = 1
    major: bool = False
    sectors: frozenset[str] = frozenset()
    roles: frozenset[tuple[CommandRole, str | None]] = frozenset()
    placed: Mapping[UnitId, str] = field(default_factory=dict)  # → sector
    requests: Mapping[str, Request] = field(default_factory=dict)  # open ones
    tasks: frozenset[str] = frozenset()  # open ones
    rolls: Rolls | None = None
    rolls_ended_at: datetime | None = None  # by a person: a plan does not begin them again


STATES: dict[str, type[Any]] = {"incident-life": IncidentStand, "command": CommandStand}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    if isinstance(state, IncidentStand):
        if isinstance(fact, OfIncident) and incident_life(fact.incident_id) == tag:
            return _incident(state, fact, entry.number)
        return state
    if isinstance(fact, OfIncident):
        return state
    return _command(state, fact)


def _incident(state: IncidentStand, fact: OfIncident, number: str | None) -> IncidentStand:
    match fact:
        case IncidentOpened():
            return replace(state, number=number or "")
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False, reopened_at=fact.when.at)
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case UnitDispatched():
            return replace(state, jobs={**state.jobs, fact.dispatch_id: fact.unit_id})
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            left = {job: unit for job, unit in state.jobs.items() if job != fact.dispatch_id}
            return replace(state, jobs=left)
        case _ as never:
            assert_never(never)


OfRolls = (
    RollCallsBegun
    | RollCallOpened
    | RollCallAnswered
    | RollCallOverdue
    | RollCallAcknowledged
    | RollCallCompleted
    | RollCallsEnded
)
OfRequests = ResourceAsked | ResourcePromised | ResourceOverdue | ResourceEnded


def _command(state: CommandStand, fact: MajorFact) -> CommandStand:
    match fact:
        case AlarmRaised() | AlarmLowered():
            return replace(state, level=fact.level)
        case MajorIncidentDeclared():
            return replace(state, major=True)
        case MajorIncidentEnded():
            return replace(state, major=False)
        case (
            SectorSet()
            | SectorClosed()
            | CommandRoleGiven()
            | CommandRoleEnded()
            | UnitPlaced()
            | CommandTaskSet()
            | CommandTaskDone()
        ):
            return _scene(state, fact)
        case ResourceAsked() | ResourcePromised() | ResourceOverdue() | ResourceEnded():
            return replace(state, requests=_requests(state.requests, fact))
        case (
            RollCallsBegun()
            | RollCallOpened()
            | RollCallAnswered()
            | RollCallOverdue()
            | RollCallAcknowledged()
            | RollCallCompleted()
            | RollCallsEnded()
        ):
            by_person = isinstance(fact, RollCallsEnded) and fact.ending is RollCallEnd.BY_PERSON
            ended_at = fact.when.at if by_person else None
            return replace(state, rolls=_rolls(state.rolls, fact), rolls_ended_at=ended_at)
        case CommandPlaceSet() | CommandNoted():
            return state
        case _ as never:
            assert_never(never)


Scene = (
    SectorSet
    | SectorClosed
    | CommandRoleGiven
    | CommandRoleEnded
    | UnitPlaced
    | CommandTaskSet
    | CommandTaskDone
)


def _scene(state: CommandStand, fact: Scene) -> CommandStand:
    match fact:
        case SectorSet():
            return replace(state, sectors=state.sectors | {fact.sector_id})
        case SectorClosed():
            head = (CommandRole.SECTOR, fact.sector_id)
            sectors = state.sectors - {fact.sector_id}
            return replace(state, sectors=sectors, roles=state.roles - {head})
        case CommandRoleGiven():
            return replace(state, roles=state.roles | {(fact.role, fact.sector_id)})
        case CommandRoleEnded():
            return replace(state, roles=state.roles - {(fact.role, fact.sector_id)})
        case UnitPlaced():
            others = {unit: where for unit, where in state.placed.items() if unit != fact.unit_id}
            if fact.sector_id is not None:
                others[fact.unit_id] = fact.sector_id
            return replace(state, placed=others)
        case CommandTaskSet():
            return replace(state, tasks=state.tasks | {fact.task_id})
        case CommandTaskDone():
            return replace(state, tasks=state.tasks - {fact.task_id})
        case _ as never:
            assert_never(never)


def _requests(requests: Mapping[str, Request], fact: OfRequests) -> Mapping[str, Request]:
    match fact:
        case ResourceAsked() | ResourcePromised():
            return {**requests, fact.request_id: Request(due_at=fact.due_at)}
        case ResourceOverdue():
            late = Request(due_at=fact.next_due_at, step=fact.step)
            return {**requests, fact.request_id: late}
        case ResourceEnded():
            return {one: kept for one, kept in requests.items() if one != fact.request_id}
        case _ as never:
            assert_never(never)


def _rolls(rolls: Rolls | None, fact: OfRolls) -> Rolls | None:
    if isinstance(fact, RollCallsBegun):
        began = rolls or Rolls(interval_min=fact.interval_min, next_at=fact.next_at)
        return replace(
            began, interval_min=fact.interval_min, next_at=fact.next_at, planned=fact.planned
        )
    if rolls is None or isinstance(fact, RollCallsEnded):
        return None
    match fact:
        case RollCallOpened():
            opened = OpenCall(
                roll_call_id=fact.roll_call_id,
                units=fact.units,
                opened_at=fact.when.at,
                due_at=fact.answer_by_at,
            )
            return replace(rolls, calls=fact.number, open=opened)
        case RollCallCompleted():
            return replace(rolls, next_at=fact.next_at, open=None)
        case RollCallAnswered() | RollCallOverdue() | RollCallAcknowledged():
            return replace(rolls, open=_call(rolls.open, fact))
        case _ as never:
            assert_never(never)


def _call(
    call: OpenCall | None, fact: RollCallAnswered | RollCallOverdue | RollCallAcknowledged
) -> OpenCall | None:
    if call is None:
        return None
    match fact:
        case RollCallAnswered():
            return replace(call, answers={**call.answers, fact.unit_id: fact.answer})
        case RollCallOverdue():
            return replace(call, step=fact.step, due_at=fact.next_due_at)
        case RollCallAcknowledged():
            return replace(call, due_at=fact.next_due_at)
        case _ as never:
            assert_never(never)
