"""Roll calls (PAR): every unit of the incident is called, and whoever does not answer rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from siaga.desks.command.commands import (
    AcknowledgeRollCall,
    AnswerRollCall,
    BeginRollCalls,
    CallRollNow,
    EndRollCalls,
    OfRollCall,
    PlanRollCalls,
    RingRollCall,
)
from siaga.desks.command.state import CommandStand, IncidentStand, OpenCall, Rolls
from siaga.language.major import (
    MajorFact,
    RollAnswer,
    RollCallAcknowledged,
    RollCallAnswered,
    RollCallCompleted,
    RollCallEnd,
    RollCallOpened,
    RollCallOverdue,
    RollCallsBegun,
    RollCallsEnded,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Actor, Asked, IncidentId, Role, UnitId, When

ANSWER_S = 180
RING_S = 60
RING_S_MAX = 300
ACKNOWLEDGED_S = 120
"""Assumptions of ours: three minutes to call every unit, then every minute, later every five."""

Outcome = Sequence[MajorFact] | Refused


def decide_roll_call(
    command: OfRollCall, stand: CommandStand, *, incident: IncidentStand, asked: Asked
) -> Outcome:
    now, rolls = asked.received_at, stand.rolls
    if isinstance(command, BeginRollCalls):
        return (_begun(command, rolls, now),)
    if isinstance(command, PlanRollCalls):
        return _plan(command, stand, incident, now=now)
    if isinstance(command, RingRollCall):
        return _ring(command, rolls, incident=incident, now=now)
    if rolls is None:
        return Refused(reason=Refusal.NO_ROLL_CALLS)
    match command:
        case EndRollCalls():
            return (
                RollCallsEnded(
                    incident_id=command.incident_id,
                    ending=RollCallEnd.BY_PERSON,
                    when=When(at=now),
                    reason=command.reason,
                ),
            )
        case CallRollNow():
            if rolls.open is not None:
                return Refused(reason=Refusal.ROLL_CALL_OPEN)
            call_id = str(command.command_id)
            return _open(command.incident_id, rolls, incident=incident, call_id=call_id, now=now)
        case AnswerRollCall() | AcknowledgeRollCall():
            if rolls.open is None:
                return Refused(reason=Refusal.NO_ROLL_CALL_OPEN)
            if isinstance(command, AnswerRollCall):
                return _answer(command, rolls, rolls.open, incident=incident, asked=asked)
            return _acknowledge(command, rolls.open, asked)
        case _ as never:
            assert_never(never)


def _plan(
    command: PlanRollCalls, stand: CommandStand, incident: IncidentStand, *, now: datetime
) -> Outcome:
    """What people began, changed or ended is theirs, until the incident is opened again."""
    rolls, ended_at = stand.rolls, stand.rolls_ended_at
    if rolls is None:
        anew = ended_at is None or (incident.reopened_at or ended_at) > ended_at
        return (_begun(command, rolls, now),) if anew else ()
    if not rolls.planned or rolls.interval_min == command.interval_min:
        return ()
    return (_begun(command, rolls, now),)


def _begun(
    command: BeginRollCalls | PlanRollCalls, rolls: Rolls | None, now: datetime
) -> RollCallsBegun:
    """A call that is open keeps its own alarm."""
    next_at = now + timedelta(minutes=command.interval_min)
    if rolls is not None and rolls.open is not None:
        next_at = rolls.open.due_at
    return RollCallsBegun(
        incident_id=command.incident_id,
        interval_min=command.interval_min,
        next_at=next_at,
        when=When(at=now),
        planned=isinstance(command, PlanRollCalls),
    )


def _ring(
    command: RingRollCall, rolls: Rolls | None, *, incident: IncidentStand, now: datetime
) -> Sequence[MajorFact]:
    """The timer of a call that was answered or replaced meanwhile finds nothing to do."""
    if rolls is None:
        return ()
    due_at = rolls.open.due_at if rolls.open else rolls.next_at
    if due_at > command.due_at:
        return ()
    call = rolls.open
    if call is None:
        call_id = str(command.command_id)
        return _open(command.incident_id, rolls, incident=incident, call_id=call_id, now=now)
    missing = call.missing(incident.units)
    if not missing:
        return (_completed(command.incident_id, rolls, call.roll_call_id, now),)
    names = (command.incident_id, incident.number)
    late_s = max(0, int((now - command.due_at).total_seconds()))
    return (_overdue(names, call, missing, now=now, late_s=late_s),)


def _open(
    incident_id: IncidentId,
    rolls: Rolls,
    *,
    incident: IncidentStand,
    call_id: str,
    now: datetime,
) -> Sequence[MajorFact]:
    """Nobody there to call: the next one is tried at its own time."""
    if not incident.units:
        return (_completed(incident_id, rolls, call_id, now),)
    return (
        RollCallOpened(
            incident_id=incident_id,
            incident_number=incident.number,
            roll_call_id=call_id,
            number=rolls.calls + 1,
            units=incident.units,
            answer_by_at=now + timedelta(seconds=ANSWER_S),
            when=When(at=now),
            late_s=max(0, int((now - rolls.next_at).total_seconds())),
        ),
    )


def _answer(
    command: AnswerRollCall,
    rolls: Rolls,
    call: OpenCall,
    *,
    incident: IncidentStand,
    asked: Asked,
) -> Outcome:
    if not _may_answer(asked.actor, command.unit_id):
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    if command.unit_id not in call.units:
        return Refused(reason=Refusal.UNIT_NOT_HERE, legal=call.units)
    if _of_another_call(command, call):
        return Refused(reason=Refusal.NO_ROLL_CALL_OPEN)
    if call.answers.get(command.unit_id) is command.answer:
        return ()
    now = asked.received_at
    answered = RollCallAnswered(
        incident_id=command.incident_id,
        roll_call_id=call.roll_call_id,
        unit_id=command.unit_id,
        answer=command.answer,
        when=When(at=now),
        told_by=command.told_by,
    )
    after = replace(call, answers={**call.answers, command.unit_id: command.answer})
    missing = after.missing(incident.units)
    if not missing:
        return (answered, _completed(command.incident_id, rolls, call.roll_call_id, now))
    if command.answer is RollAnswer.PEOPLE_MISSING:
        names = (command.incident_id, incident.number)
        return (answered, _overdue(names, after, missing, now=now, late_s=0))
    return (answered,)


def _of_another_call(command: AnswerRollCall, call: OpenCall) -> bool:
    """ "All well" of half an hour ago says nothing of now; that somebody is missing, it does."""
    if command.roll_call_id is None or command.answer is RollAnswer.PEOPLE_MISSING:
        return False
    return command.roll_call_id != call.roll_call_id


def _may_answer(actor: Actor, unit: UnitId) -> bool:
    """The room for everybody, a crew for its own unit."""
    return actor.is_room or (Role.FIELD_CREW in actor.roles and unit in actor.units)


def _acknowledge(command: AcknowledgeRollCall, call: OpenCall, asked: Asked) -> Outcome:
    if not call.step:
        return Refused(reason=Refusal.NOTHING_TO_DO)
    now = asked.received_at
    return (
        RollCallAcknowledged(
            incident_id=command.incident_id,
            roll_call_id=call.roll_call_id,
            by=AccountId(asked.actor.id),
            next_due_at=now + timedelta(seconds=ACKNOWLEDGED_S),
            when=When(at=now),
        ),
    )


def _overdue(
    names: tuple[IncidentId, str],
    call: OpenCall,
    missing: tuple[UnitId, ...],
    *,
    now: datetime,
    late_s: int,
) -> RollCallOverdue:
    step = call.step + 1
    return RollCallOverdue(
        incident_id=names[0],
        incident_number=names[1],
        roll_call_id=call.roll_call_id,
        missing=missing,
        step=step,
        late_s=late_s,
        next_due_at=now + timedelta(seconds=min(RING_S * step, RING_S_MAX)),
        when=When(at=now),
    )


def _completed(
    incident_id: IncidentId, rolls: Rolls, call_id: str, now: datetime
) -> RollCallCompleted:
    """The rhythm counts from when the call began, where that still lies ahead."""
    interval = timedelta(minutes=rolls.interval_min)
    next_at = rolls.open.opened_at + interval if rolls.open else now + interval
    return RollCallCompleted(
        incident_id=incident_id,
        roll_call_id=call_id,
        next_at=next_at if next_at > now else now + interval,
        when=When(at=now),
    )
