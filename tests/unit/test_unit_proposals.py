"""Who is proposed: what a unit can do, how soon it is there, and why the others are not."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

from siaga.desks.dispatch.advise import Candidate, Fleeted, Need, Ranked, Why, propose
from siaga.desks.dispatch.advise.covering import SPARE_S, Ready, cover
from siaga.geo.travel import travel
from siaga.language.dispatch import Stage
from siaga.language.place import Authority
from siaga.language.values import CapabilityId, FleetId, IncidentId, Priority, UnitId

HERE = (-1.6, 103.6)
AMBULANCE, CUTTING, PUMP = (CapabilityId(each) for each in ("ambulance", "cutting", "pump"))
FLEET = FleetId("ambulance")
A_MINUTE_AWAY = 0.0032  # degrees of latitude


def unit(name: str, *can: CapabilityId, away: float = 1.0, **more: object) -> Candidate:
    known = {
        "unit_id": UnitId(name),
        "capabilities": frozenset(can),
        "position": (HERE[0] + away * A_MINUTE_AWAY, HERE[1]),
        "position_age_s": 10,
    }
    return Candidate(**(known | more))  # type: ignore[arg-type]


def names(ranked: tuple[Ranked, ...]) -> list[str]:
    return [one.unit_id for one in ranked]


def whys(one: Ranked) -> set[Why]:
    return {reason.why for reason in one.reasons}


def test_the_nearest_that_can_do_it_is_first_and_says_so() -> None:
    far, near = unit("far", AMBULANCE, away=9), unit("near", AMBULANCE, away=2)
    engine = unit("engine", PUMP, away=0.1)
    found = propose([Need(capability=AMBULANCE)], [far, engine, near], target=HERE)
    assert names(found.chosen) == ["near"]
    assert {Why.NEAREST, Why.CAN, Why.FROM_POSITION} <= whys(found.chosen[0])
    assert names(found.others) == ["far", "engine"]
    assert Why.ENOUGH in whys(found.others[0])
    assert Why.CANNOT in whys(found.others[1])
    assert near.position is not None
    assert found.chosen[0].travel_s == travel(near.position, HERE).travel_s
    assert found.chosen[0].estimated


def test_whose_crew_could_not_go_is_not_proposed_again() -> None:
    flat, far = unit("flat", AMBULANCE, declined=True), unit("far", AMBULANCE, away=9)
    found = propose([Need(capability=AMBULANCE)], [flat, far], target=HERE)
    assert names(found.chosen) == ["far"]
    assert Why.DECLINED in whys(found.others[0])
    assert propose([Need(capability=AMBULANCE)], [flat], target=HERE).short[0].missing == 1


def test_one_unit_fills_all_it_can_unless_a_need_wants_units_for_itself() -> None:
    rescue = unit("rescue", PUMP, CUTTING, away=0.5)
    engine = unit("engine", PUMP, away=0.4)
    both = [Need(capability=PUMP), Need(capability=CUTTING)]
    found = propose(both, [rescue, engine], target=HERE)
    assert [(one.unit_id, set(one.fills)) for one in found.chosen] == [("rescue", {PUMP, CUTTING})]
    assert Why.ALSO in whys(found.chosen[0])
    assert Why.SPARED in whys(found.others[0])  # nearer, and not needed
    assert found.short == ()
    own = [Need(capability=PUMP, alone=True), Need(capability=CUTTING)]
    found = propose(own, [rescue, engine], target=HERE)
    filled = {one.unit_id: one.fills for one in found.chosen}
    assert filled == {"rescue": (CUTTING,), "engine": (PUMP,)}


def test_two_units_go_where_one_that_does_both_comes_much_later() -> None:
    late = unit("late", PUMP, CUTTING, away=20)
    pump, cutter = unit("pump", PUMP, away=1), unit("cutter", CUTTING, away=2)
    found = propose(
        [Need(capability=PUMP), Need(capability=CUTTING)], [late, pump, cutter], target=HERE
    )
    assert names(found.chosen) == ["pump", "cutter"]


def test_one_that_does_both_a_little_later_goes_instead_of_two() -> None:
    pump, cutter = unit("pump", PUMP, away=1), unit("cutter", CUTTING, away=1)
    both = unit("both", PUMP, CUTTING, away=2)
    found = propose(
        [Need(capability=PUMP), Need(capability=CUTTING)], [pump, cutter, both], target=HERE
    )
    assert names(found.chosen) == ["both"]
    assert found.short == ()


CAPABILITIES = (AMBULANCE, CUTTING, PUMP)
Made = tuple[frozenset[CapabilityId], int, bool]


def worth(
    units: Sequence[Made], counts: Mapping[CapabilityId, int], chosen: Sequence[int]
) -> tuple[int, int]:
    open_, waits = 0, len(chosen) * SPARE_S
    for capability, count in counts.items():
        able = sorted(units[n][1] for n in chosen if capability in units[n][0])[:count]
        open_, waits = open_ + count - len(able), waits + sum(able)
    return open_, waits


def test_no_other_choice_of_units_is_better() -> None:
    """Held against every choice there is; cases where a choice is hard are rare, so many."""
    dice = random.Random(112)
    for _ in range(8_000):
        units = [
            (
                frozenset(dice.sample(CAPABILITIES, dice.randint(1, 3))),
                dice.randint(0, 12) * 60,
                dice.random() < 0.5,
            )
            for _ in range(dice.randint(0, 5))
        ]
        wanted = dice.sample(CAPABILITIES, dice.randint(1, 3))
        counts = {each: dice.randint(1, 3) for each in wanted}
        spare = dice.choice((None, 0, 1, 2))
        choices = (
            each for size in range(len(units) + 1) for each in combinations(range(len(units)), size)
        )
        best = min(
            worth(units, counts, each)
            for each in choices
            if spare is None or sum(units[n][2] for n in each) <= spare
        )
        ready = [
            Ready(
                unit_id=UnitId(f"{n}"),
                fits=frozenset(can & counts.keys()),
                travel_s=travel_s,
                order=0,
                fleets=frozenset({FLEET}) if fleet else frozenset(),
            )
            for n, (can, travel_s, fleet) in enumerate(units)
        ]
        needs = [Need(capability=one, count=count) for one, count in counts.items()]
        filled, missing = cover(needs, ready, spare={} if spare is None else {FLEET: spare})
        case = (units, counts, spare)
        assert worth(units, counts, [int(one) for one in filled]) == best, case
        assert sum(missing.values()) == best[0], case


def test_what_is_short_says_when_somebody_may_be_free() -> None:
    busy = unit("busy", AMBULANCE, stage=Stage.AT_HOSPITAL, free_s=600)
    longer = unit("longer", AMBULANCE, stage=Stage.EN_ROUTE, free_s=2400)
    promised = unit("promised", AMBULANCE, stage=Stage.CLEAR, free_s=60, next_taken=True)
    off = unit("off", AMBULANCE, on_duty=False, off_reason="refuel", back_s=900)
    found = propose(
        [Need(capability=AMBULANCE, count=2)], [busy, longer, promised, off], target=HERE
    )
    assert found.chosen == ()
    (short,) = found.short
    assert (short.missing, short.next_free_s, short.next_unit) == (2, 600, "busy")
    said: dict[str, set[Why]] = {one.unit_id: whys(one) for one in found.others}
    assert {Why.BUSY, Why.FREE_IN} <= said["busy"]
    assert Why.NEXT_TAKEN in said["promised"]
    assert Why.OFF_DUTY in said["off"]


def test_a_unit_that_is_there_counts_and_is_not_proposed_again() -> None:
    there = unit("there", AMBULANCE, stage=Stage.ON_SCENE, here=True, incident_id=IncidentId("i"))
    other = unit("other", AMBULANCE)
    found = propose([Need(capability=AMBULANCE)], [there, other], target=HERE)
    assert found.chosen == ()
    assert found.short == ()
    assert names(
        propose([Need(capability=AMBULANCE, count=2)], [there, other], target=HERE).chosen
    ) == ["other"]


def test_the_last_of_a_fleet_is_kept_for_p1() -> None:
    last = unit("last", AMBULANCE, fleets=frozenset({FLEET}))
    need, free = [Need(capability=AMBULANCE)], [Fleeted(fleet=FLEET, free=1)]
    kept = propose(need, [last], target=HERE, priority=Priority.P2, fleets=free)
    assert kept.chosen == ()
    assert Why.LAST_UNIT in whys(kept.others[0])
    assert (kept.short[0].missing, kept.short[0].kept) == (1, "last")
    urgent = propose(need, [last], target=HERE, priority=Priority.P1, fleets=free)
    assert names(urgent.chosen) == ["last"]
    two = [unit(name, AMBULANCE, fleets=frozenset({FLEET})) for name in ("a", "b")]
    both = propose(
        [Need(capability=AMBULANCE, count=2)],
        two,
        target=HERE,
        priority=Priority.P2,
        fleets=[Fleeted(fleet=FLEET, free=2)],
    )
    assert len(both.chosen) == 1, "the second would be the last"


def test_without_a_position_the_station_counts_and_without_both_nothing_does() -> None:
    station = unit("station", AMBULANCE, position=None, position_age_s=None, station=HERE)
    nowhere = unit("nowhere", AMBULANCE, position=None, position_age_s=None)
    found = propose([Need(capability=AMBULANCE, count=2)], [nowhere, station], target=HERE)
    assert names(found.chosen) == ["station", "nowhere"]
    assert Why.FROM_STATION in whys(found.chosen[0])
    assert found.chosen[1].travel_s is None
    unknown = propose([Need(capability=AMBULANCE)], [station], target=None)
    assert Why.NO_PLACE in whys(unknown.chosen[0])


def test_ours_go_before_those_whose_base_is_asked_when_they_are_as_near() -> None:
    base = unit("a-base", AMBULANCE, authority=Authority.THROUGH_BASE)
    own = unit("own", AMBULANCE)
    assert names(propose([Need(capability=AMBULANCE)], [base, own], target=HERE).chosen) == ["own"]
