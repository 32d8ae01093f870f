"""What an agency, the room and the clock may do to a referral, and in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.agencies.commands import (
    Accept,
    AssignTeam,
    Brief,
    Command,
    ConfirmDelivery,
    Decline,
    Escalate,
    Extend,
    Finish,
    HandBack,
    HearReporter,
    ReadNotes,
    Reopen,
    Reprioritise,
    RingOverdue,
    SendReferral,
    Start,
    TakeBack,
    TakeOwnReport,
    TakeReporterWord,
    TaskForService,
    Verify,
    WriteNote,
)
from siaga.desks.agencies.decide.reopening import reopened
from siaga.desks.agencies.decide.reporter import hear, take_word
from siaga.desks.agencies.decide.ringing import (
    Names,
    escalate,
    extend,
    reprioritise,
    ring_overdue,
)
from siaga.desks.agencies.decide.sending import Incident, brief, send, take_own, task_for_service
from siaga.desks.agencies.decide.working_time import finish_by
from siaga.desks.agencies.decide.writing import Written, told, write
from siaga.desks.agencies.state import NOBODY_ON_IT, Task
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralFact,
    ReferralFinished,
    ReferralHandedBack,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
    referral_life,
)
from siaga.language.conversation import pictures
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    Actor,
    ActorKind,
    AgencyId,
    Asked,
    ReferralId,
    Role,
    Tag,
)

Outcome = Sequence[ReferralFact] | Refused
AgencyAct = Accept | Decline | Start | Finish | HandBack
RoomAct = Verify | Reopen | TakeBack
Asking = ConfirmDelivery | Written | Extend | AgencyAct | RoomAct
OnTask = Escalate | Reprioritise | RingOverdue | TakeReporterWord | Asking

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
    if isinstance(command, HearReporter):
        return (incident_life(command.incident_id),)
    if isinstance(command, SendReferral | TakeOwnReport | TaskForService):
        own = referral_life(ReferralId(str(command.command_id)))
        return (incident_life(command.incident_id), pictures(command.incident_id), own)
    if isinstance(command, Brief):
        return (incident_life(command.incident_id), pictures(command.incident_id))
    return (referral_life(command.referral_id),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case SendReferral():
            return send(command, _known(command, states), place=place, asked=asked)
        case TakeOwnReport():
            return take_own(command, _known(command, states), place=place, asked=asked)
        case TaskForService():
            return task_for_service(command, _known(command, states), place=place, asked=asked)
        case Brief():
            return brief(command, _known(command, states), asked=asked)
        case HearReporter():
            return hear(command, states[incident_life(command.incident_id)], asked=asked)
        case _:
            return _on_task(command, states[referral_life(command.referral_id)], place, asked)


def _known(
    command: SendReferral | TakeOwnReport | TaskForService | Brief, states: Mapping[Tag, Any]
) -> Incident:
    incident_id = command.incident_id
    return Incident(
        tasks=states[incident_life(incident_id)], pictures=states[pictures(incident_id)]
    )


def _on_task(command: OnTask, task: Task, place: Place, asked: Asked) -> Outcome:
    if task.sent is None:
        return Refused(reason=Refusal.UNKNOWN_REFERRAL)
    names = Names(referral_id=task.sent.referral_id, incident_id=task.sent.incident_id)
    match command:
        case Escalate():
            return escalate(command, task, names=names, place=place, asked=asked)
        case Reprioritise():
            return reprioritise(command, task, names=names, place=place, asked=asked)
        case RingOverdue():
            return ring_overdue(command, task, names=names, asked=asked)
        case TakeReporterWord():
            return take_word(command, task, names=names, place=place, asked=asked)
        case _ if not _may_act(command, task, asked.actor):
            return Refused(reason=Refusal.NOT_YOUR_REFERRAL)
        case ConfirmDelivery():
            if task.state is not ReferralState.SENT:
                return ()
            return (ReferralDelivered(**names, when=told(None, asked)),)
        case AssignTeam() | WriteNote() | ReadNotes():
            return write(command, task, names=names, place=place, asked=asked)
        case Extend():
            return extend(command, task, names=names, asked=asked)
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


def _by_the_agency(
    command: AgencyAct, task: Task, names: Names, place: Place, asked: Asked
) -> Outcome:
    """A jump forward also records what it implies: who starts has accepted."""
    when, told_by = told(command.occurred_at, asked), command.told_by
    accepted: tuple[ReferralFact, ...] = ()
    if task.nobody_on_it:
        done_by_at = finish_by(place, priority=task.priority, start=asked.received_at)
        promised_at = command.promised_at if isinstance(command, Accept) else None
        accepted = (
            ReferralAccepted(
                **names,
                when=when,
                told_by=told_by,
                promised_at=promised_at,
                done_by_at=done_by_at,
            ),
        )
    match command:
        case Accept():
            return accepted
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
    when = told(None, asked)
    match command:
        case Verify():
            return (ReferralVerified(**names, when=when, note=command.note),)
        case TakeBack():
            return (ReferralTakenBack(**names, when=when, reason=command.reason),)
        case Reopen():
            if task.after_it is not None:
                return Refused(reason=Refusal.AGENCY_ALREADY_TASKED, legal=(task.after_it,))
            return (reopened(task, command.reason, place=place, asked=asked),)
        case _ as never:
            assert_never(never)


def _may_act(command: Asking, task: Task, actor: Actor) -> bool:
    """The room on all, on behalf where the act is the agency's; an agency desk on its own."""
    if actor.is_room:
        return True
    if isinstance(command, RoomAct | Extend):
        return False
    if isinstance(command, ConfirmDelivery) and actor.kind is ActorKind.POLICY:
        return True  # an alert about it has arrived
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
