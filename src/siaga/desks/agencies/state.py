"""What the agencies desk keeps in mind: the incident it tasks for, and each task's own state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralBriefed,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralExtended,
    ReferralFact,
    ReferralFinished,
    ReferralHandedBack,
    ReferralNoted,
    ReferralNotesRead,
    ReferralOverdue,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralTeamAssigned,
    ReferralVerified,
    ReporterJudged,
    referral_life,
)
from siaga.language.conversation import PicturesShared
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
    ContactId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    Priority,
    ReferralId,
    Tag,
)

NOBODY_ON_IT = frozenset({ReferralState.SENT, ReferralState.DELIVERED})
ON_IT = frozenset({ReferralState.ACCEPTED, ReferralState.IN_PROGRESS})
OVER = frozenset({ReferralState.VERIFIED, ReferralState.TAKEN_BACK})

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
Step = (
    ReferralDelivered
    | ReferralAccepted
    | ReferralDeclined
    | ReferralStarted
    | ReferralFinished
    | ReferralHandedBack
    | ReferralVerified
    | ReferralTakenBack
)
Heard = OfIncident | ReferralFact | PicturesShared


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTasks:
    """Of one incident: what an agency has to be told, and which agencies are on it."""

    number: str = ""  # empty: there is no such incident
    incident_type: IncidentTypeId | None = None
    priority: Priority = Priority.P4
    location: LocationClaim | None = None
    asked_with: dict[ContactId, tuple[MediaRef, ...]] = field(default_factory=dict)
    closed: bool = False
    merged_into: IncidentId | None = None  # where agencies are asked instead
    tasks: dict[ReferralId, AgencyId] = field(default_factory=dict)  # not ended
    done: frozenset[ReferralId] = frozenset()  # of these: nobody has verified them
    verified: dict[AgencyId, ReferralId] = field(default_factory=dict)  # the last one of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Of an incident, by reporter."""

    of: dict[ContactId, tuple[MediaRef, ...]] = field(default_factory=dict)


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
    done_by_at: datetime | None = None  # when it rings that an accepted task is not done
    verify_by_at: datetime | None = None  # and that nobody has looked at a finished one
    after_it: ReferralId | None = None  # the agency's next task on the incident took its place
    notes: tuple[int, int] = (0, 0)  # written by the agency, by the room
    read: tuple[int, int] = (0, 0)  # of these, before the other side's eyes

    @property
    def agency(self) -> AgencyId | None:
        return self.sent.agency if self.sent else None

    @property
    def nobody_on_it(self) -> bool:
        return self.state in NOBODY_ON_IT

    @property
    def out_of_steps(self) -> bool:
        return self.step > 0 and self.due_at is None


STATES: dict[str, type[Any]] = {
    "incident-life": IncidentTasks,
    "pictures": Pictures,
    "referral-life": Task,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case IncidentTasks():
            if isinstance(fact, ReporterJudged) or incident_life(fact.incident_id) != tag:
                return state  # of a child, or merged into it
            return _evolve_incident(state, fact, entry.number)
        case Pictures():
            shared = cast(PicturesShared, fact)
            return Pictures(of=state.of | {shared.contact_id: shared.photos})
        case Task():
            return _evolve_task(state, fact, tag=tag, number=entry.number)
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
                asked_with={fact.contact_id: fact.photos} if fact.contact_id else {},
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
            done = state.done - {fact.referral_id}
            if fact.agency is None:  # an older fact: never of a task that had ended
                return replace(state, done=done)
            tasks = state.tasks | {fact.referral_id: fact.agency}
            return replace(state, tasks=tasks, done=done)
        case ReferralFinished():  # the agency's until a person has verified it
            return replace(state, done=state.done | {fact.referral_id})
        case ReferralVerified():
            left, agency = _without(state, fact.referral_id)
            verified = left.verified | {agency: fact.referral_id} if agency else left.verified
            return replace(left, verified=verified)
        case ReferralDeclined() | ReferralHandedBack() | ReferralTakenBack():
            return _without(state, fact.referral_id)[0]
        case _:
            return state  # steps on the way carry no incident's guard


def _without(
    state: IncidentTasks, referral_id: ReferralId
) -> tuple[IncidentTasks, AgencyId | None]:
    left = {task: of for task, of in state.tasks.items() if task != referral_id}
    done = state.done - {referral_id}
    return replace(state, tasks=left, done=done), state.tasks.get(referral_id)


def _evolve_task(state: Task, fact: Heard, *, tag: Tag, number: str | None) -> Task:
    if isinstance(fact, OfIncident | ReporterJudged | PicturesShared):
        return state  # they carry no task's tag
    match fact:
        case ReferralSent():
            if referral_life(fact.referral_id) != tag:
                return replace(state, after_it=fact.referral_id)
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
                done_by_at=None,
                verify_by_at=None,
            )
        case ReferralReprioritised():
            due_at = fact.rings_at if fact.rearms else state.due_at
            return replace(state, priority=fact.priority, due_at=due_at)
        case ReferralBriefed():
            return _briefed(state, fact)
        case ReferralEscalated():
            return replace(state, step=fact.step, due_at=fact.next_due_at)
        case ReferralOverdue():
            return _due(state, fact.what, None)
        case ReferralExtended():
            return _due(state, fact.what, fact.promised_at)
        case ReferralTeamAssigned() | ReferralNoted() | ReferralNotesRead():
            return _worked(state, fact)
        case _:
            return _stepped(state, fact)


def _briefed(state: Task, fact: ReferralBriefed) -> Task:
    """What a task that is opened again is sent with."""
    if state.sent is None:
        return state
    kind, place = fact.incident_type, fact.location
    return replace(state, sent=replace(state.sent, incident_type=kind, location=place))


def _due(state: Task, what: Overdue, due_at: datetime | None) -> Task:
    if what is Overdue.FINISH:
        return replace(state, done_by_at=due_at)
    return replace(state, verify_by_at=due_at)


def _worked(state: Task, fact: ReferralTeamAssigned | ReferralNoted | ReferralNotesRead) -> Task:
    by_agency, by_room = state.notes
    of_agency, of_room = state.read
    match fact:
        case ReferralTeamAssigned():
            return state
        case ReferralNoted(by_room=True):
            return replace(state, notes=(by_agency, by_room + 1))
        case ReferralNoted():
            return replace(state, notes=(by_agency + 1, by_room))
        case ReferralNotesRead(by_room=True):
            return replace(state, read=(fact.count, of_room))
        case ReferralNotesRead():
            return replace(state, read=(of_agency, fact.count))
        case _ as never:
            assert_never(never)


def _stepped(state: Task, fact: Step) -> Task:
    match fact:
        case ReferralDelivered():
            return replace(state, state=ReferralState.DELIVERED)
        case ReferralAccepted():
            return replace(state, state=ReferralState.ACCEPTED, done_by_at=fact.done_by_at)
        case ReferralDeclined():
            return replace(state, state=ReferralState.DECLINED)
        case ReferralStarted():
            return replace(state, state=ReferralState.IN_PROGRESS)
        case ReferralFinished():
            return replace(state, state=ReferralState.DONE, verify_by_at=fact.verify_by_at)
        case ReferralHandedBack():
            return replace(state, state=ReferralState.HANDED_BACK)
        case ReferralVerified():
            return replace(state, state=ReferralState.VERIFIED)
        case ReferralTakenBack():
            return replace(state, state=ReferralState.TAKEN_BACK)
        case _ as never:
            assert_never(never)
