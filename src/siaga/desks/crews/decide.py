"""Who is on a unit, what may be noted of an incident, and a panic that never just goes quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.crews.commands import (
    AddFieldNote,
    AnswerPanic,
    Command,
    NoteLane,
    OfMember,
    OfPanic,
    RaisePanic,
    RemindOfPanic,
    SeeChanges,
    SignOff,
    SignOn,
    WithdrawPanic,
)
from siaga.desks.crews.state import AGAIN_S, Job, Panic, Scene, UnitCrew, UnitWork
from siaga.language.crews import (
    CrewsFact,
    CrewSignedOff,
    CrewSignedOn,
    FieldNoteAdded,
    JobChangeSeen,
    LaneNoted,
    PanicAnswered,
    PanicDue,
    PanicRaised,
    PanicWithdrawn,
    panic_life,
    unit_crew,
)
from siaga.language.device_clock import device_time
from siaga.language.dispatch import dispatch_life
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.rights import commands_unit
from siaga.language.units import unit_job
from siaga.language.values import (
    AccountId,
    Asked,
    Tag,
    When,
)

Outcome = Sequence[CrewsFact] | Refused


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case SignOn() | SignOff():
            return (unit_crew(command.unit_id),)
        case AddFieldNote() | NoteLane():
            return (incident_life(command.incident_id),)
        case SeeChanges():
            return (dispatch_life(command.dispatch_id),)
        case RaisePanic():
            return (panic_life(command.unit_id), unit_job(command.unit_id))
        case WithdrawPanic() | AnswerPanic() | RemindOfPanic():
            return (panic_life(command.unit_id),)
        case _ as never:
            assert_never(never)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case SignOn() | SignOff():
            return _member(command, states[unit_crew(command.unit_id)], place, asked)
        case AddFieldNote():
            return _note(command, states[incident_life(command.incident_id)], asked)
        case NoteLane():
            return _lane(command, states[incident_life(command.incident_id)], asked)
        case SeeChanges():
            return _see_changes(command, states[dispatch_life(command.dispatch_id)], asked)
        case RaisePanic() | WithdrawPanic() | AnswerPanic() | RemindOfPanic():
            return _panic(command, states, asked)
        case _ as never:
            assert_never(never)


def _member(command: OfMember, crew: UnitCrew, place: Place, asked: Asked) -> Outcome:
    if not commands_unit(asked.actor, command.unit_id, place=place):
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    when = _when(command, asked)
    match command:
        case SignOn():
            account_id = AccountId(asked.actor.id)
            if account_id in crew.members:
                return ()
            return (CrewSignedOn(unit_id=command.unit_id, account_id=account_id, when=when),)
        case SignOff():
            account_id = command.account_id or AccountId(asked.actor.id)
            if asked.actor.pass_id is not None and account_id != asked.actor.id:
                return Refused(reason=Refusal.OUTSIDE_THE_PASS)  # who joined for one job
            if account_id not in crew.members:
                return ()
            return (CrewSignedOff(unit_id=command.unit_id, account_id=account_id, when=when),)
        case _ as never:
            assert_never(never)


def _note(command: AddFieldNote, scene: Scene, asked: Asked) -> Outcome:
    """Welcome also when the incident is closed by now: a phone may come home late."""
    if not scene.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    actor = asked.actor
    unit_id = next(iter(sorted(scene.units & actor.units)), None)
    with_pass = actor.pass_id is not None and actor.incident == command.incident_id
    if not (unit_id or with_pass or actor.is_room):
        return Refused(reason=Refusal.NOT_YOUR_INCIDENT)
    return (
        FieldNoteAdded(
            note_id=str(command.command_id),
            incident_id=command.incident_id,
            kind=command.kind,
            by=actor.id,
            when=_when(command, asked),
            text=command.text,
            media=command.media,
            unit_id=unit_id,
            dispatch_id=command.dispatch_id,
            pass_id=actor.pass_id,
        ),
    )


def _lane(command: NoteLane, scene: Scene, asked: Asked) -> Outcome:
    """Only who was sent there has seen it; as late as a phone without signal may say it."""
    if not scene.known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    unit_id = next(iter(sorted(scene.units & asked.actor.units)), None)
    if unit_id is None:
        return Refused(reason=Refusal.NOT_YOUR_INCIDENT)
    return (
        LaneNoted(
            incident_id=command.incident_id,
            unit_id=unit_id,
            car_fits=command.car_fits,
            on_foot_m=command.on_foot_m,
            spot=scene.location,
            when=_when(command, asked),
        ),
    )


def _see_changes(command: SeeChanges, job: Job, asked: Asked) -> Outcome:
    if job.unit_id is None or job.incident_id is None:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    if job.unit_id not in asked.actor.units:
        return Refused(reason=Refusal.NOT_YOUR_DISPATCH)
    return (
        JobChangeSeen(
            incident_id=job.incident_id,
            dispatch_id=command.dispatch_id,
            unit_id=job.unit_id,
            account_id=AccountId(asked.actor.id),
            changes=command.changes,
            when=_when(command, asked),
        ),
    )


def _panic(command: OfPanic, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    panic: Panic = states[panic_life(command.unit_id)]
    unit_id, incident_id = command.unit_id, panic.incident_id
    match command:
        case RaisePanic():
            return _raise(command, panic, states[unit_job(unit_id)], asked)
        case WithdrawPanic():
            if unit_id not in asked.actor.units:
                return Refused(reason=Refusal.NOT_YOUR_UNIT)
            if not panic.is_open or panic.withdrawn:
                return ()
            return (
                PanicWithdrawn(
                    unit_id=unit_id,
                    account_id=AccountId(asked.actor.id),
                    when=_when(command, asked),
                    incident_id=incident_id,
                ),
            )
        case AnswerPanic():
            if not panic.is_open or (panic.answered and command.outcome is None):
                return ()  # two of the room answered at once
            when = When(at=asked.received_at)
            outcome = command.outcome
            return (
                PanicAnswered(unit_id=unit_id, when=when, outcome=outcome, incident_id=incident_id),
            )
        case RemindOfPanic():
            if not panic.is_open or (panic.due_at and command.due_at < panic.due_at):
                return ()
            late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
            when = When(at=asked.received_at)
            return (PanicDue(unit_id=unit_id, when=when, late_s=late_s, incident_id=incident_id),)
        case _ as never:
            assert_never(never)


def _raise(command: RaisePanic, panic: Panic, work: UnitWork, asked: Asked) -> Outcome:
    if command.unit_id not in asked.actor.units:
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    if panic.is_open and not panic.answered and not panic.withdrawn:
        return ()  # it sounds already; two of one crew may both have pressed
    return (
        PanicRaised(
            unit_id=command.unit_id,
            account_id=AccountId(asked.actor.id),
            when=_when(command, asked),
            again_at=asked.received_at + timedelta(seconds=AGAIN_S),
            location=command.location,
            incident_id=work.incident_id,
            dispatch_id=work.dispatch_id,
        ),
    )


def _when(command: Any, asked: Asked) -> When:
    if command.device_at is None:
        return When(at=asked.received_at)
    return device_time(command.device_at, command.sent_at, received_at=asked.received_at)
