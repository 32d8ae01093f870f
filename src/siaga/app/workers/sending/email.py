"""Outbox rows of kinds "email" and "email_summary"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from siaga.app.catalogue import say
from siaga.app.workers.sending import stay
from siaga.app.workers.sending.plain_words import plain_words
from siaga.app.workers.sending.webhook import outcome_of, submit
from siaga.boards.referrals import ReferralCard
from siaga.channels.email.protocol import Letter, compose
from siaga.channels.email.smtp import MailServer
from siaga.desks.systems.commands import ReportSummary
from siaga.desks.systems.follow import SUMMARY
from siaga.language.place import Place
from siaga.language.systems import NoticeOutcome
from siaga.language.values import AgencyId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault

KIND = "email"
HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class EmailSending:
    """`email`: any words of the place to one address. `email_summary`: an agency's open tasks."""

    def __init__(
        self, server: MailServer, place: Place, *, vault: Vault, clock: Clock, hub: Hub
    ) -> None:
        self.server, self.place = server, place
        self.vault, self.clock, self.hub = vault, clock, hub
        self.gateway: Gateway | None = None

    async def send(self, row: OutboxRow) -> Sent:
        said = await plain_words(row, self.vault, place=self.place)
        if said is None:
            return Sent(ending=Ending.FAILED, error="erased")
        subject = f"{self.place.emergency_number} {said.text.partition(chr(10))[0]}"
        return await self._hand(
            row, Letter(to=said.to, subject=subject, text=said.text, key=row.id.hex)
        )

    async def send_summary(self, row: OutboxRow) -> Sent:
        number = row.send.number
        to = (await self.vault.reveal([number.ref])).get(number.ref) if number else None
        if not to:
            return Sent(ending=Ending.FAILED, error="erased")
        subject, text = self._summary(AgencyId(row.send.message), self.clock.now())
        return await self._hand(row, Letter(to=to, subject=subject, text=text, key=row.id.hex))

    async def report_summary(self, row: OutboxRow, *, status: str, error: str) -> None:
        assert self.gateway is not None
        outcome, reason = outcome_of(row, status=status, error=error)
        command = ReportSummary(
            command_id=derived_id("outbox", row.id, status),
            agency=AgencyId(row.send.message),
            reason="" if outcome is NoticeOutcome.DELIVERED else reason or str(outcome),
        )
        await submit(self.gateway, self.clock, command=command, row=row)

    async def _hand(self, row: OutboxRow, letter: Letter) -> Sent:
        try:
            message = compose(letter, sender=self.server.settings.sender, at=self.clock.now())
        except ValueError:
            return Sent(ending=Ending.FAILED, error="address")
        handed = await self.server.hand(message)
        if handed.ok:
            return Sent(ending=Ending.ACCEPTED)
        if handed.maybe:
            return Sent(ending=Ending.UNKNOWN, error=handed.reason)
        ending = Ending.RETRY if handed.again else Ending.FAILED
        return Sent(ending=ending, error=handed.reason)

    def _summary(self, agency: AgencyId, now: datetime) -> tuple[str, str]:
        """→ (subject, text): numbers, types and deadlines, nobody's name, words or address."""
        slots = self.hub.boards["referrals"].slots.values()
        cards: list[ReferralCard] = [
            slot.card for slot in slots if slot.card is not None and slot.card.agency == agency
        ]
        cards.sort(key=lambda card: _due_at(card) or card.sent_at)
        late = [card for card in cards if (due_at := _due_at(card)) and due_at < now]
        rest = [card for card in cards if card not in late]
        name = self.place.agencies[agency].name.id
        holes = {"agency": name, "count": str(len(cards)), "late": str(len(late))}
        lines = [say("email_summary_head").format(**holes), ""]
        for key, part in (("email_summary_late", late), ("email_summary_open", rest)):
            if part:
                lines += [say(key).format(count=len(part)), *map(self._line, part), ""]
        lines.append(say("email_summary_foot"))
        return say("email_summary_subject").format(**holes), "\n".join(lines)

    def _line(self, card: ReferralCard) -> str:
        kind = self.place.incident_types.get(card.incident_type)
        due_at = _due_at(card)
        name = kind.name.id if kind else card.incident_type
        state = say(f"email_state_{card.state}")
        local = due_at.astimezone(ZoneInfo(self.place.zone)) if due_at else None
        due = f"{local:%d-%m-%Y %H.%M} {self.place.zone_name}" if local else ""
        return f"- {card.number}  {card.priority}  {name}  ({state})  {due}".rstrip()

    def senders(self) -> dict[str, Sender]:
        settings = self.server.settings
        if settings.enabled and (not self.place.drill or settings.host in HERE):
            return {KIND: self.send, SUMMARY: self.send_summary}
        return {KIND: stay, SUMMARY: stay} if self.place.drill else {}


def _due_at(card: ReferralCard) -> datetime | None:
    """What the agency still has to keep: to answer at all, its own promise, or the place's term."""
    if card.accepted_at is None:
        return card.accept_by_at
    return card.promised_at or card.done_by_at or card.verify_by_at
