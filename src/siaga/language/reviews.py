"""What is known of cases that last: when they are looked at again, tasks, and who has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import (
    AccountId,
    IncidentId,
    IncidentTypeId,
    Priority,
    Sealed,
    Tag,
    When,
)

LONG_CASES = Tag("long-cases:all")
"""Guards whose the open long cases are: few, and one list of them all."""


def long_case(incident_id: IncidentId) -> Tag:
    return Tag(f"long-case:{incident_id}")


class _OfCase(Fact):
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (long_case(self.incident_id), incident_story(self.incident_id))


class _OfAll(Fact):
    __slots__ = ()
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (long_case(self.incident_id), incident_story(self.incident_id), LONG_CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCaseBegan(_OfAll):
    """From now on the incident is looked at again, at the latest at `due_at`."""

    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    owner: AccountId
    due_at: datetime
    when: When
    by_rule: bool = False  # the place wants it for this type
    reason: Sealed | None = None  # why it is looked at then


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCaseOwned(_OfAll):
    """The incident has another owner; whatever was handed over has arrived."""

    incident_id: IncidentId
    owner: AccountId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class LongCaseEnded(_OfAll):
    """The incident closed; nothing of it rings any more."""

    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSet(_OfCase):
    incident_id: IncidentId
    due_at: datetime
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue(_OfCase):
    """Rings: step 1 for the owner, 2 for the room, from 3 on for who leads it."""

    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    owner: AccountId
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDone(_OfCase):
    """Somebody looked; what was found, and when it is looked at again."""

    incident_id: IncidentId
    due_at: datetime
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskAdded(_OfCase):
    incident_id: IncidentId
    task_id: str
    what: Sealed
    until_at: datetime
    when: When
    who: Sealed | None = None  # as it was said: a person, an agency, a family member
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskDue(_OfCase):
    incident_id: IncidentId
    task_id: str
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskEnded(_OfCase):
    incident_id: IncidentId
    task_id: str
    done: bool  # False: it is not wanted any more
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHandedOver(_OfAll):
    """Offered to the next shift, or to one of it; nothing changes hands before it is taken."""

    incident_id: IncidentId
    by: AccountId
    answer_by_at: datetime
    when: When
    to: AccountId | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAcknowledged(_OfCase):
    incident_id: IncidentId
    by: AccountId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverUnanswered(_OfCase):
    incident_id: IncidentId
    step: int
    next_ring_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLeft(_OfAll):
    """Whose the case is has signed out, and nobody was given it. Rings until somebody takes it."""

    incident_id: IncidentId
    incident_number: str
    owner: AccountId
    when: When


ReviewsFact = (
    LongCaseBegan
    | LongCaseOwned
    | LongCaseEnded
    | ReviewSet
    | ReviewDue
    | ReviewDone
    | CaseTaskAdded
    | CaseTaskDue
    | CaseTaskEnded
    | CaseHandedOver
    | HandOverAcknowledged
    | HandOverUnanswered
    | OwnerLeft
)
