"""Watches over the telephone: falls silent when nothing can be written, ends what is no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from siaga.app.workers.lines.switchboard import Switchboard
from siaga.channels.phone.port import CannotDo
from siaga.desks.lines.commands import NotePlacedEnd
from siaga.desks.lines.state import Phase
from siaga.language.placed_calls import PlacedId, PlacedOutcome
from siaga.language.values import AccountId
from siaga.platform.clock import steady_s
from siaga.platform.ids import derived_id
from siaga.platform.signals import Signals

LOOK_S = 0.5
SILENT_AFTER_S = 3.0  # logbook.md 25
PAGE_GONE_S = 20.0  # a reloaded page is back long before
PAGE_IDLE_S = 15.0
REPORT_FRESH = timedelta(seconds=25)
SETTLED = timedelta(seconds=10)  # a call just answered may not be in the page's report yet

Lamps = Callable[[], dict[str, tuple[str, str]]]
"""Lamp → (state ok, degraded or down; key of its words)."""

log = structlog.get_logger()


class Watch:
    def __init__(
        self,
        board: Switchboard,
        signals: Signals,
        *,
        failing_since: Callable[[], float | None],
        lamps: Lamps,
    ) -> None:
        self.board, self.signals = board, signals
        self._failing_since, self._lamps = failing_since, lamps
        self.silent = False
        self._shown: dict[str, tuple[str, str]] = {}
        self._gone_since_s: dict[AccountId, float] = {}
        self._idle_since_s: dict[AccountId, float] = {}

    async def run(self) -> None:
        while True:
            self._fall_silent_or_speak()
            self._show_lamps()
            await self._end_what_is_no_more()
            await asyncio.sleep(LOOK_S)

    def _fall_silent_or_speak(self) -> None:
        since = (self._failing_since(), self.board.writing_since_s)
        silent = any(one is not None and steady_s() - one >= SILENT_AFTER_S for one in since)
        if silent != self.silent:
            log.warning("lines.silent" if silent else "lines.speaking")
            self.silent = silent
            self.board.phone.silence(silent)

    def _show_lamps(self) -> None:
        lamps = self._lamps()
        if self.silent:
            lamps["telephone"] = ("down", "silent")
        for key, lamp in lamps.items():
            if self._shown.get(key) != lamp:
                self._shown[key] = lamp
                now = self.board.clock.now()
                value = {"state": lamp[0], "words_key": lamp[1], "since_at": now}
                self.signals.put("lamp", key, value=value, at=now)

    async def _end_what_is_no_more(self) -> None:
        """A page that is gone for good, or that says itself that it talks to nobody."""
        for contact_id, life in tuple(self.board.floor.calls.items()):
            taker = life.taker
            if life.phase is not Phase.TALKING or taker is None or life.since_at is None:
                continue
            if self.board.clock.now() - life.since_at < SETTLED:
                continue
            if self._has_no_page(taker):
                log.warning("lines.conversation_lost")
                await self.board.lose(contact_id)
        for taker, who in tuple(self.board.floor.takers.items()):
            if who.placed is None or who.since_at is None:
                continue
            if self.board.clock.now() - who.since_at >= SETTLED and self._has_no_page(taker):
                log.warning("lines.placed_call_lost")
                await self._end_placed(taker, who.placed)

    async def _end_placed(self, taker: AccountId, placed_id: PlacedId) -> None:
        """Nobody speaks here any more. What the switch knows it ends, and says how; of what it has
        forgotten the taker must not look busy for ever."""
        for call, one in self.board.outgoing.items():
            if str(one.contact_id) == placed_id:
                with suppress(CannotDo):
                    return await self.board.phone.hang_up(call)
        await self.board.tell(
            NotePlacedEnd(
                command_id=derived_id("lost", placed_id),
                placed_id=placed_id,
                by=taker,
                outcome=PlacedOutcome.UNKNOWN,
                ended_at=self.board.clock.now(),
            )
        )

    def _has_no_page(self, taker: AccountId) -> bool:
        gone = self._lasts(self._gone_since_s, taker, taker not in self.board.online)
        idle = self._lasts(self._idle_since_s, taker, self._says_idle(taker))
        return gone > PAGE_GONE_S or idle > PAGE_IDLE_S

    def _lasts(self, since_s: dict[AccountId, float], taker: AccountId, holds: bool) -> float:
        """Seconds for which it has been true without a break."""
        if not holds:
            since_s.pop(taker, None)
            return 0.0
        return steady_s() - since_s.setdefault(taker, steady_s())

    def _says_idle(self, taker: AccountId) -> bool:
        report = self.signals.latest("phone", taker)
        if report is None or report.value is None:
            return False
        value: dict[str, Any] = report.value
        fresh = self.board.clock.now() - report.at < REPORT_FRESH
        return fresh and value.get("state") == "idle" and bool(value.get("registered"))
