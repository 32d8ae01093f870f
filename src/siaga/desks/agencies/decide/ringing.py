"""What rings while nobody has accepted: the next person, at deadlines that follow the priority."""

from __future__ import annotations

from typing import TypedDict

from siaga.desks.agencies.commands import Escalate, Reprioritise
from siaga.desks.agencies.decide.working_time import accept_by, escalate_by
from siaga.desks.agencies.state import Task
from siaga.language.agencies import ReferralEscalated, ReferralFact, ReferralReprioritised
from siaga.language.place import Place
from siaga.language.values import Asked, IncidentId, ReferralId, When

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
        ReferralEscalated(**names, step=step, late_s=late_s, when=when, next_due_at=next_due_at),
    )


def reprioritise(
    command: Reprioritise, task: Task, *, names: Names, place: Place, asked: Asked
) -> tuple[ReferralFact, ...]:
    """A new deadline where one still runs; who was rung already is not rung again."""
    if not task.nobody_on_it or task.due_at is None or task.priority is command.priority:
        return ()
    assert task.agency is not None
    assert task.asked_at is not None
    return (
        ReferralReprioritised(
            **names,
            priority=command.priority,
            accept_by_at=accept_by(
                place, task.agency, priority=command.priority, start=task.asked_at
            ),
            when=When(at=asked.received_at),
        ),
    )
