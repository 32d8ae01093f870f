"""Carries outbox rows to channels, asks contact safety first, and reports what became of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import httpx

from siaga.channels.whatsapp.outbound import OutcomeKind, location_request, text_message
from siaga.channels.whatsapp.sender import WhatsAppSender
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.desks.intake.commands import ReportReply
from siaga.language.follow_ups import Send
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.values import Actor, ActorKind, Asked, Safety
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Report, Sender, Sent
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
        self.sender, self._http = WhatsAppSender(http), http

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
        if self.settings.enabled and (not self.place.drill or _is_here(self.settings.graph_url)):
            return {"whatsapp": self.send}
        return {"whatsapp": _stay} if self.place.drill else {}

    async def close(self) -> None:
        await self._http.aclose()


async def _stay(_row: OutboxRow) -> Sent:
    return Sent(ending=Ending.DRILL)


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def contact_allowed(gateway: Gateway) -> Callable[[Send], Awaitable[bool]]:
    async def allowed(send: Send) -> bool:
        if send.contact_id is None:
            return True
        desk = gateway.desks["intake"]
        state, _ = await gateway.states.get(desk, contact_life(send.contact_id))
        return state.safety is not Safety.DO_NOT_CONTACT

    return allowed


def report_sent(gateway: Gateway, clock: Clock) -> Report:
    async def report(row: OutboxRow, *, status: str, error: str) -> None:
        if row.send.contact_id is None:
            return
        now = clock.now()
        command = ReportReply(
            command_id=derived_id("outbox", row.id, status),
            contact_id=row.send.contact_id,
            outbox_id=str(row.id),
            status=status,
            occurred_at=now,
            error=error,
            message=row.send.message,
        )
        actor = Actor(kind=ActorKind.SYSTEM, id="outbox")
        await gateway.submit(
            Submission(
                desk="intake",
                command=command,
                asked=Asked(actor=actor, received_at=now),
                digest=row.id.bytes,
                cause=row.position,
            )
        )

    return report
