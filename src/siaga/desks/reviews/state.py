"""What the reviews desk keeps in mind: an incident, its long case, and whose the long cases are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.checks import CheckFact, FirstCheckDone, FirstCheckDue, FirstCheckPlanned
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.reviews import (
    CaseHandedOver,
    CaseTaskAdded,
    CaseTaskDue,
    CaseTaskEnded,
    HandOverAcknowledged,
    HandOverUnanswered,
    LongCaseBegan,
    LongCaseEnded,
    LongCaseOwned,
    OwnerLeft,
    ReviewDone,
    ReviewDue,
    ReviewSet,
    ReviewsFact,
)
from siaga.language.values import AccountId, IncidentId, IncidentTypeId, Priority, Tag

OfIncident = (
    IncidentOpened
    | IncidentClassified
    | IncidentPrioritised
    | IncidentTakenOver
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)
Heard = OfIncident | ReviewsFact | CheckFact
NOBODY, NOTHING = AccountId(""), IncidentTypeId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseIncident:
    """`number` is empty while there is no such incident."""

    number: str = ""
    incident_type: IncidentTypeId = NOTHING
    priority: Priority = Priority.P4
    owner: AccountId = NOBODY
    closed: bool = False
    merged: bool = False  # the work goes on with another one

    @property
    def lives(self) -> bool:
        return bool(self.number) and not self.closed and not self.merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Something that rings at `at`, for the `step`-th time already."""

    at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    by: AccountId
    to: AccountId | None
    ring: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCase:
    """`review` is None while the incident is no long case.

    `was`: it was one and ended with its incident; `before` are the tasks that were open then.
    """

    was: bool = False
    before: tuple[CaseTaskAdded, ...] = ()
    said: dict[str, CaseTaskAdded] = field(default_factory=dict)  # of the tasks
    review: Ring | None = None
    owner: AccountId = NOBODY
    tasks: dict[str, Ring] = field(default_factory=dict)  # not ended
    hand_over: HandOver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCases:
    """Of all that are open: whose, on the way to somebody else, left by their owner."""

    owners: dict[IncidentId, AccountId] = field(default_factory=dict)
    numbers: dict[IncidentId, str] = field(default_factory=dict)
    offered: frozenset[IncidentId] = frozenset()
    left: frozenset[IncidentId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCheck:
    """`at`: when it rings next; None while no plan wants one."""

    at: datetime | None = None
    step: int = 0
    done: bool = False


STATES: dict[str, type[Any]] = {
    "incident-life": CaseIncident,
    "long-case": LongCase,
    "long-cases": LongCases,
    "first-check": FirstCheck,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case FirstCheck():
            return _check(state, fact)
        case CaseIncident():
            if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
                return state
            return _incident(state, fact, entry.number)
        case LongCase():
            return _case(state, fact)
        case LongCases():
            return _all(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _check(state: FirstCheck, fact: Heard) -> FirstCheck:
    match fact:
        case FirstCheckPlanned():
            return FirstCheck(at=fact.due_at)
        case FirstCheckDue():
            return FirstCheck(at=fact.next_ring_at, step=fact.step)
        case FirstCheckDone():
            return replace(state, done=True)
        case _:
            return state


def _incident(state: CaseIncident, fact: Heard, number: str | None) -> CaseIncident:
    match fact:
        case IncidentOpened():
            return CaseIncident(
                number=number or "",
                incident_type=fact.incident_type,
                priority=fact.priority,
                owner=fact.owner,
            )
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentPrioritised():
            return replace(state, priority=fact.priority)
        case IncidentTakenOver():
            return replace(state, owner=fact.owner)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False, owner=fact.owner)
        case IncidentMerged():
            return replace(state, merged=True)
        case IncidentUnmerged():
            return replace(state, merged=False)
        case _:
            return state  # facts of the long case carry no incident's life


def _case(state: LongCase, fact: Heard) -> LongCase:
    match fact:
        case LongCaseBegan():
            return LongCase(review=Ring(at=fact.due_at), owner=fact.owner)
        case LongCaseEnded():
            return LongCase(was=True, before=tuple(state.said.values()))
        case LongCaseOwned():
            return replace(state, owner=fact.owner, hand_over=None)
        case ReviewSet() | ReviewDone():
            return replace(state, review=Ring(at=fact.due_at))
        case ReviewDue():
            return replace(state, review=Ring(at=fact.next_ring_at, step=fact.step))
        case CaseTaskAdded():
            tasks = state.tasks | {fact.task_id: Ring(at=fact.until_at)}
            return replace(state, tasks=tasks, said=state.said | {fact.task_id: fact})
        case CaseTaskDue():
            ring = Ring(at=fact.next_ring_at, step=fact.step)
            return replace(state, tasks=state.tasks | {fact.task_id: ring})
        case CaseTaskEnded():
            left = {task: ring for task, ring in state.tasks.items() if task != fact.task_id}
            said = {task: one for task, one in state.said.items() if task != fact.task_id}
            return replace(state, tasks=left, said=said)
        case CaseHandedOver():
            offered = HandOver(by=fact.by, to=fact.to, ring=Ring(at=fact.answer_by_at))
            return replace(state, hand_over=offered)
        case HandOverUnanswered():
            if state.hand_over is None:
                return state
            ring = Ring(at=fact.next_ring_at, step=fact.step)
            return replace(state, hand_over=replace(state.hand_over, ring=ring))
        case HandOverAcknowledged():
            return replace(state, hand_over=None)
        case OwnerLeft():
            return state
        case (
            IncidentOpened()
            | IncidentClassified()
            | IncidentPrioritised()
            | IncidentTakenOver()
            | IncidentClosed()
            | IncidentReopened()
            | IncidentMerged()
            | IncidentUnmerged()
            | FirstCheckPlanned()
            | FirstCheckDue()
            | FirstCheckDone()
        ):
            return state  # they carry no long case's tag
        case _ as never:
            assert_never(never)


def _all(state: LongCases, fact: Heard) -> LongCases:
    one = fact.incident_id
    match fact:
        case LongCaseBegan():
            return replace(
                state,
                owners=state.owners | {one: fact.owner},
                numbers=state.numbers | {one: fact.incident_number},
            )
        case LongCaseOwned():
            return replace(
                state,
                owners=state.owners | {one: fact.owner},
                offered=state.offered - {one},
                left=state.left - {one},
            )
        case LongCaseEnded():
            return LongCases(
                owners={key: owner for key, owner in state.owners.items() if key != one},
                numbers={key: number for key, number in state.numbers.items() if key != one},
                offered=state.offered - {one},
                left=state.left - {one},
            )
        case CaseHandedOver():
            return replace(state, offered=state.offered | {one})
        case OwnerLeft():
            return replace(state, left=state.left | {one})
        case _:
            return state
