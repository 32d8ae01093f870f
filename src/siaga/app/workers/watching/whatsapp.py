"""WhatsApp's lamp: asks Meta every five minutes, and hears what sending and the inbox tell."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx
import structlog

from siaga.channels.whatsapp.health import DOWN, Health, Lamp
from siaga.channels.whatsapp.outcomes import Outcome
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.platform.clock import Clock, steady_s
from siaga.platform.database import LOST
from siaga.platform.signals import Signals

LOOK_S = 1.0
POLL_S = 300.0
TIMEOUT = httpx.Timeout(10.0)
LAMP, KEY = "lamp", "whatsapp"

HeardAt = Callable[[], Awaitable[datetime | None]]
"""When the inbox last took anything from this channel."""

log = structlog.get_logger()


class WhatsAppWatch:
    def __init__(
        self,
        settings: WhatsAppSettings,
        http: httpx.AsyncClient,
        *,
        signals: Signals,
        clock: Clock,
        heard_at: HeardAt,
    ) -> None:
        self.settings, self.http = settings, http
        self.signals, self.clock, self.heard_at = signals, clock, heard_at
        self.health = Health()
        self._shown: Lamp | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="whatsapp watch")

    async def _run(self) -> None:
        began_at = self.clock.now()
        polled_s = -POLL_S
        while True:
            if steady_s() - polled_s >= POLL_S:
                polled_s = steady_s()
                await self._poll()
                try:  # a line that never brought anything is silent from when we began to listen
                    self.health.heard_at = await self.heard_at() or began_at
                except LOST as reason:
                    log.info("whatsapp.watch", reason=type(reason).__name__)
            self._show()
            await asyncio.sleep(LOOK_S)

    async def _poll(self) -> None:
        try:
            answer = await self.http.get(
                self.settings.health_url,
                headers=self.settings.headers,
                timeout=TIMEOUT,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as reason:
            log.warning("whatsapp.unreachable", reason=type(reason).__name__)
            self.health.polled(0, b"")
        else:
            self.health.polled(answer.status_code, answer.content)

    def sent(self, outcome: Outcome) -> None:
        """What became of a request of ours; a lamp that changes by it is shown at once."""
        self.health.sent(outcome)
        self._show()

    def _show(self) -> None:
        now = self.clock.now()
        lamp = self.health.lamp(now)
        if lamp == self._shown:
            return
        self._shown = lamp
        (log.error if lamp[0] == DOWN else log.info)("whatsapp.lamp", state=lamp[0], words=lamp[1])
        value = {"state": lamp[0], "words_key": lamp[1], "since_at": now}
        self.signals.put(LAMP, KEY, value=value, at=now)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
