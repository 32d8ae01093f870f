"""How long it takes to drive from here to there: the one function everybody asks."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.geo.distance import Coordinate, haversine_m

DETOUR = 1.4
"""Road over straight line in a city; an assumption of ours, until roads are read."""
SPEED_MS = 30 / 3.6
"""Metres per second through a city with lights on; an assumption of ours, not a measurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """`estimated`: no road was looked at; a screen says so beside the figure."""

    distance_m: int
    travel_s: int
    estimated: bool = True


def travel(start: Coordinate, end: Coordinate) -> Travel:
    """From one coordinate (degrees, WGS 84) to another."""
    distance_m = haversine_m(start, end) * DETOUR
    return Travel(distance_m=round(distance_m), travel_s=round(distance_m / SPEED_MS))
