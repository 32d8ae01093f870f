"""Calibration as a picture: what was said against what was true. One SVG, no library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from siaga.app.triage.evaluation import Bin, Calibration

SIDE = 220  # of one square, in pixels
GAP = 60
TOP = 40
RADIUS = (2.0, 9.0)  # of the smallest and the largest bin
_STYLE = "font: 12px system-ui, sans-serif; fill: #222"


def calibration_svg(calibrations: Sequence[Calibration]) -> str:
    width = GAP + len(calibrations) * (SIDE + GAP)
    height = TOP + SIDE + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img">',
        "<title>Said share (across) against true share (up), by tenths</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for index, calibration in enumerate(calibrations):
        parts += _square(calibration, GAP + index * (SIDE + GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _square(calibration: Calibration, left: float) -> Iterator[str]:
    bottom = TOP + SIDE
    yield (
        f'<text x="{left}" y="{TOP - 12}" style="{_STYLE}">'
        f"{calibration.name} (Brier {calibration.brier:.3f})</text>"
    )
    yield (
        f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<line x1="{left}" y1="{bottom}" x2="{left + SIDE}" y2="{TOP}" stroke="#bbb"'
        ' stroke-dasharray="4 4"/>'
    )
    for mark in (0.0, 0.5, 1.0):
        x, y = left + mark * SIDE, bottom - mark * SIDE
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle" style="{_STYLE}">{mark}</text>'
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end" style="{_STYLE}">{mark}</text>'
    filled = [one for one in calibration.bins if one.count]
    line = " ".join(f"{left + b.said * SIDE:.1f},{bottom - b.true * SIDE:.1f}" for b in filled)
    yield f'<polyline points="{line}" fill="none" stroke="#2b6cb0" stroke-width="2"/>'
    most = max(one.count for one in filled)
    for one in filled:
        yield _dot(one, left, most=most)


def _dot(one: Bin, left: float, *, most: int) -> str:
    x, y = left + one.said * SIDE, TOP + SIDE - one.true * SIDE
    radius = RADIUS[0] + (RADIUS[1] - RADIUS[0]) * sqrt(one.count / most)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#2b6cb0" fill-opacity="0.6">'
        f"<title>{one.count} messages</title></circle>"
    )
