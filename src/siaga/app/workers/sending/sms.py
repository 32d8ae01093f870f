"""Outbox rows of kind "sms": to the operator by SMPP, else into the modem's folder.

The modem needs no internet: it takes over while the operator's link is down, and is what the daily
test of this way goes through.
"""

from __future__ import annotations

import asyncio

from siaga.app.workers.hearing.sms import identity_of, provider_id
from siaga.app.workers.sending import stay
from siaga.app.workers.sending.plain_words import plain_words
from siaga.channels.sms.modem import Modem
from siaga.channels.sms.protocol.gammu import OutgoingName
from siaga.channels.sms.protocol.outcomes import NOT_LINKED, Outcome, OutcomeKind
from siaga.channels.sms.protocol.reading import is_number
from siaga.channels.sms.protocol.segments import Segment, TooLong, segments
from siaga.channels.sms.smpp import SmppLink
from siaga.language.alerts import is_test
from siaga.language.place import Place
from siaga.platform.clock import Clock
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.subjects import canonical
from siaga.platform.vault import Vault

KIND = "sms"
ENDINGS = {
    OutcomeKind.ACCEPTED: Ending.ACCEPTED,
    OutcomeKind.RETRY_AFTER: Ending.RETRY,
    OutcomeKind.FAILED: Ending.FAILED,
    OutcomeKind.UNKNOWN: Ending.UNKNOWN,
}
AGAIN_S = (1.0, 2.0, 4.0)
"""Once a message's first segment is out, the others wait here for a busy operator."""


class SmsSending:
    """`link` goes before `modem` while it is up. A drill uses no line outside this machine."""

    def __init__(
        self,
        vault: Vault,
        place: Place,
        *,
        clock: Clock,
        link: SmppLink | None,
        modem: Modem | None,
    ) -> None:
        self.vault, self.place, self.clock = vault, place, clock
        self.link, self.modem = link, modem

    async def send(self, row: OutboxRow) -> Sent:
        said = await plain_words(row, self.vault, place=self.place)
        if said is None:
            return Sent(ending=Ending.FAILED, error="erased")
        to = canonical(identity_of(said.to))
        if not is_number(to):
            return Sent(ending=Ending.FAILED, error="no_number")
        if self.link is None or self._rather_by_modem(row, self.link):
            return await self._by_modem(row, to, said.text)
        try:
            alphabet = self.link.settings.alphabet
            pieces = segments(said.text, row.id.int & 0xFF, alphabet=alphabet)
        except TooLong:
            return Sent(ending=Ending.FAILED, error="too_long")
        except ValueError:
            return Sent(ending=Ending.FAILED, error="empty")
        outcome = await self._by_link(pieces, to)
        return Sent(
            ending=ENDINGS[outcome.kind],
            provider_id=provider_id(outcome.message_id) if outcome.message_id else None,
            error=outcome.code,
            retry_after_s=outcome.retry_after_s,
        )

    def _rather_by_modem(self, row: OutboxRow, link: SmppLink) -> bool:
        tests = row.send.alert is not None and is_test(row.send.alert.alert_id)
        return self.modem is not None and (tests or bool(link.problem))

    async def _by_link(self, pieces: list[Segment], to: str) -> Outcome:
        """The last segment's id speaks for the whole: its receipt comes when all have arrived."""
        assert self.link is not None
        outcome = NOT_LINKED
        for number, piece in enumerate(pieces):
            outcome = await self.link.send(piece, to)
            for wait_s in AGAIN_S if number else ():
                if outcome.kind is not OutcomeKind.RETRY_AFTER:
                    break
                await asyncio.sleep(wait_s)
                outcome = await self.link.send(piece, to)
            if outcome.kind is not OutcomeKind.ACCEPTED:
                if number == 0:
                    return outcome
                return Outcome(kind=OutcomeKind.UNKNOWN, code=f"partly_{outcome.code}")
        return outcome

    async def _by_modem(self, row: OutboxRow, to: str, text: str) -> Sent:
        name = OutgoingName(number=to, mark=row.id.hex, at=self.clock.now())
        try:
            file = await asyncio.to_thread(self._lay, name, text, again=row.attempts > 1)
        except OSError:
            return Sent(ending=Ending.RETRY, error="modem_folder")
        return Sent(ending=Ending.ACCEPTED, provider_id=provider_id(file))

    def _lay(self, name: OutgoingName, text: str, *, again: bool) -> str:
        """→ its file; one that was laid before a process died is not laid twice."""
        assert self.modem is not None
        known = self.modem.said(name.mark) if again else None
        if known is None:
            self.modem.say(name, text)
        return known or name.file

    def senders(self) -> dict[str, Sender]:
        if self.link or self.modem:
            return {KIND: self.send}
        return {KIND: stay} if self.place.drill else {}
