"""Clothes: the surest sign on the first day, a weak one later."""

from __future__ import annotations

from collections.abc import Iterable

from siaga.desks.persons.advise.look import Look
from siaga.language.persons import Colour, Garment

CHANGED_H = 24.0
"""After so many hours another dress says little."""

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

_WORN_BY_MANY = frozenset({Colour.BLACK, Colour.WHITE, Colour.BLUE})
_LARGE = frozenset({Garment.TOP, Garment.BOTTOM, Garment.DRESS})


def compare_clothes(missing: Look, found: Look, *, hours: float) -> Iterable[str]:
    """→ a level for each garment both name."""
    when = "late" if hours > CHANGED_H else "soon"
    worn = {one.garment: one.colour for one in missing.clothes}
    seen = {one.garment: one.colour for one in found.clothes}
    for garment in sorted(worn.keys() & seen.keys()):
        size = "large" if garment in _LARGE else "small"
        yield f"clothes-{size}-{when}.{_like(worn[garment], seen[garment])}"


def _like(one: Colour, other: Colour) -> str:
    if one is other:
        return "often" if one in _WORN_BY_MANY else "same"
    return "near" if any({one, other} <= pair for pair in _NEAR) else "other"
