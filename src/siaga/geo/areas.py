"""Which kelurahan a point lies in, from centroids and sizes alone.

An approximation, for places whose boundaries have not been imported: each area is taken as a
circle as large as the area, and a point belongs to the circle it is deepest in. How often that is
right is measured in docs/decisions/0003-approximate-areas.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite, pi, sqrt

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


class AreaIndex:
    """Finds the area of a point among a city's areas; linear, for hundreds of areas."""

    def __init__(self, areas: Iterable[Area], bounds: Bounds) -> None:
        self._circles = tuple(
            _Circle(area.code, (area.latitude, area.longitude), radius_m(area)) for area in areas
        )
        self._bounds = bounds

    def nearest(self, latitude: float, longitude: float) -> AreaCode | None:
        """The area whose centroid is nearest in units of its own radius.

        None when the point is not finite or lies beyond the city: outside the bounds, or further
        from that centroid than REACH radii and MARGIN_M.
        """
        if not self._circles or not self._is_near_the_city(latitude, longitude):
            return None
        point = (latitude, longitude)
        circle = min(
            self._circles, key=lambda circle: haversine_m(point, circle.centre) / circle.radius_m
        )
        within_m = REACH * circle.radius_m + MARGIN_M
        return circle.code if haversine_m(point, circle.centre) <= within_m else None

    def _is_near_the_city(self, latitude: float, longitude: float) -> bool:
        west, south, east, north = self._bounds
        margin = BOUNDS_MARGIN_DEGREES
        return (
            isfinite(latitude)
            and isfinite(longitude)
            and south - margin <= latitude <= north + margin
            and west - margin <= longitude <= east + margin
        )
