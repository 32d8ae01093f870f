"""What the reviews desk decides: nothing that lasts is forgotten, and nothing rings for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.reviews.commands import (
    AddTask,
    Command,
    EndLongCase,
    EndTask,
    HandOverCase,
    KeepCase,
    NoteOwner,
    NoticeOwnerBack,
    NoticeOwnerLeft,
    OfCheck,
    OfClock,
    OfOwner,
    OfPerson,
    PlanFirstCheck,
    PlanReview,
    RecordFirstCheck,
    RecordReview,
    RingFirstCheck,
    RingHandOver,
    RingReview,
    RingTask,
    SetReview,
)
from siaga.desks.reviews.decide.checks import decide_check
from siaga.desks.reviews.decide.owners import hand_over, keep_case, note_owner, owner_moved
from siaga.desks.reviews.decide.ringing import ring
from siaga.desks.reviews.state import CaseIncident, LongCase
from siaga.language.checks import CheckFact, first_check
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.reviews import (
    LONG_CASES,
    CaseTaskAdded,
    CaseTaskEnded,
    LongCaseBegan,
    LongCaseEnded,
    ReviewDone,
    ReviewSet,
    ReviewsFact,
    long_case,
)
from siaga.language.values import Asked, Tag, When

__all__ = ["boundary", "decide"]

Outcome = Sequence[ReviewsFact | CheckFact] | Refused
AGAIN_MIN = 480
"""After a review of a type for which the place has no rule."""


def boundary(command: Command) -> tuple[Tag, ...]:
    """An owner who comes or goes looks at all long cases; everything else at one."""
    match command:
        case NoticeOwnerLeft() | NoticeOwnerBack():
            return (LONG_CASES,)
        case PlanFirstCheck() | RingFirstCheck() | RecordFirstCheck():
            return (incident_life(command.incident_id), first_check(command.incident_id))
        case RingReview() | RingTask() | RingHandOver() | AddTask() | EndTask() | RecordReview():
            return (incident_life(command.incident_id), long_case(command.incident_id))
        case _:
            one = command.incident_id
            return (incident_life(one), long_case(one), LONG_CASES)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if isinstance(command, OfOwner):
        return owner_moved(command, states[LONG_CASES], asked=asked)
    incident: CaseIncident = states[incident_life(command.incident_id)]
    if isinstance(command, OfCheck):
        check = states[first_check(command.incident_id)]
        return decide_check(command, incident, check=check, asked=asked)
    case: LongCase = states[long_case(command.incident_id)]
    match command:
        case RingReview() | RingTask() | RingHandOver():
            return _rung(command, incident, case, place, asked)
        case EndLongCase():
            if case.review is None or incident.lives:
                return ()
            ended = LongCaseEnded(incident_id=command.incident_id, when=_now(asked))
            return (ended,)
        case NoteOwner():
            return note_owner(command, case, asked=asked)
        case PlanReview():
            return _plan(command, incident, case, place, asked)
        case _:
            return _by_person(command, incident, case, place, asked)


def _rung(
    command: OfClock, incident: CaseIncident, case: LongCase, place: Place, asked: Asked
) -> Outcome:
    if not incident.lives or case.review is None:
        return ()
    return ring(command, incident, case=case, rules=place.slow, asked=asked)


def _plan(
    command: PlanReview, incident: CaseIncident, case: LongCase, place: Place, asked: Asked
) -> Outcome:
    """A type that wants it sooner brings a review forward; none is put off by a policy.

    What was a long case when its incident was closed or merged is one again with it, and so are
    its open tasks.
    """
    rule = place.slow.review_of(incident.incident_type)
    if not incident.lives or (rule is None and not case.was):
        return ()
    now = asked.received_at
    soon_at = now + timedelta(minutes=place.slow.ring_again_min)
    due_at = now + timedelta(minutes=rule.first_min) if rule else soon_at
    if case.review is None:
        return (
            LongCaseBegan(
                incident_id=command.incident_id,
                incident_number=incident.number,
                incident_type=incident.incident_type,
                priority=incident.priority,
                owner=incident.owner,
                due_at=due_at,
                when=_now(asked),
                by_rule=rule is not None,
            ),
            *(
                replace(task, until_at=max(task.until_at, soon_at), when=_now(asked))
                for task in case.before
            ),
        )
    if rule is None or case.review.step or case.review.at <= due_at:
        return ()
    return (ReviewSet(incident_id=command.incident_id, due_at=due_at, when=_now(asked)),)


def _by_person(
    command: OfPerson, incident: CaseIncident, case: LongCase, place: Place, asked: Asked
) -> Outcome:
    if not incident.number:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if not incident.lives:
        merged = incident.merged and not incident.closed
        return Refused(reason=Refusal.INCIDENT_MERGED if merged else Refusal.INCIDENT_CLOSED)
    if isinstance(command, SetReview):
        return _set(command, incident, case, asked)
    if case.review is None:
        return Refused(reason=Refusal.NOT_A_LONG_CASE)
    match command:
        case RecordReview():
            return _record(command, incident, place, asked)
        case AddTask():
            if command.until_at <= asked.received_at:
                return Refused(reason=Refusal.TIME_IS_PAST)
            return (
                CaseTaskAdded(
                    incident_id=command.incident_id,
                    task_id=str(command.command_id),
                    what=command.what,
                    until_at=command.until_at,
                    when=_now(asked),
                    who=command.who,
                    account_id=command.account_id,
                ),
            )
        case EndTask():
            if command.task_id not in case.tasks:
                return Refused(reason=Refusal.NO_SUCH_TASK)
            return (
                CaseTaskEnded(
                    incident_id=command.incident_id,
                    task_id=command.task_id,
                    done=command.done,
                    when=_now(asked),
                    note=command.note,
                ),
            )
        case HandOverCase():
            return hand_over(command, case, rules=place.slow, asked=asked)
        case KeepCase():
            return keep_case(command, case, asked=asked)
        case _ as never:
            assert_never(never)


def _set(command: SetReview, incident: CaseIncident, case: LongCase, asked: Asked) -> Outcome:
    if command.due_at <= asked.received_at:
        return Refused(reason=Refusal.TIME_IS_PAST)
    if case.review is not None:
        return (
            ReviewSet(
                incident_id=command.incident_id,
                due_at=command.due_at,
                when=_now(asked),
                reason=command.reason,
            ),
        )
    return (
        LongCaseBegan(
            incident_id=command.incident_id,
            incident_number=incident.number,
            incident_type=incident.incident_type,
            priority=incident.priority,
            owner=incident.owner,
            due_at=command.due_at,
            when=_now(asked),
            reason=command.reason,
        ),
    )


def _record(command: RecordReview, incident: CaseIncident, place: Place, asked: Asked) -> Outcome:
    rule = place.slow.review_of(incident.incident_type)
    again = timedelta(minutes=rule.again_min if rule else AGAIN_MIN)
    due_at = command.due_at or asked.received_at + again
    if due_at <= asked.received_at:
        return Refused(reason=Refusal.TIME_IS_PAST)
    return (
        ReviewDone(
            incident_id=command.incident_id, due_at=due_at, when=_now(asked), note=command.note
        ),
    )


def _now(asked: Asked) -> When:
    return When(at=asked.received_at)
