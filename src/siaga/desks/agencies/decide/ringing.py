"""What rings: nobody has accepted, it is not done in time, nobody has looked at the proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict

from siaga.desks.agencies.commands import Escalate, Extend, Reprioritise, RingOverdue
from siaga.desks.agencies.decide.working_time import accept_by, escalate_by
from siaga.desks.agencies.state import ON_IT, OVER, Task
from siaga.language.agencies import (
    Overdue,
    ReferralEscalated,
    ReferralExtended,
    ReferralFact,
    ReferralOverdue,
    ReferralReprioritised,
    ReferralState,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, IncidentId, ReferralId, When

EXTENDED_MIN = timedelta(minutes=1)
ESCALATION_STEPS = 3  # duty officer, head of agency, head of UPTD


class Names(TypedDict):
    """What every fact of a referral names."""

    referral_id: ReferralId
    incident_id: IncidentId


def escalate(
    command: Escalate, task: Task, *, names: Names, place: Place, asked: Asked
) -> tuple[ReferralFact, ...]:
    """Rings only while nobody is on it; an answered or replaced timer finds nothing to do."""
    if not task.nobody_on_it or task.due_at is None or task.due_at > command.due_at:
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
    when = When(at=asked.received_at)
    return (
        ReferralEscalated(
            **names,
            step=step,
            late_s=late_s,
            when=when,
            next_due_at=next_due_at,
            agency=task.agency,
            priority=task.priority,
        ),
    )


def reprioritise(
    command: Reprioritise, task: Task, *, names: Names, place: Place, asked: Asked
) -> tuple[ReferralFact, ...]:
    """A new deadline where one still runs; who was rung already is not rung again.

    Where somebody is on it, or all were told, only the card learns how urgent it is.
    """
    if task.state in OVER or task.sent is None or task.priority is command.priority:
        return ()
    assert task.agency is not None
    assert task.asked_at is not None
    rearms = task.nobody_on_it and task.due_at is not None
    start, agency = task.asked_at, task.agency
    return (
        ReferralReprioritised(
            **names,
            priority=command.priority,
            accept_by_at=accept_by(place, agency, priority=command.priority, start=start),
            when=When(at=asked.received_at),
            rearms=rearms,
        ),
    )


def ring_overdue(
    command: RingOverdue, task: Task, *, names: Names, asked: Asked
) -> tuple[ReferralFact, ...]:
    """An answered or replaced timer finds nothing to do."""
    finishing = command.what is Overdue.FINISH
    due_at = task.done_by_at if finishing else task.verify_by_at
    waits = task.state in ON_IT if finishing else task.state is ReferralState.DONE
    if not waits or due_at is None or due_at > command.due_at:
        return ()
    late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
    when = When(at=asked.received_at)
    return (ReferralOverdue(**names, what=command.what, late_s=late_s, when=when),)


def extend(
    command: Extend, task: Task, *, names: Names, asked: Asked
) -> Sequence[ReferralFact] | Refused:
    """By a person of the centre; never to an instant whose timer has rung already."""
    if task.state in ON_IT:
        what = Overdue.FINISH
    elif task.state is ReferralState.DONE:
        what = Overdue.VERIFY
    else:
        return Refused(reason=Refusal.ILLEGAL_REFERRAL_STATE)
    return (
        ReferralExtended(
            **names,
            what=what,
            promised_at=max(command.promised_at, asked.received_at + EXTENDED_MIN),
            when=When(at=asked.received_at),
            reason=command.reason,
        ),
    )
