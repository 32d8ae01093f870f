"""Turns tables of a place's files into records of the language, collecting every problem found."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import Enum
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

Record = TypeVar("Record")


@dataclass(slots=True)
class Problems:
    """What is wrong with a place's files, each line naming file, key and what to do."""

    found: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.found.append(f"{where}: {what}")


def read_toml(path: Path, problems: Problems) -> Mapping[str, Any]:
    """The file's tables; empty, with a problem noted, when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.add(path.name, "missing; create it (an existing place shows what it holds)")
    except UnicodeDecodeError as error:
        problems.add(path.name, f"not UTF-8 at byte {error.start}; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.add(path.name, f"not TOML: {error}")
    return MappingProxyType({})


def read_csv(path: Path, columns: tuple[str, ...], *, problems: Problems) -> list[dict[str, str]]:
    """The rows of a CSV file with exactly these columns, as texts; empty when it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            if tuple(reader.fieldnames or ()) != columns:
                problems.add(path.name, f"the first line must be {','.join(columns)}")
                return []
            rows = list(reader)
    except FileNotFoundError:
        problems.add(path.name, "missing; create it (an existing place shows what it holds)")
        return []
    except UnicodeDecodeError as error:
        problems.add(path.name, f"not UTF-8 at byte {error.start}; save it as UTF-8")
        return []
    for line, row in enumerate(rows, start=2):
        if row.pop("", None):
            problems.add(f"{path.name} line {line}", f"more than {len(columns)} columns")
    return rows


def rows_of(tables: Mapping[str, Any], key: str, *, where: str, problems: Problems) -> list[Any]:
    """The `[[key]]` tables of a file that holds nothing else."""
    for other in tables.keys() - {key}:
        problems.add(f"{where}: {other}", f"unknown key; this file holds only [[{key}]] tables")
    rows = tables.get(key, [])
    if isinstance(rows, list):
        return rows
    problems.add(f"{where}: {key}", f"write [[{key}]], with two brackets, before each entry")
    return []


def name_of(row: Any, number: int) -> str:
    """How a row is called in a problem: its id, else its place in the file."""
    name = row.get("id") or row.get("code") if isinstance(row, Mapping) else None
    return name if isinstance(name, str) else f"entry {number}"


def converted(raw: Any, kind: type[Record], *, where: str, problems: Problems) -> Record | None:
    """`raw` as a `kind`, or None when a field is missing, unknown, blank or of a wrong sort."""
    before = len(problems.found)
    _note_unknown_keys(raw, kind, where, problems)
    try:
        record = msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        problems.add(where, _readable(str(error), kind))
        return None
    for path in _unusable(record):
        problems.add(f"{where}{path}", "empty or not a finite number; fill it in")
    return record if len(problems.found) == before else None


def converted_rows(
    rows: Iterable[Any], kind: type[Record], *, file: str, problems: Problems
) -> list[Record]:
    """Those of `rows` that are whole; the others are noted."""
    records = (
        converted(row, kind, where=f"{file}: {name_of(row, number)}", problems=problems)
        for number, row in enumerate(rows, start=1)
    )
    return [record for record in records if record is not None]


def _readable(message: str, kind: type[Any]) -> str:
    """The converter's message in the words of the file, with the values an enumeration allows."""
    text = message.replace("Object ", "").replace(" - at `$`", "").replace("`$.", "`")
    field_name = re.search(r"at `(\w+)`$", text)
    hint = get_type_hints(kind).get(field_name[1]) if field_name else None
    for one in (hint, *get_args(hint)):
        if isinstance(one, type) and issubclass(one, Enum):
            return f"{text}; use one of {', '.join(str(member) for member in one)}"
    return text


def _nested(kind: type[Any]) -> Mapping[str, type[Any] | None]:
    """Field name → the dataclass it holds, if it holds one (perhaps optional)."""
    found: dict[str, type[Any] | None] = {}
    for name, hint in get_type_hints(kind).items():
        kinds = [one for one in (hint, *get_args(hint)) if isinstance(one, type)]
        found[name] = next((one for one in kinds if is_dataclass(one)), None)
    return MappingProxyType(found)


def _note_unknown_keys(raw: Any, kind: type[Any], where: str, problems: Problems) -> None:
    if isinstance(raw, list):
        for number, one in enumerate(raw, start=1):
            _note_unknown_keys(one, kind, f"{where} {name_of(one, number)}", problems)
    if not isinstance(raw, Mapping):
        return
    known = _nested(kind)
    for key, value in raw.items():
        if key not in known:
            problems.add(
                f"{where}.{key}", f"unknown key; remove it or use one of {', '.join(known)}"
            )
            continue
        inner = known[key]
        if inner is not None:
            _note_unknown_keys(value, inner, f"{where}.{key}", problems)


def _unusable(record: Any) -> Iterable[str]:
    """Paths of required texts that are blank and of numbers that are not finite."""
    for one in fields(record):
        value = getattr(record, one.name)
        is_required = one.default is MISSING and one.default_factory is MISSING
        is_blank = is_required and isinstance(value, str) and not value.strip()
        if is_blank or (isinstance(value, float) and not isfinite(value)):
            yield f".{one.name}"
        elif is_dataclass(value):
            yield from (f".{one.name}{path}" for path in _unusable(value))
