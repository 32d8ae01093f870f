"""One sender's items one after the other, the oldest of those that wait first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

Waiting = list[tuple[datetime, int, "asyncio.Future[None]"]]


class Turns:
    """Providers deliver in any order: among what is there, their own time decides."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}
        self._number = itertools.count()

    @asynccontextmanager
    async def of(self, sender: str, at: datetime) -> AsyncIterator[None]:
        await self._take(sender, at)
        try:
            yield
        finally:
            self._give(sender)

    async def _take(self, sender: str, at: datetime) -> None:
        if sender not in self._waiting:
            self._waiting[sender] = []
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting[sender], (at, next(self._number), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # given just now: pass it on
                self._give(sender)
            raise

    def _give(self, sender: str) -> None:
        waiting = self._waiting[sender]
        while waiting:
            turn = heapq.heappop(waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        del self._waiting[sender]
