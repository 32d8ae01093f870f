"""A rough guess of when help arrives, as from … to: what is not known is not one number."""

from __future__ import annotations

from math import ceil

SLOW, FAST = 0.6, 1.3  # of the usual speed: what traffic and rain may make of it
STEP_MIN = 5


def estimate_min(travel_s: int) -> tuple[int, int]:
    """Minutes from … to."""
    least = int(travel_s / FAST / 60)
    most = ceil(travel_s / SLOW / 60)
    return max(1, _down(least)), max(STEP_MIN, _up(most))


def _down(minutes: int) -> int:
    return minutes - minutes % STEP_MIN if minutes > STEP_MIN else minutes


def _up(minutes: int) -> int:
    return ceil(minutes / STEP_MIN) * STEP_MIN
