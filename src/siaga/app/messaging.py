"""Every channel of messages, put together: who hears, who sends, and what runs beside the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import httpx

from siaga.app.config import Config
from siaga.app.files import Files
from siaga.app.whatsapp import WhatsAppChannel
from siaga.app.workers.hearing import Hearing, link, web, whatsapp
from siaga.app.workers.media import Fetcher
from siaga.language.place import Place
from siaga.platform.outbox import Sender
from siaga.platform.vault import Vault

if TYPE_CHECKING:
    from siaga.app.room import Room


class Messaging:
    """One per room. `senders` go to the outbox, `hearers` to the hearing of the inbox."""

    def __init__(self, config: Config, *, vault: Vault, place: Place) -> None:
        self.http = httpx.AsyncClient()
        self.citizens = link.Links()
        self.whatsapp = WhatsAppChannel(config, self.http, vault=vault, place=place)
        self.files: Files | None = None
        self.more_fetchers: dict[str, Fetcher] = {}  # of channels put together elsewhere

    def senders(self) -> Mapping[str, Sender]:
        """By kind of message."""
        return self.whatsapp.sending.senders()

    def fetchers(self) -> Mapping[str, Fetcher]:
        """Ways to the files of messages, by kind of reference."""
        return self.whatsapp.fetchers() | self.more_fetchers

    def teach(self, hearing: Hearing) -> None:
        hearing.hearers |= {link.SOURCE: self.citizens.hear}
        hearing.hearers |= {whatsapp.SOURCE: self.whatsapp.hearing.hear, web.SOURCE: web.hear}

    def begin(self, room: Room) -> None:
        """What runs beside the room, once its boards stand."""
        self.whatsapp.begin(room)
        self.files = Files(room, self.fetchers())
        self.files.start()

    async def end(self) -> None:
        if self.files is not None:
            await self.files.stop()
        await self.whatsapp.end()

    async def close(self) -> None:
        await self.citizens.close()
        await self.http.aclose()
