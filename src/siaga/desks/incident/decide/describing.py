"""What an incident is said to be, how urgent it is, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.incident.commands import Classify, Prioritise, TakeOver
from siaga.desks.incident.decide.kinds import is_area
from siaga.desks.incident.state import IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentPrioritised,
    IncidentTakenOver,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, IncidentId, Priority, Sealed, When

REFERRALS_TOLD_MAX = 100
"""Of each a policy makes a command. No incident has so many; the newest are named."""


def classify(
    command: Classify, life: IncidentLife, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    assert life.known is not None
    if life.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(life.merged_into,))
    if command.incident_type == life.known.incident_type:
        return ()
    if life.merged and is_area(place, command.incident_type):
        return Refused(reason=Refusal.AREA_INCIDENT_ONLY_LINKS, legal=tuple(sorted(life.merged)))
    return (
        IncidentClassified(
            incident_id=command.incident_id,
            incident_type=command.incident_type,
            when=When(at=asked.received_at),
            safety=place.incident_types[command.incident_type].safety,
            merged=tuple(sorted(life.merged)),
        ),
    )


def prioritise(
    command: Prioritise, life: IncidentLife, *, asked: Asked
) -> Sequence[Fact] | Refused:
    """The urgency of a merged one is that of the incident where the work goes on."""
    assert life.known is not None
    if life.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(life.merged_into,))
    if command.priority is life.known.priority:
        return ()
    return (
        ranked(
            command.incident_id, life, priority=command.priority, reason=command.reason, asked=asked
        ),
    )


def ranked(
    incident_id: IncidentId,
    life: IncidentLife,
    *,
    priority: Priority,
    asked: Asked,
    reason: Sealed | None = None,
) -> IncidentPrioritised:
    return IncidentPrioritised(
        incident_id=incident_id,
        priority=priority,
        when=When(at=asked.received_at),
        reason=reason,
        referral_ids=tuple(sorted(life.referrals))[-REFERRALS_TOLD_MAX:],
    )


def take_over(command: TakeOver, life: IncidentLife, *, asked: Asked) -> Sequence[Fact] | Refused:
    assert life.known is not None
    if life.known.owner == asked.actor.id:
        return Refused(reason=Refusal.ALREADY_OWNER)
    return (
        IncidentTakenOver(
            incident_id=command.incident_id,
            owner=AccountId(asked.actor.id),
            previous_owner=life.known.owner,
            when=When(at=asked.received_at),
        ),
    )
