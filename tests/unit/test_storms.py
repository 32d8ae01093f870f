"""The simulated storm: the same from the same seed, and as hard as it claims to be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random

from siaga.desks.triage.advise.duplicates import Listener, rank
from siaga.desks.triage.advise.duplicates.space import METRES_PER_DEGREE
from siaga.language.place import Area, IncidentType, Text
from siaga.language.triage import LIKELY_PM, Guess
from siaga.language.values import AreaCode, IncidentTypeId, Priority
from siaga.simulation.storm_room import Heard, StormRoom
from siaga.simulation.storm_words import KINDS
from siaga.simulation.storms import RULES, Telling, Where, Wrong, evening

AREAS = [
    Area(
        code=AreaCode(f"15.71.0{n}.1001"),
        name=name,
        district_code=f"15.71.0{n}",
        district="Tengah",
        latitude=-1.6 + 0.02 * n,
        longitude=103.6 + 0.01 * n,
        area_km2=2.0,
    )
    for n, name in enumerate(["Sungai Puar", "Talang Gulo", "Payo Lurah"])
]
SEEDS = range(3)


def far_m(telling: Telling) -> float:
    assert telling.latitude is not None
    assert telling.longitude is not None
    north = telling.latitude - telling.happening.latitude
    east = telling.longitude - telling.happening.longitude
    return float(METRES_PER_DEGREE * (north * north + east * east) ** 0.5)


def test_one_seed_is_one_evening() -> None:
    one, same = (evening(Random(7), AREAS, held=True) for _ in range(2))
    assert one == same
    assert one != evening(Random(8), AREAS, held=True)


def test_nobody_tunes_by_the_words_that_are_measured() -> None:
    for kind in KINDS:
        assert not set(kind.tuned) & set(kind.held)
        assert kind.tuned
        assert kind.held


def test_it_holds_what_makes_a_storm_hard() -> None:
    tellings = [one for seed in SEEDS for one in evening(Random(seed), AREAS, held=True)]
    assert max(Counter(one.happening.number for one in tellings).values()) >= RULES.storm[0]
    shares = Counter(one.where for one in tellings)
    assert all(shares[where] > len(tellings) / 20 for where in Where)
    wrong = Counter(one.wrong for one in tellings if one.where is Where.POINT)
    assert wrong[Wrong.NEAR] > 5
    assert wrong[Wrong.FAR] > 5
    assert sum(one.is_late for one in tellings) > len(tellings) / 20
    assert sum(one.own_victim for one in tellings) > 5
    for one in tellings:
        if one.where is Where.POINT:
            away_m = far_m(one)
            assert away_m < 300 if one.wrong is Wrong.NO else 290 < away_m < 5_100


def test_two_fires_burn_300_m_apart_with_a_crash_beside_one() -> None:
    happenings = {
        one.happening.number: one.happening for one in evening(Random(1), AREAS, held=True)
    }
    storm, other, crash = (happenings[number] for number in (0, 1, 2))
    assert storm.incident_type == other.incident_type == "fire.building"
    assert crash.incident_type.startswith("traffic_accident")
    north = (storm.latitude - other.latitude) * METRES_PER_DEGREE
    east = (storm.longitude - other.longitude) * METRES_PER_DEGREE
    assert 290 < (north * north + east * east) ** 0.5 < 310


def test_the_radar_beats_chance_by_far_when_kinds_are_known() -> None:
    """A floor for the figures of `siaga bench duplicates`, which has the house read the words."""
    types = {
        IncidentTypeId(kind.incident_type): IncidentType(
            id=IncidentTypeId(kind.incident_type),
            name=Text(id="", en=""),
            priority=Priority.P1,
        )
        for kind in KINDS
    }
    listener = Listener(area.name for area in AREAS)
    right = wrong = known = 0
    for seed in SEEDS:
        room = StormRoom(
            areas={area.code: area for area in AREAS},
            types=types,
            begins_at=datetime(2026, 11, 26, tzinfo=UTC),
            rank=lambda report, known: rank(report, known, now=report.at),
        )
        heard = [
            (
                one,
                Heard(
                    guesses=(Guess(incident_type=one.happening.incident_type, share_pm=800),),
                    told=listener.told(one.text),
                ),
            )
            for one in evening(Random(seed), AREAS, held=True)
        ]
        for met in room.meet(heard):
            best = met.candidates[0] if met.candidates else None
            claimed = best is not None and best.share_pm >= LIKELY_PM
            known += met.truth is not None
            right += claimed and best is not None and best.incident_id == met.truth
            wrong += claimed and best is not None and best.incident_id != met.truth
    assert right / known > 0.9
    assert wrong / (right + wrong) < 0.06
