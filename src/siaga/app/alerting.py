"""Alerts of one room, composed: the place's push key, its senders, the daily test, the lamp."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from siaga.app.config import Config
from siaga.app.voice.from_config import voice_settings
from siaga.app.workers.sending.alerts import PUSH, AlertSending, Around
from siaga.app.workers.sending.voice import VoiceSending
from siaga.boards.alert_ways import WayCard
from siaga.channels.phone.speaking.io import Line, Speaker
from siaga.channels.push.protocol import public_text
from siaga.channels.push.sender import PushSender
from siaga.desks.alerts.commands import TestWays
from siaga.language.alerts import NO_INTERNET, AlertWay, TestResult
from siaga.language.values import Actor, ActorKind, Asked
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.signals import Signals
from siaga.platform.single_worker import steadily

if TYPE_CHECKING:
    from siaga.app.room import Room

KEY_FILE = "push.key"
LOOK_S = 5.0
OLD = timedelta(hours=26)
LAMP = "alerts"
WINDOWS = {PUSH: 256, "voice": 8}
"""Rows of these kinds that may be under way at once; see `Outbox`."""


class Alerting:
    def __init__(self, config: Config, around: Around) -> None:
        self.gateway, self.hub, self.clock = around.gateway, around.hub, around.clock
        self.place = around.gateway.place
        self.hosts = tuple(filter(None, (one.strip() for one in config.push_hosts.split(","))))
        self.key = push_key(config.data / "keys")
        subject = config.push_contact or config.public_url or "mailto:siaga@localhost"
        self.push = PushSender(self.key, subject, clock=around.clock)
        self.sending = AlertSending(around, self.push)
        self.speaker: Speaker | None = None
        self._offline = offline_ways(config)
        self._task: asyncio.Task[None] | None = None
        self._shown: tuple[str, str] | None = None

    @property
    def public_key(self) -> str:
        return public_text(self.key)

    def start(self, signals: Signals) -> None:
        self._task = asyncio.create_task(
            steadily("alerts", partial(self._look, signals), every_s=LOOK_S), name="alerts"
        )

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self.speaker is not None:
            self.speaker.close()
        await self.push.close()

    async def _look(self, signals: Signals) -> None:
        try:
            await self._test_daily()
        finally:
            self._show(signals)

    async def _test_daily(self) -> None:
        """Once a day, by a derived id: a second process or a restart changes nothing. What was
        missed while we were down is made up for."""
        now = self.clock.now()
        here = now.astimezone(ZoneInfo(self.place.zone))
        if here.time() < self.place.alerts.test_at or self._tested_on(here):
            return
        command = TestWays(command_id=derived_id("alert test", self.place.key, here.date()))
        actor = Actor(kind=ActorKind.TIMER, id="alerts.daily")
        asked = Asked(actor=actor, received_at=now)
        digest = command.command_id.bytes
        await self.gateway.submit(
            Submission(desk="alerts", command=command, asked=asked, digest=digest)
        )

    def _tested_on(self, here: datetime) -> bool:
        return any(
            card.tested_at.astimezone(here.tzinfo).date() == here.date() for card in self._ways()
        )

    def _ways(self) -> list[WayCard]:
        slots = self.hub.boards["alert-ways"].slots.values()
        return [slot.card for slot in slots if slot.card is not None]

    def _show(self, signals: Signals) -> None:
        now = self.clock.now()
        lamp = lamp_of(self._ways(), now, offline=self._offline)
        if lamp != self._shown:
            self._shown = lamp
            value = {"state": lamp[0], "words_key": lamp[1], "since_at": now}
            signals.put("lamp", LAMP, value=value, at=now)


def offline_ways(config: Config) -> frozenset[AlertWay]:
    """An operator's link is reached over the internet; only a modem of the house's own is not."""
    over_internet = config.smpp_host and not config.gammu_folder
    return NO_INTERNET - {AlertWay.SMS} if over_internet else NO_INTERNET


def lamp_of(
    ways: list[WayCard], now: datetime, *, offline: frozenset[AlertWay] = NO_INTERNET
) -> tuple[str, str]:
    """Down when no way without the internet is left: then a dead network silences the house."""
    if not ways or all(now - card.tested_at > OLD for card in ways):
        return "degraded", "alerts_untested"
    works = {TestResult.PROVEN, TestResult.SENT}
    if not any(card.result in works for card in ways if card.way in offline):
        return "down", "alerts_no_offline_way"
    if any(card.result is TestResult.FAILED for card in ways):
        return "degraded", "alerts_way_failed"
    if any(card.result is TestResult.NO_DEVICE for card in ways):
        return "degraded", "alerts_way_untried"
    return "ok", "alerts_all_ways"


def push_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The place's own key for web push: whoever loses it loses every subscription."""
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = ec.generate_private_key(ec.SECP256R1())
        pem = new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path} is not a key for web push")
    return key


def alerting_of(room: Room) -> Alerting:
    """Put into a room that stands: its outbox gets the senders and the reports."""
    around = Around(
        gateway=room.gateway,
        hub=room.hub,
        vault=room.vault,
        clock=room.clock,
        marks=room.sessions.marks,
    )
    alerting = Alerting(room.config, around)
    outbox: Any = room.outbox
    voice = voice_sending(room)
    voice.prove, alerting.speaker = alerting.sending.prove, voice.speaker
    outbox.senders = alerting.sending.senders({**outbox.senders, **voice.senders()})
    outbox.report = alerting.sending.reporting(outbox.report)
    outbox.windows = {**outbox.windows, **WINDOWS}
    room.hearing.proven_alert = alerting.sending.proven
    return alerting


def voice_sending(room: Room) -> VoiceSending:
    """Past the telephone's own programs, which need not run. Without a trunk the way says so."""
    settings = voice_settings(room.config)
    line = Line(
        trunk=settings.trunk_destination,
        caller=settings.outbound_number,
        realm=settings.realm,
    )
    return VoiceSending(Speaker(line), vault=room.vault, place=room.place)
