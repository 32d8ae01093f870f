"""Outbox rows of kind "telegram" on their way to Telegram."""

from __future__ import annotations

from siaga.app.catalogue import say
from siaga.app.workers.sending import is_here, stay
from siaga.app.workers.sending.plain_words import PlainWords, plain_words
from siaga.channels.telegram.outbound import Body, OutcomeKind, text_message
from siaga.channels.telegram.sender import TelegramSender
from siaga.language.place import Place
from siaga.language.values import Language
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault

KIND = "telegram"
BUTTON = "telegram_send_location"
ENDINGS = {
    OutcomeKind.ACCEPTED: Ending.ACCEPTED,
    OutcomeKind.RETRY_AFTER: Ending.RETRY,
    OutcomeKind.FAILED: Ending.FAILED,
    OutcomeKind.UNKNOWN: Ending.UNKNOWN,
}


class TelegramSending:
    def __init__(self, sender: TelegramSender, *, vault: Vault, place: Place) -> None:
        self.sender, self.vault, self.place = sender, vault, place

    async def send(self, row: OutboxRow) -> Sent:
        said = await plain_words(row, self.vault, place=self.place)
        if said is None:
            return Sent(ending=Ending.FAILED, error="erased")
        chat_id = chat_of(said.to)
        if chat_id is None:
            return Sent(ending=Ending.FAILED, error="no_chat")
        try:
            body = self._body(row, said, chat_id)
        except ValueError:
            return Sent(ending=Ending.FAILED, error="too_long")
        outcome = await self.sender.send(body)
        bot = self.sender.settings.bot
        return Sent(
            ending=ENDINGS[outcome.kind],
            provider_id=f"{KIND}:{bot}:{outcome.message}" if outcome.message else None,
            error=outcome.code,
            retry_after_s=outcome.retry_after_s,
        )

    def _body(self, row: OutboxRow, said: PlainWords, chat_id: int) -> Body:
        english = row.send.language is Language.ENGLISH
        button = say(BUTTON, "en" if english else "id") if row.send.ask_location else ""
        quotes = int(said.quotes) if said.quotes.isdecimal() and len(said.quotes) < 16 else None
        return text_message(chat_id, said.text, button=button, quotes=quotes)

    @property
    def may_leave(self) -> bool:
        """A drill never writes to anybody outside this machine."""
        settings = self.sender.settings
        return settings.enabled and (not self.place.drill or is_here(settings.api_url))

    def senders(self) -> dict[str, Sender]:
        if self.may_leave:
            return {KIND: self.send}
        return {KIND: stay} if self.place.drill else {}


def chat_of(address: str) -> int | None:
    """Where a person is written to; other channels' addresses are none."""
    kind, _, number = address.partition(":")
    digits = number.removeprefix("-")
    return int(number) if kind == KIND and digits.isdecimal() and len(digits) < 19 else None
