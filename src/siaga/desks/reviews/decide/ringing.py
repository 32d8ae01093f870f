"""What rings when its time has come, and when it rings again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from siaga.desks.reviews.commands import OfClock, RingHandOver, RingReview, RingTask
from siaga.desks.reviews.state import CaseIncident, LongCase, Ring
from siaga.language.reviews import CaseTaskDue, HandOverUnanswered, ReviewDue, ReviewsFact
from siaga.language.slow_rules import SlowRules
from siaga.language.values import Asked, When


def ring(
    command: OfClock, incident: CaseIncident, *, case: LongCase, rules: SlowRules, asked: Asked
) -> Sequence[ReviewsFact]:
    """A timer that was overtaken by what people did is nothing to do."""
    known = _ring_of(command, case)
    if known is None or known.at != command.due_at:
        return ()
    one, step, when = command.incident_id, known.step + 1, When(at=asked.received_at)
    next_at = asked.received_at + timedelta(minutes=rules.ring_again_min)
    match command:
        case RingReview():
            return (
                ReviewDue(
                    incident_id=one,
                    incident_number=incident.number,
                    incident_type=incident.incident_type,
                    owner=incident.owner,
                    step=step,
                    next_ring_at=next_at,
                    when=when,
                ),
            )
        case RingTask():
            due = CaseTaskDue(
                incident_id=one,
                task_id=command.task_id,
                step=step,
                next_ring_at=next_at,
                when=when,
            )
            return (due,)
        case RingHandOver():
            return (
                HandOverUnanswered(incident_id=one, step=step, next_ring_at=next_at, when=when),
            )
        case _ as never:
            assert_never(never)


def _ring_of(command: OfClock, case: LongCase) -> Ring | None:
    match command:
        case RingReview():
            return case.review
        case RingTask():
            return case.tasks.get(command.task_id)
        case RingHandOver():
            return case.hand_over.ring if case.hand_over else None
        case _ as never:
            assert_never(never)
