"""A location as it comes from outside → a claim whose coordinates and address are sealed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from siaga.geo.areas import AreaIndex
from siaga.geo.country import in_indonesia
from siaga.language.place import Place
from siaga.language.values import (
    AreaCode,
    FieldError,
    LocationClaim,
    LocationSource,
    SealedPoint,
)
from siaga.platform.free_text import readable_text

if TYPE_CHECKING:
    from siaga.platform.wire import Seal

FIELDS = frozenset({"latitude", "longitude", "accuracy_m", "source", "address", "area"})
ADDRESS_MAX = 300
ACCURACY_M_MAX = 100_000


_indexes: dict[str, AreaIndex] = {}


def area_index(place: Place) -> AreaIndex:
    """Made once for each version of a place."""
    if place.version not in _indexes:
        _indexes[place.version] = AreaIndex(place.areas.values(), place.bounds)
    return _indexes[place.version]


def read_location(field: str, value: Any, *, seal: Seal, place: Place) -> LocationClaim:
    """Raises FieldError for values that no place on earth has, (0,0) and swapped ones included.

    A point outside the country is kept and marked. Without coordinates the kelurahan's centroid
    stands in, with the kelurahan's radius as its accuracy.
    """
    if not isinstance(value, Mapping):
        raise FieldError(field, "harus berupa objek dengan latitude dan longitude, atau area")
    for name in value:
        if name not in FIELDS:
            raise FieldError(f"{field}.{name}", "kolom ini tidak dikenal")
    area = _area(field, value.get("area"), place)
    address = _address(field, value.get("address"))
    source = _source(field, value.get("source"))
    accuracy_m = _accuracy(field, value.get("accuracy_m"))
    if value.get("latitude") is None and value.get("longitude") is None:
        if area is None:
            raise FieldError(f"{field}.area", "pilih kelurahan, atau beri koordinat")
        known = place.areas[area]
        latitude, longitude = known.latitude, known.longitude
        accuracy_m = round(1000 * math.sqrt(known.area_km2 / math.pi))
        source = LocationSource.AREA
    else:
        latitude, longitude = read_coordinates(
            field, value.get("latitude"), longitude=value.get("longitude")
        )
        area = area or area_index(place).nearest(latitude, longitude)
    point = {"latitude": latitude, "longitude": longitude}
    sealed = seal(
        json.dumps(point | {"address": address} if address else point),
        SealedPoint,
        label="point",
    )
    return LocationClaim(
        source=source,
        point=sealed,
        area=area,
        accuracy_m=accuracy_m,
        in_country=in_indonesia(latitude, longitude),
    )


def read_coordinates(field: str, latitude: Any, *, longitude: Any) -> tuple[float, float]:
    """Degrees, WGS 84. Raises FieldError."""
    values = {}
    for name, value, limit in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        path = f"{field}.{name}" if field else name
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError(path, "harus berupa angka derajat, misalnya -1.61")
        if isinstance(value, float) and not math.isfinite(value):
            raise FieldError(path, "bukan angka")
        if name == "latitude" and 90 < abs(value) <= 180:
            raise FieldError(path, "di luar -90…90; lintang dan bujur mungkin tertukar")
        if abs(value) > limit:
            raise FieldError(path, f"di luar -{limit}…{limit}")
        values[name] = float(value)
    if values["latitude"] == 0 and values["longitude"] == 0:
        raise FieldError(f"{field}.latitude" if field else "latitude", "(0,0) bukan lokasi")
    return values["latitude"], values["longitude"]


def _area(field: str, value: Any, place: Place) -> AreaCode | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or value not in place.areas:
        raise FieldError(f"{field}.area", f"kelurahan tidak dikenal di {place.name.id}")
    return AreaCode(value)


def _address(field: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if not isinstance(value, str):
        raise FieldError(f"{field}.address", "harus berupa teks")
    return readable_text(f"{field}.address", value, longest=ADDRESS_MAX)


def _source(field: str, value: Any) -> LocationSource:
    if value in (None, ""):
        return LocationSource.PIN
    try:
        return LocationSource(value)
    except ValueError as error:
        raise FieldError(f"{field}.source", "bukan pilihan yang ada") from error


def _accuracy(field: str, value: Any) -> int | None:
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= ACCURACY_M_MAX:
        raise FieldError(f"{field}.accuracy_m", f"harus 0…{ACCURACY_M_MAX} meter")
    return round(float(value))
