"""Group commit without a timer: what arrives while the last commit is in flight goes next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from siaga.platform.batch import Written
from siaga.platform.logbook import Answer, Unavailable

BATCH_COMMANDS_MAX = 256
BATCH_BYTES_MAX = 1_048_576
QUEUE_MAX = 5_000
HELD_MAX = 64

log = structlog.get_logger()


class Waiting:
    __slots__ = ("future", "written")

    def __init__(self, written: Written) -> None:
        self.written = written
        self.future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()


class Flusher:
    """Two bounded lanes, contacts and the inbox before all else; one batch at a time."""

    def __init__(self, write: Callable[[list[Waiting]], Awaitable[None]]) -> None:
        self._write = write
        self._urgent: deque[Waiting] = deque()
        self._other: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._writing = self._stopped = False
        self._task = asyncio.create_task(self._run(), name="flusher")

    def __len__(self) -> int:
        return len(self._urgent) + len(self._other)

    def put(self, written: Written) -> asyncio.Future[Answer]:
        if self._stopped:
            raise Unavailable("the logbook is closed")
        if len(self) >= QUEUE_MAX:
            raise Unavailable("the logbook's queue is full")
        waiting = Waiting(written)
        (self._urgent if written.wish.urgent else self._other).append(waiting)
        self._wake.set()
        return waiting.future

    def _take(self) -> list[Waiting]:
        """No two of a batch may disturb each other: the one that would waits for the next."""
        batch: list[Waiting] = []
        touched: set[str] = set()
        ids = set()
        size = 0
        for lane in (self._urgent, self._other):
            held: list[Waiting] = []
            while lane and len(batch) < BATCH_COMMANDS_MAX and len(held) < HELD_MAX:
                waiting = lane.popleft()
                written = waiting.written
                disturbed = not touched.isdisjoint(written.guards)
                full = bool(batch) and size + written.bytes > BATCH_BYTES_MAX
                if written.wish.command_id in ids or disturbed or full:
                    held.append(waiting)
                    continue
                batch.append(waiting)
                ids.add(written.wish.command_id)
                touched |= written.touches
                size += written.bytes
            lane.extendleft(reversed(held))
        if not len(self):
            self._wake.clear()
        return batch

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            batch = self._take()
            self._writing = True
            try:
                await self._write(batch)
            except Exception as reason:  # the line must not stop: these get it, the next go on
                log.exception("flusher.batch_failed", commands=len(batch))
                for waiting in batch:
                    if not waiting.future.done():
                        waiting.future.set_exception(reason)
            finally:
                self._writing = False

    async def stop(self) -> None:
        """Take nothing more and write what is there."""
        self._stopped = True
        while len(self) or self._writing:
            await asyncio.sleep(0.01)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
