"""The WhatsApp channel of one room, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import httpx

from siaga.app.config import Config
from siaga.app.workers.hearing.whatsapp import SOURCE, WhatsAppHearing
from siaga.app.workers.media import Fetcher
from siaga.app.workers.media.whatsapp import WhatsAppFiles
from siaga.app.workers.sending.whatsapp import WhatsAppSending
from siaga.app.workers.watching.whatsapp import WhatsAppWatch
from siaga.channels.whatsapp.items import Other
from siaga.channels.whatsapp.settings import GRAPH, MEDIA_HOSTS, Provider, WhatsAppSettings
from siaga.language.follow_ups import Send
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.platform.gateway import Gateway
from siaga.platform.vault import Vault

if TYPE_CHECKING:
    from siaga.app.room import Room


class WhatsAppChannel:
    def __init__(
        self, config: Config, http: httpx.AsyncClient, *, vault: Vault, place: Place
    ) -> None:
        self.settings = whatsapp_settings(config)
        self.http = http
        self.sending = WhatsAppSending(self.settings, http, vault=vault, place=place)
        self.files = WhatsAppFiles(self.settings, http)
        self.hearing = WhatsAppHearing(self._news)
        self.watch: WhatsAppWatch | None = None

    def fetchers(self) -> dict[str, Fetcher]:
        """By kind of reference. A drill asks nobody outside this machine for files."""
        return {SOURCE: self.files.fetch} if self.sending.may_speak else {}

    def begin(self, room: Room) -> None:
        """With the room's parts; what runs beside it is started."""
        self.sending.clock = room.clock
        self.sending.window_of = window_of(room.gateway)
        if not self.sending.may_speak:
            return
        self.watch = WhatsAppWatch(
            self.settings,
            self.http,
            signals=room.signals,
            clock=room.clock,
            heard_at=lambda: room.inbox.last_at(SOURCE),
        )
        self.sending.told = self.files.told = self.watch.sent
        self.watch.start()

    def _news(self, news: Other) -> None:
        if self.watch is not None:
            self.watch.health.told(news)

    async def end(self) -> None:
        if self.watch is not None:
            await self.watch.stop()


def window_of(gateway: Gateway) -> Callable[[Send], Awaitable[datetime | None]]:
    """Until when the contact of a message may be written to freely, as intake knows it."""

    async def closes_at(send: Send) -> datetime | None:
        if send.contact_id is None:
            return None
        life, _ = await gateway.states.get(gateway.desks["intake"], contact_life(send.contact_id))
        found: datetime | None = life.window_closes_at
        return found

    return closes_at


def whatsapp_settings(config: Config) -> WhatsAppSettings:
    """Raises ValueError naming what is missing or wrong."""
    provider = Provider(config.whatsapp_provider)
    hosts = tuple(host.strip().lower() for host in config.whatsapp_media_hosts.split(","))
    return WhatsAppSettings(
        enabled=config.whatsapp_enabled and config.whatsapp_sends,
        provider=provider,
        app_secrets=tuple(s.encode() for s in config.whatsapp_app_secret.split(",") if s),
        verify_token=config.whatsapp_verify_token,
        token=config.whatsapp_token,
        phone_number_id=config.whatsapp_phone_number_id,
        graph_url=config.whatsapp_graph_url or GRAPH[provider],
        media_hosts=tuple(filter(None, hosts)) or MEDIA_HOSTS,
    )
