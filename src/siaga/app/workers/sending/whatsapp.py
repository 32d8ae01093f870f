"""Outbox rows of kind "whatsapp" on their way to Meta, or to the provider in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx

from siaga.app.workers.sending import is_here, stay
from siaga.channels.whatsapp.outbound import (
    Body,
    Envelope,
    link_button,
    location_request,
    read_mark,
    template,
    text_message,
)
from siaga.channels.whatsapp.outcomes import Outcome, OutcomeKind, patience_s
from siaga.channels.whatsapp.pace import Pace
from siaga.channels.whatsapp.sender import WhatsAppSender
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.conversation_place import HOLE
from siaga.language.follow_ups import Send
from siaga.language.place import Place
from siaga.language.values import Sealed, TemplateId
from siaga.platform.clock import Clock, steady_s
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.subjects import canonical
from siaga.platform.vault import Vault

KIND = "whatsapp"
OPEN_LINK = "open_link"  # key in the place's messages: the words on a button

ENDINGS = {
    OutcomeKind.ACCEPTED: Ending.ACCEPTED,
    OutcomeKind.RETRY_AFTER: Ending.RETRY,
    OutcomeKind.FAILED: Ending.FAILED,
    OutcomeKind.UNKNOWN: Ending.UNKNOWN,
}

WindowOf = Callable[[Send], Awaitable[datetime | None]]
"""Until when WhatsApp lets us write freely; None: nobody knows, so it is tried."""

Told = Callable[[Outcome], None]


async def nobody_knows(_send: Send) -> datetime | None:
    return None


class CannotSay(Exception):
    """`code`: why nothing of it can be sent, ever."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WhatsAppSending:
    def __init__(
        self, settings: WhatsAppSettings, http: httpx.AsyncClient, *, vault: Vault, place: Place
    ) -> None:
        self.settings, self.vault, self.place = settings, vault, place
        self.sender = WhatsAppSender(http)
        self.pace = Pace()
        self.clock: Clock | None = None
        self.window_of: WindowOf = nobody_knows
        self.told: Told = lambda _outcome: None

    async def send(self, row: OutboxRow) -> Sent:
        if await self._window_closed(row.send):
            return Sent(ending=Ending.FAILED, error="window_closed")
        try:
            body = await self._body(row)
        except CannotSay as reason:
            return Sent(ending=Ending.FAILED, error=reason.code)
        except ValueError:  # longer than Meta takes, or empty
            return Sent(ending=Ending.FAILED, error="content")
        wait_s = 0.0 if row.send.seen else self.pace.wait_s(row.send.recipient, steady_s())
        if wait_s > 0:
            return Sent(ending=Ending.RETRY, error="pace", retry_after_s=wait_s)
        outcome = await self.sender.send(self.settings, body)
        self.told(outcome)
        return Sent(
            ending=ENDINGS[outcome.kind],
            provider_id=outcome.wamid or None,
            error=outcome.code,
            retry_after_s=patience_s(outcome, row.attempts),
        )

    async def _window_closed(self, send: Send) -> bool:
        """Meta would refuse it, and count it against us; a template may always go."""
        if send.template or send.seen is not None or self.clock is None:
            return False
        closes_at = await self.window_of(send)
        return closes_at is not None and closes_at <= self.clock.now()

    async def _body(self, row: OutboxRow) -> Body:
        """Raises CannotSay, or ValueError for what Meta would refuse."""
        send = row.send
        sealed = (send.number, send.text, send.button_url, send.quotes, send.seen, *send.arguments)
        plain = await self.vault.reveal([each.ref for each in sealed if each is not None])

        def said(each: Sealed | None) -> str:
            found = plain.get(each.ref) if each else ""
            if found is None:
                raise CannotSay("erased")
            return found

        if send.seen is not None:
            return read_mark(said(send.seen))
        to = said(send.number)
        if send.alert is not None:  # as its keeper typed it
            to = canonical(to)
        envelope = Envelope(to=to, outbox_id=str(row.id), quotes=said(send.quotes))
        if not envelope.to:
            raise CannotSay("erased")
        arguments = [said(each) for each in send.arguments]
        if send.template:
            return self._template(envelope, send, arguments)
        text = said(send.text) if send.text else self._words(send, arguments)
        if send.ask_location:
            return location_request(envelope, text)
        if send.button_url is not None:
            return self._link(envelope, text, said(send.button_url))
        return text_message(envelope, text)

    def _words(self, send: Send, arguments: list[str]) -> str:
        if send.message not in self.place.messages:
            raise CannotSay("no_words")
        holes = {str(number): said for number, said in enumerate(arguments, start=1)}
        words = self.place.words(send.message, send.language)
        return HOLE.sub(lambda hole: holes.get(hole[1] or hole[2], hole[0]), words)

    def _template(self, envelope: Envelope, send: Send, arguments: list[str]) -> Body:
        if send.alert is not None:
            language = self.place.alerts.template_language
            named = [("", argument) for argument in arguments]
            return template(envelope, send.template, language=language, arguments=named)
        known = self.place.conversation.templates().get(TemplateId(send.template))
        if known is None:
            raise CannotSay("no_template")
        named = [("", argument) for argument in arguments]
        return template(envelope, known.name, language=known.language, arguments=named)

    def _link(self, envelope: Envelope, text: str, url: str) -> Body:
        if OPEN_LINK not in self.place.messages or not url.startswith("https://"):
            return text_message(envelope, f"{text} {url}")
        return link_button(envelope, text, title=self.place.words(OPEN_LINK), url=url)

    def senders(self) -> dict[str, Sender]:
        """By kind of message. A drill never writes to anybody outside this machine."""
        if self.may_speak:
            return {KIND: self.send}
        return {KIND: stay} if self.place.drill else {}

    @property
    def may_speak(self) -> bool:
        enabled = self.settings.enabled
        return enabled and (not self.place.drill or is_here(self.settings.graph_url))
