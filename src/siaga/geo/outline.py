"""A city's rough outline for a map, until its true boundary is imported."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, radians, sin, sqrt

from siaga.geo.areas import radius_m
from siaga.geo.distance import EARTH_RADIUS_M, Coordinate
from siaga.language.place import Area

RAYS = 180
STRETCH = 1.15
"""Circles of the true size leave the corners of the areas out; measured, decision 0003."""

METRES_PER_DEGREE = EARTH_RADIUS_M * pi / 180


def city_outline(areas: Sequence[Area]) -> dict[str, object] | None:
    """GeoJSON Feature: a star-shaped polygon around the areas' circles, seen from their middle.

    Its property `approximate` is true. None without areas. The ring is closed and runs
    counter-clockwise; positions are [longitude, latitude], degrees.
    """
    if not areas:
        return None
    middle = _middle(areas)
    east_scale = METRES_PER_DEGREE * cos(radians(middle[0]))
    circles = [
        (
            (area.longitude - middle[1]) * east_scale,
            (area.latitude - middle[0]) * METRES_PER_DEGREE,
            STRETCH * radius_m(area),
        )
        for area in areas
    ]
    ring: list[list[float]] = []
    for ray in range(RAYS):
        east, north = cos(2 * pi * ray / RAYS), sin(2 * pi * ray / RAYS)
        reach_m = max(_reach_m(circle, east, north=north) for circle in circles)
        ring.append(
            [
                round(middle[1] + east * reach_m / east_scale, 5),
                round(middle[0] + north * reach_m / METRES_PER_DEGREE, 5),
            ]
        )
    ring.append(ring[0])
    return {
        "type": "Feature",
        "properties": {"approximate": True},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _middle(areas: Sequence[Area]) -> Coordinate:
    """The areas' common centroid, each weighed by its size."""
    total = sum(area.area_km2 for area in areas)
    return (
        sum(area.latitude * area.area_km2 for area in areas) / total,
        sum(area.longitude * area.area_km2 for area in areas) / total,
    )


def _reach_m(circle: tuple[float, float, float], east: float, *, north: float) -> float:
    """Where a ray from the middle leaves the circle for the last time; 0 when it misses it."""
    x_m, y_m, radius = circle
    along_m = x_m * east + y_m * north
    beside_m = y_m * east - x_m * north
    if abs(beside_m) > radius:
        return 0.0
    return max(0.0, along_m + sqrt(radius**2 - beside_m**2))
