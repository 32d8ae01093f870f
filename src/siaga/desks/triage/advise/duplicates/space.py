"""How much the two places speak for one happening, against two that lie anywhere in a city."""

from __future__ import annotations

from math import cos, exp, log, pi, radians, sqrt

from siaga.desks.triage.advise.duplicates.seen import Known, Report, Spot

METRES_PER_DEGREE = 111_195.0
WITNESS_M = 90.0
"""A witness stands this far off (one standard deviation on each axis), besides any error."""

PER_SIGMA = 1.5
"""Accuracy in standard deviations: phones promise that two of three fixes lie in the circle."""

WRONG = 0.10
"""Share of points that lie 300 m to 5 km off, by whatever cause."""

WRONG_FROM_M, WRONG_SPREAD = 300.0, log(5_000.0 / 300.0)
PER_KM2 = 1 / 30.0
"""How thick other happenings lie: 30 km², for they come where people are."""

OUTSIDE = 1.6
"""Radii of a kelurahan beyond which a point is not in it."""

FAR_OFF = 20.0
"""Half the squared standard deviations beyond which a right point is impossible."""

_CIRCLE = 2.0 * pi
SPACE_MAX = log(1e6 / (_CIRCLE * WITNESS_M * WITNESS_M) / PER_KM2)
"""Of two exact places that are one."""


def distance_m(one: Spot, other: Spot) -> float:
    """Flat: within one city it is off by less than the fix."""
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return METRES_PER_DEGREE * sqrt(north * north + east * east)


def of_place(report: Report, known: Known) -> float:
    """0 while one of the two has no place. Half is believed of where it is put, half of where its
    reporters are: either may be wrong. So may a pin that lies outside the kelurahan named."""
    put, centre = known.spot, known.centre
    spot, named = report.spot or report.named, report.named
    if spot is None or (put is None and centre is None):
        return 0.0
    per_m2 = _of_either(spot, put, centre)
    if named is not None and named is not spot and _outside(spot, named):
        per_m2 = (per_m2 + _of_either(named, put, centre)) / 2.0
    return log(per_m2 * 1e6 / PER_KM2)


def _of_either(spot: Spot, put: Spot | None, centre: Spot | None) -> float:
    if put is None or centre is None:
        return _density(spot, put or centre)  # type: ignore[arg-type]  # one of them is there
    return (_density(spot, put) + _density(spot, centre)) / 2.0


def _outside(spot: Spot, named: Spot) -> bool:
    """Areas are no circles."""
    return distance_m(spot, named) > OUTSIDE * named.accuracy_m + spot.accuracy_m


def _density(one: Spot, other: Spot) -> float:
    metres = distance_m(one, other)
    off = max(metres, WRONG_FROM_M)
    wrong = WRONG / (_CIRCLE * off * off * WRONG_SPREAD)
    error = one.accuracy_m * one.accuracy_m + other.accuracy_m * other.accuracy_m
    spread = error / (PER_SIGMA * PER_SIGMA) + WITNESS_M * WITNESS_M
    squares = metres * metres / (2.0 * spread)
    if squares > FAR_OFF:
        return wrong
    return (1.0 - WRONG) * exp(-squares) / (_CIRCLE * spread) + wrong


def nearest_m(spot: Spot | None, known: Known) -> float | None:
    """To where it is put; to its reporters while it has no place."""
    place = known.spot or known.centre
    return None if spot is None or place is None else distance_m(spot, place)
