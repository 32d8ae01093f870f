"""Outbox rows of kind "whatsapp" on their way to Meta."""

from __future__ import annotations

import httpx

from siaga.app.workers.sending import is_here, stay
from siaga.channels.whatsapp.outbound import OutcomeKind, location_request, text_message
from siaga.channels.whatsapp.sender import WhatsAppSender
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.place import Place
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault

ENDINGS = {
    OutcomeKind.ACCEPTED: Ending.ACCEPTED,
    OutcomeKind.RETRY_AFTER: Ending.RETRY,
    OutcomeKind.FAILED: Ending.FAILED,
    OutcomeKind.UNKNOWN: Ending.UNKNOWN,
}


class WhatsAppSending:
    def __init__(
        self, settings: WhatsAppSettings, http: httpx.AsyncClient, *, vault: Vault, place: Place
    ) -> None:
        self.settings, self.vault, self.place = settings, vault, place
        self.sender = WhatsAppSender(http)

    async def send(self, row: OutboxRow) -> Sent:
        send = row.send
        refs = [sealed.ref for sealed in (send.number, send.text) if sealed is not None]
        plain = await self.vault.reveal(refs)
        to = plain.get(send.number.ref) if send.number else None
        text = plain.get(send.text.ref) if send.text else self.place.messages[send.message].id
        if not to or not text:
            return Sent(ending=Ending.FAILED, error="erased")
        make = location_request if send.ask_location else text_message
        outcome = await self.sender.send(self.settings, make(to, text, outbox_id=str(row.id)))
        return Sent(
            ending=ENDINGS[outcome.kind],
            provider_id=outcome.wamid or None,
            error=outcome.code,
            retry_after_s=outcome.retry_after_s,
        )

    def senders(self) -> dict[str, Sender]:
        """By kind of message. A drill never writes to anybody outside this machine."""
        if self.settings.enabled and (not self.place.drill or is_here(self.settings.graph_url)):
            return {"whatsapp": self.send}
        return {"whatsapp": stay} if self.place.drill else {}
