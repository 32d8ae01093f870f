"""What runs around hospitals: arrivals reckoned from positions, and the feed of hospitals' beds."""

from __future__ import annotations

import httpx

from siaga.app.workers.hospitals.arrivals import Arrivals
from siaga.app.workers.hospitals.feed import Feed
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway
from siaga.platform.hub import Hub
from siaga.platform.vault import Vault


class Care:
    """A room without an address (`have_url`) asks no hospital's system."""

    def __init__(self, gateway: Gateway, hub: Hub, *, vault: Vault, clock: Clock) -> None:
        self.arrivals = Arrivals(gateway, hub, vault=vault, clock=clock)
        self._feed: Feed | None = None

    def start(self, have_url: str, http: httpx.AsyncClient) -> None:
        self.arrivals.start()
        if have_url:
            around = self.arrivals
            self._feed = Feed(
                have_url, around.gateway, http=http, signals=around.hub.signals, clock=around.clock
            )
            self._feed.start()

    async def stop(self) -> None:
        await self.arrivals.stop()
        if self._feed is not None:
            await self._feed.stop()
