"""A rough guess of when help arrives: a straight line, a detour, a speed. Never one number."""

from __future__ import annotations

from math import ceil

DETOUR = 1.4  # roads against the straight line
SLOW, FAST = 0.6, 1.3  # of the place's speed: what traffic and rain may make of it
STEP_MIN = 5


def estimate_min(distance_m: float, speed_kmh: int) -> tuple[int, int] | None:
    """Minutes from … to; None where the place wants no guess."""
    if speed_kmh <= 0:
        return None
    road_km = distance_m * DETOUR / 1000
    least = int(road_km / (speed_kmh * FAST) * 60)
    most = ceil(road_km / (speed_kmh * SLOW) * 60)
    return max(1, _down(least)), max(STEP_MIN, _up(most))


def _down(minutes: int) -> int:
    return minutes - minutes % STEP_MIN if minutes > STEP_MIN else minutes


def _up(minutes: int) -> int:
    return ceil(minutes / STEP_MIN) * STEP_MIN
