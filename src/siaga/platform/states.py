"""Folded states of desks, one per guard tag: read once, kept true by the tail."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from siaga.language.values import Tag
from siaga.platform.desk import Desk
from siaga.platform.logbook import Logbook
from siaga.platform.tail import Tagged

STATES_MAX = 8_000
SNAPSHOT_AFTER = 256


class Snapshots(Protocol):
    """A cache in the database of long folds; a wrong digest means: fold again."""

    async def load(self, desk: Desk, tag: Tag) -> tuple[Any, int] | None: ...

    async def save(self, desk: Desk, tag: Tag, *, state: Any, position: int) -> None: ...


class NoSnapshots:
    async def load(self, desk: Desk, tag: Tag) -> tuple[Any, int] | None:
        return None

    async def save(self, desk: Desk, tag: Tag, *, state: Any, position: int) -> None:
        return None


@dataclass(slots=True)
class Folded:
    desk: Desk
    state: Any
    position: int = 0  # of the last entry with this tag
    loading: bool = True
    dirty: bool = False  # the tail passed while it was being loaded: it must not be kept


Key = tuple[str, Tag]


class States:
    def __init__(self, book: Logbook, snapshots: Snapshots) -> None:
        self.book, self.snapshots = book, snapshots
        self._kept: OrderedDict[Key, Folded] = OrderedDict()
        self._by_tag: dict[Tag, set[Key]] = {}
        self.loads = 0

    def follow(self, entries: list[Tagged]) -> None:
        for entry, tags in entries:
            for tag in tags:
                for key in self._by_tag.get(tag, ()):
                    folded = self._kept[key]
                    if folded.loading:
                        folded.dirty = True
                    elif entry.position > folded.position:
                        folded.position = entry.position
                        if type(entry.fact) in folded.desk.heard:
                            folded.state = folded.desk.evolve(tag, folded.state, entry)

    async def get(self, desk: Desk, tag: Tag) -> tuple[Any, int]:
        """→ (state, position of the last entry with this tag, 0 if none)."""
        key = (desk.name, tag)
        known = self._kept.get(key)
        if known is not None and not known.loading:
            self._kept.move_to_end(key)
            return known.state, known.position
        mine = None
        if known is None:
            mine = Folded(desk, desk.initial(tag))
            self._keep(key, mine)
        try:
            state, position = await self._fold(desk, tag)
        except BaseException:
            if mine is not None:
                self.forget(desk, tag)
            raise
        if mine is not None and self._kept.get(key) is mine:
            if mine.dirty:
                self.forget(desk, tag)
            else:
                mine.state, mine.position, mine.loading = state, position, False
        return state, position

    async def _fold(self, desk: Desk, tag: Tag) -> tuple[Any, int]:
        self.loads += 1
        snapshot = await self.snapshots.load(desk, tag)
        state, position = snapshot or (desk.initial(tag), 0)
        entries = await self.book.read([tag], position)
        for entry in entries:
            position = entry.position
            if type(entry.fact) in desk.heard:
                state = desk.evolve(tag, state, entry)
        if len(entries) >= SNAPSHOT_AFTER:
            await self.snapshots.save(desk, tag, state=state, position=position)
        return state, position

    def _keep(self, key: Key, folded: Folded) -> None:
        self._kept[key] = folded
        self._by_tag.setdefault(key[1], set()).add(key)
        while len(self._kept) > STATES_MAX:
            self._drop(next(iter(self._kept)))

    def begin(self, desks: Iterable[Desk], tags: Iterable[Tag]) -> None:
        """Nothing carries these tags yet: what is about to be written is folded as it passes."""
        for tag in tags:
            for desk in desks:
                if tag.partition(":")[0] in desk.states and (desk.name, tag) not in self._kept:
                    self._keep((desk.name, tag), Folded(desk, desk.initial(tag), loading=False))

    def forget_all(self, tags: Iterable[Tag]) -> None:
        for tag in tags:
            for key in tuple(self._by_tag.get(tag, ())):
                self._drop(key)

    def forget(self, desk: Desk, tag: Tag) -> None:
        self._drop((desk.name, tag))

    def _drop(self, key: Key) -> None:
        if self._kept.pop(key, None) is None:
            return
        keys = self._by_tag[key[1]]
        keys.discard(key)
        if not keys:
            del self._by_tag[key[1]]
