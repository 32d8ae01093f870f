"""Outbox rows of kind "agency_webhook": signed posts to agencies' own systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from siaga.app.workers.sending import is_here
from siaga.app.workers.sending.alert_words import alert_words
from siaga.boards.systems import SystemCard
from siaga.channels.agency_api.post import Poster
from siaga.channels.agency_api.protocol import Posted, PostKind, read_secret, read_url, sign
from siaga.channels.neighbour.protocol import PLACE, Kind, Message, write
from siaga.desks.systems.commands import ReportNotice
from siaga.desks.systems.follow import WEBHOOK as KIND
from siaga.language.alerts import AlertRaised
from siaga.language.systems import PLAN_TOLD, NoticeOutcome, NoticeQueued, NoticeRequeued
from siaga.language.values import Actor, ActorKind, AgencyId, Asked, Role, UnitId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault

PAUSED_S = 2.0
ENDINGS = {
    PostKind.DELIVERED: Ending.ACCEPTED,
    PostKind.AGAIN: Ending.RETRY,
    PostKind.REFUSED: Ending.FAILED,
    PostKind.UNKNOWN: Ending.UNKNOWN,
}
BEHIND = "behind"  # it was never tried: others before it were not taken


class Posting:
    """Posts a body to a connected system, if the settings, the pause and the drill allow it."""

    def __init__(self, poster: Poster, *, hub: Hub, vault: Vault, clock: Clock) -> None:
        self.poster, self.hub, self.vault, self.clock = poster, hub, vault, clock
        self.drill = False

    async def post(self, system: str, event_id: str, *, body: bytes, **headers: str) -> Sent:
        slot = self.hub.boards["systems"].slots.get(system)
        card: SystemCard | None = slot.card if slot else None
        if card is None or card.webhook_url is None or card.webhook_secret is None:
            return Sent(ending=Ending.FAILED, error="not_connected")
        if card.paused_at is not None:
            return Sent(ending=Ending.RETRY, error="paused", retry_after_s=PAUSED_S)
        refs = (card.webhook_url.ref, card.webhook_secret.ref)
        plain = await self.vault.reveal(refs)
        try:
            target = read_url(plain[refs[0]] or "")
            secret = read_secret(plain[refs[1]] or "")
        except ValueError as reason:
            return Sent(ending=Ending.FAILED, error=f"bad_{reason}")
        if self.drill and not is_here(target.url):
            return Sent(ending=Ending.DRILL)
        at_s = int(self.clock.now().timestamp())
        signed = sign(secret, event_id=event_id, at_s=at_s, body=body)
        return sent_of(await self.poster.post(target, body, headers=signed | headers))


def sent_of(posted: Posted) -> Sent:
    return Sent(
        ending=ENDINGS[posted.kind], error=posted.reason, retry_after_s=posted.retry_after_s
    )


def outcome_of(row: OutboxRow, *, status: str, error: str) -> tuple[NoticeOutcome, str]:
    """What a row's ending means to people: (outcome, reason)."""
    if status in ("sent", "drill"):
        return NoticeOutcome.DELIVERED, "" if status == "sent" else "drill"
    reason = error if status != "expired" else row.problem or BEHIND
    if status == "unknown" or row.maybe:
        return NoticeOutcome.UNKNOWN, reason
    return NoticeOutcome.UNDELIVERED, reason


class WebhookSending:
    def __init__(self, posting: Posting, gateway: Gateway) -> None:
        self.posting, self.gateway = posting, gateway

    async def send(self, row: OutboxRow) -> Sent:
        notice = await self._notice(row)
        if notice is None:
            return Sent(ending=Ending.FAILED, error="no_notice")
        if notice.system.startswith("neighbour:"):
            ping = write(Message(kind=Kind.PING, handover=notice.notice_id))
            said = {PLACE: self.gateway.place.key}
            return await self.posting.post(notice.system, notice.notice_id, body=ping, **said)
        body = await self.body(notice)
        return await self.posting.post(notice.system, notice.notice_id, body=body)

    async def report(self, row: OutboxRow, *, status: str, error: str) -> None:
        notice = await self._notice(row)
        if notice is None:
            return
        outcome, reason = outcome_of(row, status=status, error=error)
        command = ReportNotice(
            command_id=derived_id("outbox", row.id, status),
            notice_id=notice.notice_id,
            outcome=outcome,
            reason=reason,
            attempts=row.attempts,
        )
        await submit(self.gateway, self.posting.clock, command=command, row=row)

    async def _notice(self, row: OutboxRow) -> NoticeQueued | None:
        """The fact the row was made for, or the first one of what is sent again."""
        fact = await fact_at(self.gateway, row.position)
        if isinstance(fact, NoticeRequeued):
            fact = await fact_at(self.gateway, fact.first)
        return fact if isinstance(fact, NoticeQueued) else None

    async def body(self, notice: NoticeQueued) -> bytes:
        """What is told: the event, and the task or dispatch as that agency may see it now."""
        place = self.gateway.place
        said: dict[str, Any] = {
            "id": notice.notice_id,
            "event": notice.event,
            "place": place.id,
            "drill": place.drill,
            "position": notice.about,
            "occurred_at": notice.when.at,
        }
        if notice.referral_id is not None:
            said["referral_id"] = notice.referral_id
            agency = AgencyId(notice.system.partition(":")[2])
            viewer = _viewer(Role.AGENCY_DESK, agency=agency)
            said["referral"] = await self._seen("referrals", notice.referral_id, viewer)
        if notice.dispatch_id is not None and notice.unit_id is not None:
            said |= {"dispatch_id": notice.dispatch_id, "unit_id": notice.unit_id}
            said["unit"] = await self._seen("units", notice.unit_id, _crew(notice.unit_id))
        if notice.event == PLAN_TOLD:
            said["message"] = await self._told(notice)
        return msgspec.json.encode(said)

    async def _told(self, notice: NoticeQueued) -> Mapping[str, Any] | None:
        """A plan's message, in the words that go to the agency's telephones."""
        raised = await fact_at(self.gateway, notice.about)
        if not isinstance(raised, AlertRaised):
            return None
        hub, vault, place = self.posting.hub, self.posting.vault, self.gateway.place
        words = await alert_words(raised, hub, place=place, vault=vault)
        return {
            "text": words.body,
            "incident_id": raised.incident_id,
            "priority": raised.priority,
            "alarm": raised.alarm,
        }

    async def _seen(self, board: str, key: str, viewer: Actor) -> Any:
        hub = self.posting.hub
        live = hub.boards[board]
        slot = live.slots.get(key)
        if slot is None or slot.card is None:
            return None
        card = await hub.revealer.card(live, slot, viewer=viewer)
        return None if card == b"null" else msgspec.Raw(card)

    def senders(self) -> dict[str, Sender]:
        return {KIND: self.send}


def _viewer(role: Role, *, agency: AgencyId) -> Actor:
    return Actor(kind=ActorKind.CHANNEL, id="", roles=frozenset({role}), agency=agency)


def _crew(unit_id: UnitId) -> Actor:
    return Actor(
        kind=ActorKind.CHANNEL,
        id="",
        roles=frozenset({Role.FIELD_CREW}),
        units=frozenset({unit_id}),
    )


async def fact_at(gateway: Gateway, position: int) -> Any:
    """The last fact of the command that a row was made with: it is the one that asked for it."""
    entries = await gateway.book.read_from(position - 1, 1)
    return entries[0].fact if entries else None


async def submit(gateway: Gateway, clock: Clock, *, command: Any, row: OutboxRow) -> None:
    """What became of a row, as a command of the desk that asked for it."""
    desk = "systems" if type(command).__module__.startswith("siaga.desks.systems") else "neighbours"
    await gateway.submit(
        Submission(
            desk=desk,
            command=command,
            asked=Asked(actor=Actor(kind=ActorKind.SYSTEM, id="outbox"), received_at=clock.now()),
            digest=row.id.bytes,
            cause=row.position,
        )
    )
