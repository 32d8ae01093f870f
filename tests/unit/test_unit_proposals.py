"""Who is proposed: what a unit can do, how soon it is there, and why the others are not."""

from __future__ import annotations

from itertools import combinations
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

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


CAPABILITIES = (AMBULANCE, CUTTING, PUMP)
ready = st.builds(
    lambda can, travel_s, fleet: (frozenset(can), travel_s, fleet),
    st.sets(st.sampled_from(CAPABILITIES), min_size=1),
    st.integers(0, 1_500),
    st.booleans(),
)


@settings(max_examples=60)
@given(
    units=st.lists(ready, max_size=6),
    counts=st.dictionaries(st.sampled_from(CAPABILITIES), st.integers(1, 3), min_size=1),
    spare=st.none() | st.integers(0, 2),
)
def test_no_other_choice_of_units_is_better(
    units: list[tuple[frozenset[CapabilityId], int, bool]],
    counts: dict[CapabilityId, int],
    spare: int | None,
) -> None:
    """Held against every choice there is."""

    def worth(chosen: tuple[int, ...]) -> tuple[int, int] | None:
        if spare is not None and sum(units[n][2] for n in chosen) > spare:
            return None
        open_, waits = 0, len(chosen) * SPARE_S
        for capability, count in counts.items():
            able = sorted(units[n][1] for n in chosen if capability in units[n][0])[:count]
            open_, waits = open_ + count - len(able), waits + sum(able)
        return open_, waits

    choices = (
        each for size in range(len(units) + 1) for each in combinations(range(len(units)), size)
    )
    best = min(one for each in choices if (one := worth(each)) is not None)
    asked = [Need(capability=one, count=count) for one, count in counts.items()]
    wanted = [
        Ready(
            unit_id=UnitId(f"{n}"),
            fits=frozenset(can & counts.keys()),
            travel_s=travel_s,
            order=0,
            fleets=frozenset({FLEET}) if fleet else frozenset(),
        )
        for n, (can, travel_s, fleet) in enumerate(units)
    ]
    filled, missing = cover(asked, wanted, spare={} if spare is None else {FLEET: spare})
    assert worth(tuple(sorted(map(int, filled)))) == best
    assert sum(missing.values()) == best[0]


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
    assert kept.short[0].missing == 1
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


def test_a_hundred_units_are_ranked_within_five_milliseconds() -> None:
    can = (AMBULANCE, CUTTING, PUMP)
    many = [unit(f"u-{n}", can[n % 3], away=float(n % 17)) for n in range(100)]
    needs = [Need(capability=each, count=3) for each in can]
    best_s = 1.0
    for _ in range(5):
        began_s = perf_counter()
        propose(needs, many, target=HERE)
        best_s = min(best_s, perf_counter() - began_s)
    assert best_s < 0.005
