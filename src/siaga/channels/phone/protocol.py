"""What a telephone network says of a caller, read without believing any of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree

from siaga.channels.phone.port import Offered
from siaga.language.calls import CallerId

TEXT_MAX = 256
DIGITS_MIN, DIGITS_MAX = 3, 15  # E.164 and short numbers
DEVICE_DIGITS = range(14, 17)  # IMEI 15, with software version 16, without check digit 14
COUNTRY_CODE = "62"
LOCATION_CHARACTERS_MAX = 16_384

_NOBODY = frozenset({"", "anonymous", "unavailable", "restricted", "unknown", "private", "none"})
_USER = re.compile(r"(?:sips?|tel):([^@;>?]*)", re.IGNORECASE)
_NOT_DIALLED = re.compile(r"[\s().-]")
_PRIVATE = frozenset({"id", "user", "header", "critical"})
_GML = "{http://www.opengis.net/gml}"
_PIDF_SHAPES = "{http://www.opengis.net/pidflo/1.0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`number`: digits, perhaps after a plus; of a device its own; "" when none is known."""

    kind: CallerId
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLocation:
    latitude: float
    longitude: float
    accuracy_m: int | None = None


def read_caller(offered: Offered) -> Caller:
    """The network's assertion first, then what the caller's side says of itself."""
    asserted, said = _user(offered.asserted), _user(offered.caller)
    wishes = {part.strip().lower() for part in re.split(r"[;,]", offered.privacy[:TEXT_MAX])}
    hidden = bool(wishes & _PRIVATE) or said.lower() in _NOBODY - {""}
    given = asserted if asserted.lower() not in _NOBODY else said
    if given.lower() in _NOBODY:
        return Caller(kind=CallerId.HIDDEN if hidden else CallerId.ABSENT)
    digits = _NOT_DIALLED.sub("", given)
    bare = digits.removeprefix("+")
    if not (bare.isascii() and bare.isdigit()):
        return Caller(kind=CallerId.STRANGE)
    if _is_device(digits):
        return Caller(kind=CallerId.DEVICE, number=digits)
    if not DIGITS_MIN <= len(bare) <= DIGITS_MAX or not bare.strip("0"):
        return Caller(kind=CallerId.STRANGE)
    return Caller(kind=CallerId.HIDDEN if hidden else CallerId.SHOWN, number=digits)


def _user(text: str) -> str:
    """The user part of a SIP or tel address, or the text itself when it is no address."""
    text = text[:TEXT_MAX].strip()
    found = _USER.search(text)
    return unquote(found[1]).strip() if found else text


def _is_device(digits: str) -> bool:
    """An IMEI instead of a number: longer than any number of this country, and not dialled."""
    return (
        len(digits) in DEVICE_DIGITS
        and not digits.startswith(("0", "+", COUNTRY_CODE))
        and len(set(digits)) > 1
    )


def read_sent_location(document: str) -> SentLocation | None:
    """The point or circle of a PIDF-LO (RFC 5491); None when it holds none that can be used."""
    if not document or len(document) > LOCATION_CHARACTERS_MAX or "<!" in document:
        return None
    try:
        root = ElementTree.fromstring(document.strip())
    except ElementTree.ParseError:
        return None
    position = next(root.iter(f"{_GML}pos"), None)
    if position is None or position.text is None:
        return None
    try:
        latitude, longitude = (float(part) for part in position.text.split()[:2])
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        return None
    return SentLocation(latitude=latitude, longitude=longitude, accuracy_m=_radius_m(root))


def _radius_m(root: ElementTree.Element) -> int | None:
    radius = next(root.iter(f"{_PIDF_SHAPES}radius"), None)
    try:
        metres = float(radius.text or "") if radius is not None else -1.0
    except ValueError:
        return None
    return round(metres) if 0 <= metres <= 100_000 else None
