"""Whether a point lies in Indonesia or its near sea: rough, to warn and never to refuse.

The line was drawn for this project from general knowledge of coasts and borders, not copied from
a boundary data set. Doubt: about 25 km along the land borders on Borneo, Timor and New Guinea, a
few km in the straits towards Singapore and Malaysia, more at sea. A wrong answer near those lines
must cost no more than a warning on a screen.
"""

from __future__ import annotations

from siaga.geo.distance import Coordinate

_OUTLINE: tuple[Coordinate, ...] = (
    # Andaman Sea and Strait of Malacca, middle line, from the north-west
    (6.4, 94.6), (6.2, 97.3), (5.0, 98.6), (4.2, 99.7), (3.3, 100.5), (2.6, 101.2),
    (2.22, 101.75), (1.8, 102.3), (1.4, 103.0), (1.21, 103.42), (1.13, 103.6),
    # Strait of Singapore
    (1.12, 103.74), (1.18, 103.88), (1.22, 104.05), (1.25, 104.4), (1.35, 104.6),
    # around Anambas and Natuna
    (2.5, 105.0), (3.5, 105.3), (5.2, 106.5), (5.3, 108.8), (4.2, 109.3), (2.5, 109.4),
    # the land border on Borneo, from Tanjung Datu to Sebatik
    (2.08, 109.64), (1.78, 109.66), (1.4, 109.85), (0.98, 110.4), (0.87, 110.75), (1.0, 111.3),
    (1.05, 111.6), (1.45, 112.4), (1.5, 113.0), (1.25, 113.7), (1.45, 114.4), (1.95, 114.85),
    (2.3, 115.15), (2.85, 115.1), (3.4, 115.6), (4.35, 115.85), (4.38, 116.5), (4.3, 117.2),
    (4.17, 117.6), (4.17, 117.95),
    # Sulawesi Sea, Sangihe, Miangas, the Pacific
    (4.0, 119.5), (4.6, 123.5), (5.0, 125.2), (5.75, 126.3), (5.75, 126.9), (4.5, 127.6),
    (3.0, 129.0), (2.5, 131.5), (1.6, 134.6), (0.4, 136.5), (-1.2, 139.0), (-2.2, 141.0),
    # the land border on New Guinea
    (-6.3, 141.0), (-6.9, 140.85), (-7.5, 141.0), (-9.13, 141.0),
    # Arafura Sea, Aru, Tanimbar, Babar, Leti, Wetar
    (-9.4, 140.5), (-9.2, 137.5), (-8.6, 134.5), (-9.0, 131.5), (-8.6, 129.0), (-8.35, 128.0),
    (-8.22, 127.15), (-8.15, 126.5), (-8.06, 125.85), (-8.08, 125.6), (-8.2, 125.4),
    (-8.5, 125.05),
    # the land border on Timor
    (-8.94, 124.95), (-9.03, 125.1), (-9.2, 125.17), (-9.48, 125.1),
    # Timor Sea and Indian Ocean
    (-9.9, 125.2), (-10.6, 124.3), (-11.2, 123.2), (-11.3, 121.5), (-10.8, 119.5), (-9.8, 115.0),
    (-9.2, 110.0), (-8.3, 105.0), (-6.5, 101.5), (-3.5, 98.5), (-1.0, 97.3), (1.5, 96.0),
    (2.5, 95.0), (5.0, 94.2),
)  # fmt: skip

_OECUSSE: tuple[Coordinate, ...] = (
    (-9.1, 124.4), (-9.3, 124.02), (-9.5, 124.1), (-9.5, 124.35), (-9.28, 124.48),
)  # fmt: skip
"""The part of Timor-Leste that lies inside the western half of the island."""


def in_indonesia(latitude: float, longitude: float) -> bool:
    """Whether the point (degrees, WGS 84) is inside the rough line; False when not finite."""
    point = (latitude, longitude)
    return _is_inside(point, _OUTLINE) and not _is_inside(point, _OECUSSE)


def _is_inside(point: Coordinate, ring: tuple[Coordinate, ...]) -> bool:
    """Even-odd rule on the plane of degrees; the ring closes by itself."""
    latitude, longitude = point
    inside = False
    previous_latitude, previous_longitude = ring[-1]
    for corner_latitude, corner_longitude in ring:
        if (corner_latitude > latitude) != (previous_latitude > latitude):
            share = (latitude - corner_latitude) / (previous_latitude - corner_latitude)
            if longitude < corner_longitude + share * (previous_longitude - corner_longitude):
                inside = not inside
        previous_latitude, previous_longitude = corner_latitude, corner_longitude
    return inside
