"""Laws of sending outside the city: no own unit goes there but by the place's rule or by leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.desks.dispatch.commands import DispatchUnit, Reassign, SendFound, SetNextJob, SwapUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.dispatch import UnitDispatched
from siaga.language.incident import IncidentLocated, IncidentPrioritised
from siaga.language.machine_rules import CrossBorder, LeaveBy, NeighbourRules
from siaga.language.unit_orders import NextJobSet
from siaga.language.values import (
    DispatchId,
    IncidentId,
    LocationClaim,
    LocationSource,
    Priority,
    Role,
    SealedPoint,
    UnitId,
    Via,
)
from tests.builders import SUPERVISOR, TAKER, by_server, sealed, uid
from tests.unit.sending_story import AREA, CITY, on, opened
from tests.world import World

BEYOND, WITHIN = IncidentId("i-1"), IncidentId("i-2")
UNITS_OF = tuple(UnitId(each) for each in ("amb-1", "amb-2", "engine-1", "patrol-1"))
OWN = UNITS_OF[:3]
HEAD = replace(SUPERVISOR, id="acc-head", roles=frozenset({Role.HEAD}))
ACTORS = (TAKER, SUPERVISOR, HEAD)
OFFICE = {Role.SUPERVISOR: LeaveBy.SUPERVISOR, Role.HEAD: LeaveBy.HEAD}

acts = st.lists(
    st.tuples(
        st.sampled_from(("send", "send", "send", "move", "swap", "next", "found", "prio")),
        st.sampled_from(UNITS_OF),
        st.sampled_from(ACTORS),
        st.sampled_from((None, *LeaveBy)),
        st.booleans(),  # the one who gave leave is named
        st.sampled_from((BEYOND, BEYOND, WITHIN)),
        st.sampled_from((Priority.P1, Priority.P2, Priority.P4)),
    ),
    min_size=3,
    max_size=14,
)


def located(incident_id: IncidentId, *, inside: bool) -> IncidentLocated:
    known = sealed(incident_id)
    point = SealedPoint(ref=known.ref, digest=known.digest)
    claim = LocationClaim(source=LocationSource.PIN, point=point, area=AREA if inside else None)
    return IncidentLocated(incident_id=incident_id, location=claim, when=by_server())


def enough(rule: CrossBorder, priority: Priority) -> set[LeaveBy] | None:
    """Said anew, not by the desk's own words. None: nobody is asked."""
    if priority is Priority.P1 and rule is CrossBorder.YES:
        return None
    if priority is Priority.P1 and rule is CrossBorder.ASK_HEAD:
        return {LeaveBy.HEAD}
    return {LeaveBy.HEAD, LeaveBy.SUPERVISOR}


def command_of(world: World, n: int, act: tuple[Any, ...]) -> Any:
    kind, unit, _, by, named, incident, _ = act
    job = world.state("dispatch", f"unit-job:{unit}")  # type: ignore[arg-type]
    base = Via.RADIO if unit not in OWN else None
    match kind:
        case "move" if job.job:
            from_id = job.incident_id
            if from_id == incident:
                return None
            return Reassign(
                command_id=uid(n),
                dispatch_id=job.job,
                unit_id=unit,
                from_id=from_id,
                incident_id=incident,
                reason=sealed("r"),
                consent=None,
                asked_via=base,
            )
        case "swap" if job.job:
            other = UNITS_OF[(UNITS_OF.index(unit) + 1) % len(UNITS_OF)]
            return SwapUnit(
                command_id=uid(n),
                dispatch_id=DispatchId(job.job),
                unit_id=unit,
                incident_id=job.incident_id,
                new_unit_id=other,
                reason=sealed("r"),
                asked_via=base,
            )
        case "next":
            return SetNextJob(command_id=uid(n), unit_id=unit, incident_id=incident)
        case "found":
            return SendFound(command_id=uid(n), unit_id=unit, incident_id=incident, found=False)
        case _:
            return DispatchUnit(
                command_id=uid(n),
                incident_id=incident,
                unit_id=unit,
                asked_via=base,
                last_unit_reason=sealed("r"),
                leave_by=by,
                leave_reason=sealed("why") if by else None,
                leave_of=sealed("name") if by and named else None,
            )


@settings(max_examples=40)
@given(rule=st.sampled_from(CrossBorder), told=acts)
def test_no_own_unit_goes_outside_but_by_the_rule_or_by_leave(
    rule: CrossBorder, told: list[tuple[Any, ...]]
) -> None:
    place = replace(CITY, neighbours=NeighbourRules(cross_border_P1=rule))
    world = World([DISPATCH, UNITS], place=place)
    for fact in (*on(*UNITS_OF), opened(BEYOND, priority=Priority.P1), opened(WITHIN)):
        world.tell(fact)
    world.tell(located(BEYOND, inside=False))
    world.tell(located(WITHIN, inside=True))
    priority, leaves = Priority.P1, set[LeaveBy]()
    for n, act in enumerate(told, start=1):
        kind, _, actor, by, named, _, level = act
        if kind == "prio":
            priority = level
            world.tell(IncidentPrioritised(incident_id=BEYOND, priority=level, when=by_server()))
            continue
        before = len(world.entries)
        command = command_of(world, n, act)
        if command is None:
            continue
        said = isinstance(command, DispatchUnit) and by is not None
        valid = said and (named or by in {OFFICE.get(role) for role in actor.roles})
        world.submit("dispatch", command, actor)
        for entry in world.entries[before:]:
            fact = entry.fact
            if not isinstance(fact, UnitDispatched | NextJobSet) or fact.incident_id != BEYOND:
                continue
            allowed = enough(rule, priority)
            have = leaves | ({by} if valid and by else set())
            assert fact.unit_id not in OWN or allowed is None or have & allowed, (rule, act)
            if isinstance(fact, UnitDispatched) and fact.leave_by:
                assert valid
                assert fact.leave_reason is not None
                leaves.add(fact.leave_by)


def test_the_law_sees_units_go_and_be_kept() -> None:
    """Else it would hold of a desk that sends nobody."""
    for rule, actor, by, goes in (
        (CrossBorder.YES, TAKER, None, True),
        (CrossBorder.ASK_HEAD, TAKER, None, False),
        (CrossBorder.ASK_HEAD, SUPERVISOR, LeaveBy.SUPERVISOR, False),
        (CrossBorder.ASK_HEAD, HEAD, LeaveBy.HEAD, True),
        (CrossBorder.NO, TAKER, None, False),
        (CrossBorder.NO, SUPERVISOR, LeaveBy.SUPERVISOR, True),
    ):
        place = replace(CITY, neighbours=NeighbourRules(cross_border_P1=rule))
        world = World([DISPATCH, UNITS], place=place)
        for fact in (*on(*UNITS_OF), opened(BEYOND, priority=Priority.P1)):
            world.tell(fact)
        world.tell(located(BEYOND, inside=False))
        act = ("send", UNITS_OF[0], actor, by, False, BEYOND, Priority.P1)
        world.submit("dispatch", command_of(world, 1, act), actor)
        assert bool(world.facts(UnitDispatched)) is goes, (rule, by)
