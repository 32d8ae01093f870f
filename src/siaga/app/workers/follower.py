"""A worker that hears every entry, remembers what it makes due, and does it in rounds."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

import structlog

from siaga.language.entry import Entry
from siaga.platform.database import is_lost
from siaga.platform.logbook import Unavailable
from siaga.platform.single_worker import alone
from siaga.platform.tail import Tagged
from siaga.platform.waiting import woken

LOOK_S = 2.0

Key = TypeVar("Key")
Due = TypeVar("Due")

log = structlog.get_logger()


class Follower(ABC, Generic[Key, Due]):
    """One process of a place does it at a time, by an advisory lock of this name.

    What fails for one key is put aside and logged; with a lost database the work begins again.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.aside = 0  # what a fault kept from being done
        self._due: dict[Key, Due] = {}
        self._works = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    def _see(self, entry: Entry) -> None:
        """Puts into `_due` what an entry asks for."""

    @abstractmethod
    def _pick_up(self) -> None:
        """Puts into `_due` what may have happened while nobody worked."""

    @abstractmethod
    async def _do(self, key: Key, due: Due) -> None: ...

    def start(self, pool: Any, site: int) -> None:
        work = alone(pool, site, name=self.name, work=self.work)
        self._task = asyncio.create_task(work, name=self.name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def follow(self, entries: list[Tagged]) -> None:
        if not self._works:
            return
        for entry, _ in entries:
            if not entry.imported:
                self._see(entry)
        if self._due:
            self._wake.set()

    async def work(self, _connection: Any) -> None:
        self._works = True
        try:
            self._pick_up()
            while True:
                self._wake.clear()
                await self._round()
                await woken(self._wake, LOOK_S)
        finally:
            self._works = False
            self._due.clear()

    async def _round(self) -> None:
        while self._due:
            key, due = next(iter(self._due.items()))
            try:
                await self._do(key, due)
            except Exception as reason:
                if isinstance(reason, Unavailable) or is_lost(reason):
                    raise
                self.aside += 1
                log.exception("worker.aside", worker=self.name, key=key)
            if self._due.get(key) == due:
                del self._due[key]
