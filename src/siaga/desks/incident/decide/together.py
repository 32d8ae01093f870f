"""Which incidents have to do with each other, and which are the same (decision 0017)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.incident.commands import (
    MERGED_MAX,
    LinkIncidents,
    MergeIncident,
    UnlinkIncidents,
    UnmergeIncident,
)
from siaga.desks.incident.decide.clocks import clock_of, clock_with, clock_without
from siaga.desks.incident.decide.closing import reporters_of
from siaga.desks.incident.decide.describing import ranked
from siaga.desks.incident.decide.kinds import is_area
from siaga.desks.incident.state import Incident, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentMerged,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Tag, When

LINKED_MAX = 10
"""With one; a fact names them all beside its contacts."""


def link(
    command: LinkIncidents, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[Fact] | Refused:
    if command.incident_id == command.other_id:
        return Refused(reason=Refusal.SAME_INCIDENT)
    life: IncidentLife = states[incident_life(command.incident_id)]
    other: IncidentLife = states[incident_life(command.other_id)]
    if life.known is None or other.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if command.other_id in life.linked:
        return ()
    if max(len(life.linked), len(other.linked)) >= LINKED_MAX:
        return Refused(reason=Refusal.TOO_MANY_TOGETHER)
    return (
        IncidentsLinked(
            incident_id=command.incident_id,
            number=life.known.number,
            other_id=command.other_id,
            other_number=other.known.number,
            when=When(at=asked.received_at),
        ),
    )


def unlink(
    command: UnlinkIncidents, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[Fact] | Refused:
    life: IncidentLife = states[incident_life(command.incident_id)]
    if command.other_id not in life.linked:
        return ()
    return (
        IncidentsUnlinked(
            incident_id=command.incident_id,
            other_id=command.other_id,
            when=When(at=asked.received_at),
        ),
    )


def merge(
    command: MergeIncident, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """The one the work goes on with takes the higher priority and the earlier clock of both."""
    if command.incident_id == command.into:
        return Refused(reason=Refusal.SAME_INCIDENT)
    life: IncidentLife = states[incident_life(command.incident_id)]
    main: IncidentLife = states[incident_life(command.into)]
    if life.known is None or main.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if life.merged_into == command.into:
        return ()
    if refused := (
        _not_both_open(life, main)
        or _not_alone(life, main)
        or _not_the_same(life.known, main.known, command=command, place=place)
    ):
        return refused
    kind = place.incident_types.get(main.known.incident_type)
    merged = IncidentMerged(
        incident_id=command.incident_id,
        number=life.known.number,
        into=command.into,
        reporters=reporters_of(life),
        began=clock_of(life),
        clock_start=clock_with(main, clock_of(life)),
        when=When(at=asked.received_at),
        safety=kind.safety if kind else None,
    )
    if life.known.priority >= main.known.priority:  # P1 stands before P2
        return (merged,)
    return (merged, ranked(command.into, main, priority=life.known.priority, asked=asked))


def _not_both_open(life: IncidentLife, main: IncidentLife) -> Refused | None:
    if life.closed_at is not None or main.closed_at is not None:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    for one in (life, main):
        if one.merged_into is not None:
            return Refused(reason=Refusal.INCIDENT_MERGED, legal=(one.merged_into,))
    return None


def _not_alone(life: IncidentLife, main: IncidentLife) -> Refused | None:
    """Nobody works on a merged one: units and children stand where the work goes on."""
    for there_is, reason in (
        (life.merged, Refusal.INCIDENT_HAS_MERGED),
        (life.dispatches, Refusal.INCIDENT_HAS_OPEN_DISPATCHES),
        (life.children, Refusal.INCIDENT_HAS_OPEN_CHILDREN),
    ):
        if there_is:
            return Refused(reason=reason, legal=tuple(sorted(there_is)))
    if len(main.merged) >= MERGED_MAX:
        return Refused(reason=Refusal.TOO_MANY_TOGETHER)
    return None


def _not_the_same(
    one: Incident, main: Incident, *, command: MergeIncident, place: Place
) -> Refused | None:
    if command.into == one.parent_id or command.incident_id == main.parent_id:
        return Refused(reason=Refusal.PARENT_AND_CHILD)
    if is_area(place, one.incident_type) or is_area(place, main.incident_type):
        return Refused(reason=Refusal.AREA_INCIDENT_ONLY_LINKS)
    return None


def unmerge(
    command: UnmergeIncident, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[Fact] | Refused:
    """At any time, also when both are closed."""
    life: IncidentLife = states[incident_life(command.incident_id)]
    if life.merged_into is None:
        return Refused(reason=Refusal.INCIDENT_NOT_MERGED)
    if life.merged_into != command.into:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(life.merged_into,))
    main: IncidentLife = states[incident_life(command.into)]
    return (
        IncidentUnmerged(
            incident_id=command.incident_id,
            into=command.into,
            reporters=reporters_of(life),
            clock_start=clock_without(main, command.incident_id),
            when=When(at=asked.received_at),
        ),
    )
