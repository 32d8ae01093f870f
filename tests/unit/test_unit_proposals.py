"""Who is proposed: what a unit can do, how soon it is there, and why the others are not."""

from __future__ import annotations

from time import perf_counter

from siaga.desks.dispatch.advise import Candidate, Fleeted, Need, Ranked, Why, propose
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


def test_one_unit_fills_one_need_and_the_rarest_chooses_first() -> None:
    rescue = unit("rescue", PUMP, CUTTING, away=0.5)
    engine = unit("engine", PUMP, away=5)
    found = propose(
        [Need(capability=PUMP), Need(capability=CUTTING)], [rescue, engine], target=HERE
    )
    filled = {one.unit_id: one.capability for one in found.chosen}
    assert filled == {"rescue": CUTTING, "engine": PUMP}
    assert found.short == ()


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
