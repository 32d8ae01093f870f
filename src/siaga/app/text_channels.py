"""Telegram, SMS and AML of one room, composed: who hears, who sends, and what fetches."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from siaga.app.channel_settings import modem_settings, smpp_settings, telegram_settings
from siaga.app.config import LOOPBACK, Config
from siaga.app.workers.hearing import Hearing, aml, sms, telegram
from siaga.app.workers.hearing.aml import AmlHearing
from siaga.app.workers.hearing.sms import SmsHearing
from siaga.app.workers.hearing.telegram import TelegramHearing
from siaga.app.workers.hearing.whereabouts import Whereabouts
from siaga.app.workers.media import Fetcher
from siaga.app.workers.media.telegram import TelegramFiles
from siaga.app.workers.polling.modem import ModemPolling
from siaga.app.workers.polling.smpp import SmppEar
from siaga.app.workers.polling.telegram import TelegramPolling, TelegramWebhook
from siaga.app.workers.sending.sms import SmsSending
from siaga.app.workers.sending.telegram import TelegramSending
from siaga.channels.sms.modem import Modem
from siaga.channels.sms.smpp import SmppLink
from siaga.channels.telegram.sender import TelegramSender
from siaga.language.place import Place
from siaga.platform.clock import Clock
from siaga.platform.database import Pool
from siaga.platform.inbox import Inbox
from siaga.platform.outbox import Sender
from siaga.platform.signals import Signals
from siaga.platform.single_worker import alone
from siaga.platform.tail import Tagged
from siaga.platform.vault import Vault

LOOK_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The parts of the room these channels work with."""

    place: Place
    pool: Pool
    site: int
    inbox: Inbox
    vault: Vault
    signals: Signals
    clock: Clock


class TextChannels:
    """In a drill nothing is fetched from, or sent to, anything outside this machine."""

    def __init__(self, config: Config, http: httpx.AsyncClient, *, around: Surroundings) -> None:
        self.config, self.around, self._http = config, around, http
        vault, place, clock = around.vault, around.place, around.clock
        sender = TelegramSender(http, telegram_settings(config))
        self.telegram = TelegramSending(sender, vault=vault, place=place)
        self.link = self._link()
        self.modem = self._modem()
        self.sms = SmsSending(vault, place, clock=clock, link=self.link, modem=self.modem)
        self.modem_polling = (
            ModemPolling(self.modem, around.inbox, clock=clock) if self.modem else None
        )
        self.telegram_polling = self._telegram_polling(sender)
        self._hearers: tuple[SmsHearing, AmlHearing] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._shown: dict[str, tuple[str, str]] = {}

    def senders(self) -> dict[str, Sender]:
        """By kind of message."""
        return self.telegram.senders() | self.sms.senders()

    def fetchers(self) -> dict[str, Fetcher]:
        """Ways to the files of messages, by kind of reference."""
        if not self.telegram.may_leave:
            return {}
        return {telegram.SOURCE: TelegramFiles(self.telegram.sender, self._http).fetch}

    def teach(self, hearing: Hearing, whereabouts: Whereabouts) -> None:
        located = AmlHearing(hearing)
        texts = SmsHearing(hearing, located, alphabet=self.config.smpp_alphabet)
        self._hearers = texts, located
        hearing.hearers |= {
            telegram.SOURCE: TelegramHearing(whereabouts).hear,
            sms.SOURCE: texts.hear,
            aml.SOURCE: located.hear,
        }

    def follow(self, entries: list[Tagged]) -> None:
        if self._hearers is not None:
            self._hearers[1].follow(entries)

    def start(self) -> None:
        around = self.around
        if self._hearers is not None:
            texts, located = self._hearers
            texts.start(around.inbox)
            located.start(around.inbox)
        if self.telegram_polling is not None:
            self._begin("telegram", self._alone("telegram", self.telegram_polling))
        if self.modem_polling is not None:
            self._begin("modem", self._alone("modem", self.modem_polling))
        if self.link is not None:
            self._begin("smpp", self.link.run())
        self._begin("lamps of text channels", self._keep_lamps())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.link is not None:
            await self.link.stop()
        for hearer in self._hearers or ():
            await hearer.stop()

    def lamps(self) -> dict[str, str]:
        """Channel → what is wrong with it; only of those that are switched on."""
        found = {}
        if self.telegram_polling is not None:
            found["telegram"] = self.telegram_polling.problem
        if self.link is not None:
            found["sms"] = self.link.problem
        if self.modem_polling is not None:
            found["modem" if self.link else "sms"] = self.modem_polling.problem
        return found

    async def _keep_lamps(self) -> None:
        while True:
            for key, problem in self.lamps().items():
                lamp = ("degraded" if problem in MILD else "down", problem)
                if not problem:
                    lamp = ("ok", f"{key}_linked")
                if self._shown.get(key) != lamp:
                    self._shown[key] = lamp
                    now = self.around.clock.now()
                    value = {"state": lamp[0], "words_key": lamp[1], "since_at": now}
                    self.around.signals.put("lamp", key, value=value, at=now)
            await asyncio.sleep(LOOK_S)

    def _link(self) -> SmppLink | None:
        settings = smpp_settings(self.config)
        if not settings.enabled or (self.around.place.drill and settings.host not in LOOPBACK):
            return None
        return SmppLink(settings, SmppEar(self.around.inbox, self.around.clock))

    def _modem(self) -> Modem | None:
        """What a modem sends leaves this machine."""
        settings = modem_settings(self.config)
        return Modem(settings) if settings.enabled and not self.around.place.drill else None

    def _telegram_polling(self, sender: TelegramSender) -> TelegramPolling | TelegramWebhook | None:
        if not self.telegram.may_leave:
            return None
        if sender.settings.polls:
            return TelegramPolling(sender, self.around.inbox)
        return TelegramWebhook(sender)

    def _alone(
        self, name: str, worker: TelegramPolling | TelegramWebhook | ModemPolling
    ) -> Coroutine[Any, Any, None]:
        return alone(self.around.pool, self.around.site, name=name, work=worker.work)

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))


MILD = frozenset({"telegram_waiting", "telegram_asked_elsewhere", "sms_bound_elsewhere"})
"""Nothing is lost by these, it only comes late or by another way."""
