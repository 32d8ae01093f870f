"""What an agency, the room and the clock may do to a referral, and in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from siaga.desks.agencies.commands import (
    Accept,
    Command,
    ConfirmDelivery,
    Decline,
    Escalate,
    Finish,
    HandBack,
    Reopen,
    Reprioritise,
    SendReferral,
    Start,
    TakeBack,
    Verify,
)
from siaga.desks.agencies.decide.ringing import Names, escalate, reprioritise
from siaga.desks.agencies.decide.working_time import accept_by
from siaga.desks.agencies.state import NOBODY_ON_IT, IncidentTasks, Task
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
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
    ReferralId,
    Role,
    Tag,
    TimeSource,
    When,
)

Outcome = Sequence[ReferralFact] | Refused
AgencyAct = Accept | Decline | Start | Finish | HandBack
RoomAct = Verify | Reopen | TakeBack

FROM: dict[type[AgencyAct | RoomAct], tuple[str, frozenset[ReferralState]]] = {
    Accept: ("accept", NOBODY_ON_IT),
    Decline: ("decline", NOBODY_ON_IT),
    Start: ("start", NOBODY_ON_IT | {ReferralState.ACCEPTED}),
    Finish: ("finish", NOBODY_ON_IT | {ReferralState.ACCEPTED, ReferralState.IN_PROGRESS}),
    HandBack: ("hand-back", frozenset({ReferralState.ACCEPTED, ReferralState.IN_PROGRESS})),
    Verify: ("verify", frozenset({ReferralState.DONE})),
    Reopen: ("reopen", frozenset({ReferralState.DONE, ReferralState.VERIFIED})),
    TakeBack: ("take-back", frozenset({ReferralState.DECLINED, ReferralState.HANDED_BACK})),
}
"""The states each act is legal in, and its name at the door."""

_OF_THE_ROOM: tuple[type[AgencyAct | RoomAct], ...] = (Verify, Reopen, TakeBack)


def boundary(command: Command) -> tuple[Tag, ...]:
    if isinstance(command, SendReferral):
        own = referral_life(ReferralId(str(command.command_id)))
        return (incident_life(command.incident_id), own)
    return (referral_life(command.referral_id),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if isinstance(command, SendReferral):
        return _send(command, states[incident_life(command.incident_id)], place, asked)
    task: Task = states[referral_life(command.referral_id)]
    if task.sent is None:
        return Refused(reason=Refusal.UNKNOWN_REFERRAL)
    names = Names(referral_id=command.referral_id, incident_id=task.sent.incident_id)
    match command:
        case Escalate():
            return escalate(command, task, names=names, place=place, asked=asked)
        case Reprioritise():
            return reprioritise(command, task, names=names, place=place, asked=asked)
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
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    if command.agency in incident.tasks.values():
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
    if task.nobody_on_it:
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
            assert task.sent is not None
            sent, now = task.sent, asked.received_at
            return (
                ReferralReopened(
                    **names,
                    when=when,
                    reason=command.reason,
                    accept_by_at=accept_by(place, sent.agency, priority=task.priority, start=now),
                    number=task.number,
                    agency=sent.agency,
                    incident_number=sent.incident_number,
                    incident_type=sent.incident_type,
                    priority=task.priority,
                    location=sent.location,
                    note=sent.note,
                    sent=sent.when,
                ),
            )
        case _ as never:
            assert_never(never)


def _may_act(command: ConfirmDelivery | AgencyAct | RoomAct, task: Task, actor: Actor) -> bool:
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
        act is TakeBack and task.nobody_on_it and task.out_of_steps
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
