"""Messages and what they should be read as, grown from families of templates.

A family is a handful of templates that say one thing in one way; `train`, `dev` and `test` share
none. The same files give the same messages everywhere: chance is drawn from digests of names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from siaga.app.triage.hands import as_typed

PARTS = ("train", "dev", "test")
FAMILIES = "families"
LISTS = "lists.toml"
PER_TEMPLATE = 5
TRIES = 4  # for each message that is wanted, before a template counts as exhausted
URGENT = ("P1", "P2")

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message and its labels."""

    t: str
    family: str
    template: int
    lang: str  # of the country, of the city, or en
    category: str
    type: str | None
    categories: tuple[str, ...]
    emergency: int
    priority: str
    prank: int
    injured: int | None
    own_victim: int

    def as_line(self) -> dict[str, Any]:
        return asdict(self)


class Draws:
    """A stream of numbers that depends on nothing but its name."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def below(self, end: int) -> int:
        """0 … end - 1."""
        self._count += 1
        digest = blake2b(f"{self._name}/{self._count}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % end

    def one(self, items: Sequence[_Item]) -> _Item:
        return items[self.below(len(items))]


@dataclass(slots=True)
class _Grown:
    """What came out of one template."""

    draws: Draws
    lists: Mapping[str, Sequence[Any]]
    injured: int | None = None

    def text(self, template: str) -> str:
        out, at = "", 0
        while at < len(template):
            if template[at] == "[":
                end = _closing(template, at)
                out += self.text(self.draws.one(_choices(template[at + 1 : end])))
                at = end + 1
            elif template[at] == "{":
                end = template.index("}", at)
                out += self._from_list(template[at + 1 : end])
                at = end + 1
            else:
                out += template[at]
                at += 1
        return out

    def _from_list(self, name: str) -> str:
        item = self.draws.one(self.lists[name])
        if isinstance(item, str):
            return self.text(item)
        word, self.injured = item
        return str(word)


def _closing(template: str, at: int) -> int:
    depth = 0
    for index in range(at, len(template)):
        depth += {"[": 1, "]": -1}.get(template[index], 0)
        if depth == 0:
            return index
    raise ValueError(f"a bracket is never closed: {template}")


def _choices(inside: str) -> list[str]:
    """The parts between the bars of this level."""
    found, depth = [""], 0
    for letter in inside:
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found


def read_part(folder: Path, part: str) -> list[Example]:
    """All messages of one part, in the order of the files. Raises ValueError, KeyError."""
    files = folder / FAMILIES / part
    lists = tomllib.loads((files / LISTS).read_text(encoding="utf-8"))
    habits = lists.pop("shorten")
    found: list[Example] = []
    for path in sorted(files.glob("*.toml")):
        if path.name != LISTS:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            for family in tables["family"]:
                found += _members(family, lists, habits)
    return found


def templates_of(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    """(family, template) as written."""
    for path in sorted((folder / FAMILIES / part).glob("*.toml")):
        if path.name != LISTS:
            for family in tomllib.loads(path.read_text(encoding="utf-8"))["family"]:
                for item in family["templates"]:
                    yield family["id"], item if isinstance(item, str) else item["t"]


def _members(
    family: Mapping[str, Any],
    lists: Mapping[str, Sequence[Any]],
    habits: Mapping[str, Sequence[str]],
) -> Iterator[Example]:
    shared = {key: value for key, value in family.items() if key != "templates"}
    seen: set[str] = set()
    for number, item in enumerate(family["templates"]):
        labels = shared | ({"t": item} if isinstance(item, str) else item)
        made = 0
        for attempt in range(PER_TEMPLATE * TRIES):
            grown = _Grown(Draws(f"{family['id']}/{number}/{attempt}"), lists)
            text = as_typed(grown.text(labels["t"]), habits, draws=grown.draws)
            if made == PER_TEMPLATE or text in seen or not text:
                continue
            seen.add(text)
            made += 1
            yield _example(text, labels, number, grown.injured)


def _example(text: str, labels: Mapping[str, Any], number: int, injured: int | None) -> Example:
    stated = labels.get("injured") if injured is None else injured
    priority = labels["priority"]
    return Example(
        t=text,
        family=labels["id"],
        template=number,
        lang=labels.get("lang", "id"),
        category=labels["category"],
        type=labels.get("type"),
        categories=(labels["category"], *labels.get("also", ())),
        emergency=int(labels["category"] != "none" and priority in URGENT),
        priority=priority,
        prank=labels.get("prank", 0),
        injured=None if stated == -1 else stated,
        own_victim=labels.get("own", 0),
    )
