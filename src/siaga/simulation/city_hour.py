"""A believable stretch of citizens' reports, the same again for the same seed. Pure.

Several people tell of one fire, a location follows its words a minute later, and a third of
what comes in is no report at all (domain.md 4 has the published shares).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, radians
from typing import Protocol, TypeVar

from siaga.language.place import Area
from siaga.language.values import AreaCode, Channel
from siaga.simulation.scenes import NAMES, SCENES, SPOTS, Scene

T = TypeVar("T")

HAPPENINGS_PER_HOUR = 26.0
METRES_PER_DEGREE = 111_320.0
SPREAD_MAX_M = 700.0  # from the kelurahan's centroid
WITNESS_SPREAD_M = 60.0  # from the happening to the one who tells of it


class Chance(Protocol):
    """A seeded `random.Random`, made by the caller; only numbers in [0, 1) are asked of it."""

    def random(self) -> float: ...


class Sent(StrEnum):
    TEXT = "text"
    LOCATION = "location"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message or filled-in form, `at_s` seconds after the beginning.

    `happening` is the same number for everyone who tells of the same thing.
    """

    at_s: float
    channel: Channel  # whatsapp or web
    sender: str  # digits with country code, as WhatsApp shows them
    name: str
    happening: int
    sent: Sent = Sent.TEXT
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    incident_type: str = ""  # chosen in the web form; a place may lack it
    area: AreaCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    number: int
    at_s: float
    scene: Scene
    area: Area
    spot: str
    latitude: float
    longitude: float


def city_hour(chance: Chance, areas: Sequence[Area], *, minutes: float = 60.0) -> list[Arrival]:
    """Everything that arrives within `minutes`, in order. `areas` must not be empty."""
    end_s = minutes * 60.0
    arrivals: list[Arrival] = []
    for happening in _happenings(chance, areas, end_s):
        arrivals.extend(_told(chance, happening))
    return sorted((one for one in arrivals if one.at_s < end_s), key=lambda one: one.at_s)


def _happenings(chance: Chance, areas: Sequence[Area], end_s: float) -> Iterator[_Happening]:
    weighted = [scene for scene in SCENES for _ in range(scene.weight)]
    mean_gap_s = 3600.0 / HAPPENINGS_PER_HOUR
    at_s, number = chance.random() * 20.0, 0
    while at_s < end_s:
        area = _pick(chance, areas)
        latitude, longitude = _near(chance, area.latitude, area.longitude, SPREAD_MAX_M)
        yield _Happening(
            number=number,
            at_s=at_s,
            scene=_pick(chance, weighted),
            area=area,
            spot=_pick(chance, SPOTS),
            latitude=latitude,
            longitude=longitude,
        )
        at_s += mean_gap_s * (0.2 + 1.6 * chance.random())
        number += 1


def _told(chance: Chance, happening: _Happening) -> Iterator[Arrival]:
    fewest, most = happening.scene.callers
    people = fewest + int(chance.random() * (most - fewest + 1))
    at_s = happening.at_s
    for _ in range(people):
        sender, name = _number(chance), _pick(chance, NAMES)
        if chance.random() < happening.scene.web_share:
            yield _form(chance, happening, at_s=at_s, sender=sender, name=name)
        else:
            yield from _chat(chance, happening, at_s=at_s, sender=sender, name=name)
        at_s += 15.0 + 150.0 * chance.random()


def _form(chance: Chance, happening: _Happening, *, at_s: float, sender: str, name: str) -> Arrival:
    """A filled-in web form: half of them with a measured place, some without name or number."""
    measured = chance.random() < 0.5
    latitude, longitude = _near(chance, happening.latitude, happening.longitude, WITNESS_SPREAD_M)
    return Arrival(
        at_s=at_s + 40.0,  # a form takes longer to fill in
        channel=Channel.WEB,
        sender=sender if chance.random() < 0.7 else "",
        name=name if chance.random() < 0.6 else "",
        happening=happening.number,
        text=_words(chance, happening),
        latitude=latitude if measured else None,
        longitude=longitude if measured else None,
        incident_type=happening.scene.incident_type if chance.random() < 0.8 else "",
        area=happening.area.code,
    )


def _chat(
    chance: Chance, happening: _Happening, *, at_s: float, sender: str, name: str
) -> Iterator[Arrival]:
    first = Arrival(
        at_s=at_s,
        channel=Channel.WHATSAPP,
        sender=sender,
        name=name,
        happening=happening.number,
    )
    scene = happening.scene
    if not scene.located and chance.random() < 0.2:
        yield replace(first, sent=Sent.STICKER)
        return
    yield replace(first, text=_words(chance, happening))
    if scene.located and chance.random() < 0.55:
        latitude, longitude = _near(
            chance, happening.latitude, happening.longitude, WITNESS_SPREAD_M
        )
        sent_at_s = at_s + 35.0 + 60.0 * chance.random()
        yield replace(
            first, at_s=sent_at_s, sent=Sent.LOCATION, latitude=latitude, longitude=longitude
        )
    if scene.later and chance.random() < 0.4:
        later_at_s = at_s + 20.0 + 160.0 * chance.random()
        yield replace(first, at_s=later_at_s, text=_pick(chance, scene.later))


def _words(chance: Chance, happening: _Happening) -> str:
    opening = _pick(chance, happening.scene.openings)
    return opening.format(area=happening.area.name, spot=happening.spot)


def _number(chance: Chance) -> str:
    """Looks like a subscriber's number; a drill's outbox never leaves the building."""
    return f"62812000{int(chance.random() * 100_000):05d}"


def _near(
    chance: Chance, latitude: float, longitude: float, within_m: float
) -> tuple[float, float]:
    north_m = (2.0 * chance.random() - 1.0) * within_m
    east_m = (2.0 * chance.random() - 1.0) * within_m
    east_deg = east_m / (METRES_PER_DEGREE * cos(radians(latitude)))
    return round(latitude + north_m / METRES_PER_DEGREE, 6), round(longitude + east_deg, 6)


def _pick(chance: Chance, options: Sequence[T]) -> T:
    return options[int(chance.random() * len(options))]
