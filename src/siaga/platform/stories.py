"""One subject's story: read by its story tags, then tailed (logbook.md 19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from siaga.language.entry import Entry, Fact
from siaga.language.values import Actor, Role, Tag
from siaga.platform.hub import Hub
from siaga.platform.logbook import Logbook


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBoard:
    """`joined`: the tags that a fact adds to the story of a subject."""

    name: str
    roles: frozenset[Role]
    tags: Callable[[Any], tuple[Tag, ...]]
    joined: Callable[[Fact, Any], tuple[Tag, ...]]
    draw: Callable[[str, Any, Entry], Any]
    view: Callable[[Any, Actor], Any]


class Story:
    def __init__(self, book: Logbook, board: StoryBoard, *, subject: str) -> None:
        self.book, self.board, self.subject = book, board, subject
        self.tags: set[Tag] = set(board.tags(subject))

    async def lines(self, after: int = 0) -> list[Any]:
        """All lines beyond `after`, oldest first."""
        entries = await self.book.read(sorted(self.tags))
        before = len(self.tags)
        for entry in entries:
            self.tags |= set(self.board.joined(entry.fact, self.subject))
        if len(self.tags) > before:
            entries = await self.book.read(sorted(self.tags))
        return [self._line(entry) for entry in entries if entry.position > after]

    def fresh(self, hub: Hub, after: int) -> Iterator[Any]:
        """Lines beyond `after` out of the hub's recent entries, oldest first."""
        late = []
        for entry, tags in reversed(hub.recent):
            if entry.position <= after:
                break
            if not self.tags.isdisjoint(tags):
                late.append(entry)
        for entry in reversed(late):
            self.tags |= set(self.board.joined(entry.fact, self.subject))
            yield self._line(entry)

    def _line(self, entry: Entry) -> Any:
        return self.board.draw(str(entry.position), None, entry)
