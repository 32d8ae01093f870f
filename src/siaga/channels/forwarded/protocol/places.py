"""Coordinates in links and words. Pure; a link is read, never opened."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from siaga.channels.forwarded.protocol.items import Point
from siaga.geo.country import in_indonesia

POINTS_MAX = 10
LINK = re.compile(r"\b(?:https?://|geo:)[^\s<>\"']{4,2000}", re.IGNORECASE)
_NULL_ISLAND_DEG = 1e-6

_N = r"[-+\u2212]?\d{1,3}\.\d{1,15}"
_COMMA_PAIR = re.compile(rf"({_N})\s*,\s*({_N})")
_AT = re.compile(rf"@({_N}),({_N})")
_EXACT = re.compile(rf"!3d({_N})!4d({_N})")
_OSM = re.compile(rf"#map=[\d.]+/({_N})/({_N})")
_PLAIN = re.compile(rf"(?<![\w./,-])({_N})(?:°)?\s*(?:[,;/]\s*|\s+)({_N})(?:°)?(?![\w.]*\d)")
_NAMED = re.compile(
    rf"\b(?:lat|latitude|lintang)\w*\s*[:=]?\s*({_N})[\s,;/&]*"
    rf"(?:lon|lng|long|longitude|bujur)\w*\s*[:=]?\s*({_N})",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(\d{1,2}\.\d{2,15})\s*°?\s*(N|S|LU|LS)\b[\s,;]*(\d{1,3}\.\d{2,15})\s*°?\s*(E|W|BT|BB)\b",
    re.IGNORECASE,
)
_ANGLE = (
    r"(\d{{1,3}})\s*°\s*(\d{{1,2}})\s*['\u2032\u2019]\s*(\d{{1,2}}(?:[.,]\d{{1,6}})?)"
    r"\s*[\"\u2033\u201d]\s*({letters})\b"
)
_DEGREES = re.compile(
    _ANGLE.format(letters="N|S|LU|LS") + r"[\s,;]*" + _ANGLE.format(letters="E|W|BT|BB"),
    re.IGNORECASE,
)
_PAIR_NAMES = ("q", "query", "ll", "destination", "daddr", "center", "sll", "to", "viewpoint")
_MAP_HOSTS = re.compile(
    r"(^|\.)(google\.[a-z.]{2,6}|goo\.gl|app\.goo\.gl|openstreetmap\.org|osm\.org|waze\.com"
    r"|apple\.com|here\.com|bing\.com|yandex\.\w+|what3words\.com|w3w\.co)$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^https?://(maps\.app\.goo\.gl|goo\.gl/maps|g\.co/kgs|share\.google|waze\.com/ul/h"
    r"|osm\.org/go|w3w\.co|what3words\.com)",
    re.IGNORECASE,
)
_SOUTH_WEST = frozenset({"S", "LS", "W", "BB"})


def points(text: str) -> tuple[Point, ...]:
    """Every place the text names by numbers, in its order, each once."""
    found: dict[tuple[float, float], Point] = {}
    for _, point in sorted(_all(text), key=lambda each: each[0]):
        found.setdefault((round(point.latitude, 6), round(point.longitude, 6)), point)
    return tuple(found.values())[:POINTS_MAX]


def closed_links(text: str) -> tuple[str, ...]:
    """Links to a map that name no coordinates."""
    links = (found[0] for found in LINK.finditer(text))
    closed = (link for link in links if _is_map(link) and not any(_of_link(link)))
    return tuple(dict.fromkeys(closed))[:POINTS_MAX]


def _all(text: str) -> Iterator[tuple[int, Point]]:
    for link in LINK.finditer(text):
        point = next(_of_link(link[0]), None)
        if point is not None:
            yield link.start(), point
    words = LINK.sub(lambda link: " " * len(link[0]), text)
    for found in _DEGREES.finditer(words):
        latitude = _sexagesimal(found[1], found[2], found[3], found[4])
        yield from _point(found, latitude, _sexagesimal(found[5], found[6], found[7], found[8]))
    for found in _LETTERED.finditer(words):
        yield from _point(found, _signed(found[1], found[2]), _signed(found[3], found[4]))
    for found in _NAMED.finditer(words):
        yield from _point(found, _figure(found[1]), _figure(found[2]))
    for found in _PLAIN.finditer(words):
        if _looks_meant(found[1], found[2]):
            yield from _point(found, _figure(found[1]), _figure(found[2]))


def _of_link(link: str) -> Iterator[Point]:
    """The exact place first, then where the map was centred."""
    if link.lower().startswith("geo:"):
        yield from _of_geo(link)
        return
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        query = dict(parse_qsl(parts.query, max_num_fields=50))
    except ValueError:
        return
    if not _MAP_HOSTS.search(host):
        return
    whole = unquote(link)
    yield from _pair(query.get("mlat"), query.get("mlon"), link)
    yield from _pair(query.get("lat"), query.get("lon") or query.get("lng"), link)
    for found in _EXACT.finditer(whole):
        yield from _pair(found[1], found[2], link)
    for name in _PAIR_NAMES:
        pair = _COMMA_PAIR.search(query.get(name, ""))
        if pair is not None:
            yield from _pair(pair[1], pair[2], link)
    for pattern in (_AT, _OSM):
        for found in pattern.finditer(whole):
            yield from _pair(found[1], found[2], link)
    for found in _COMMA_PAIR.finditer(unquote(parts.path)):
        yield from _pair(found[1], found[2], link)


def _of_geo(link: str) -> Iterator[Point]:
    """RFC 5870: `geo:lat,lon;u=metres`. In the `?q=lat,lon` that telephones add lies the pin."""
    main, _, query = link[4:].partition("?")
    accuracy = re.search(r";u=(\d{1,6}(?:\.\d{1,3})?)", main)
    asked = _COMMA_PAIR.search(unquote(query))
    place = re.match(r"([-+]?\d{1,3}(?:\.\d{1,15})?),([-+]?\d{1,3}(?:\.\d{1,15})?)", main)
    doubt_m = float(accuracy[1]) if accuracy else None
    if asked is not None:
        yield from _pair(asked[1], asked[2], link)
    if place is not None:
        yield from _pair(place[1], place[2], link, accuracy_m=doubt_m)


def _pair(
    latitude: str | None, longitude: str | None, words: str, *, accuracy_m: float | None = None
) -> Iterator[Point]:
    north, east = _figure(latitude), _figure(longitude)
    if north is not None and east is not None and _exists(north, east):
        yield Point(latitude=north, longitude=east, words=words[:300], accuracy_m=accuracy_m)


def _point(found: re.Match[str], north: float, east: float) -> Iterator[tuple[int, Point]]:
    if _exists(north, east):
        yield found.start(), Point(latitude=north, longitude=east, words=found[0][:300])


def _figure(text: str | None) -> float:
    try:
        return float((text or "").replace("\u2212", "-"))
    except ValueError:
        return math.nan


def _exists(north: float, east: float) -> bool:
    inside = math.isfinite(north) and math.isfinite(east) and abs(north) <= 90 and abs(east) <= 180
    return inside and max(abs(north), abs(east)) >= _NULL_ISLAND_DEG


def _looks_meant(latitude: str, longitude: str) -> bool:
    """Two figures side by side may be prices: few decimals count only inside the country."""
    decimals = min(len(text.partition(".")[2]) for text in (latitude, longitude))
    north, east = _figure(latitude), _figure(longitude)
    return decimals >= 4 or (decimals >= 2 and in_indonesia(north, east))


def _signed(text: str, letter: str) -> float:
    return -_figure(text) if letter.upper() in _SOUTH_WEST else _figure(text)


def _sexagesimal(degrees: str, minutes: str, seconds: str, letter: str) -> float:
    value = int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600
    return -value if letter.upper() in _SOUTH_WEST else value


def _is_map(link: str) -> bool:
    return bool(_CLOSED.match(link)) or "/maps" in link.lower()
