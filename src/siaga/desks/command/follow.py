"""What a fact of the command sets in motion: the next roll call, the deadline of a request."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.major import (
    ResourceAsked,
    ResourceEnded,
    ResourceOverdue,
    ResourcePromised,
    RollCallAcknowledged,
    RollCallCompleted,
    RollCallOpened,
    RollCallOverdue,
    RollCallsBegun,
    RollCallsEnded,
)
from siaga.language.place import Place
from siaga.language.values import IncidentId

ROLL_CALL = "roll_call"
RESOURCE = "resource_request"


def subject_of(incident_id: IncidentId, request_id: str) -> str:
    return f"{incident_id}/{request_id}"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case RollCallsBegun() | RollCallCompleted():
            return (Arm(kind=ROLL_CALL, subject=fact.incident_id, due_at=fact.next_at),)
        case RollCallOpened():
            return (Arm(kind=ROLL_CALL, subject=fact.incident_id, due_at=fact.answer_by_at),)
        case RollCallOverdue() | RollCallAcknowledged():
            return (Arm(kind=ROLL_CALL, subject=fact.incident_id, due_at=fact.next_due_at),)
        case RollCallsEnded():
            return (Disarm(kind=ROLL_CALL, subject=fact.incident_id),)
        case ResourceAsked() | ResourcePromised() | ResourceOverdue() | ResourceEnded():
            subject = subject_of(fact.incident_id, fact.request_id)
            if isinstance(fact, ResourceEnded):
                return (Disarm(kind=RESOURCE, subject=subject),)
            due_at = fact.next_due_at if isinstance(fact, ResourceOverdue) else fact.due_at
            return (Arm(kind=RESOURCE, subject=subject, due_at=due_at),)
        case _:
            return ()
