"""What a fact of a long case sets in motion: the next ring."""

from __future__ import annotations

from siaga.language.checks import FirstCheckDone, FirstCheckDue, FirstCheckPlanned
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
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
    ReviewDone,
    ReviewDue,
    ReviewSet,
)
from siaga.language.values import IncidentId

REVIEW, TASK, HAND_OVER = "long_case_review", "long_case_task", "long_case_hand_over"
CHECK = "first_check"
TIMERS = frozenset({REVIEW, TASK, HAND_OVER, CHECK})


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case LongCaseBegan() | ReviewSet() | ReviewDone():
            return (Arm(kind=REVIEW, subject=fact.incident_id, due_at=fact.due_at),)
        case ReviewDue():
            return (Arm(kind=REVIEW, subject=fact.incident_id, due_at=fact.next_ring_at),)
        case (
            CaseTaskAdded(task_id=task_id, until_at=at)
            | CaseTaskDue(task_id=task_id, next_ring_at=at)
        ):
            return (Arm(kind=TASK, subject=task_of(task_id, fact.incident_id), due_at=at),)
        case CaseTaskEnded():
            return (Disarm(kind=TASK, subject=task_of(fact.task_id, fact.incident_id)),)
        case CaseHandedOver(answer_by_at=at) | HandOverUnanswered(next_ring_at=at):
            return (Arm(kind=HAND_OVER, subject=fact.incident_id, due_at=at),)
        case HandOverAcknowledged() | LongCaseOwned():
            return (Disarm(kind=HAND_OVER, subject=fact.incident_id),)
        case LongCaseEnded():  # tasks that are due later ring into a case that is over: nothing
            return (
                Disarm(kind=REVIEW, subject=fact.incident_id),
                Disarm(kind=HAND_OVER, subject=fact.incident_id),
            )
        case FirstCheckPlanned(due_at=at) | FirstCheckDue(next_ring_at=at):
            return (Arm(kind=CHECK, subject=fact.incident_id, due_at=at),)
        case FirstCheckDone():
            return (Disarm(kind=CHECK, subject=fact.incident_id),)
        case _:
            return ()


def task_of(task_id: str, incident_id: IncidentId) -> str:
    return f"{task_id} {incident_id}"
