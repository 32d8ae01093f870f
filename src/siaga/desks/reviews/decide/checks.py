"""The first check of an incident: planned, rung, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from siaga.desks.reviews.commands import (
    OfCheck,
    PlanFirstCheck,
    RecordFirstCheck,
    RingFirstCheck,
)
from siaga.desks.reviews.state import CaseIncident, FirstCheck
from siaga.language.checks import CheckFact, FirstCheckDone, FirstCheckDue, FirstCheckPlanned
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, When

CHECK_AGAIN_MIN = 5
"""Between two rings of one check: an assumption of ours, to be decided by the head."""

Outcome = Sequence[CheckFact] | Refused


def decide_check(
    command: OfCheck, incident: CaseIncident, *, check: FirstCheck, asked: Asked
) -> Outcome:
    when, one = When(at=asked.received_at), command.incident_id
    match command:
        case PlanFirstCheck():
            due_at = asked.received_at + timedelta(minutes=command.first_check_min)
            known = check.done or check.step or (check.at is not None and check.at <= due_at)
            if not incident.lives or (known and not command.anew):
                return ()
            return (FirstCheckPlanned(incident_id=one, due_at=due_at, when=when),)
        case RingFirstCheck():
            if not incident.lives or check.done or check.at != command.due_at:
                return ()  # overtaken by what people did
            next_at = asked.received_at + timedelta(minutes=CHECK_AGAIN_MIN)
            step = check.step + 1
            return (FirstCheckDue(incident_id=one, step=step, next_ring_at=next_at, when=when),)
        case RecordFirstCheck():
            if not incident.number:
                return Refused(reason=Refusal.UNKNOWN_INCIDENT)
            if not incident.lives:
                merged = incident.merged and not incident.closed
                return Refused(
                    reason=Refusal.INCIDENT_MERGED if merged else Refusal.INCIDENT_CLOSED
                )
            if check.at is None or check.done:
                return ()  # somebody was quicker
            return (FirstCheckDone(incident_id=one, when=when),)
        case _ as never:
            assert_never(never)
