"""Geometry: distance, the nearest area, the rough outline of a city and of the country."""

from __future__ import annotations

import itertools
import json
import os
import random
from collections.abc import Callable, Iterable
from math import inf, nan
from pathlib import Path
from typing import Any, cast

import pytest

from siaga.geo.areas import MARGIN_M, REACH, AreaIndex, radius_m
from siaga.geo.country import in_indonesia
from siaga.geo.distance import haversine_m
from siaga.geo.outline import city_outline
from siaga.language.place import Area
from siaga.language.values import AreaCode
from siaga.platform.place_files import load_place

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SIAGA_TEST_DATA", ROOT.parent / "shared" / "data"))
BOUNDARIES = DATA / "jambi" / "kelurahan.geojson"
BOUNDS = (103.5, -1.7, 103.7, -1.5)
SAMPLES = 8000

Ring = list[tuple[float, float]]  # longitude, latitude

needs_boundaries = pytest.mark.skipif(
    not BOUNDARIES.is_file(), reason=f"no recorded boundaries: {BOUNDARIES.name} (SIAGA_TEST_DATA)"
)


def area(code: str, latitude: float, longitude: float, *, area_km2: float = 1.0) -> Area:
    return Area(
        code=AreaCode(code),
        name=code,
        district_code="1",
        district="one",
        latitude=latitude,
        longitude=longitude,
        area_km2=area_km2,
    )


def is_inside(longitude: float, latitude: float, ring: Ring) -> bool:
    """Even-odd rule, written apart from the code under test."""
    hits = 0
    for (x, y), (other_x, other_y) in itertools.pairwise(ring):
        if (y <= latitude < other_y) or (other_y <= latitude < y):
            hits += longitude < x + (latitude - y) / (other_y - y) * (other_x - x)
    return hits % 2 == 1


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((-6.2088, 106.8456), (-7.2575, 112.7521), 663_000),  # Jakarta to Surabaya
        ((0.0, 179.5), (0.0, -179.5), 111_195),
        ((-1.6, 103.6), (-1.6, 103.6), 0),
        ((90.0, 0.0), (-90.0, 0.0), 20_015_115),
    ],
)
def test_distance_is_that_of_the_globe(
    start: tuple[float, float], end: tuple[float, float], metres: float
) -> None:
    assert haversine_m(start, end) == pytest.approx(metres, rel=2e-3, abs=0.01)
    assert haversine_m(end, start) == haversine_m(start, end)


def test_a_large_area_reaches_further_than_a_small_one() -> None:
    index = AreaIndex(
        [area("small", -1.6, 103.60, area_km2=0.5), area("large", -1.6, 103.63, area_km2=8.0)],
        BOUNDS,
    )
    assert index.nearest(-1.6, 103.601) == "small"
    assert index.nearest(-1.6, 103.613) == "large"  # nearer to the small centroid in metres
    assert haversine_m((-1.6, 103.613), (-1.6, 103.60)) < haversine_m(
        (-1.6, 103.613), (-1.6, 103.63)
    )


def test_a_point_beyond_the_reach_of_every_area_has_none() -> None:
    only = area("only", -1.6, 103.6)
    index = AreaIndex([only], BOUNDS)
    reach_degrees = (REACH * radius_m(only) + MARGIN_M) / 111_195
    assert index.nearest(-1.6 + 0.99 * reach_degrees, 103.6) == "only"
    assert index.nearest(-1.6 + 1.01 * reach_degrees, 103.6) is None


def test_a_point_outside_the_bounds_has_no_area_however_near_a_centroid_is() -> None:
    index = AreaIndex([area("edge", -1.6, 103.699)], BOUNDS)
    assert index.nearest(-1.6, 103.701) == "edge"  # within the margin of a device's error
    assert index.nearest(-1.6, 103.703) is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(nan, 103.6), (-1.6, nan), (inf, 103.6), (103.6, -1.6), (0.0, 0.0), (999.0, 999.0)],
)
def test_an_impossible_point_has_no_area(latitude: float, longitude: float) -> None:
    assert AreaIndex([area("only", -1.6, 103.6)], BOUNDS).nearest(latitude, longitude) is None


def test_a_place_without_areas_has_no_area_for_any_point_and_no_outline() -> None:
    assert AreaIndex([], BOUNDS).nearest(-1.6, 103.6) is None
    assert city_outline([]) is None


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Jambi", -1.61, 103.61),
        ("Sabang", 5.893, 95.321),
        ("Medan", 3.595, 98.672),
        ("Batam", 1.083, 104.030),
        ("Karimun", 1.0, 103.42),
        ("Ranai, Natuna", 3.945, 108.386),
        ("Pontianak", -0.026, 109.342),
        ("Nunukan", 4.135, 117.665),
        ("Mentawai", -3.1, 100.2),
        ("Enggano", -5.4, 102.25),
        ("Jakarta", -6.2, 106.82),
        ("Denpasar", -8.65, 115.22),
        ("Kupang", -10.17, 123.6),
        ("Atambua", -9.106, 124.893),
        ("Rote", -10.74, 123.12),
        ("Miangas", 5.556, 126.583),
        ("Saumlaki", -7.97, 131.3),
        ("Jayapura", -2.533, 140.717),
        ("Merauke", -8.493, 140.401),
    ],
)
def test_places_of_the_country_are_in_it(name: str, latitude: float, longitude: float) -> None:
    assert in_indonesia(latitude, longitude), name


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Singapore", 1.29, 103.85),
        ("Johor Bahru", 1.49, 103.74),
        ("Melaka", 2.19, 102.25),
        ("Kuala Lumpur", 3.139, 101.687),
        ("George Town", 5.414, 100.329),
        ("Kuching", 1.55, 110.34),
        ("Tawau", 4.245, 117.891),
        ("Kota Kinabalu", 5.98, 116.07),
        ("Zamboanga", 6.91, 122.07),
        ("Dili", -8.556, 125.56),
        ("Pante Macassar", -9.2, 124.36),
        ("Darwin", -12.463, 130.84),
        ("Christmas Island", -10.49, 105.63),
        ("Vanimo", -2.69, 141.3),
        ("the point (0, 0)", 0.0, 0.0),
        ("Jambi, swapped", 103.61, -1.61),
        ("nowhere", nan, 103.61),
        ("nowhere", -1.61, nan),
    ],
)
def test_places_of_neighbours_are_not(name: str, latitude: float, longitude: float) -> None:
    assert not in_indonesia(latitude, longitude), name


def test_the_outline_is_a_closed_counter_clockwise_ring_around_every_centroid() -> None:
    areas = list(load_place(ROOT / "places" / "id" / "jambi", drill=False).areas.values())
    outline = cast(dict[str, Any], city_outline(areas))
    assert outline["properties"] == {"approximate": True}
    (ring,) = outline["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    turned = sum(x * b - a * y for (x, y), (a, b) in itertools.pairwise(ring))
    assert turned > 0
    assert all(is_inside(one.longitude, one.latitude, ring) for one in areas)
    assert json.loads(json.dumps(outline)) == outline


def true_area_finder() -> Callable[[float, float], str | None]:
    """Finder of the kelurahan that holds (longitude, latitude) on the recorded boundaries."""
    shapes: list[tuple[str, list[Ring], tuple[float, float]]] = []
    for feature in json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        whole = shape["coordinates"]
        for rings in [whole] if shape["type"] == "Polygon" else whole:
            eastings = [longitude for longitude, _ in rings[0]]
            span = (min(eastings), max(eastings))
            shapes.append((feature["properties"]["kode"], rings, span))

    def find(longitude: float, latitude: float) -> str | None:
        for code, (outer, *holes), (west, east) in shapes:
            if (
                west <= longitude <= east
                and is_inside(longitude, latitude, outer)
                and not any(is_inside(longitude, latitude, hole) for hole in holes)
            ):
                return code
        return None

    return find


def share(outcomes: Iterable[bool]) -> float:
    listed = list(outcomes)
    return sum(listed) / len(listed)


@pytest.mark.needs_data
@needs_boundaries
def test_how_often_nearest_and_outline_agree_with_the_true_boundaries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = load_place(ROOT / "places" / "id" / "jambi", drill=False)
    find = true_area_finder()
    index = AreaIndex(place.areas.values(), place.bounds)
    outline = cast(dict[str, Any], city_outline(list(place.areas.values())))
    ring = outline["geometry"]["coordinates"][0]
    chance = random.Random(20260101)
    west, south, east, north = place.bounds
    samples = [
        (longitude, latitude, find(longitude, latitude))
        for longitude, latitude in (
            (chance.uniform(west - 0.03, east + 0.03), chance.uniform(south - 0.03, north + 0.03))
            for _ in range(SAMPLES)
        )
    ]
    inside = [sample for sample in samples if sample[2]]
    found = [(index.nearest(y, x), code) for x, y, code in inside]
    right = share(got == code for got, code in found)
    right_district = share(
        got is not None and code is not None and got[:8] == code[:8] for got, code in found
    )
    lost = share(got is None for got, _ in found)
    refused = share(index.nearest(y, x) is None for x, y, code in samples if not code)
    overlap = [(bool(code), is_inside(x, y, ring)) for x, y, code in samples]
    agreement = share(truth and drawn for truth, drawn in overlap if truth or drawn)
    with capsys.disabled():
        print(
            f"\n  {len(inside)} points inside: right kelurahan {right:.1%}, right kecamatan"
            f" {right_district:.1%}, called outside {lost:.1%}; points outside refused"
            f" {refused:.1%}; outline overlap {agreement:.1%}"
        )
    assert right >= 0.73
    assert right_district >= 0.89
    assert lost <= 0.02
    assert refused >= 0.87
    assert agreement >= 0.83
