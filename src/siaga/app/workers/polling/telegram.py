"""Asks Telegram for the bot's updates, which works behind any router, or tells it where to post.

The next question's offset makes Telegram forget what came before: it moves only after the inbox
holds it. One process asks at a time; another's question is answered with a conflict.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from siaga.app.workers.hearing.telegram import SOURCE
from siaga.channels.telegram.outbound import (
    POLL_S,
    WAIT_S_MAX,
    classify,
    read_answer,
    read_updates,
    updates_after,
    webhook,
)
from siaga.channels.telegram.protocol import update_key, wrap
from siaga.channels.telegram.reading import node, whole, words
from siaga.channels.telegram.sender import Answer, TelegramSender, Unreachable
from siaga.platform.clock import steady_s
from siaga.platform.inbox import Inbox
from siaga.platform.logbook import Unavailable

BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 30.0)
CONFLICT_S = 5.0
CHECK_S = 60.0
PENDING_MANY = 20
QUIET_S = 0.2  # an emulator that never holds a question must not be asked in a loop

log = structlog.get_logger()


class TelegramPolling:
    """`work` is run by one process at a time. `problem` is a key of the lamps' words."""

    def __init__(self, sender: TelegramSender, inbox: Inbox, *, wait_s: int = POLL_S) -> None:
        self.sender, self.inbox, self.wait_s = sender, inbox, wait_s
        self.problem = "telegram_not_asked"
        self._offset: int | None = None

    async def work(self, _connection: Any) -> None:
        failures = 0
        self._offset = None  # another process may have asked meanwhile
        while True:
            wait_s = await self._ask()
            if wait_s is None:
                failures = 0
                self.problem = ""
                continue
            await asyncio.sleep(max(wait_s, BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]))
            failures += 1

    async def _ask(self) -> float | None:
        """None: it went well; else the least to wait before the next question."""
        began_s = steady_s()
        try:
            answer = await self.sender.ask(
                "getUpdates", updates_after(self._offset, wait_s=self.wait_s), wait_s=self.wait_s
            )
        except Unreachable as reason:
            log.warning("telegram.unreachable", reason=str(reason))
            self.problem = "telegram_unreachable"
            return 0.0
        updates = read_updates(answer.body)
        if updates is None:
            return await self._refused(answer)
        try:
            await asyncio.gather(*(self._keep(update.raw) for update in updates))
        except Unavailable:
            self.problem = "telegram_not_kept"
            return 0.0  # the offset stays: Telegram tells them again
        if updates:
            self._offset = max(update.id for update in updates) + 1
        elif steady_s() - began_s < QUIET_S:
            await asyncio.sleep(QUIET_S)
        return None

    async def _keep(self, raw: bytes) -> None:
        bot = self.sender.settings.bot
        await self.inbox.take_in(SOURCE, update_key(bot, raw), raw=wrap(bot, raw))

    async def _refused(self, answer: Answer) -> float:
        """A webhook of before stands in the way and is taken down; nothing that waits is lost."""
        refused = classify(answer.status_code, answer.body)
        log.warning("telegram.refused", code=refused.code)
        if refused.code == "409":
            said = (words(read_answer(answer.body).get("description")) or "").lower()
            if "webhook" in said:
                await self._take_webhook_down()
                return 0.0
            self.problem = "telegram_asked_elsewhere"
            return CONFLICT_S
        wrong = refused.code in ("401", "404")
        self.problem = "telegram_wrong_token" if wrong else "telegram_unreachable"
        return float(min(refused.retry_after_s or 0, WAIT_S_MAX))

    async def _take_webhook_down(self) -> None:
        try:
            await self.sender.ask("deleteWebhook", {"drop_pending_updates": False})
        except Unreachable as reason:
            log.warning("telegram.unreachable", reason=str(reason))


class TelegramWebhook:
    """Tells Telegram where to post, and asks now and then whether it can."""

    def __init__(self, sender: TelegramSender) -> None:
        self.sender, self.problem = sender, "telegram_not_asked"
        self._told = False

    async def work(self, _connection: Any) -> None:
        while True:
            try:
                await self._look()
            except Unreachable as reason:
                log.warning("telegram.unreachable", reason=str(reason))
                self.problem = "telegram_unreachable"
            await asyncio.sleep(CHECK_S)

    async def _look(self) -> None:
        settings = self.sender.settings
        if settings.webhook_url and not self._told:
            body = webhook(settings.webhook_url, settings.webhook_secret)
            answer = await self.sender.ask("setWebhook", body)
            self._told = read_answer(answer.body).get("ok") is True
            if not self._told:
                log.warning("telegram.webhook_refused", status=answer.status_code)
                self.problem = "telegram_webhook_refused"
                return
        answer = await self.sender.ask("getWebhookInfo", {})
        info = node(read_answer(answer.body).get("result"))
        if not words(info.get("url")):
            self._told = False
            self.problem = "telegram_no_webhook"
        elif (whole(info.get("pending_update_count")) or 0) > PENDING_MANY:
            self.problem = "telegram_waiting"
        else:
            self.problem = ""
