"""Outbox rows of alerts: where to and what they say is worked out as each leaves.

What nobody needs any more does not leave: the alert was answered, the browser's session is over,
the unit went home. What became of a row is told to desk *alerts*, many rows in one command.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from siaga.app.catalogue import say
from siaga.app.passes import ACTOR as OF_PASS
from siaga.app.workers.sending import is_here, stay
from siaga.app.workers.sending.alert_words import AlertWords, alert_words, payload
from siaga.channels.push.protocol import PushEnd, Subscription, topic_of, unb64
from siaga.channels.push.sender import PushSender
from siaga.desks.alerts.commands import DropGone, ProveDelivery, ReportSendings, Sending
from siaga.desks.alerts.state import Alert, Device, Roster
from siaga.language.alerts import (
    EVERYBODY,
    ROSTER,
    AlertAbout,
    AlertRaised,
    AlertWay,
    alert_life,
)
from siaga.language.crews import unit_crew
from siaga.language.follow_ups import AlertRow
from siaga.language.values import Actor, ActorKind, AlertId, Asked, DeviceId, Priority, UnitId
from siaga.platform.clock import Clock, steady_s
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.grouped import Grouped
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.outbox import LOST, Ending, OutboxRow, Report, Sender, Sent
from siaga.platform.vault import Vault
from siaga.platform.wire import Seal

PUSH = "push"
ANSWERED = "answered"
KEPT = {Priority.P1: timedelta(minutes=5), Priority.P2: timedelta(minutes=15)}
KEPT_ELSE = timedelta(hours=1)
MARKS_FOR_S = 2.0
ACTOR = Actor(kind=ActorKind.SYSTEM, id="outbox")

ENDINGS = {
    PushEnd.TAKEN: Ending.ACCEPTED,
    PushEnd.GONE: Ending.FAILED,
    PushEnd.LATER: Ending.RETRY,
    PushEnd.WRONG: Ending.FAILED,
    PushEnd.UNKNOWN: Ending.UNKNOWN,
}

Marks = Callable[[], Awaitable[frozenset[str]]]
"""Of the sessions that live."""


class NotNeeded(Exception):
    """`code`: why this row does not leave any more."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The parts of the room that alerts are sent with."""

    gateway: Gateway
    hub: Hub
    vault: Vault
    clock: Clock
    marks: Marks


class AlertSending:
    def __init__(self, around: Around, push: PushSender) -> None:
        self.gateway, self.hub = around.gateway, around.hub
        self.vault, self.clock = around.vault, around.clock
        self.place, self.push, self._marks = around.gateway.place, push, around.marks
        self._desk = self.gateway.desks["alerts"]
        self._reports = Grouped(self._write_reports)
        self._looking = asyncio.Lock()
        self._said_last: tuple[tuple[AlertRaised, int], AlertWords] | None = None
        self._living: tuple[float, frozenset[str]] = (-MARKS_FOR_S, frozenset())

    # ---- senders

    def senders(self, others: Mapping[str, Sender]) -> dict[str, Sender]:
        """The same, and web push; an alert's row by any of them is worded first."""
        return {kind: self._worded(sender) for kind, sender in others.items()} | {PUSH: self.send}

    def _worded(self, sender: Sender) -> Sender:
        async def send(row: OutboxRow) -> Sent:
            if row.send.alert is None:
                return await sender(row)
            try:
                raised, device = await self._needed(row.send.alert)
            except NotNeeded as reason:
                return Sent(ending=Ending.FAILED, error=reason.code)
            if sender is stay:
                return Sent(ending=Ending.DRILL, error="drill")
            if row.send.alert.way is AlertWay.WHATSAPP and not self.place.alerts.template:
                return Sent(ending=Ending.FAILED, error="no_template")
            words = await self._words(raised)
            sent = await sender(replace(row, send=self._said(row, device, words)))
            return await self._told(row, sent)

        return send

    def _said(self, row: OutboxRow, device: Device, words: AlertWords) -> Any:
        """Sealed in memory only: what an alert says is written into no table."""
        seal = Seal(self.vault.sealer, self.vault.remember)
        assert row.send.alert is not None
        if row.maybe:  # whoever has it already shall know that this is the same
            words = replace(words, title=f"{say('alert_maybe_again')} {words.title}")
        if row.send.alert.way is AlertWay.WHATSAPP:
            arguments = (seal(words.title), seal(words.body or words.title))
            template = self.place.alerts.template
            return replace(row.send, number=device.endpoint, template=template, arguments=arguments)
        text = words.letter if row.send.alert.way is AlertWay.EMAIL else words.spoken
        return replace(row.send, number=device.endpoint, text=seal(text))

    async def send(self, row: OutboxRow) -> Sent:
        """By web push."""
        alert = row.send.alert
        if alert is None:
            return Sent(ending=Ending.FAILED, error="no_alert")
        try:
            raised, device = await self._needed(alert)
            to = await self._subscription(device)
        except NotNeeded as reason:
            return Sent(ending=Ending.FAILED, error=reason.code)
        if self.place.drill and not is_here(to.endpoint):
            return Sent(ending=Ending.DRILL, error="drill")
        words = await self._words(raised)
        body = payload(
            raised,
            words,
            device_id=alert.device_id,
            proof=self.proof(alert.alert_id, alert.device_id),
        )
        verdict = await self.push.send(
            to,
            body,
            topic=topic_of(raised.alert_id),
            kept=KEPT.get(raised.priority, KEPT_ELSE),
            urgent=raised.priority in KEPT or raised.about is AlertAbout.TEST,
        )
        if verdict.end is PushEnd.GONE:
            await self._gone(row, alert.device_id)
        sent = Sent(
            ending=ENDINGS[verdict.end], error=verdict.code, retry_after_s=verdict.retry_after_s
        )
        return await self._told(row, sent)

    async def _told(self, row: OutboxRow, sent: Sent) -> Sent:
        if is_news(row, sent):
            await self.report(row, status="trying", error=sent.error)
        return sent

    # ---- what a row needs

    async def _needed(self, alert: AlertRow) -> tuple[AlertRaised, Device]:
        """Raises NotNeeded."""
        known = self.gateway.states
        life: Alert = (await known.get(self._desk, alert_life(alert.alert_id)))[0]
        if life.raised is None:
            raise NotNeeded(ANSWERED)
        roster: Roster = (await known.get(self._desk, ROSTER))[0]
        device = roster.devices.get(alert.device_id)
        if device is None:
            raise NotNeeded("forgotten")
        if device.session and not await self._is_alive(device.session):
            raise NotNeeded("signed_out")
        if self._is_outside(device, life.raised):
            raise NotNeeded("outside_the_pass")
        units = _as_crew_of(device, life.raised)
        gone = EVERYBODY in life.raised.audience and self._are_off_duty(units)
        if gone or await self._has_left(device, units):
            raise NotNeeded("off_duty")
        return life.raised, device

    async def _is_alive(self, session: str) -> bool:
        """A whole audience asks at once: one look-up serves them all. Who is missing from an
        earlier one may have signed in since."""
        asked_s = steady_s()
        async with self._looking:
            at_s, marks = self._living
            if asked_s - at_s > MARKS_FOR_S or (session not in marks and at_s < asked_s):
                at_s, marks = steady_s(), await self._marks()
                self._living = (at_s, marks)
            return session in marks

    def _is_outside(self, device: Device, raised: AlertRaised) -> bool:
        """Who joined a crew by a pass hears of that one incident, and of no other of the unit."""
        account_id = device.account_id or ""
        if not account_id.startswith(OF_PASS) or f"account:{account_id}" in raised.audience:
            return False
        slot = self.hub.boards["passes"].slots.get(account_id.removeprefix(OF_PASS))
        own = slot.card.incident_id if slot and slot.card else None
        return own is None or own != raised.incident_id

    def _are_off_duty(self, units: list[UnitId]) -> bool:
        slots = self.hub.boards["units"].slots
        cards = [slots[unit].card for unit in units if unit in slots]
        return bool(cards) and not any(card is not None and card.on_duty for card in cards)

    async def _has_left(self, device: Device, units: list[UnitId]) -> bool:
        """Who signed off has gone home, also when that was after the alert was raised."""
        if device.account_id is None or not units:
            return False
        known = self.gateway.states
        crews = [(await known.get(self._desk, unit_crew(unit)))[0] for unit in units]
        return all(device.account_id in crew.left for crew in crews)

    async def _subscription(self, device: Device) -> Subscription:
        ref = device.endpoint.ref
        plain = (await self.vault.reveal([ref])).get(ref)
        if not plain:
            raise NotNeeded("erased")
        found = json.loads(plain)
        keys = found["keys"]
        return Subscription(
            endpoint=found["endpoint"], key=unb64(keys["p256dh"]), auth=unb64(keys["auth"])
        )

    async def _words(self, raised: AlertRaised) -> AlertWords:
        """Worked out once for all devices of an audience, anew when the boards have moved."""
        key = (raised, self.hub.position)
        if self._said_last is None or self._said_last[0] != key:
            words = await alert_words(raised, self.hub, place=self.place, vault=self.vault)
            self._said_last = (key, words)
        return self._said_last[1]

    # ---- what became of it

    def proof(self, alert_id: str, device_id: str) -> str:
        """Who shows it was sent this alert on this device, or has our key."""
        return self.vault.sealer.blind(f"alert\x1f{alert_id}\x1f{device_id}").hex()[:32]

    def is_proof(self, alert_id: str, device_id: str, *, given: str) -> bool:
        return hmac.compare_digest(self.proof(alert_id, device_id).encode(), given.encode())

    def reporting(self, others: Report) -> Report:
        async def report(row: OutboxRow, *, status: str, error: str) -> None:
            if row.send.alert is None:
                await others(row, status=status, error=error)
            else:
                await self.report(row, status=status, error=error)

        return report

    async def report(self, row: OutboxRow, *, status: str, error: str) -> None:
        """Of an alert that is over nobody wants to know which row was still on its way."""
        if error != ANSWERED:
            await self._reports.put((row, status, error))

    async def _write_reports(self, reports: list[tuple[OutboxRow, str, str]]) -> None:
        by_alert: dict[AlertId, list[tuple[OutboxRow, str, str]]] = defaultdict(list)
        for one in reports:
            assert one[0].send.alert is not None
            by_alert[one[0].send.alert.alert_id].append(one)
        for alert_id, ours in by_alert.items():
            names = sorted(f"{row.id}:{status}" for row, status, _ in ours)
            command = ReportSendings(
                command_id=derived_id("alert sendings", *names),
                alert_id=alert_id,
                sendings=tuple(sending_of(row, status, error=error) for row, status, error in ours),
            )
            await self._submit(command, cause=ours[0][0].position)

    async def proven(self, row: OutboxRow, *, status: str, error: str, at: datetime) -> None:
        """What a provider says later of a row of ours."""
        alert = row.send.alert
        if alert is None:
            return
        if status in ("delivered", "read"):
            await self.prove(alert, at)
        elif status == "sent":  # its own answer may never have reached us
            await self.report(row, status="sent", error="")
        elif status in ("failed", "undelivered", "expired"):
            await self.report(row, status="failed", error=error or status)

    async def prove(self, alert: AlertRow, at: datetime | None = None) -> None:
        command = ProveDelivery(
            command_id=derived_id("alert proof", alert.alert_id, alert.device_id, alert.way, at),
            alert_id=alert.alert_id,
            way=alert.way,
            device_id=alert.device_id,
            heard_at=at,
        )
        await self._submit(command)

    async def _gone(self, row: OutboxRow, device_id: DeviceId) -> None:
        command_id = derived_id("alert device gone", row.id)
        await self._submit(DropGone(command_id=command_id, device_id=device_id))

    async def _submit(self, command: Any, cause: int | None = None) -> None:
        asked = Asked(actor=ACTOR, received_at=self.clock.now())
        await self.gateway.submit(
            Submission(
                desk="alerts",
                command=command,
                asked=asked,
                digest=command.command_id.bytes,
                cause=cause,
            )
        )


def _as_crew_of(device: Device, raised: AlertRaised) -> list[UnitId]:
    """The units as whose crew alone it is told; none when it is meant for another post too."""
    everybody = EVERYBODY in raised.audience
    holders = [one for one in device.holders if everybody or one in raised.audience]
    posts = [one for one in holders if not one.startswith("account:")]
    units = [UnitId(one.partition(":")[2]) for one in posts if one.startswith("unit:")]
    return units if len(units) == len(posts) else []


def is_news(row: OutboxRow, sent: Sent) -> bool:
    """That a row is tried again is told once: after its first try, or after the first that a
    process lived to tell of."""
    is_first = row.attempts == 1 or row.problem == LOST
    return is_first and sent.ending in (Ending.RETRY, Ending.UNKNOWN)


def sending_of(row: OutboxRow, status: str, *, error: str) -> Sending:
    """`status` of the outbox: sent, trying, or how it ended without having left."""
    assert row.send.alert is not None
    known = status if status in ("sent", "trying") else "failed"
    reason = error or ("" if known == "sent" else status)
    if status == "expired":
        reason = row.problem or "behind"
    if known == "failed" and row.maybe:  # an earlier try may have arrived
        reason = "unknown"
    alert = row.send.alert
    return Sending(way=alert.way, device_id=alert.device_id, status=known, reason=reason)
