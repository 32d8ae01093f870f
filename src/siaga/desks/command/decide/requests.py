"""What was asked of others: answered and there in time, or it rings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from siaga.desks.command.commands import (
    AskResource,
    EndResource,
    OfRequest,
    PromiseResource,
    RingResource,
)
from siaga.desks.command.state import CommandStand
from siaga.language.major import (
    MajorFact,
    ResourceAsked,
    ResourceEnded,
    ResourceOverdue,
    ResourcePromised,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, When

AGAIN_S = 300


def decide_request(
    command: OfRequest, stand: CommandStand, *, number: str, asked: Asked
) -> Sequence[MajorFact] | Refused:
    now, when = asked.received_at, When(at=asked.received_at)
    if isinstance(command, AskResource):
        return (
            ResourceAsked(
                incident_id=command.incident_id,
                request_id=str(command.command_id),
                what=command.what,
                count=command.count,
                due_at=now + timedelta(minutes=command.due_min),
                when=when,
                capability=command.capability,
                agency=command.agency,
            ),
        )
    if isinstance(command, RingResource):
        return _ring(command, stand, number=number, asked=asked)
    if command.request_id not in stand.requests:
        return Refused(reason=Refusal.UNKNOWN_REQUEST)
    match command:
        case PromiseResource():
            return (
                ResourcePromised(
                    incident_id=command.incident_id,
                    request_id=command.request_id,
                    due_at=now + timedelta(minutes=command.due_min),
                    when=when,
                    told_by=command.told_by,
                ),
            )
        case EndResource():
            return (
                ResourceEnded(
                    incident_id=command.incident_id,
                    request_id=command.request_id,
                    ending=command.ending,
                    when=when,
                    reason=command.reason,
                ),
            )
        case _ as never:
            assert_never(never)


def _ring(
    command: RingResource, stand: CommandStand, *, number: str, asked: Asked
) -> Sequence[MajorFact]:
    """A request that ended, or was promised for later, has nothing to ring for."""
    request = stand.requests.get(command.request_id)
    if request is None or request.due_at > command.due_at:
        return ()
    now = asked.received_at
    return (
        ResourceOverdue(
            incident_id=command.incident_id,
            incident_number=number,
            request_id=command.request_id,
            step=request.step + 1,
            late_s=max(0, int((now - command.due_at).total_seconds())),
            next_due_at=now + timedelta(seconds=AGAIN_S),
            when=When(at=now),
        ),
    )
