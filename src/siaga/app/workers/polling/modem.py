"""Empties the folder a modem's messages lie in, each only after the inbox holds it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog

from siaga.app.workers.hearing.sms import SOURCE, failure_as_kept, files_as_kept
from siaga.channels.sms.modem import Modem, ModemMessage
from siaga.platform.clock import Clock
from siaga.platform.inbox import Inbox
from siaga.platform.logbook import Unavailable

LOOK_S = 1.0

log = structlog.get_logger()


class ModemPolling:
    """`work` is run by one process at a time. `problem` is a key of the lamps' words."""

    def __init__(self, modem: Modem, inbox: Inbox, *, clock: Clock) -> None:
        self.modem, self.inbox, self.clock = modem, inbox, clock
        self.problem = "modem_not_read"
        self._late: set[str] = set()  # withdrawn since anything was sent last

    async def work(self, _connection: Any) -> None:
        while True:
            complete = self.modem.settings.complete
            self.problem = await self._look() if complete else "modem_folder"
            await asyncio.sleep(LOOK_S)

    async def _look(self) -> str:
        try:
            for message in await asyncio.to_thread(self.modem.waiting, self.clock.now()):
                await self._keep(message)
            for name in await asyncio.to_thread(self.modem.failed):
                raw = failure_as_kept(name, "modem_silent" if name in self._late else "modem")
                await self.inbox.take_in(SOURCE, f"failed:{_plain(name)}", raw=raw)
                await asyncio.to_thread(self.modem.told_failed, name)
            await asyncio.to_thread(self._withdraw, self.clock.now())
        except Unavailable:
            return "sms_not_kept"
        except OSError as reason:
            log.warning("modem.folder", reason=type(reason).__name__)
            return "modem_folder"
        return "modem_silent" if self._late else ""

    def _withdraw(self, now: datetime) -> None:
        """What the daemon does not take is told as not sent, and does not go out an hour late."""
        if self.modem.moves(now):
            self._late.clear()
            return
        for name in self.modem.stuck(now):
            with suppress(FileNotFoundError):  # sent after all, this very moment
                self.modem.withdraw(name)
                self._late.add(name)

    async def _keep(self, message: ModemMessage) -> None:
        digest = sha256(b"\0".join(data for _, data in message.files)).hexdigest()
        key = f"{_plain(message.name)}:{digest}"
        await self.inbox.take_in(SOURCE, key, raw=files_as_kept(message.files))
        await asyncio.to_thread(self.modem.taken, message)


def _plain(name: str) -> str:
    """Names are bytes on a disk: not each of them is a text."""
    return name.encode("utf-8", "backslashreplace").decode()
