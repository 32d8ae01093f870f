"""What the agencies desk keeps in mind: the incident it tasks for, and each task's own state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralFact,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.values import (
    AgencyId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    ReferralId,
    Tag,
)

NOBODY_ON_IT = frozenset({ReferralState.SENT, ReferralState.DELIVERED})

OfIncident = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)
Heard = OfIncident | ReferralFact


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTasks:
    """Of one incident: what an agency has to be told, and which agencies are on it."""

    number: str = ""  # empty: there is no such incident
    incident_type: IncidentTypeId | None = None
    priority: Priority = Priority.P4
    location: LocationClaim | None = None
    closed: bool = False
    merged_into: IncidentId | None = None  # where agencies are asked instead
    tasks: dict[ReferralId, AgencyId] = field(default_factory=dict)  # not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Of one referral.

    `asked_at`: when the agency was told, at first or again; the deadline is computed from it.
    `due_at`: when the next escalation rings if nobody is on it.
    """

    sent: ReferralSent | None = None  # None: there is no such referral
    number: str = ""
    priority: Priority = Priority.P4
    state: ReferralState = ReferralState.SENT
    asked_at: datetime | None = None
    due_at: datetime | None = None
    step: int = 0  # escalations so far

    @property
    def agency(self) -> AgencyId | None:
        return self.sent.agency if self.sent else None

    @property
    def nobody_on_it(self) -> bool:
        return self.state in NOBODY_ON_IT

    @property
    def out_of_steps(self) -> bool:
        return self.step > 0 and self.due_at is None


STATES: dict[str, type[Any]] = {"incident-life": IncidentTasks, "referral-life": Task}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case IncidentTasks():
            if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
                return state
            return _evolve_incident(state, fact, entry.number)
        case Task():
            return _evolve_task(state, fact, entry.number)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _evolve_incident(state: IncidentTasks, fact: Heard, number: str | None) -> IncidentTasks:
    match fact:
        case IncidentOpened():
            return replace(
                state,
                number=number or "",
                incident_type=fact.incident_type,
                priority=fact.priority,
                location=fact.location,
            )
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentLocated():
            return replace(state, location=fact.location)
        case IncidentPrioritised():
            return replace(state, priority=fact.priority)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False)
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case ReferralSent():
            return replace(state, tasks=state.tasks | {fact.referral_id: fact.agency})
        case ReferralReopened():
            if fact.agency is None:  # an older fact: never of a task that had ended
                return state
            return replace(state, tasks=state.tasks | {fact.referral_id: fact.agency})
        case ReferralDeclined() | ReferralHandedBack() | ReferralVerified() | ReferralTakenBack():
            left = {task: of for task, of in state.tasks.items() if task != fact.referral_id}
            return replace(state, tasks=left)
        case (
            ReferralDelivered()
            | ReferralAccepted()
            | ReferralStarted()
            | ReferralFinished()  # the agency's until a person has verified it
            | ReferralEscalated()
            | ReferralReprioritised()
        ):
            return state
        case _ as never:
            assert_never(never)


def _evolve_task(state: Task, fact: Heard, number: str | None) -> Task:
    if isinstance(fact, OfIncident):
        return state  # they carry no task's tag
    match fact:
        case ReferralSent():
            return Task(
                sent=fact,
                number=number or "",
                priority=fact.priority,
                asked_at=fact.when.at,
                due_at=fact.accept_by_at,
            )
        case ReferralReopened():
            return replace(
                state,
                state=ReferralState.SENT,
                asked_at=fact.when.at,
                due_at=fact.accept_by_at,
                step=0,
            )
        case ReferralReprioritised():
            return replace(state, priority=fact.priority, due_at=fact.rings_at)
        case ReferralEscalated():
            return replace(state, step=fact.step, due_at=fact.next_due_at)
        case ReferralDelivered():
            return replace(state, state=ReferralState.DELIVERED)
        case ReferralAccepted():
            return replace(state, state=ReferralState.ACCEPTED)
        case ReferralDeclined():
            return replace(state, state=ReferralState.DECLINED)
        case ReferralStarted():
            return replace(state, state=ReferralState.IN_PROGRESS)
        case ReferralFinished():
            return replace(state, state=ReferralState.DONE)
        case ReferralHandedBack():
            return replace(state, state=ReferralState.HANDED_BACK)
        case ReferralVerified():
            return replace(state, state=ReferralState.VERIFIED)
        case ReferralTakenBack():
            return replace(state, state=ReferralState.TAKEN_BACK)
        case _ as never:
            assert_never(never)
