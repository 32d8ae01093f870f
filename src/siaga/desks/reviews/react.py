"""What the reviews desk does by itself: begins, ends and rings long cases as incidents live."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.reviews.commands import (
    Command,
    EndLongCase,
    NoteOwner,
    NoticeOwnerBack,
    NoticeOwnerLeft,
    PlanReview,
    RingFirstCheck,
    RingHandOver,
    RingReview,
    RingTask,
)
from siaga.desks.reviews.follow import CHECK, HAND_OVER, REVIEW, TASK
from siaga.language.access import PersonSignedIn, PersonSignedOut
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentTakenOver,
    IncidentUnmerged,
)
from siaga.language.values import IncidentId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case IncidentOpened() | IncidentReopened() | IncidentClassified() | IncidentUnmerged():
            return _wanted(PlanReview(command_id=TO_BE_NAMED, incident_id=fact.incident_id))
        case IncidentClosed() | IncidentMerged():
            return _wanted(EndLongCase(command_id=TO_BE_NAMED, incident_id=fact.incident_id))
        case IncidentTakenOver():
            return _wanted(
                NoteOwner(command_id=TO_BE_NAMED, incident_id=fact.incident_id, owner=fact.owner)
            )
        case PersonSignedOut():
            return _wanted(NoticeOwnerLeft(command_id=TO_BE_NAMED, account_id=fact.account_id))
        case PersonSignedIn():
            return _wanted(NoticeOwnerBack(command_id=TO_BE_NAMED, account_id=fact.account_id))
        case _:
            return ()


def _wanted(command: Any) -> tuple[Reaction, ...]:
    return (Reaction(desk="reviews", command=command),)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    match kind:
        case _ if kind == REVIEW:
            return RingReview(command_id=command_id, incident_id=IncidentId(subject), due_at=due_at)
        case _ if kind == CHECK:
            return RingFirstCheck(
                command_id=command_id, incident_id=IncidentId(subject), due_at=due_at
            )
        case _ if kind == HAND_OVER:
            return RingHandOver(
                command_id=command_id, incident_id=IncidentId(subject), due_at=due_at
            )
        case _ if kind == TASK:
            task_id, _, incident_id = subject.partition(" ")
            return RingTask(
                command_id=command_id,
                incident_id=IncidentId(incident_id),
                task_id=task_id,
                due_at=due_at,
            )
        case _:
            return None
