"""The word of who had asked for it: what is called done is done, or it is not."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.agencies.commands import HearReporter, TakeReporterWord
from siaga.desks.agencies.decide.reopening import reopened
from siaga.desks.agencies.decide.ringing import Names
from siaga.desks.agencies.state import IncidentTasks, Task
from siaga.language.agencies import (
    ReferralFact,
    ReferralState,
    ReferralVerified,
    ReporterJudged,
)
from siaga.language.place import Place
from siaga.language.values import Asked, When


def hear(command: HearReporter, incident: IncidentTasks, *, asked: Asked) -> Sequence[ReferralFact]:
    """A yes is for what nobody has looked at; a no also for what the centre had verified."""
    tasks = set(incident.done)
    if not command.handled:
        tasks |= set(incident.verified.values())
    if not tasks:
        return ()
    return (
        ReporterJudged(
            incident_id=command.incident_id,
            referral_ids=tuple(sorted(tasks)),
            handled=command.handled,
            when=When(at=asked.received_at),
            words=command.words,
        ),
    )


def take_word(
    command: TakeReporterWord, task: Task, *, names: Names, place: Place, asked: Asked
) -> Sequence[ReferralFact]:
    """Who came first is right: a task that moved on meanwhile stays as it is."""
    if command.handled:
        if task.state is not ReferralState.DONE:
            return ()
        when = When(at=asked.received_at)
        return (ReferralVerified(**names, when=when, note=command.words, by_reporter=True),)
    may_reopen = task.state in (ReferralState.DONE, ReferralState.VERIFIED)
    if not may_reopen or task.after_it is not None:
        return ()
    return (reopened(task, command.words, place=place, asked=asked, by_reporter=True),)
