"""Writes console/src/wire.generated.ts: cards, values and place data as TypeScript types."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from siaga.app.boards import BOARDS, STORY
from siaga.app.proposals.lanes import Lane
from siaga.boards.incident_story import StoryLine
from siaga.boards.open_incidents import Need
from siaga.desks.dispatch import advise
from siaga.language import persons, place
from siaga.language.conversation_place import Conversing
from siaga.language.dispatch_rules import Fleet
from siaga.language.entry import Fact
from siaga.language.guide import Ending
from siaga.language.guide_cards import GuideCard
from siaga.language.liaisons import Post
from siaga.language.machine_rules import NeighbourRules
from siaga.language.mass_casualty import Finding, SortMethod
from siaga.language.partners import Partner
from siaga.language.refusals import Refusal
from siaga.language.slow_rules import Gauge
from siaga.language.values import LocationClaim, MediaRef, Sealed, SealedPoint, SealedRecord

PATH = Path(__file__).parents[1] / "console" / "src" / "wire.generated.ts"
HEAD = """// Written by `python -m tools.wire` from the Python dataclasses; do not edit.

export type Instant = string // ISO 8601, UTC
export type Revealed = string | null // null: masked or erased

export interface Point {
  readonly latitude: number
  readonly longitude: number
  readonly address?: string
}
"""
NAMES = {
    LocationClaim: "Location",
    MediaRef: "Media",
    advise.Reason: "UnitReason",
    advise.Why: "UnitWhy",
    Need: "UnitNeed",
    persons.Sex: "PersonSex",
}
PLACE_PARTS = (
    place.Text,
    place.Position,
    place.Agency,
    place.Station,
    place.Unit,
    place.Hospital,
    place.Shelter,
    Gauge,
    place.IncidentType,
    place.Area,
    place.Sla,
    GuideCard,
    Ending,
    Finding,
    SortMethod,
    Conversing,
    Fleet,
    Partner,
    Post,
    NeighbourRules,
    advise.Proposal,
    advise.Fleeted,
    Lane,
)
PLAIN = {str: "string", bool: "boolean", int: "number", float: "number", datetime: "Instant"}
PLAIN |= {date: "string", time: "string", Sealed: "Revealed", SealedPoint: "Point | null"}


class Writer:
    """Collects every type that a root type needs, each once, in the order they are met."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def name(self, hint: Any) -> str:
        if isinstance(hint, NewType):
            return self.name(hint.__supertype__)
        if get_origin(hint) in (Union, types.UnionType):
            return " | ".join(dict.fromkeys(self.name(each) for each in get_args(hint)))
        if get_origin(hint) in (tuple, frozenset):
            return self._sequence(get_args(hint))
        if get_origin(hint) in (dict, Mapping):
            return self._record(*get_args(hint))
        if hint is types.NoneType:
            return "null"
        if hint in PLAIN:
            return PLAIN[hint]
        if isinstance(hint, type) and issubclass(hint, SealedRecord):
            return f"{self._interface(hint.shape)} | null"
        if hint is Fact:
            return "Readonly<Record<string, unknown>>"
        if issubclass(hint, StrEnum):
            return self._enum(hint)
        return self._interface(hint)

    def _sequence(self, members: tuple[Any, ...]) -> str:
        if len(members) == 1 or members[1:] == (...,):
            inner = self.name(members[0])
            return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
        return f"readonly [{', '.join(map(self.name, members))}]"

    def _record(self, key: Any, value: Any) -> str:
        inner = f"Record<{self.name(key)}, {self.name(value)}>"
        closed = isinstance(key, type) and issubclass(key, StrEnum)
        return f"Readonly<Partial<{inner}>>" if closed else f"Readonly<{inner}>"

    def _enum(self, kind: type[StrEnum]) -> str:
        values = "".join(f"\n  | '{each.value}'" for each in kind)
        name = NAMES.get(kind, kind.__name__)
        self.parts.setdefault(name, f"export type {name} ={values}\n")
        return name

    def _interface(self, kind: type[Any]) -> str:
        name = NAMES.get(kind, kind.__name__)
        if name in self.parts:
            return name
        self.parts[name] = ""
        hints = get_type_hints(kind)
        lines = []
        for each in dataclasses.fields(kind):
            if kind is MediaRef and each.name == "provider_ref":
                continue
            maybe = "?" if each.default is None else ""
            lines.append(f"  readonly {each.name}{maybe}: {self._field(hints[each.name])}")
        body = "\n".join(lines)
        del self.parts[name]
        self.parts[name] = f"export interface {name} {{\n{body}\n}}\n"
        return name

    def _field(self, hint: Any) -> str:
        """`Revealed`, `Point | null` and records hold null already."""
        written = self.name(hint)
        if written == "Revealed | null":
            return "Revealed"
        return written.replace(" | null | null", " | null")


def text() -> str:
    writer = Writer()
    writer.name(Refusal)
    for board in BOARDS:
        writer.name(board.card)
    writer.name(StoryLine)
    for part in PLACE_PARTS:
        writer.name(part)
    names = [(board.name, NAMES.get(board.card, board.card.__name__)) for board in BOARDS]
    names.append((STORY.name, StoryLine.__name__))
    cards = "\n".join(f"  readonly '{name}': {card}" for name, card in names)
    return "\n".join([HEAD, *writer.parts.values(), f"export interface Cards {{\n{cards}\n}}\n"])


if __name__ == "__main__":
    PATH.write_text(text())
