"""A proof is rejected: the agency has the task again, with a deadline of its own."""

from __future__ import annotations

from siaga.desks.agencies.decide.working_time import accept_by
from siaga.desks.agencies.state import Task
from siaga.language.agencies import ReferralReopened
from siaga.language.place import Place
from siaga.language.values import Asked, Sealed, When


def reopened(
    task: Task, reason: Sealed | None, *, place: Place, asked: Asked, by_reporter: bool = False
) -> ReferralReopened:
    assert task.sent is not None
    sent, now = task.sent, asked.received_at
    return ReferralReopened(
        referral_id=sent.referral_id,
        incident_id=sent.incident_id,
        when=When(at=now),
        reason=reason,
        accept_by_at=accept_by(place, sent.agency, priority=task.priority, start=now),
        number=task.number,
        agency=sent.agency,
        incident_number=sent.incident_number,
        incident_type=sent.incident_type,
        priority=task.priority,
        location=sent.location,
        note=sent.note,
        sent=sent.when,
        by_reporter=by_reporter,
    )
