"""All boards of the room in memory, and what wakes the consoles that read them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import islice

from siaga.language.entry import Entry
from siaga.platform.desk import Board
from siaga.platform.live_board import LiveBoard
from siaga.platform.logbook import Logbook, Read
from siaga.platform.reveal import Revealer
from siaga.platform.signals import Signals
from siaga.platform.tail import Tagged

RECENT_MAX = 5_000


class Hub:
    def __init__(self, boards: Sequence[Board], revealer: Revealer, *, signals: Signals) -> None:
        self.boards = {board.name: LiveBoard(board) for board in boards}
        self.revealer, self.signals = revealer, signals
        self.lineage = ""
        self.position = 0
        self.consoles = 0
        self.closed = False
        self.recent: deque[Tagged] = deque(maxlen=RECENT_MAX)
        self._changed: asyncio.Event = asyncio.Event()
        signals.on_change = self.wake

    def follow(self, entries: list[Tagged]) -> None:
        for live in self.boards.values():
            live.follow(entries)
        self.recent.extend(entries)
        self.position = entries[-1][0].position
        self.wake()

    def wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def close(self) -> None:
        """The house closes: every stream ends by itself, its console comes back later."""
        self.closed = True
        self.wake()

    @property
    def changed(self) -> asyncio.Event:
        """Set once, at the next change; ask again for the one after it."""
        return self._changed

    def reader(self, book: Logbook) -> Read:
        """Reads like the logbook, out of memory while what follows is still there."""

        async def read(after: int, limit: int) -> list[Entry]:
            if not self.recent_reaches(after):
                return await book.read_from(after, limit)
            if after >= self.position:
                return []
            begin = after + 1 - self.recent[0][0].position
            return [entry for entry, _ in islice(self.recent, begin, begin + limit)]

        return read

    def recent_reaches(self, position: int) -> bool:
        """Are all entries beyond `position` still among the recent ones?"""
        return position >= self.position or (
            bool(self.recent) and self.recent[0][0].position <= position + 1
        )
