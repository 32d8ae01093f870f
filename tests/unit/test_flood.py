"""The flood of callers: the same for the same seed, fitted, and served by the real desk."""

from __future__ import annotations

from collections import Counter
from itertools import islice, takewhile
from random import Random

import pytest

from benchmarks.flood import Job, calibration, figure, stream
from benchmarks.flood_cities import CITIES
from benchmarks.flood_fire import one_fire, some_fires
from benchmarks.flood_fit import HELD_OUT, counted
from benchmarks.flood_shift import Variant, open_shift
from siaga.simulation.phone_callers import (
    DAY_S,
    Caller,
    CallerKind,
    Crowd,
    Spread,
    callers,
    rates,
)

GRESIK = CITIES["gresik"]
JOB = Job(city="gresik", load="burst", takers=2, seed=7, genuine=40)


def days(crowd: Crowd, count: float, *, seed: int = 7, city: str = "gresik") -> list[Caller]:
    everybody = callers(Random(seed), CITIES[city].town, crowd=crowd)
    return list(takewhile(lambda one: one.at_s < count * DAY_S, everybody))


class TestCallers:
    def test_the_same_seed_brings_the_same_callers_in_their_order(self) -> None:
        first, second = (list(islice(stream(JOB), 500)) for _ in range(2))
        assert first == second
        assert [one.at_s for one in first] == sorted(one.at_s for one in first)
        assert first != days(Crowd(), 1, seed=8)[: len(first)]

    @pytest.mark.parametrize("load", [1.0, 4.0, 8.0])
    def test_load_multiplies_everybody(self, load: float) -> None:
        found = sum(rates(GRESIK.town, Crowd(load=load)).values())
        assert found == pytest.approx(load * GRESIK.town.calls_per_day)

    @pytest.mark.parametrize("city", sorted(CITIES))
    def test_more_real_callers_take_the_place_of_others(self, city: str) -> None:
        town = CITIES[city].town
        plain, more = rates(town, Crowd()), rates(town, Crowd(real_share=0.02))
        assert sum(more.values()) == pytest.approx(sum(plain.values()))
        assert more[CallerKind.REAL, False] == pytest.approx(0.02 * sum(plain.values()))

    def test_a_burst_brings_two_calls_a_minute_and_one_number_again_and_again(self) -> None:
        burst = GRESIK.burst
        told = days(Crowd(real_share=0.02, burst=burst), 6)
        own = [one for one in told if one.in_burst]
        hours = 6 * (burst.until_h - burst.from_h)
        assert len(own) / hours >= 0.9 * 120
        again = Counter(one.number for one in own if one.number.startswith("again"))
        assert again.most_common(1)[0][1] / hours > 10

    def test_children_sleep_at_night(self) -> None:
        hours = [
            int(one.at_s % DAY_S // 3_600)
            for one in days(Crowd(), 5)
            if one.kind is CallerKind.PRANK and len(one.attempts) == 1
        ]
        assert not [hour for hour in hours if hour < 5]
        assert Counter(hours).most_common(1)[0][0] in range(10, 18)

    def test_a_number_comes_again_and_some_callers_show_none(self) -> None:
        pranks = [one for one in days(Crowd(), 10) if one.kind is CallerKind.PRANK]
        shown = Counter(one.number for one in pranks if one.number)
        assert shown.most_common(1)[0][1] > 10
        hidden = 1 - shown.total() / len(pranks)
        assert 0.1 < hidden < 0.2

    def test_a_spread_keeps_its_bounds(self) -> None:
        spread, chance = Spread(median=10, sigma=1, least=5, most=20), Random(7)
        drawn = [spread.draw(chance) for _ in range(2_000)]
        assert (min(drawn), max(drawn)) == (5, 20)
        assert sorted(drawn)[1_000] == pytest.approx(10, rel=0.1)

    def test_what_was_published_comes_out_on_seeds_that_were_not_fitted(self) -> None:
        published, found = CITIES["purworejo"].published, counted(CITIES["purworejo"], HELD_OUT[0])
        assert found["calls"] == pytest.approx(published.calls, rel=0.1)
        assert found[CallerKind.PRANK] == pytest.approx(published.prank, rel=0.15)
        assert found[CallerKind.GHOST] == pytest.approx(published.ghost, rel=0.15)


class TestShift:
    @pytest.mark.parametrize("variant", list(Variant))
    def test_nobody_is_refused_or_overtaken_after_a_minute(self, variant: Variant) -> None:
        found = figure(JOB, variant)
        assert found["genuine"] == JOB.genuine
        assert (found["refused"], found["overtaken_after_60s"]) == (0, 0)
        assert 0.5 < found["within_15s"] <= found["within_20s"] <= 1

    def test_everybody_was_answered_or_hung_up(self) -> None:
        shift = open_shift(Variant.POLICY, takers=1)
        shift.run(stream(JOB))
        assert shift.floor.calls == {}
        assert all(told.answered_s is not None or told.gave_up for told in shift.told)

    def test_both_orders_meet_the_same_people(self) -> None:
        both = []
        for variant in (Variant.POLICY, Variant.FIFO):
            shift = open_shift(variant, takers=2)
            shift.run(stream(JOB))
            both.append([told.caller for told in shift.told])
        assert both[0] == both[1]

    def test_only_a_prank_that_was_heard_is_known_as_one(self) -> None:
        shift = open_shift(Variant.POLICY, takers=2)
        shift.run(stream(JOB))
        first: dict[str, float] = {}
        later: list[float] = []
        for told in shift.told:
            caller = told.caller
            if caller.kind is not CallerKind.PRANK or not caller.number:
                continue
            if caller.number in first:
                later.append(told.likely)
            elif told.answered_s is not None:
                first[caller.number] = told.likely
        assert min(first.values()) > 0.005
        assert sum(later) / len(later) < sum(first.values()) / len(first)

    def test_the_likelihood_is_compared_with_what_was_true(self) -> None:
        shift = open_shift(Variant.POLICY, takers=2)
        shift.run(stream(JOB))
        tenths = calibration(shift.told)
        assert sum(row["calls"] for row in tenths) == len(shift.told)
        assert [row["said"] for row in tenths] == sorted(row["said"] for row in tenths)


class TestFire:
    def test_the_announcement_and_a_sign_bring_the_arrest_forward(self) -> None:
        mean = {}
        for way in ("policy", "fifo"):
            rows = some_fires("batu", range(30), way=way, takers=2)
            assert not any(row[2] or row[3] for row in rows)
            mean[way] = sum(row[0] or 600.0 for row in rows) / len(rows)
        assert mean["policy"] < mean["fifo"]

    def test_thirty_call_about_the_fire_and_one_about_something_else(self) -> None:
        arrest, crowd, shift = one_fire("batu", 3, way="policy", takers=2)
        assert (arrest.caller.topic, len(crowd)) == ("arrest", 30)
        assert shift.announced == 1
        assert any(told.gave_up for told in crowd)
