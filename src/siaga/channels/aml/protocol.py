"""AML texts and forms, turned into locations (ETSI TS 103 625). Pure, never an exception."""

from __future__ import annotations

import hmac
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from urllib.parse import parse_qsl, unquote_to_bytes

from siaga.channels.aml.items import AmlLocation

PREFIX = 'A"ML='
FIELDS_MAX = 60
RAW_MAX = 4_000
_LATEST_AT = datetime(2090, 1, 1, tzinfo=UTC)
_METHODS = {"G": "gps", "W": "wifi", "C": "cell", "F": "fused"}
_SOURCES = {"gps": "gps", "wifi": "wifi", "cell": "cell", "fused": "fused"}
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,12})?")
_NULL_ISLAND_DEG = 1e-6
_HMAC = b"&hmac="


def is_aml(text: str) -> bool:
    """Whether a short message is one: no person begins so."""
    return text.lstrip("\ufeff \t\r\n\x00").startswith(PREFIX)


def read_sms(text: str, *, data: bool = False) -> AmlLocation:
    """A text that `is_aml`; of any other text the problem is `not_aml`."""
    shown = _clean(text)
    body = shown.lstrip("\ufeff \t\r\n")
    if not body.startswith(PREFIX):
        return AmlLocation(form="unknown", raw=shown, problem="not_aml")
    found: dict[str, str] = {}
    for part in body[len('A"') :].split(";")[:FIELDS_MAX]:
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    if found.get("ML") == "2":
        return _version_2(found, shown)
    form = "data_sms" if data else "sms_v1"
    return _version_1(found, shown, form=form, length=len(body.rstrip("\r\n\x00")))


def read_form(body: bytes) -> AmlLocation:
    """The HTTPS form. Names not known here are left alone."""
    shown = _clean(body.decode("latin-1"))
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        return AmlLocation(form="https", raw=shown, problem="not_aml")
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    if "location_latitude" not in found and "device_number" not in found:
        return AmlLocation(form="https", raw=shown, problem="not_aml")
    return _located(
        AmlLocation(
            form="https",
            raw=shown,
            number=_telephone(found.get("device_number", "")),
            accuracy_m=_positive(found.get("location_accuracy")),
            certainty=_percent(found.get("location_certainty")),
            method=_SOURCES.get(found.get("location_source", "").lower(), ""),
            located_at=_epoch(found.get("location_time"), per_second=1000),
        ),
        found.get("location_latitude"),
        found.get("location_longitude"),
    )


def signature_ok(key: bytes, body: bytes) -> bool:
    """Whether the form's `hmac` signs all that stands before it with our key."""
    signed, separator, given = body.rpartition(_HMAC)
    if not key or not separator:
        return False
    expected = hmac.new(key, signed, sha1).hexdigest().encode()
    return hmac.compare_digest(expected, unquote_to_bytes(given).strip().lower())


def _version_1(found: Mapping[str, str], raw: str, *, form: str, length: int) -> AmlLocation:
    read = _located(
        AmlLocation(
            form=form,
            raw=raw,
            accuracy_m=_positive(found.get("rd")),
            certainty=_percent(found.get("lc")),
            method=_METHODS.get(found.get("pm", ""), ""),
            located_at=_utc(found.get("top", "")),
        ),
        found.get("lt"),
        found.get("lg"),
    )
    told = found.get("ml", "").strip()
    if read.problem or (told.isdecimal() and int(told[:9]) == length):
        return read
    return _but(read, problem="length")


def _version_2(found: Mapping[str, str], raw: str) -> AmlLocation:
    place = [part.strip() for part in found.get("lo", "").split(",")]
    latitude, longitude, accuracy = (*place, "", "", "")[:3]
    began_at = _epoch(found.get("et"), per_second=1)
    offset_s = _figure(found.get("lt"))
    located_at = began_at
    if began_at is not None and offset_s is not None and abs(offset_s) < 10**7:
        located_at = began_at + timedelta(seconds=offset_s)
    return _located(
        AmlLocation(
            form="sms_v2",
            raw=raw,
            accuracy_m=_positive(accuracy),
            certainty=_percent(found.get("lc")),
            method=_METHODS.get(found.get("ls", ""), ""),
            located_at=located_at,
        ),
        latitude,
        longitude,
    )


def _located(read: AmlLocation, latitude: str | None, longitude: str | None) -> AmlLocation:
    north, east = _figure(latitude), _figure(longitude)
    if north is None or east is None:
        return _but(read, problem="no_location")
    if abs(north) > 90 or abs(east) > 180:
        return _but(read, problem="out_of_range")
    if abs(north) < _NULL_ISLAND_DEG and abs(east) < _NULL_ISLAND_DEG:
        return _but(read, problem="zero")
    return AmlLocation(
        form=read.form,
        raw=read.raw,
        number=read.number,
        latitude=north,
        longitude=east,
        accuracy_m=read.accuracy_m,
        certainty=read.certainty,
        method=read.method,
        located_at=read.located_at,
    )


def _but(read: AmlLocation, *, problem: str) -> AmlLocation:
    """The figures are not believed; the raw form shows them to whoever wants to try."""
    return AmlLocation(form=read.form, raw=read.raw, number=read.number, problem=problem)


def _figure(text: str | None) -> float | None:
    if text is None or not _NUMBER.fullmatch(text.strip()):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _positive(text: str | None) -> float | None:
    value = _figure(text)
    return value if value is not None and value >= 0 else None


def _percent(text: str | None) -> int | None:
    value = _figure(text)
    return round(value) if value is not None and 0 <= value <= 100 else None


def _telephone(text: str) -> str | None:
    digits = re.sub(r"[\s()./-]", "", text)
    return digits if re.fullmatch(r"\+?\d{3,20}", digits) else None


def _utc(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{14}", text.strip()):
        return None
    try:
        return _believable(datetime.strptime(text.strip() + "+0000", "%Y%m%d%H%M%S%z"))
    except ValueError:
        return None


def _epoch(text: str | None, *, per_second: int) -> datetime | None:
    value = _figure(text) if text and len(text) < 10 else None
    if text and re.fullmatch(r"\d{10,14}", text.strip()):
        value = float(text)
    if value is None:
        return None
    try:
        return _believable(datetime.fromtimestamp(value / per_second, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _believable(at: datetime) -> datetime | None:
    """Old test vectors are older than the centre; what matters is that it is a time at all."""
    return at if at.year >= 1990 and at < _LATEST_AT else None


def _clean(text: str) -> str:
    broken = "\N{REPLACEMENT CHARACTER}"
    kept = text[:RAW_MAX].rstrip("\x00").replace("\x00", broken)
    return "".join(broken if "\ud800" <= letter <= "\udfff" else letter for letter in kept)
