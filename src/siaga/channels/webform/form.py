"""Reads what a citizen filled in. Pure: fields in, a report or what to correct out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from uuid import UUID

from siaga.language.place import IncidentType, Place
from siaga.language.values import SLOW, AreaCode, IncidentId, IncidentTypeId

WORDS_MAX = 4000  # characters
ADDRESS_MAX = 300
NAME_MAX = 100
NUMBER_MAX = 60
TRAP = "website"  # a box people do not see; what fills it in is likely a machine
UPLOAD = "photo_upload"  # a photo that came ahead, in parts
SERVICE = "service"  # a public service is asked for: its agency gets it, the room need not hear it
JOINS = "joins"  # the open incident that one wants as well
ALONE = "-"  # said to JOINS: none of those
SERVICES = IncidentTypeId("public_facility")  # the root of their kinds
ACCURACY_MAX_M = 100_000

_LIMITS = {"words": WORDS_MAX, "address": ADDRESS_MAX, "name": NAME_MAX, "number": NUMBER_MAX}
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NULL_ISLAND_DEG = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A filled-in form. `form_id` was chosen by the server: sent twice, it is one report."""

    form_id: UUID
    words: str = ""
    incident_type: IncidentTypeId | None = None
    latitude: float | None = None  # degrees WGS 84, measured by the citizen's device
    longitude: float | None = None
    accuracy_m: int | None = None
    area: AreaCode | None = None
    address: str = ""
    name: str = ""
    number: str = ""  # as typed, in any spelling
    robot_suspected: bool = False  # for a person to weigh: never a reason to drop it
    pinned: bool = False  # the point was written, not measured
    service: bool = False
    joins: IncidentId | None = None


def read_form(fields: Mapping[str, str], place: Place) -> Report | dict[str, str]:
    """The report, or the key of a message (words.py) for each field to correct."""
    errors: dict[str, str] = {}
    texts = {name: _text(fields, name, errors) for name in _LIMITS}
    chosen = _choice(fields, "incident_type", set(place.incident_types), errors=errors)
    area = _choice(fields, "area", set(place.areas), errors=errors)
    point = _point(fields, errors)
    form_id = _form_id(fields, errors)
    service = bool(fields.get(SERVICE))
    if service and "incident_type" not in errors and not _is_service(place, chosen):
        errors["incident_type"] = "kind_missing"
    elif "words" not in errors and not texts["words"] and not chosen:
        errors.setdefault("words", "what_missing")
    if not (point or area or texts["address"]) and not errors.keys() & {
        "location",
        "area",
        "address",
    }:
        errors["address"] = "where_missing"
    if errors or form_id is None:
        return errors
    return Report(
        form_id=form_id,
        incident_type=IncidentTypeId(chosen) if chosen else None,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        accuracy_m=_accuracy(fields) if point else None,
        area=AreaCode(area) if area else None,
        robot_suspected=bool(fields.get(TRAP, "")),
        pinned=bool(fields.get("pinned")),
        service=service,
        joins=_incident(fields.get(JOINS, "")) if service else None,
        **texts,
    )


def services_of(place: Place) -> list[IncidentType]:
    return [kind for kind in place.incident_types.values() if kind.parent == SERVICES]


def is_slow(kind: IncidentType) -> bool:
    """No life hangs on it: it may go to its agency without the room."""
    return kind.priority in SLOW


def is_id(text: str) -> bool:
    """A UUIDv7, as our own pages make them."""
    try:
        return UUID(text).version == 7
    except ValueError:
        return False


def _incident(text: str) -> IncidentId | None:
    try:
        return IncidentId(str(UUID(text)))
    except ValueError:
        return None


def _is_service(place: Place, chosen: str) -> bool:
    return any(kind.id == chosen for kind in services_of(place))


def short_reference(form_id: UUID) -> str:
    """Six signs to say on the telephone: the end of the contact's id, e.g. "A1B-2C3"."""
    end = form_id.hex[-6:].upper()
    return f"{end[:3]}-{end[3:]}"


def readable_reference(text: str) -> str | None:
    """A reference that came back in an address; None when it is not one of ours."""
    return text if re.fullmatch("[0-9A-F]{3}-[0-9A-F]{3}", text) else None


def _text(fields: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    value = fields.get(name, "").replace("\r\n", "\n").strip()
    if len(value) > _LIMITS[name]:
        errors[name] = "too_long"
    elif _UNREADABLE.search(value):
        errors[name] = "bad_characters"
    return value


def _choice(
    fields: Mapping[str, str], name: str, known: set[str], *, errors: dict[str, str]
) -> str:
    value = fields.get(name, "").strip()
    if value and value not in known:
        errors[name] = "unknown_choice"
        return ""
    return value


def _form_id(fields: Mapping[str, str], errors: dict[str, str]) -> UUID | None:
    text = fields.get("form_id", "")
    if not is_id(text):
        errors["form_id"] = "form_expired"
        return None
    return UUID(text)


def _point(fields: Mapping[str, str], errors: dict[str, str]) -> tuple[float, float] | None:
    """A place outside the country is kept; what cannot be a place on earth is an error."""
    if fields.get("drop_location"):
        return None
    given = fields.get("latitude", "").strip(), fields.get("longitude", "").strip()
    if given == ("", ""):
        return None
    latitude, longitude = map(_number, given)
    possible = (
        latitude is not None
        and longitude is not None
        and abs(latitude) <= 90
        and abs(longitude) <= 180
        and max(abs(latitude), abs(longitude)) > _NULL_ISLAND_DEG
    )
    if not possible or latitude is None or longitude is None:
        errors["location"] = "bad_location"
        return None
    return latitude, longitude


def _accuracy(fields: Mapping[str, str]) -> int | None:
    metres = _number(fields.get("accuracy_m", ""))
    return round(metres) if metres is not None and 0 <= metres <= ACCURACY_MAX_M else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
