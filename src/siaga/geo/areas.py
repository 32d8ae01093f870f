"""Which kelurahan a point lies in, from centroids and sizes alone.

An approximation, for places whose boundaries have not been imported: each area is taken as a
circle as large as the area, and a point belongs to the circle it is deepest in. How often that is
right is measured in docs/decisions/0003-approximate-areas.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, inf, isfinite, pi, radians, sqrt

from siaga.geo.distance import Coordinate, haversine_m
from siaga.language.place import Area
from siaga.language.values import AreaCode

Bounds = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

REACH = 1.5
"""How many radii from its centroid an area may still hold a point: areas are no circles."""

MARGIN_M = 150.0
"""Added to the reach, so that a device's own error at the edge does not lose the area."""

BOUNDS_MARGIN_DEGREES = 0.0015
"""About 165 m; the bounds are those of the true outline."""


def radius_m(area: Area) -> float:
    """Radius of the circle with the area's size."""
    return sqrt(area.area_km2 * 1e6 / pi)


@dataclass(frozen=True, slots=True)
class _Circle:
    code: AreaCode
    centre: Coordinate
    radius_m: float
    weight: float  # 1 / radius², to compare squared distances


class AreaIndex:
    """Finds the area of a point among a city's areas; linear, for hundreds of areas."""

    def __init__(self, areas: Iterable[Area], bounds: Bounds) -> None:
        self._circles = tuple(
            _Circle(
                area.code, (area.latitude, area.longitude), radius_m(area), radius_m(area) ** -2
            )
            for area in areas
        )
        self._bounds = bounds
        self._east = cos(radians((bounds[1] + bounds[3]) / 2))  # a degree east against one north

    def nearest(self, latitude: float, longitude: float) -> AreaCode | None:
        """The area whose centroid is nearest in units of its own radius.

        None when the point is not finite or lies beyond the city: outside the bounds, or further
        from that centroid than REACH radii and MARGIN_M.
        """
        if not self._circles or not self._is_near_the_city(latitude, longitude):
            return None
        # Within one city the earth is flat: this runs for every location that is told.
        best, nearest = None, inf
        for circle in self._circles:
            north = latitude - circle.centre[0]
            east = (longitude - circle.centre[1]) * self._east
            distance = (north * north + east * east) * circle.weight
            if distance < nearest:
                best, nearest = circle, distance
        assert best is not None
        within_m = REACH * best.radius_m + MARGIN_M
        is_within = haversine_m((latitude, longitude), best.centre) <= within_m
        return best.code if is_within else None

    def _is_near_the_city(self, latitude: float, longitude: float) -> bool:
        west, south, east, north = self._bounds
        margin = BOUNDS_MARGIN_DEGREES
        return (
            isfinite(latitude)
            and isfinite(longitude)
            and south - margin <= latitude <= north + margin
            and west - margin <= longitude <= east + margin
        )
