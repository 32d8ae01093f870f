"""Every channel of messages, put together: who hears, who sends, and what runs beside the room."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from siaga.app.config import Config
from siaga.app.workers.hearing import Hearing, web, whatsapp
from siaga.app.workers.sending.whatsapp import WhatsAppSending
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.place import Place
from siaga.platform.outbox import Sender
from siaga.platform.vault import Vault


class Messaging:
    """One per room. `senders` go to the outbox, `hearers` to the hearing of the inbox."""

    def __init__(self, config: Config, *, vault: Vault, place: Place) -> None:
        self.http = httpx.AsyncClient()
        self.whatsapp = WhatsAppSending(
            whatsapp_settings(config), self.http, vault=vault, place=place
        )

    def senders(self) -> Mapping[str, Sender]:
        """By kind of message."""
        return self.whatsapp.senders()

    def teach(self, hearing: Hearing) -> None:
        hearing.hearers |= {whatsapp.SOURCE: whatsapp.hear, web.SOURCE: web.hear}

    async def close(self) -> None:
        await self.http.aclose()


def whatsapp_settings(config: Config) -> WhatsAppSettings:
    secrets = tuple(s.encode() for s in config.whatsapp_app_secret.split(",") if s)
    return WhatsAppSettings(
        enabled=config.whatsapp_enabled and config.whatsapp_sends,
        app_secrets=secrets,
        verify_token=config.whatsapp_verify_token,
        token=config.whatsapp_token,
        phone_number_id=config.whatsapp_phone_number_id,
        graph_url=config.whatsapp_graph_url,
    )
