"""Two incidents turned out to be one: what was waited for is not lost with the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from siaga.desks.dispatch.commands import TakeOverNeeds
from siaga.desks.dispatch.decide.needs import RECHECK_S, able_of, recorded
from siaga.desks.dispatch.decide.outcome import Outcome, not_open, when_of
from siaga.desks.dispatch.state import IncidentWork
from siaga.language.base_asks import BaseAsked
from siaga.language.dispatch import NeedReason, UnitNeedDropped, UnitNeedRecorded
from siaga.language.dispatch_desk import DispatchDeskFact
from siaga.language.place import Place
from siaga.language.unit_orders import NextJobDropped, NextJobSet
from siaga.language.values import Asked


def take_over(
    command: TakeOverNeeds,
    merged: IncidentWork,
    *,
    main: IncidentWork,
    place: Place,
    asked: Asked,
) -> Outcome:
    """The merge may have been cut since, the other closed: then there is nothing to take over."""
    if merged.merged_into != command.incident_id or not_open(main):
        return ()
    return tuple(_moved(command, merged, main=main, place=place, asked=asked))


def _moved(
    command: TakeOverNeeds,
    merged: IncidentWork,
    *,
    main: IncidentWork,
    place: Place,
    asked: Asked,
) -> Iterator[DispatchDeskFact]:
    when = when_of(None, asked)
    if merged.waits:
        yield _need(command, merged, main=main, place=place, asked=asked)
    for agency, ask in merged.asked.items():
        theirs = main.asked.get(agency)
        both = [one.answer_by_at for one in (ask, theirs) if one]
        due = [at for at in both if at is not None]
        yield BaseAsked(
            incident_id=command.incident_id,
            agency=agency,
            unit_id=ask.unit_id,
            answer_by_at=min(due) if len(due) == len(both) else asked.received_at,
            asked_via=ask.asked_via,
            first_at=min(one.since_at for one in (ask, theirs) if one),
            moved_from=command.from_id,
            when=when,
        )
    for unit_id in sorted(merged.next_of):
        yield NextJobDropped(unit_id=unit_id, incident_id=command.from_id, when=when)
        yield NextJobSet(unit_id=unit_id, incident_id=command.incident_id, when=when)


def _need(
    command: TakeOverNeeds,
    merged: IncidentWork,
    *,
    main: IncidentWork,
    place: Place,
    asked: Asked,
) -> UnitNeedRecorded | UnitNeedDropped:
    when = when_of(None, asked)
    there = {one for unit in main.active.values() for one in able_of(unit, place)}
    wants = tuple(one for one in merged.needs if one not in there)
    if main.active and not wants:
        return UnitNeedDropped(incident_id=command.from_id, when=when, met_at=command.incident_id)
    need = UnitNeedRecorded(
        incident_id=command.incident_id,
        reason=merged.why or NeedReason.NO_FREE_UNIT,
        recheck_at=_sooner(merged.recheck_at, main.recheck_at) or _soon(asked),
        moved_from=command.from_id,
        when=when,
    )
    return recorded(need, main, wants=wants)


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def _soon(asked: Asked) -> datetime:
    return asked.received_at + timedelta(seconds=RECHECK_S)
