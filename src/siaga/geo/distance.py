"""Distance on the earth's surface."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG): great circles are off by at most 0.5 % against the WGS 84 ellipsoid."""

Coordinate = tuple[float, float]
"""Latitude and longitude, degrees, WGS 84."""


def haversine_m(start: Coordinate, end: Coordinate) -> float:
    """Great-circle distance in metres between two coordinates."""
    latitude, other_latitude = radians(start[0]), radians(end[0])
    half_north = sin((other_latitude - latitude) / 2)
    half_east = sin(radians(end[1] - start[1]) / 2)
    chord = half_north**2 + cos(latitude) * cos(other_latitude) * half_east**2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))
