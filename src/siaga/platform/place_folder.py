"""One place's folder: its files as records, with what must be filled in already filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from siaga.language.liaisons import Post
from siaga.language.partners import Partner
from siaga.language.place import (
    Agency,
    Area,
    CoordinateQuality,
    Hospital,
    IncidentType,
    Shelter,
    Station,
    Text,
    Unit,
)
from siaga.language.plans import ResponsePlan
from siaga.language.slow_rules import Gauge
from siaga.platform.place_records import (
    Problems,
    converted,
    converted_rows,
    name_of,
    read_csv,
    read_toml,
    rows_of,
)
from siaga.platform.place_rules import note_slugs

AREAS = "areas.csv"
AREA_COLUMNS = (
    "code",
    "name",
    "district_code",
    "district",
    "latitude",
    "longitude",
    "area_km2",
    "postcode",
)
TABLES = (
    "agencies.toml",
    "alerts.toml",
    "capabilities.toml",
    "care.toml",
    "conversation.toml",
    "dispatch.toml",
    "gauges.toml",
    "guide.toml",
    "holidays.toml",
    "hospitals.toml",
    "incident_types.toml",
    "liaisons.toml",
    "lines.toml",
    "links.toml",
    "long_cases.toml",
    "messages.toml",
    "neighbours.toml",
    "partners.toml",
    "place.toml",
    "plans.toml",
    "premises.toml",
    "results.toml",
    "shelters.toml",
    "sla.toml",
    "stations.toml",
    "systems.toml",
    "units.toml",
)

_NUMBERS = ("latitude", "longitude", "area_km2")
_Record = TypeVar("_Record")
_Slugged = TypeVar(
    "_Slugged",
    Agency,
    Station,
    Unit,
    Hospital,
    IncidentType,
    Gauge,
    Shelter,
    Partner,
    Post,
    ResponsePlan,
)


class PlaceFolder:
    """Reads every file once; what is wrong goes to `problems`, what is whole comes back.

    Maps of records are keyed by slugs, whose many kinds of id are all text: hence `Any`.
    """

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._problems = problems
        for path in sorted(folder.glob("*.toml")):
            if path.name not in TABLES:
                problems.add(path.name, f"unknown file; a place is made of {', '.join(TABLES)}")
        self._tables = {name: read_toml(folder / name, problems) for name in TABLES}
        self.areas: dict[Any, Area] = self._read_areas(folder / AREAS)

    def whole(self, file: str, kind: type[_Record]) -> _Record | None:
        """A file that is one record."""
        return converted(self._tables[file], kind, where=file, problems=self._problems)

    def texts(self, file: str) -> dict[Any, Text]:
        """A file of keys, each with its words."""
        tables = self._tables[file]
        found = {
            key: converted(raw, Text, where=f"{file}: {key}", problems=self._problems)
            for key, raw in tables.items()
        }
        return {key: text for key, text in found.items() if text is not None}

    def records(self, file: str, key: str, *, kind: type[_Record]) -> list[_Record]:
        """A file of `[[key]]` tables."""
        rows = rows_of(self._tables[file], key, where=file, problems=self._problems)
        if kind in (Station, Hospital, Shelter):
            rows = self._placed(rows, file)
        elif kind is IncidentType:
            rows = self._with_parents(rows, file)
        return converted_rows(rows, kind, file=file, problems=self._problems)

    def by_slug(self, file: str, key: str, *, kind: type[_Slugged]) -> dict[Any, _Slugged]:
        """A file of `[[key]]` tables that each have a slug."""
        records = self.records(file, key, kind=kind)
        note_slugs([record.id for record in records], file, problems=self._problems)
        return {record.id: record for record in records}

    def _placed(self, rows: Sequence[Any], file: str) -> list[Any]:
        """Rows without a position get their kelurahan's centroid, marked as only that."""
        placed: list[Any] = []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, Mapping) or "position" in row or "area" not in row:
                placed.append(row)
                continue
            if not self.areas:  # the areas' own problem is noted; one per site would hide it
                continue
            area = self.areas.get(row["area"]) if isinstance(row["area"], str) else None
            if area is None:
                self._problems.add(
                    f"{file}: {name_of(row, number)}.area",
                    f"unknown {row['area']!r}; use a code of {AREAS}",
                )
                continue
            centroid = {
                "latitude": area.latitude,
                "longitude": area.longitude,
                "quality": CoordinateQuality.KELURAHAN,
            }
            placed.append({**row, "position": centroid})
        return placed

    def _with_parents(self, rows: Sequence[Any], file: str) -> list[Any]:
        types: list[Any] = []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
                types.append(row)
                continue
            if "parent" in row:
                self._problems.add(
                    f"{file}: {name_of(row, number)}.parent",
                    "remove it; the parent is the part of the id before its last dot",
                )
            types.append({**row, "parent": row["id"].rpartition(".")[0] or None})
        return types

    def _read_areas(self, path: Path) -> dict[Any, Area]:
        rows: list[dict[str, Any]] = []
        for line, row in enumerate(read_csv(path, AREA_COLUMNS, problems=self._problems), start=2):
            try:
                rows.append({**row, **{key: float(row[key]) for key in _NUMBERS}})
            except ValueError as error:
                self._problems.add(
                    f"{path.name} line {line}", f"{error}; write numbers with a decimal point"
                )
        areas = converted_rows(rows, Area, file=path.name, problems=self._problems)
        note_slugs([area.code for area in areas], path.name, problems=self._problems)
        return {area.code: area for area in areas}
