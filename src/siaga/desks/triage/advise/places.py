"""Places named in a message: kelurahan by name, streets and landmarks by the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siaga.desks.triage.advise.words import Token
from siaga.language.place import Place
from siaga.language.triage_rules import Where
from siaga.language.values import AreaCode

NAME_WORDS_MAX = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """Tokens start … end - 1 name a place; `area` when it is a kelurahan."""

    start: int
    end: int
    area: AreaCode | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    area: AreaCode | None
    is_plain: bool  # an everyday word too: a ward's mark must stand before it


@dataclass(frozen=True, slots=True)
class _Row:
    """A message's tokens, as written and as names are spelled."""

    tokens: Sequence[Token]
    raws: Sequence[str]
    names: Sequence[str]


class PlaceFinder:
    """Knows the names of one place; built once."""

    def __init__(self, where: Where, place: Place) -> None:
        self._where = where
        self._names: dict[str, list[_Name]] = {}
        for area in place.areas.values():
            self._learn(area.name, area.code)
        for district in sorted({area.district for area in place.areas.values()}):
            self._learn(district, None)
        sites = [site.name for site in place.hospitals.values()]
        sites += [site.name for site in place.stations.values()]
        for name in sites:
            self._learn(name.partition("(")[0], None)
        for names in self._names.values():
            names.sort(key=lambda name: (-len(name.words), name.area is None))

    def _learn(self, name: str, area: AreaCode | None) -> None:
        words = tuple(self._same(word) for word in name.lower().replace(".", " ").split())
        is_plain = len(words) == 1 and words[0] in self._where.plain
        self._names.setdefault(words[0], []).append(_Name(words, area, is_plain))

    def _same(self, word: str) -> str:
        return self._where.same.get(word, (word,))[0]

    def spots(self, tokens: Sequence[Token]) -> list[Spot]:
        """In order, none over another."""
        row = _Row(
            tokens, [token.raw for token in tokens], [self._same(token.raw) for token in tokens]
        )
        found: list[Spot] = []
        at = 0
        while at < len(tokens):
            spot = self._spot(row, at)
            if spot is None:
                at += 1
            else:
                found.append(spot)
                at = spot.end
        return found

    def _spot(self, row: _Row, at: int) -> Spot | None:
        where, raw = self._where, row.raws[at]
        if raw in where.wards:
            return self._ward(row, at)
        if raw in where.blocks:
            return _numbered(row, at)
        if raw in where.roads:
            end = self._name_end(row, at + 1)
            if end == at + 1:
                return None
            return Spot(at, self._house(row, end))
        if raw in where.near:
            return self._near(row, at)
        return self._known(row, at, is_marked=False) or self._site(row, at)

    def _ward(self, row: _Row, at: int) -> Spot | None:
        if (known := self._known(row, at + 1, is_marked=True)) is not None:
            return Spot(at, known.end, known.area)
        end = self._name_end(row, at + 1)
        return Spot(at, end) if end > at + 1 else None

    def _near(self, row: _Row, at: int) -> Spot | None:
        """ "depan" and a name or a site; "depan rumah" tells nobody where it is."""
        if at + 1 >= len(row.raws):
            return None
        inner = self._known(row, at + 1, is_marked=False) or self._site(row, at + 1)
        if inner is None and row.raws[at + 1] in self._where.roads:
            inner = self._spot(row, at + 1)
        if inner is None:
            end = self._name_end(row, at + 1)
            inner = Spot(at + 1, end) if end > at + 1 else None
        return None if inner is None else Spot(at, inner.end, inner.area)

    def _site(self, row: _Row, at: int) -> Spot | None:
        if row.raws[at] not in self._where.sites:
            return None
        end = self._name_end(row, at + 1)
        if end < len(row.raws) and end == at + 1 and row.raws[end].isdecimal():
            end += 1  # "sd 47"
        return Spot(at, end) if end > at + 1 else None

    def _known(self, row: _Row, at: int, *, is_marked: bool) -> Spot | None:
        if at >= len(row.names):
            return None
        for name in self._names.get(row.names[at], ()):
            end = at + len(name.words)
            is_allowed = is_marked or not name.is_plain or self._is_marked(row, at)
            if is_allowed and tuple(row.names[at:end]) == name.words:
                return Spot(at, end, name.area)
        return None

    def _is_marked(self, row: _Row, at: int) -> bool:
        """After "rt 04", a name that is an everyday word too is the kelurahan's."""
        return at >= 2 and row.raws[at - 2] in self._where.blocks and row.raws[at - 1].isdecimal()

    def _name_end(self, row: _Row, at: int) -> int:
        """Where a name ends that begins at `at`: titles, words nobody knows, initials."""
        end, last = at, min(len(row.raws), at + NAME_WORDS_MAX)
        while end < last:
            raw, token = row.raws[end], row.tokens[end]
            is_strange = not token.is_known or (token.is_guessed and end == at)
            is_name = raw in self._where.titles or (
                is_strange and not raw.isdecimal() and raw.isalnum()
            )
            if not is_name or (end > at and self._known(row, end, is_marked=False)):
                break
            end += 1
        return end

    def _house(self, row: _Row, end: int) -> int:
        raws = row.raws
        if end + 1 < len(raws) and raws[end] in self._where.numbers and raws[end + 1][:1].isdigit():
            return end + 2
        if end < len(raws) and raws[end][:1].isdigit():
            return end + 1
        return end


def _numbered(row: _Row, at: int) -> Spot | None:
    """ "rt 04"."""
    if at + 1 >= len(row.raws) or not row.raws[at + 1].isdecimal():
        return None
    return Spot(at, at + 2)


def written(text: str, tokens: Sequence[Token], *, spots: Iterable[Spot]) -> tuple[str, ...]:
    """The places as they stand in the text, each once."""
    found = (text[tokens[spot.start].start : tokens[spot.end - 1].end] for spot in spots)
    return tuple(dict.fromkeys(found))


def areas_of(spots: Iterable[Spot]) -> tuple[AreaCode, ...]:
    return tuple(dict.fromkeys(spot.area for spot in spots if spot.area is not None))
