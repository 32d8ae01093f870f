"""Loads the words, rules and weights by which messages are understood, from `places/`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from siaga.language.triage_rules import (
    GAP,
    Combination,
    Cue,
    CueKind,
    Judging,
    Numbers,
    Order,
    Spelling,
    TriageRules,
    Weights,
    Where,
)
from siaga.language.values import IncidentTypeId
from siaga.platform.place_records import Problems, converted, converted_rows, read_toml, rows_of
from siaga.platform.triage_weights import read_weights

FOLDER = "triage"
WEIGHTS = "weights.tsv"
CUES = "cues"
FILES = (
    "combinations.toml",
    "judging.toml",
    "numbers.toml",
    "orders.toml",
    "spelling.toml",
    "where.toml",
)
VERSION_LENGTH = 16

_Row = TypeVar("_Row")


class TriageInvalid(Exception):
    """The files cannot be used; `problems` has one line for each thing to correct."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class _CueRow:
    key: str
    words: tuple[str, ...]
    kind: CueKind = CueKind.INCIDENT
    type: IncidentTypeId | None = None
    own: bool = False
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpellingFile:
    endings: tuple[str, ...]
    beginnings: tuple[tuple[str, str], ...]
    final_o: bool
    laughter: str
    known: tuple[str, ...]
    signs: dict[str, str]
    same: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WhereFile:
    roads: frozenset[str]
    titles: frozenset[str]
    near: frozenset[str]
    sites: frozenset[str]
    wards: frozenset[str]
    blocks: frozenset[str]
    numbers: frozenset[str]
    plain: frozenset[str]
    same: dict[str, tuple[str, ...]]


def triage_folder(place_folder: Path) -> Path:
    """Of a place's country: `places/id/kota` → `places/id/triage`."""
    return place_folder.parent / FOLDER


def load_triage(folder: Path) -> TriageRules:
    """The rules in `folder`, their version the digest of its files. Raises TriageInvalid."""
    problems = Problems()
    weights = read_weights(folder / WEIGHTS, problems)
    rules = _read(folder, weights, problems=problems)
    if rules is None or problems.found:
        raise TriageInvalid(problems.found)
    return rules


def check_triage(folder: Path) -> list[str]:
    """What is wrong with the files in `folder`: one line per problem, empty when sound."""
    try:
        load_triage(folder)
    except TriageInvalid as invalid:
        return [f"{folder.name}/{problem}" for problem in invalid.problems]
    return []


def load_untrained(folder: Path, empty: Weights) -> TriageRules:
    """The same with other weights: what training begins with. Raises TriageInvalid."""
    problems = Problems()
    rules = _read(folder, empty, problems=problems)
    if rules is None or problems.found:
        raise TriageInvalid(problems.found)
    return rules


def _read(folder: Path, weights: Weights | None, *, problems: Problems) -> TriageRules | None:
    tables = {name: read_toml(folder / name, problems) for name in FILES}
    spelled = _whole(tables, "spelling.toml", _SpellingFile, problems)
    where = _whole(tables, "where.toml", _WhereFile, problems)
    numbers = _whole(tables, "numbers.toml", Numbers, problems)
    judging = _whole(tables, "judging.toml", Judging, problems)
    combinations = _rows(tables, "combination", Combination, problems)
    orders = _rows(tables, "order", Order, problems)
    if None in (spelled, where, judging, numbers, weights):
        return None
    assert weights is not None
    same = _turned(spelled.same, "spelling.toml", problems)
    cues = _cues(folder / CUES, same, problems)
    _check_combinations(combinations, cues, problems)
    _check_orders(orders, weights, problems)
    return TriageRules(
        version=_digest(folder),
        cues=cues,
        combinations=tuple(combinations),
        orders=tuple(orders),
        spelling=Spelling(
            same=same,
            signs=spelled.signs,
            endings=spelled.endings,
            beginnings=spelled.beginnings,
            final_o=spelled.final_o,
            laughter=spelled.laughter,
            known=frozenset(spelled.known),
        ),
        numbers=numbers,
        where=_where(where, problems),
        judging=judging,
        weights=weights,
    )


def _whole(tables: Mapping[str, Any], name: str, kind: type[Any], problems: Problems) -> Any:
    return converted(tables[name], kind, where=name, problems=problems) if tables[name] else None


def _rows(tables: Mapping[str, Any], key: str, kind: type[_Row], problems: Problems) -> list[_Row]:
    file = f"{key}s.toml"
    rows = rows_of(tables[file], key, where=file, problems=problems)
    return converted_rows(rows, kind, file=file, problems=problems)


def _turned(
    meant: Mapping[str, Sequence[str]], file: str, problems: Problems
) -> dict[str, tuple[str, ...]]:
    """Written word → the words it means, from meant words → the ways they are written."""
    found: dict[str, tuple[str, ...]] = {}
    for words, ways in meant.items():
        for written in ways:
            if " " in written or written in found:
                problems.add(f"{file}: same.{words}", f"{written!r} is two words, or twice here")
            found[written] = tuple(words.split())
    return found


def _cues(folder: Path, same: Mapping[str, tuple[str, ...]], problems: Problems) -> tuple[Cue, ...]:
    rows: list[_CueRow] = []
    for path in sorted(folder.glob("*.toml")):
        found = rows_of(read_toml(path, problems), "cue", where=path.name, problems=problems)
        rows += converted_rows(found, _CueRow, file=path.name, problems=problems)
    helps = {word for row in rows if row.kind is CueKind.HELP for word in row.words}
    keys = [row.key for row in rows]
    for key in {key for key in keys if keys.count(key) > 1}:
        problems.add(f"{CUES}: {key}", "stands twice; give each cue its own key")
    return tuple(
        Cue(
            key=row.key,
            kind=row.kind,
            type=row.type,
            own=row.own,
            grave=row.grave,
            phrases=tuple(
                dict.fromkeys(
                    _phrase(words, same, frozenset() if row.kind is CueKind.HELP else helps)
                    for words in row.words
                )
            ),
        )
        for row in rows
    )


def _phrase(
    words: str, same: Mapping[str, tuple[str, ...]], left_out: frozenset[str] | set[str]
) -> tuple[str, ...]:
    """As the speller leaves the words; a cry for help is no part of any other phrase."""
    spelled = (part for word in words.split() for part in same.get(word, (word,)))
    return tuple(word for word in spelled if word not in left_out)


def _check_combinations(
    combinations: Sequence[Combination], cues: Sequence[Cue], problems: Problems
) -> None:
    keys = {cue.key for cue in cues}
    for combination in combinations:
        for key in (*combination.all, combination.gives, *combination.drops):
            if key is not None and key not in keys:
                problems.add("combinations.toml", f"no cue is called {key!r}")
    for cue in cues:
        for phrase in cue.phrases:
            if not phrase or GAP in (phrase[0], phrase[-1]):
                problems.add(f"{CUES}: {cue.key}", "a phrase is empty, or begins or ends in a gap")


def _check_orders(orders: Sequence[Order], weights: Weights, problems: Problems) -> None:
    known = {name.rpartition(".")[2] for name in weights.outputs}
    for order in orders:
        for name in (order.first, *order.then):
            if name not in known:
                problems.add("orders.toml", f"{name!r} is no category the weights know")


def _where(file: _WhereFile, problems: Problems) -> Where:
    return Where(
        roads=file.roads,
        titles=file.titles,
        near=file.near,
        sites=file.sites,
        wards=file.wards,
        blocks=file.blocks,
        numbers=file.numbers,
        plain=file.plain,
        same=_turned(file.same, "where.toml", problems),
    )


def _paths(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in (*FILES, WEIGHTS))
    yield from sorted((folder / CUES).glob("*.toml"))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _paths(folder):
        if path.exists():
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:VERSION_LENGTH]
