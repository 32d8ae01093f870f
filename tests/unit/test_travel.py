"""Travel time: one function, and honest about being an estimate."""

from __future__ import annotations

from siaga.geo.travel import DETOUR, SPEED_MS, travel

HERE, THERE = (-1.6, 103.6), (-1.6, 103.61)  # 1.11 km apart


def test_a_kilometre_in_the_city_takes_some_minutes() -> None:
    found = travel(HERE, THERE)
    assert found.estimated
    assert 1100 * DETOUR < found.distance_m < 1125 * DETOUR
    assert found.travel_s == round(found.distance_m / SPEED_MS)


def test_who_is_there_needs_no_time() -> None:
    assert travel(HERE, HERE).travel_s == 0
