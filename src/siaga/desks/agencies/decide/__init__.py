"""What an agency, the room and the clock may do to a referral, and in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, assert_never

from siaga.desks.agencies.commands import (
    Accept,
    Command,
    ConfirmDelivery,
    Decline,
    Escalate,
    Finish,
    HandBack,
    Reopen,
    SendReferral,
    Start,
    TakeBack,
    Verify,
)
from siaga.desks.agencies.decide.working_time import accept_by, escalate_by
from siaga.desks.agencies.state import IncidentTasks, Task
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralFact,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
    referral_life,
)
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    Actor,
    AgencyId,
    Asked,
    IncidentId,
    ReferralId,
    Role,
    Tag,
    TimeSource,
    When,
)

ESCALATION_STEPS = 3  # duty officer, head of agency, head of UPTD

Outcome = Sequence[ReferralFact] | Refused
AgencyAct = Accept | Decline | Start | Finish | HandBack
RoomAct = Verify | Reopen | TakeBack

NOBODY_ON_IT = frozenset({ReferralState.SENT, ReferralState.DELIVERED})
FROM: dict[type[AgencyAct | RoomAct], tuple[str, frozenset[ReferralState]]] = {
    Accept: ("accept", NOBODY_ON_IT),
    Decline: ("decline", NOBODY_ON_IT),
    Start: ("start", NOBODY_ON_IT | {ReferralState.ACCEPTED}),
    Finish: ("finish", NOBODY_ON_IT | {ReferralState.ACCEPTED, ReferralState.IN_PROGRESS}),
    HandBack: ("hand-back", frozenset({ReferralState.ACCEPTED, ReferralState.IN_PROGRESS})),
    Verify: ("verify", frozenset({ReferralState.DONE})),
    # A verified one has left every board: the room sends a new referral instead.
    Reopen: ("reopen", frozenset({ReferralState.DONE})),
    TakeBack: ("take-back", frozenset({ReferralState.DECLINED, ReferralState.HANDED_BACK})),
}
"""The states each act is legal in, and its name at the door."""

_OF_THE_ROOM: tuple[type[AgencyAct | RoomAct], ...] = (Verify, Reopen, TakeBack)


class Names(TypedDict):
    """What every fact of a referral names."""

    referral_id: ReferralId
    incident_id: IncidentId


def boundary(command: Command) -> tuple[Tag, ...]:
    if isinstance(command, SendReferral):
        own = referral_life(ReferralId(str(command.command_id)))
        return (incident_life(command.incident_id), own)
    return (referral_life(command.referral_id),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if isinstance(command, SendReferral):
        return _send(command, states[incident_life(command.incident_id)], place, asked)
    task: Task = states[referral_life(command.referral_id)]
    if task.incident_id is None or task.agency is None:
        return Refused(reason=Refusal.UNKNOWN_REFERRAL)
    names = Names(referral_id=command.referral_id, incident_id=task.incident_id)
    match command:
        case Escalate():
            return _escalate(command, task, names, place, asked)
        case _ if not _may_act(command, task, asked.actor):
            return Refused(reason=Refusal.NOT_YOUR_REFERRAL)
        case ConfirmDelivery():
            if task.state is not ReferralState.SENT:
                return ()
            return (ReferralDelivered(**names, when=_when(None, asked)),)
        case _ if not _is_legal(type(command), task):
            return Refused(
                reason=Refusal.ILLEGAL_REFERRAL_STATE, legal=_legal_acts(task, asked.actor)
            )
        case Verify() | Reopen() | TakeBack():
            return _by_the_room(command, task, names, place, asked)
        case Accept() | Decline() | Start() | Finish() | HandBack():
            return _by_the_agency(command, task, names, place, asked)
        case _ as never:
            assert_never(never)


def _send(command: SendReferral, incident: IncidentTasks, place: Place, asked: Asked) -> Outcome:
    if not incident.number or incident.incident_type is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if command.agency in incident.tasks:
        return Refused(reason=Refusal.AGENCY_ALREADY_TASKED)
    now = asked.received_at
    return (
        ReferralSent(
            referral_id=ReferralId(str(command.command_id)),
            incident_id=command.incident_id,
            agency=command.agency,
            incident_number=incident.number,
            incident_type=incident.incident_type,
            priority=incident.priority,
            accept_by_at=accept_by(place, command.agency, priority=incident.priority, start=now),
            when=_when(None, asked),
            location=incident.location,
            note=command.note,
        ),
    )


def _by_the_agency(
    command: AgencyAct, task: Task, names: Names, place: Place, asked: Asked
) -> Outcome:
    """A jump forward also records what it implies: who starts has accepted."""
    when, told_by = _when(command.occurred_at, asked), command.told_by
    accepted: tuple[ReferralFact, ...] = ()
    if task.state in NOBODY_ON_IT:
        accepted = (ReferralAccepted(**names, when=when, told_by=told_by),)
    match command:
        case Accept():
            return (
                ReferralAccepted(
                    **names, when=when, told_by=told_by, promised_at=command.promised_at
                ),
            )
        case Decline():
            return (ReferralDeclined(**names, when=when, reason=command.reason, told_by=told_by),)
        case HandBack():
            return (ReferralHandedBack(**names, when=when, reason=command.reason, told_by=told_by),)
        case Start():
            return (*accepted, ReferralStarted(**names, when=when, told_by=told_by))
        case Finish():
            started: tuple[ReferralFact, ...] = ()
            if task.state is not ReferralState.IN_PROGRESS:
                started = (ReferralStarted(**names, when=when, told_by=told_by),)
            verify_s = place.sla.verify_s[task.priority]
            finished = ReferralFinished(
                **names,
                when=when,
                verify_by_at=asked.received_at + timedelta(seconds=verify_s),
                note=command.note,
                told_by=told_by,
                proof=command.proof,
            )
            return (*accepted, *started, finished)
        case _ as never:
            assert_never(never)


def _by_the_room(command: RoomAct, task: Task, names: Names, place: Place, asked: Asked) -> Outcome:
    when = _when(None, asked)
    match command:
        case Verify():
            return (ReferralVerified(**names, when=when, note=command.note),)
        case TakeBack():
            return (ReferralTakenBack(**names, when=when, reason=command.reason),)
        case Reopen():
            assert task.agency is not None
            accept_by_at = accept_by(
                place, task.agency, priority=task.priority, start=asked.received_at
            )
            return (
                ReferralReopened(
                    **names, when=when, reason=command.reason, accept_by_at=accept_by_at
                ),
            )
        case _ as never:
            assert_never(never)


def _escalate(command: Escalate, task: Task, names: Names, place: Place, asked: Asked) -> Outcome:
    """Rings only while nobody is on it; an answered or replaced timer finds nothing to do."""
    if task.state not in NOBODY_ON_IT or task.due_at is None or task.due_at > command.due_at:
        return ()
    step, next_due_at = task.step + 1, None
    if step < ESCALATION_STEPS:
        assert task.agency is not None
        next_due_at = escalate_by(place, task.agency, priority=task.priority, start=command.due_at)
        if next_due_at <= asked.received_at:
            # The timer came late: the person rung now still gets the whole step.
            next_due_at = escalate_by(
                place, task.agency, priority=task.priority, start=asked.received_at
            )
    late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
    when = _when(None, asked)
    return (
        ReferralEscalated(**names, step=step, late_s=late_s, when=when, next_due_at=next_due_at),
    )


def _may_act(
    command: ConfirmDelivery | AgencyAct | RoomAct | Escalate, task: Task, actor: Actor
) -> bool:
    """The room on all, on behalf where the act is the agency's; an agency desk on its own."""
    if actor.is_room:
        return True
    if isinstance(command, RoomAct):
        return False
    return Role.AGENCY_DESK in actor.roles and _is_of(actor, task.agency)


def _is_of(actor: Actor, agency: AgencyId | None) -> bool:
    return actor.agency is not None and actor.agency == agency


def _is_legal(act: type[Any], task: Task) -> bool:
    return task.state in FROM[act][1] or (
        act is TakeBack and task.state in NOBODY_ON_IT and task.out_of_steps
    )


def _legal_acts(task: Task, actor: Actor) -> tuple[str, ...]:
    return tuple(
        name
        for act, (name, _) in FROM.items()
        if _is_legal(act, task) and (actor.is_room or act not in _OF_THE_ROOM)
    )


def _when(occurred_at: datetime | None, asked: Asked) -> When:
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=occurred_at, source=TimeSource.PERSON)
