"""Cases that last: when each is looked at again, what is to be done, who has it, what rings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.entry import Entry, Fact
from siaga.language.every_fact import FACTS
from siaga.language.incident import IncidentClassified, IncidentPrioritised
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
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    ActorKind,
    IncidentId,
    IncidentTypeId,
    Priority,
    Role,
    Sealed,
)

PAST_TASKS_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskLine:
    what: Sealed
    added_at: datetime
    until_at: datetime
    added_by: str
    who: Sealed | None = None
    account_id: AccountId | None = None
    step: int = 0  # it has rung so many times
    ended_at: datetime | None = None
    done: bool = False
    ended_by: str = ""
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLine:
    by: AccountId
    at: datetime
    answer_by_at: datetime
    to: AccountId | None = None  # None: whoever of the next shift takes it
    note: Sealed | None = None
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCaseCard:
    """Key: incident id. `step`: how often its review has rung since somebody last looked."""

    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    owner: AccountId
    began_at: datetime
    review_at: datetime
    step: int = 0
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    note: Sealed | None = None
    reason: Sealed | None = None  # why it is looked at at that time
    tasks: dict[str, CaseTaskLine] = field(default_factory=dict)
    past_tasks: tuple[CaseTaskLine, ...] = ()
    hand_over: HandOverLine | None = None
    owner_left_at: datetime | None = None
    last_fact: str = ""  # name of what was written last, by people and machines of the world
    last_at: datetime | None = None

    @property
    def rings(self) -> bool:
        waits = self.hand_over is not None and self.hand_over.step > 0
        tasks = any(task.step for task in self.tasks.values())
        return self.step > 0 or waits or tasks or self.owner_left_at is not None


HEARS: tuple[type[Fact], ...] = tuple(FACTS.values())
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = LongCaseCard

_PREFIXES = ("incident-life", "incident")


def keys(fact: Fact) -> tuple[str, ...]:
    """Ids of the incidents in whose stories the fact stands: a sheet names what came last."""
    parts = (tag.partition(":") for tag in fact.tags())
    return tuple(dict.fromkeys(rest for prefix, _, rest in parts if prefix in _PREFIXES))


def draw(key: str, card: LongCaseCard | None, entry: Entry) -> LongCaseCard | None:
    fact: Any = entry.fact
    if key not in keys(fact):
        return card
    if isinstance(fact, LongCaseBegan):
        return _began(fact)
    if card is None or isinstance(fact, LongCaseEnded):
        return None
    card = _last(card, entry)
    if getattr(fact, "incident_id", None) != key:  # of a child, or joined to it
        return card
    match fact:
        case IncidentClassified():
            return replace(card, incident_type=fact.incident_type)
        case IncidentPrioritised():
            return replace(card, priority=fact.priority)
        case _ if isinstance(fact, ReviewsFact):
            return _changed(card, fact, entry)
        case _:
            return card


def view(card: LongCaseCard, viewer: Actor) -> LongCaseCard | None:
    return card if viewer.roles & ROLES else None


def _began(fact: LongCaseBegan) -> LongCaseCard:
    return LongCaseCard(
        incident_id=fact.incident_id,
        incident_number=fact.incident_number,
        incident_type=fact.incident_type,
        priority=fact.priority,
        owner=fact.owner,
        began_at=fact.when.at,
        review_at=fact.due_at,
        reason=fact.reason,
    )


def _last(card: LongCaseCard, entry: Entry) -> LongCaseCard:
    if entry.actor_kind in (ActorKind.POLICY, ActorKind.TIMER):
        return card
    return replace(card, last_fact=type(entry.fact).__name__, last_at=entry.recorded_at)


def _changed(card: LongCaseCard, fact: ReviewsFact, entry: Entry) -> LongCaseCard | None:
    match fact:
        case ReviewSet():
            return replace(card, review_at=fact.due_at, step=0, reason=fact.reason)
        case ReviewDue():
            return replace(card, step=fact.step)
        case ReviewDone():
            return replace(
                card,
                review_at=fact.due_at,
                step=0,
                reviewed_at=fact.when.at,
                reviewed_by=entry.actor,
                note=fact.note or card.note,
                reason=None,
            )
        case CaseTaskAdded() | CaseTaskDue() | CaseTaskEnded():
            return _tasks(card, fact, entry)
        case CaseHandedOver():
            line = HandOverLine(
                by=fact.by,
                to=fact.to,
                at=fact.when.at,
                answer_by_at=fact.answer_by_at,
                note=fact.note,
            )
            return replace(card, hand_over=line, owner_left_at=None)
        case HandOverUnanswered():
            if card.hand_over is None:
                return card
            return replace(card, hand_over=replace(card.hand_over, step=fact.step))
        case HandOverAcknowledged():
            return replace(card, hand_over=None)
        case LongCaseOwned():
            return replace(card, owner=fact.owner, hand_over=None, owner_left_at=None)
        case OwnerLeft():
            return replace(card, owner_left_at=fact.when.at)
        case LongCaseBegan() | LongCaseEnded():
            return card  # drawn before
        case _ as never:
            assert_never(never)


def _tasks(
    card: LongCaseCard, fact: CaseTaskAdded | CaseTaskDue | CaseTaskEnded, entry: Entry
) -> LongCaseCard:
    if isinstance(fact, CaseTaskAdded):
        line = CaseTaskLine(
            what=fact.what,
            added_at=fact.when.at,
            until_at=fact.until_at,
            added_by=entry.actor,
            who=fact.who,
            account_id=fact.account_id,
        )
        return replace(card, tasks=card.tasks | {fact.task_id: line})
    known = card.tasks.get(fact.task_id)
    if known is None:
        return card
    if isinstance(fact, CaseTaskDue):
        rung = replace(known, step=fact.step)
        return replace(card, tasks=card.tasks | {fact.task_id: rung})
    left = {task: line for task, line in card.tasks.items() if task != fact.task_id}
    over = replace(
        known, ended_at=fact.when.at, done=fact.done, ended_by=entry.actor, note=fact.note
    )
    return replace(card, tasks=left, past_tasks=(*card.past_tasks, over)[-PAST_TASKS_MAX:])
