"""Opens a simulated shift on the rules of the shipped place, or on a variant of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from benchmarks.room import ROOT
from siaga.language.place import Place
from siaga.language.values import AccountId
from siaga.platform.place_files import load_place
from siaga.simulation.phone_callers_shift import Shift

MIDNIGHT_AT = datetime(2026, 1, 4, 17, tzinfo=UTC)  # a Monday in WIB


class Variant(StrEnum):
    POLICY = "policy"  # the place's rules
    FIFO = "fifo"  # the same desk; nothing but age counts
    LIMIT = "limit"  # as if every real caller were known as such: no order can do better


@cache
def shipped_place() -> Place:
    return load_place(next((ROOT / "places").glob("*/*/place.toml")).parent, drill=True)


def open_shift(variant: Variant, *, takers: int, greeting_s: float = 0.0) -> Shift:
    place = shipped_place()
    if variant is Variant.FIFO:
        flat = replace(place.lines.likelihood, seconds_per_100=0)
        place = replace(place, lines=replace(place.lines, likelihood=flat))
    shift = Shift(
        place,
        tuple(AccountId(f"taker-{number}") for number in range(1, takers + 1)),
        MIDNIGHT_AT,
        is_fifo=variant is Variant.FIFO,
        knows_all=variant is Variant.LIMIT,
        greeting_s=greeting_s,
    )
    shift.open()
    return shift
