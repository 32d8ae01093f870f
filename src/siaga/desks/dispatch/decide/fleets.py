"""Units that are counted together: the last free one is kept for P1, and the head is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siaga.desks.dispatch.decide.outcome import Outcome
from siaga.desks.dispatch.state import FleetTold, UnitJob
from siaga.language.dispatch_desk import DispatchDeskFact
from siaga.language.dispatch_rules import Fleet
from siaga.language.place import Place
from siaga.language.unit_orders import UnitsEnough, UnitsRunLow, fleet_life
from siaga.language.units import unit_job
from siaga.language.values import Asked, Tag, UnitId, When

LOW = 1


def fleets_of(unit_id: UnitId, place: Place) -> tuple[Fleet, ...]:
    unit = place.units.get(unit_id)
    return place.dispatching.fleets_of(unit.kind) if unit else ()


def units_of(fleet: Fleet, place: Place) -> tuple[UnitId, ...]:
    return tuple(unit.id for unit in place.units.values() if unit.kind in fleet.kinds)


def counted_with(unit_id: UnitId, place: Place) -> tuple[Tag, ...]:
    """The guard tags of every unit of its fleets."""
    units = (one for fleet in fleets_of(unit_id, place) for one in units_of(fleet, place))
    return tuple(dict.fromkeys(unit_job(one) for one in units))


def fleet_tags(unit_id: UnitId, place: Place) -> tuple[Tag, ...]:
    return tuple(fleet_life(fleet.id) for fleet in fleets_of(unit_id, place))


def last_of(unit_id: UnitId, states: Mapping[Tag, Any], *, place: Place) -> tuple[str, ...]:
    """The fleets of which this unit is the last free one."""
    return tuple(
        fleet.id
        for fleet in fleets_of(unit_id, place)
        if free_of(fleet, states, place=place) == (unit_id,)
    )


def free_of(fleet: Fleet, states: Mapping[Tag, Any], *, place: Place) -> tuple[UnitId, ...]:
    def job(unit_id: UnitId) -> UnitJob:
        state: UnitJob = states[unit_job(unit_id)]
        return state

    return tuple(one for one in units_of(fleet, place) if job(one).is_free)


def count(unit_id: UnitId, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    """Said when it becomes one or none, and when it is two or more again."""
    said: list[DispatchDeskFact] = []
    now = When(at=asked.received_at)
    for fleet in fleets_of(unit_id, place):
        told: FleetTold = states[fleet_life(fleet.id)]
        free = len(free_of(fleet, states, place=place))
        of = sum(states[unit_job(one)].on_duty for one in units_of(fleet, place))
        if free <= LOW and told.free != free:
            said.append(UnitsRunLow(fleet=fleet.id, free=free, of=of, when=now))
        elif free > LOW and told.free is not None and told.free <= LOW:
            said.append(UnitsEnough(fleet=fleet.id, free=free, of=of, when=now))
    return tuple(said)
