"""An evening on which many people tell of the same few happenings, near each other. Pure.

Two fires 300 m apart, a crash beside a fire, somebody ill in the same street; pins that lie far
off, reports that come hours late, and people who tell of their own need in somebody else's fire.
How often each occurs is assumed and stands here in numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, exp, log, pi, radians, sin
from typing import Protocol, TypeVar

from siaga.language.place import Area
from siaga.language.values import IncidentTypeId
from siaga.simulation.storm_words import (
    KINDS,
    LANDMARK_KINDS,
    LANDMARK_NAMES,
    LANDMARKS,
    SECOND_LINES,
    SHORTENED,
    STREET_KINDS,
    STREET_NAMES,
    Kind,
)

T = TypeVar("T")

METRES_PER_DEGREE = 111_195.0
MALAY = (("ada", "ado"), ("tidak", "dak"), ("besar", "besak"), ("air", "aek"))


class Chance(Protocol):
    """A seeded `random.Random`, made by the caller."""

    def random(self) -> float: ...


class Where(StrEnum):
    """What the report says of its place besides words."""

    POINT = "point"
    AREA = "area"  # only the kelurahan
    NONE = "none"


class Wrong(StrEnum):
    """How far a point lies from where it should."""

    NO = "no"
    NEAR = "near"  # 300 m to 1 km
    FAR = "far"  # 1 to 5 km


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    storm: tuple[int, int] = (60, 180)  # who tell of the one fire everybody sees
    points: float = 0.72
    areas: float = 0.14  # the others give no place but in words
    wrong: float = 0.12  # of the points
    late: float = 0.10  # told one to three hours after
    placeless: float = 0.02  # no place at all, not even in words
    own_victim: float = 0.06  # of those who tell of something that has victims
    short: float = 0.30  # write as shortly as they can
    malay: float = 0.25
    again: float = 0.3  # hours later the same kind happens again where the first still stands open
    scattered: int = 14  # happenings elsewhere in the city, one reporter each or few


RULES = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    number: int
    kind: Kind
    latitude: float
    longitude: float
    area: Area
    began_s: float
    street: str
    landmarks: tuple[str, ...]
    rt: int
    detail: str
    crowd: int

    @property
    def incident_type(self) -> IncidentTypeId:
        return IncidentTypeId(self.kind.incident_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report of one happening."""

    happening: Happening
    at_s: float
    text: str
    where: Where
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    wrong: Wrong = Wrong.NO
    is_late: bool = False
    own_victim: bool = False
    placeless: bool = False


def evening(
    chance: Chance, areas: Sequence[Area], *, held: bool, rules: Rules = RULES
) -> list[Telling]:
    """In the order in which they are told. `held`: by the words nobody tunes with."""
    happenings = list(_happenings(chance, areas, rules))
    tellings = [
        _telling(chance, one, number, held=held, rules=rules)
        for one in happenings
        for number in range(one.crowd)
    ]
    return sorted(tellings, key=lambda telling: telling.at_s)


# ---- what happens


def _happenings(chance: Chance, areas: Sequence[Area], rules: Rules) -> Iterator[Happening]:
    fires = [kind for kind in KINDS if kind.incident_type == "fire.building"]
    storm = _first(chance, _pick(chance, areas), kind=fires[0], began_s=600.0)
    fewest, most = rules.storm
    storm = replace(storm, crowd=fewest + int((most - fewest + 1) * chance.random()))
    yield storm
    yield _beside(chance, storm, 1, kind=fires[0], metres=300.0)
    crash, ill, birth = (_kind(name) for name in ("traffic_acc", "medical.unc", "medical.child"))
    yield _beside(chance, storm, 2, kind=crash, metres=60.0 + 200.0 * chance.random())
    yield _beside(chance, storm, 3, kind=ill, metres=50.0 + 150.0 * chance.random())
    yield _beside(chance, storm, 4, kind=birth, metres=80.0 + 250.0 * chance.random())
    number = 5
    for began_s in (1_200.0, 3_000.0):
        start = _first(chance, _pick(chance, areas), kind=_pick(chance, KINDS), began_s=began_s)
        start = replace(start, number=number)
        yield start
        yield _beside(chance, start, number + 1, kind=_pick(chance, KINDS), metres=350.0)
        number += 2
    if chance.random() < rules.again:
        again = _beside(chance, storm, number, kind=crash, metres=40.0)
        yield replace(again, began_s=storm.began_s + 9_000.0 + 5_400.0 * chance.random())
    for scattered in range(number + 1, number + 1 + rules.scattered):
        kind = _pick(chance, KINDS)
        began_s = 14_400.0 * chance.random()
        alone = _first(chance, _pick(chance, areas), kind=kind, began_s=began_s)
        few = 1 + int(min(2, kind.crowd[1] - 1) * chance.random())
        yield replace(alone, number=scattered, crowd=few)


def _first(chance: Chance, area: Area, *, kind: Kind, began_s: float) -> Happening:
    reach_m = 350.0 * area.area_km2**0.5
    latitude, longitude = _moved(chance, (area.latitude, area.longitude), reach_m)
    fewest, most = kind.crowd
    return Happening(
        number=0,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        area=area,
        began_s=began_s,
        street=f"{_pick(chance, STREET_KINDS)} {_pick(chance, STREET_NAMES)}",
        landmarks=(_landmark(chance), _landmark(chance)),
        rt=1 + int(30 * chance.random()),
        detail=_pick(chance, kind.details),
        crowd=fewest + int((most - fewest + 1) * chance.random()),
    )


def _landmark(chance: Chance) -> str:
    if chance.random() < 0.25:
        return _pick(chance, LANDMARKS)
    return f"{_pick(chance, LANDMARK_KINDS)} {_pick(chance, LANDMARK_NAMES)}"


def _beside(
    chance: Chance, other: Happening, number: int, *, kind: Kind, metres: float
) -> Happening:
    """In the same kelurahan and often the same street; a landmark may stand between the two."""
    angle = 2.0 * pi * chance.random()
    latitude, longitude = _at(other.latitude, other.longitude, metres=metres, angle=angle)
    own = _first(chance, other.area, kind=kind, began_s=other.began_s + 1_500.0 * chance.random())
    shares_street = metres < 250.0 and chance.random() < 0.6
    shares_landmark = chance.random() < 0.5
    others = tuple(detail for detail in kind.details if detail != other.detail)
    return replace(
        own,
        number=number,
        latitude=latitude,
        longitude=longitude,
        street=other.street if shares_street else own.street,
        landmarks=(own.landmarks[0], other.landmarks[0] if shares_landmark else own.landmarks[1]),
        detail=_pick(chance, others) if others else own.detail,
        rt=other.rt if shares_street else own.rt,
    )


# ---- who tells of it


def _telling(chance: Chance, one: Happening, number: int, *, held: bool, rules: Rules) -> Telling:
    is_late = number > 0 and chance.random() < rules.late
    after_s = -720.0 * log(1.0 - chance.random()) * (number > 0)
    if is_late:
        after_s = 3_600.0 + 7_200.0 * chance.random()
    placeless = number > 0 and chance.random() < rules.placeless
    own_victim = bool(one.kind.victims) and number > 0 and chance.random() < rules.own_victim
    text = _words(chance, one, held=held, own_victim=own_victim, placeless=placeless)
    if chance.random() < rules.malay:
        text = _in_malay(text)
    if chance.random() < rules.short:
        text = _shortened(chance, text)
    drawn = chance.random()
    at_s = one.began_s + after_s
    if placeless or drawn > rules.points + rules.areas:
        where = Where.NONE
    elif drawn > rules.points:
        where = Where.AREA
    else:
        where = Where.POINT
    telling = Telling(
        happening=one,
        at_s=at_s,
        text=text,
        where=where,
        is_late=is_late,
        own_victim=own_victim,
        placeless=placeless,
    )
    return _pinned(chance, telling, rules) if where is Where.POINT else telling


def _pinned(chance: Chance, telling: Telling, rules: Rules) -> Telling:
    """A witness stands some way off; some phones tell of somewhere else altogether."""
    wrong = Wrong.NO
    metres = 15.0 + 180.0 * chance.random() ** 2
    if chance.random() < rules.wrong:
        metres = exp(log(300.0) + (log(5_000.0) - log(300.0)) * chance.random())
        wrong = Wrong.NEAR if metres < 1_000.0 else Wrong.FAR
    one = telling.happening
    angle = 2.0 * pi * chance.random()
    latitude, longitude = _at(one.latitude, one.longitude, metres=metres, angle=angle)
    return replace(
        telling,
        latitude=latitude,
        longitude=longitude,
        accuracy_m=15.0 + 85.0 * chance.random(),
        wrong=wrong,
    )


def _words(chance: Chance, one: Happening, *, held: bool, own_victim: bool, placeless: bool) -> str:
    lines = one.kind.victims if own_victim else one.kind.held if held else one.kind.tuned
    where = "" if placeless else _place_words(chance, one)
    said = _pick(chance, lines).format(where=where, detail=one.detail)
    return " ".join(f"{said} {_pick(chance, (*SECOND_LINES, *one.kind.adds))}".split())


def _place_words(chance: Chance, one: Happening) -> str:
    parts = []
    if chance.random() < 0.65:
        parts.append(f"di {one.street}")
    if chance.random() < 0.5:
        beside = _pick(chance, ("dekat", "depan", "belakang", "samping"))
        parts.append(f"{beside} {_pick(chance, one.landmarks)}")
    if chance.random() < 0.25:
        parts.append(f"RT {one.rt:02d}")
    if not parts or chance.random() < 0.35:
        parts.append(one.area.name if parts else f"di {one.area.name}")
    return " ".join(parts)


def _in_malay(text: str) -> str:
    for word, malay in MALAY:
        text = text.replace(word, malay)
    return text


def _shortened(chance: Chance, text: str) -> str:
    words = [
        SHORTENED[word.lower()] if word.lower() in SHORTENED and chance.random() < 0.7 else word
        for word in text.split()
    ]
    return " ".join(words).lower()


# ---- chance and places


def _pick(chance: Chance, options: Sequence[T]) -> T:
    return options[int(chance.random() * len(options))]


def _kind(begins: str) -> Kind:
    return next(kind for kind in KINDS if kind.incident_type.startswith(begins))


def _moved(chance: Chance, start: tuple[float, float], within_m: float) -> tuple[float, float]:
    metres, angle = within_m * chance.random() ** 0.5, 2.0 * pi * chance.random()
    return _at(*start, metres=metres, angle=angle)


def _at(latitude: float, longitude: float, *, metres: float, angle: float) -> tuple[float, float]:
    degrees = metres / METRES_PER_DEGREE
    east = degrees * sin(angle) / cos(radians(latitude))
    return latitude + degrees * cos(angle), longitude + east
