"""Four cities' callers, fitted so that the published counts come out (domain.md 4).

Published are totals of a period by what became of a call, never its patience or its numbers.
What was assumed beyond them is written beside it. `benchmarks.flood_fit` says how far off each is.
"""

from __future__ import annotations

from dataclasses import dataclass

from siaga.simulation.phone_callers import Burst, CallerKind, Habit, Spread, Town

REAL, INFORMATION = CallerKind.REAL, CallerKind.INFORMATION
PRANK, GHOST, ACCIDENTAL = CallerKind.PRANK, CallerKind.GHOST, CallerKind.ACCIDENTAL

# Weights of the hours 00 … 23. Children: none at night, most after ten and after three.
CHILDREN = (
    *(0, 0, 0, 0, 0, 0.1, 0.5, 0.7, 0.8, 1.2, 3, 3),
    *(2.2, 2, 2, 2.4, 2.4, 2, 1.3, 1, 0.7, 0.4, 0.2, 0.1),
)
GROWN_UP = (
    *(0.5, 0.4, 0.3, 0.3, 0.4, 0.6, 0.9, 1.1, 1.2, 1.3, 1.4, 1.4),
    *(1.3, 1.2, 1.2, 1.3, 1.4, 1.4, 1.5, 1.5, 1.3, 1.1, 0.8, 0.6),
)

HANGS_UP_S = Spread(median=4.73, sigma=0.35, least=0.5, most=60)
"""Who hangs up in the greeting: 92 % of one city's calls were gone before an operator's telephone
rang, and of the others barely a third was still there a few seconds later."""

HABITS = {
    REAL: Habit(
        patience_s=Spread(median=75, sigma=0.7, least=8, most=600),
        talk_s=Spread(median=95, sigma=0.5, least=25, most=420),
        wrap_s=Spread(median=30, sigma=0.5, least=5, most=120),
        rhythm=GROWN_UP,
        hidden=0.10,
        calls_per_number=1,
        redials=0.85,
    ),
    INFORMATION: Habit(
        patience_s=Spread(median=45, sigma=0.7, least=6, most=300),
        talk_s=Spread(median=45, sigma=0.6, least=10, most=240),
        wrap_s=Spread(median=6, sigma=0.5, least=2, most=40),
        rhythm=GROWN_UP,
        hidden=0.05,
        calls_per_number=1.5,
        redials=0.3,
    ),
    PRANK: Habit(
        patience_s=Spread(median=30, sigma=0.8, least=3, most=240),
        talk_s=Spread(median=9, sigma=0.6, least=3, most=60),
        wrap_s=Spread(median=2, sigma=0.3, least=1, most=6),
        rhythm=CHILDREN,
        hidden=0.15,
        calls_per_number=8,
        in_a_row=2.5,
        between_s=45,
    ),
    GHOST: Habit(
        patience_s=Spread(median=25, sigma=0.8, least=3, most=240),
        talk_s=Spread(median=14, sigma=0.25, least=8, most=30),  # 8 s of listening, one question
        wrap_s=Spread(median=2, sigma=0.3, least=1, most=6),
        rhythm=GROWN_UP,
        hidden=0.20,
        calls_per_number=3,
        in_a_row=1.3,
        between_s=90,
    ),
    ACCIDENTAL: Habit(
        patience_s=Spread(median=20, sigma=0.8, least=3, most=120),
        talk_s=Spread(median=6, sigma=0.5, least=2, most=30),
        wrap_s=Spread(median=2, sigma=0.3, least=1, most=6),
        rhythm=GROWN_UP,
        hidden=0.10,
        calls_per_number=2,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a city said; `days` of its period. None: not said."""

    days: float
    calls: int
    cut_in_greeting: int | None = None
    offered: int | None = None
    answered: int | None = None
    prank: int | None = None
    ghost: int | None = None
    prank_and_ghost: int | None = None
    information: int | None = None
    real: int | None = None
    greeting_s: float = 0.0  # assumed
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    town: Town
    published: Published
    burst: Burst


def _per_day(days: float, **calls: float) -> dict[CallerKind, float]:
    return {CallerKind(kind): count / days for kind, count in calls.items() if count}


BURST = Burst(from_h=10, until_h=14, children_per_h=75, again_per_h=15, others_per_h=30)
"""120 calls an hour: children, one number about fifteen times, and the city's ordinary callers."""

CITIES = {
    "batu": City(
        town=Town(
            name="batu",
            staying=_per_day(214, real=63, information=600, prank=36, ghost=94),
            quick=_per_day(214, prank=7_600, ghost=24_500, accidental=29_000),
            quick_s=HANGS_UP_S,
            habits=HABITS,
        ),
        published=Published(
            days=214,
            calls=61_897,
            cut_in_greeting=57_073,
            offered=4_824,
            answered=1_308,
            prank=97,
            ghost=306,
            real=67,
            greeting_s=8.0,
            source="Kota Batu, June to December 2024",
        ),
        burst=BURST,
    ),
    "purworejo": City(
        town=Town(
            name="purworejo",
            staying=_per_day(942, real=28, information=468, prank=1_120, ghost=1_170),
            quick={},
            quick_s=HANGS_UP_S,
            habits=HABITS,
        ),
        published=Published(
            days=942,
            calls=2_802,
            prank=1_147,
            ghost=1_170,
            information=455,
            real=30,
            source="Purworejo, January 2022 to July 2024",
        ),
        burst=BURST,
    ),
    "kendari": City(
        town=Town(
            name="kendari",
            staying=_per_day(21, real=99, information=2_490, prank=705, ghost=705),
            quick=_per_day(21, prank=995, ghost=995),
            quick_s=HANGS_UP_S,
            habits=HABITS,
        ),
        published=Published(
            days=21,
            calls=5_982,
            answered=3_744,
            prank_and_ghost=1_222,
            information=2_423,
            real=99,
            greeting_s=8.0,
            source="Kendari, 10 to 30 June 2025; answered = valid + prank and ghost",
        ),
        burst=BURST,
    ),
    "gresik": City(
        town=Town(
            name="gresik",
            staying=_per_day(1, real=2, information=60, prank=86, ghost=28),
            quick=_per_day(1, prank=110, ghost=65, accidental=45),
            quick_s=HANGS_UP_S,
            habits=HABITS,
        ),
        published=Published(
            days=1,
            calls=400,
            prank=83,
            ghost=21,
            greeting_s=8.0,
            source="Gresik, one Sunday of 2021; the rest of the day's calls is not told",
        ),
        burst=BURST,
    ),
}
