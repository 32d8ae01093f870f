"""Generated evenings of missing and found people, each of a *manner*: crowd, noise and words.

Three manners are apart in their seeds and in every figure: one to learn points by, one to set how
far they are trusted, and two to measure by. All of it was invented; no real report was looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, pi, sin, sqrt
from random import Random

from siaga.desks.persons.advise import Look, words_of
from siaga.language.persons import (
    Build,
    Clothing,
    Colour,
    Company,
    Garment,
    Sex,
    band_of,
)
from siaga.language.values import PersonId

BEGINS_AT = datetime(2026, 11, 26, 1, tzinfo=UTC)
CENTRE = (-1.61, 103.61)
KM = 1 / 111.0
Pairs = tuple[tuple[str, str], ...]

MARKS: Pairs = (
    ("bekas luka di dahi", "codet di jidat"),
    ("tahi lalat di pipi kiri", "ada tompel di pipi"),
    ("gigi ompong depan", "giginya sudah ompong"),
    ("tato di lengan kanan", "lengannya bertato"),
    ("rambut beruban sebahu", "rambut putih"),
    ("jalan pincang kaki kiri", "jalannya pakai tongkat"),
    ("memakai kacamata tebal", "berkacamata"),
    ("jari tangan kurang satu", "jarinya putus"),
)
OTHER_MARKS: Pairs = (
    ("bekas operasi di perut", "perutnya ada luka operasi"),
    ("tanda lahir di leher", "tahi lalat besar di leher"),
    ("kaki palsu sebelah kanan", "pakai kaki palsu"),
    ("rambut panjang dikuncir", "rambut panjang"),
    ("bekas luka bakar di tangan", "tangan bekas terbakar"),
    ("janggut putih", "berjanggut"),
)
HELD_MARKS: Pairs = (
    ("parut bekas jahitan di dagu", "dagunya ada bekas jahitan"),
    ("cincin batu akik besar", "pakai cincin akik"),
    ("kumis tebal", "berkumis"),
    ("telinga pakai alat bantu dengar", "alat dengar di kuping"),
    ("kalung benang merah", "leher ada kalung merah"),
    ("bekas cacar di muka", "mukanya bopeng"),
    ("bahu kiri miring", "badannya miring sebelah"),
    ("rambut dikepang dua", "rambut kepang"),
)
CONDITIONS: Pairs = (("pikun", "linglung"), ("ODGJ", "gangguan jiwa"), ("bisu", "dak bisa ngomong"))
NAMES = tuple(
    [
        "siti aminah",
        "zulkifli",
        "rosmawati",
        "budi santoso",
        "nurhayati",
        "ahmad fauzi",
        "sri wahyuni",
        "rizki",
        "mariam",
        "sulaiman",
        "fatimah",
        "hendra",
        "yusnidar",
        "m ridwan",
        "dewi lestari",
        "abdul karim",
        "ratna",
        "joko",
    ]
)
HELD_NAMES = tuple(
    [
        "halimah",
        "muhammad ilham",
        "sri rahayu",
        "tarmizi",
        "kartini",
        "anwar",
        "siti rohana",
        "bambang",
        "zubaidah",
        "edi",
        "nur aini",
        "syamsudin",
        "maimunah",
        "rahmat hidayat",
        "lasmi",
        "andi saputra",
    ]
)
NEAR = {
    Colour.RED: Colour.PINK,
    Colour.BLUE: Colour.GREEN,
    Colour.BLACK: Colour.GREY,
    Colour.BROWN: Colour.CREAM,
    Colour.WHITE: Colour.CREAM,
}
OFTEN = (Colour.BLACK, Colour.BLACK, Colour.WHITE, Colour.BLUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """`present`: of the missing, the part that somebody found. `told`: chance that a thing is."""

    missing: int
    others: int
    present: float
    radius_km: float
    days: float
    walk_km: float  # per root of an hour
    late: float  # part found days later
    age_noise: float
    sex_wrong: float
    clock_wrong: float  # part with "last seen" after they were found
    colour_near: float
    colour_wrong: float
    often: float  # part of clothes in the colours that many wear
    changed: float  # wears something else after a day
    told: float
    mark_told: float
    mark_extra: float  # a mark that the family did not tell of
    named: float
    build_off: float
    company: float
    marks: Pairs
    names: tuple[str, ...]


LEARN = Manner(
    missing=25, others=30, present=0.6, radius_km=6.0, days=3, walk_km=1.0, late=0.15,
    age_noise=0.10, sex_wrong=0.01, clock_wrong=0.03, colour_near=0.25, colour_wrong=0.08,
    often=0.35, changed=0.4, told=0.75, mark_told=0.55, mark_extra=0.2, named=0.2, build_off=0.2,
    company=0.5, marks=MARKS + OTHER_MARKS, names=NAMES,
)  # fmt: skip
TRUSTED = replace(
    LEARN, missing=15, others=25, present=0.45, radius_km=8.0, days=2, walk_km=1.5, late=0.25,
    age_noise=0.13, colour_near=0.3, colour_wrong=0.14, often=0.5, mark_told=0.45, mark_extra=0.3,
    told=0.65, named=0.12, build_off=0.3, marks=OTHER_MARKS,
)  # fmt: skip
CROWD = replace(
    LEARN, missing=40, others=60, present=0.65, radius_km=7.0, days=2, walk_km=1.3, late=0.0,
    age_noise=0.09, sex_wrong=0.0, clock_wrong=0.0, colour_wrong=0.0, often=0.0, changed=0.0,
    mark_told=0.6, mark_extra=0.0, named=0.0, build_off=0.0, company=0.0, marks=HELD_MARKS,
    names=HELD_NAMES,
)  # fmt: skip
"""The crowd of the first measurement (2026-11-26, rule persons-1), with its kinds of noise only."""
CITY = replace(
    LEARN, missing=6, others=14, present=0.35, radius_km=9.0, days=5, walk_km=1.7, late=0.35,
    age_noise=0.16, sex_wrong=0.02, clock_wrong=0.06, colour_near=0.3, colour_wrong=0.18,
    often=0.55, changed=0.6, told=0.6, mark_told=0.4, mark_extra=0.35, named=0.1, build_off=0.35,
    company=0.3, marks=HELD_MARKS + MARKS[:4], names=HELD_NAMES,
)  # fmt: skip
"""Fewer people, worse witnesses, more of it days later: nearer to what a room sees in a week."""


@dataclass(frozen=True, slots=True)
class Truth:
    look: Look
    other: Look | None  # as somebody else described them when found; None: never found


@dataclass(frozen=True, slots=True)
class Evening:
    missing: Sequence[Look]
    found: Sequence[Look]
    there: frozenset[str]  # who of the missing is among the found


def evening(seed: int, manner: Manner) -> Evening:
    chance = Random(seed)
    truths = [_person(chance, manner, f"{seed}-{n}") for n in range(manner.missing)]
    sure = replace(manner, present=1.0)
    others = [_person(chance, sure, f"{seed}-x{n}").other for n in range(manner.others)]
    found = [one for one in (*(each.other for each in truths), *others) if one is not None]
    chance.shuffle(found)
    there = frozenset(one.look.person_id for one in truths if one.other is not None)
    return Evening([one.look for one in truths], found, there)


def twin(person_id: str) -> str:
    return person_id.replace("missing", "found")


def _person(chance: Random, manner: Manner, name: str) -> Truth:
    age = chance.choice([chance.randint(3, 16), chance.randint(18, 59), chance.randint(60, 92)])
    marks = chance.sample(manner.marks, k=chance.choice([0, 1, 1, 2]))
    condition = chance.choice([*CONDITIONS, None]) if age > 12 else None
    look = Look(
        person_id=PersonId(f"missing-{name}"),
        seen_at=BEGINS_AT + timedelta(hours=chance.uniform(0, 24 * manner.days)),
        sex=chance.choice([Sex.FEMALE, Sex.MALE]),
        age_band=band_of(age),
        age_years=age,
        build=chance.choice([*Build, None]),
        clothes=tuple(
            Clothing(garment=garment, colour=_colour(chance, manner))
            for garment in (Garment.TOP, Garment.BOTTOM, Garment.HEAD)
            if chance.random() < (0.9 if garment is Garment.TOP else 0.6)
        ),
        spot=_around(CENTRE, chance, km=manner.radius_km),
        spread_m=chance.choice([100, 400, 1000]),
        name=chance.choice(manner.names),
        marks=words_of(" ".join(one for one, _ in marks)),
        condition=words_of(condition[0] if condition else ""),
        company=_company(chance) if chance.random() < manner.company else None,
    )
    if chance.random() >= manner.present:
        return Truth(look, None)
    return Truth(look, _described(look, chance, manner, marks=marks, condition=condition))


def _described(
    look: Look,
    chance: Random,
    manner: Manner,
    *,
    marks: Sequence[tuple[str, str]],
    condition: tuple[str, str] | None,
) -> Look:
    """By a stranger, hours later: guessed, named otherwise, left out, sometimes wrong."""
    hours = chance.choice([chance.uniform(0.5, 8), chance.uniform(2, 40)])
    if chance.random() < manner.late:
        hours = chance.uniform(48, 240)
    age = look.age_years or 0
    told_age = max(1, round(chance.gauss(age, 1.2 + age * manner.age_noise)))
    told = [two for _, two in marks if chance.random() < manner.mark_told]
    told += [chance.choice(manner.marks)[1]] if chance.random() < manner.mark_extra else []
    off = timedelta(hours=chance.uniform(0, 6) if chance.random() < manner.clock_wrong else 0)
    return Look(
        person_id=PersonId(twin(look.person_id)),
        seen_at=look.seen_at + timedelta(hours=hours) * (not off) - off,
        sex=_sex(look.sex, chance, manner),
        age_band=band_of(told_age),
        age_years=told_age if chance.random() < 0.5 else None,
        build=_build(look.build, chance, manner) if chance.random() < manner.told else None,
        clothes=tuple(_clothes(look, chance, manner, hours)) if chance.random() < 0.9 else (),
        spot=_around(look.spot or CENTRE, chance, km=0.4 + manner.walk_km * sqrt(hours)),
        spread_m=chance.choice([50, 300, 1000]),
        name=look.name.split()[-1] if chance.random() < manner.named else "",
        marks=words_of(" ".join(told)),
        condition=words_of(condition[1] if condition and chance.random() < manner.told else ""),
        company=look.company if chance.random() < 0.8 else _company(chance),
    )


def _clothes(look: Look, chance: Random, manner: Manner, hours: float) -> list[Clothing]:
    is_changed = hours > 24 and chance.random() < manner.changed
    said = [one for one in look.clothes if chance.random() < manner.told]
    return [replace(one, colour=_seen(one.colour, chance, manner, is_changed)) for one in said]


def _seen(colour: Colour, chance: Random, manner: Manner, is_changed: bool) -> Colour:
    if is_changed or chance.random() < manner.colour_wrong:
        return _colour(chance, manner)
    return NEAR.get(colour, colour) if chance.random() < manner.colour_near else colour


def _colour(chance: Random, manner: Manner) -> Colour:
    return chance.choice(OFTEN if chance.random() < manner.often else tuple(Colour))


def _sex(sex: Sex, chance: Random, manner: Manner) -> Sex:
    if chance.random() < manner.sex_wrong:
        return Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    return sex if chance.random() < 0.97 else Sex.UNKNOWN


def _build(build: Build | None, chance: Random, manner: Manner) -> Build | None:
    return chance.choice(list(Build)) if build and chance.random() < manner.build_off else build


def _company(chance: Random) -> Company:
    return chance.choices(list(Company), weights=[7, 1, 2, 1])[0]


def _around(spot: tuple[float, float], chance: Random, *, km: float) -> tuple[float, float]:
    turn, far = chance.uniform(0, 2 * pi), km * sqrt(chance.random()) * KM
    return spot[0] + far * sin(turn), spot[1] + far * cos(turn)
