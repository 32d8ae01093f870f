"""Clothes: the surest sign on the first day, a weak one later."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from siaga.desks.persons.advise.look import Look
from siaga.language.persons import Colour, Garment, MatchReason

CHANGED_H = 40.0
"""After so many hours clothes say about a third of what they said."""

_NEAR = (
    {Colour.RED, Colour.PINK, Colour.ORANGE},
    {Colour.ORANGE, Colour.YELLOW, Colour.CREAM},
    {Colour.WHITE, Colour.CREAM, Colour.GREY},
    {Colour.BLACK, Colour.GREY, Colour.BROWN},
    {Colour.BLUE, Colour.GREEN},
    {Colour.BLUE, Colour.PURPLE},
    {Colour.BLUE, Colour.BLACK},
    {Colour.PINK, Colour.PURPLE},
    {Colour.BROWN, Colour.CREAM},
)
"""Colours that two people name for one and the same cloth."""

_WEIGHT = {
    Garment.TOP: 120,
    Garment.BOTTOM: 90,
    Garment.DRESS: 140,
    Garment.HEAD: 90,
    Garment.FEET: 50,
    Garment.CARRIED: 60,
}


def weigh_clothes(missing: Look, found: Look, *, hours: float) -> Iterable[MatchReason]:
    lasts = exp(-hours / CHANGED_H)
    same, other, points = 0, 0, 0.0
    worn = {one.garment: one.colour for one in missing.clothes}
    seen = {one.garment: one.colour for one in found.clothes}
    for garment in worn.keys() & seen.keys():
        like = _like(worn[garment], seen[garment])
        points += _WEIGHT[garment] * like
        same, other = same + (like > 0), other + (like < 0)
    if points > 0:
        # Another's clothes rarely agree by chance, however late it is.
        yield MatchReason(key="clothes", points=round(points * (0.4 + 0.6 * lasts)), value=same)
    elif points < 0:
        yield MatchReason(key="clothes_other", points=round(points * lasts), value=other)
    both = len(missing.clothes_words & found.clothes_words)
    if both:
        yield MatchReason(
            key="clothes_words", points=min(160, round(70 * both * (0.4 + 0.6 * lasts))), value=both
        )


def _like(one: Colour, other: Colour) -> float:
    if one is other:
        return 1.0
    if any({one, other} <= pair for pair in _NEAR):
        return 0.35
    if Colour.PATTERNED in (one, other):  # a pattern has colours too
        return -0.2
    return -0.8
