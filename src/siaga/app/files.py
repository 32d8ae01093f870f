"""Files of citizens' messages, put together: the list of what is to be had, and who has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from siaga.app.workers.media import Fetcher, MediaWorker
from siaga.platform.media_tasks import MediaTasks

if TYPE_CHECKING:
    from siaga.app.room import Room


class Files:
    def __init__(self, room: Room, fetchers: Mapping[str, Fetcher]) -> None:
        self.worker = MediaWorker(
            room.gateway, room.media, sealer=room.sealer, vault=room.vault, clock=room.clock
        )
        self.worker.fetchers |= fetchers
        self.tasks = MediaTasks(room.pool, room.site, room.book, room.hub.reader(room.book))
        self.tasks.idle = self.worker.pictures.rest
        room.tail.readers.append(lambda _entries: self.tasks.wake())

    def start(self) -> None:
        self.tasks.start(self.worker.take)

    async def stop(self) -> None:
        await self.tasks.stop()
        await self.worker.stop()
