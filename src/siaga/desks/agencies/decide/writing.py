"""What both sides say while a task runs: who does it, notes, and that these were read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siaga.desks.agencies.commands import AssignTeam, ReadNotes, WriteNote
from siaga.desks.agencies.decide.ringing import Names
from siaga.desks.agencies.decide.working_time import finish_by
from siaga.desks.agencies.state import ON_IT, OVER, Task
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralFact,
    ReferralNoted,
    ReferralNotesRead,
    ReferralTeamAssigned,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, TimeSource, Via, When

Written = AssignTeam | WriteNote | ReadNotes
Outcome = Sequence[ReferralFact] | Refused


def write(command: Written, task: Task, *, names: Names, place: Place, asked: Asked) -> Outcome:
    match command:
        case AssignTeam():
            return _assign(command, task, names=names, place=place, asked=asked)
        case WriteNote():
            return _note(command, task, names, asked)
        case ReadNotes():
            return _read(command, task, names, asked)


def told(occurred_at: datetime | None, asked: Asked) -> When:
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=occurred_at, source=TimeSource.PERSON)


def _assign(
    command: AssignTeam, task: Task, *, names: Names, place: Place, asked: Asked
) -> Outcome:
    assert task.agency is not None
    if command.team is None and command.leader is None:
        return Refused(reason=Refusal.TEAM_NOT_NAMED)
    own = {team.id for team in place.agencies[task.agency].teams}
    if command.team is not None and command.team not in own:
        return Refused(reason=Refusal.TEAM_OF_ANOTHER_AGENCY, legal=tuple(sorted(own)))
    if not task.nobody_on_it and task.state not in ON_IT:
        return Refused(reason=Refusal.ILLEGAL_REFERRAL_STATE)
    when = told(command.occurred_at, asked)
    accepted: tuple[ReferralFact, ...] = ()
    if task.nobody_on_it:
        done_by_at = finish_by(place, priority=task.priority, start=asked.received_at)
        accepted = (
            ReferralAccepted(**names, when=when, told_by=command.told_by, done_by_at=done_by_at),
        )
    assigned = ReferralTeamAssigned(
        **names,
        when=when,
        team=command.team,
        leader=command.leader,
        number=command.number,
        told_by=command.told_by,
    )
    return (*accepted, assigned)


def _note(command: WriteNote, task: Task, names: Names, asked: Asked) -> Outcome:
    if task.state in OVER:
        return Refused(reason=Refusal.REFERRAL_OVER)
    on_behalf = command.via not in (Via.CONSOLE, Via.DEVICE) or command.told_by is not None
    return (
        ReferralNoted(
            **names,
            when=told(command.occurred_at, asked),
            note=command.note,
            by_room=asked.actor.is_room and not on_behalf,
            told_by=command.told_by,
            proof=command.proof,
        ),
    )


def _read(command: ReadNotes, task: Task, names: Names, asked: Asked) -> Outcome:
    """Never more than there are, never fewer than were read before."""
    by_room = asked.actor.is_room
    there = task.notes[0 if by_room else 1]
    before = task.read[0 if by_room else 1]
    count = min(command.count, there)
    if count <= before:
        return Refused(reason=Refusal.ALREADY_READ)
    when = When(at=asked.received_at)
    return (ReferralNotesRead(**names, when=when, by_room=by_room, count=count),)
