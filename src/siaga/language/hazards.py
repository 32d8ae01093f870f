"""What crews are to look out for at a kind of incident; the place says at which."""

from __future__ import annotations

from enum import StrEnum


class Hazard(StrEnum):
    COLLAPSE = "collapse"
    GAS = "gas"
    ELECTRIC = "electric"
    TRAFFIC = "traffic"
    FUEL = "fuel"
    VIOLENCE = "violence"
    WATER = "water"
    POISON = "poison"
    BLOOD = "blood"
    ANIMAL = "animal"
    SMOKE = "smoke"
