"""A page that dies between a caller and whom it had asked in: the two of them go on without it.

Mixing was the page's (decision 0010). The switch joins both calls without a word to either
telephone, the room is told, and when one of them hangs up the other is not left in silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from siaga.app.workers.lines.switchboard import Switchboard
from siaga.channels.phone.port import CannotDo
from siaga.desks.lines.commands import NoteAlone
from siaga.desks.lines.state import CallLife, Phase
from siaga.language.values import AccountId, ContactId
from siaga.platform.hub import Hub
from siaga.platform.ids import new_id
from siaga.platform.signals import Signals

LOOK_S = 0.5
PAGE_LOST = timedelta(seconds=4)
"""A page that is loaded anew registers sooner, or says meanwhile that it lives."""

LINK_STANDS = timedelta(seconds=10)
"""After an outage of the edge every page has to register again."""

REPORT_FRESH = timedelta(seconds=12)  # one comes every ten seconds

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    call: str  # Call-ID of the caller
    other: str  # Call-ID of whom the taker had asked in
    taker: AccountId


class TalksAlone:
    """`linked_at`: since when the switch tells us who is registered, None while it does not."""

    def __init__(
        self,
        board: Switchboard,
        hub: Hub,
        *,
        signals: Signals,
        linked_at: Callable[[], datetime | None],
    ) -> None:
        self.board, self.hub, self.signals = board, hub, signals
        self._linked_at = linked_at
        self.pairs: dict[ContactId, Pair] = {}
        self._gone_at: dict[AccountId, datetime] = {}

    async def run(self) -> None:
        while True:
            for contact_id, life in tuple(self.board.floor.calls.items()):
                if life.phase is Phase.TALKING and contact_id not in self.pairs:
                    await self._look_at(contact_id, life)
            for contact_id, pair in tuple(self.pairs.items()):
                await self._look_after(contact_id, pair)
            await asyncio.sleep(LOOK_S)

    async def _look_at(self, contact_id: ContactId, life: CallLife) -> None:
        pair = self._pair_of(contact_id)
        if pair is None or life.taker not in (None, pair.taker):
            return
        if not self._is_gone(pair.taker):
            return
        try:
            await self.board.phone.join(pair.call, to=pair.other, taker=pair.taker)
        except CannotDo as reason:
            log.warning("lines.not_joined", reason=str(reason))
            return
        log.warning("lines.talk_alone")
        self.pairs[contact_id] = pair
        await self._note(contact_id, pair.taker, alone=True)

    def _pair_of(self, contact_id: ContactId) -> Pair | None:
        slot = self.hub.boards["calls"].slots.get(contact_id)
        call = self.board.names.get(contact_id)
        if slot is None or slot.card is None or call is None:
            return None
        placed = {line.placed_id for line in slot.card.parties if line.placed_id}
        for other, one in self.board.outgoing.items():
            if one.contact_id in placed and one.answered_at is not None:
                return Pair(call=call, other=other, taker=one.taker)
        return None

    def _is_gone(self, taker: AccountId) -> bool:
        now, linked_at = self.board.clock.now(), self._linked_at()
        if linked_at is None or now - linked_at < LINK_STANDS or taker in self.board.online:
            self._gone_at.pop(taker, None)
            return False
        gone_at = self._gone_at.setdefault(taker, now)
        return now - gone_at >= PAGE_LOST and self._report(taker, after=gone_at) is None

    async def _look_after(self, contact_id: ContactId, pair: Pair) -> None:
        life = self.board.floor.calls.get(contact_id)
        over = life is None or life.phase is Phase.OVER
        if over:
            del self.pairs[contact_id]
            with suppress(CannotDo):
                await self.board.phone.hang_up(pair.other)
        elif pair.other not in self.board.outgoing:
            del self.pairs[contact_id]
            await self.board.lose(contact_id)
        elif pair.taker in self.board.online and self._has_it_again(contact_id, pair.taker):
            del self.pairs[contact_id]
            await self._note(contact_id, pair.taker, alone=False)

    def _has_it_again(self, contact_id: ContactId, taker: AccountId) -> bool:
        report = self._report(taker, after=self._gone_at.get(taker))
        talks = report is not None and report.get("state") in ("talking", "bridging")
        return report is not None and talks and report.get("contact_id") == contact_id

    def _report(self, taker: AccountId, *, after: datetime | None) -> dict[str, Any] | None:
        """What his page says of itself, if it lives."""
        report = self.signals.latest("phone", taker)
        if report is None or report.value is None:
            return None
        is_old = self.board.clock.now() - report.at > REPORT_FRESH
        value: dict[str, Any] = report.value
        return None if is_old or (after is not None and report.at <= after) else value

    async def _note(self, contact_id: ContactId, taker: AccountId, *, alone: bool) -> None:
        command = NoteAlone(command_id=new_id(), contact_id=contact_id, taker=taker, alone=alone)
        await self.board.tell(command)
