"""Gives turns: whose telephone rings for which call, as the desk's own advice says."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from siaga.app.workers.lines.switchboard import DISTRIBUTION, Switchboard
from siaga.channels.phone.port import CannotDo
from siaga.desks.lines.advise import Overflow, Ring, Turn
from siaga.desks.lines.commands import MissRing, OverflowCall, ReturnCall, RingTaker
from siaga.desks.lines.state import Phase
from siaga.language.calls import RingFailure
from siaga.platform.database import LOST
from siaga.platform.ids import derived_id, new_id
from siaga.platform.logbook import Unavailable
from siaga.platform.waiting import woken

TICK_S = 0.25
OVERDUE = timedelta(seconds=6)
"""Beyond its ring time the switch should have said what became of a turn."""

OVERFLOW_RINGS = timedelta(seconds=60)

log = structlog.get_logger()


class Distribution:
    """One round at a time: what a round wrote is folded before the next one looks."""

    def __init__(self, board: Switchboard, *, second_destination: bool) -> None:
        self.board, self.second_destination = board, second_destination
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        while True:
            await woken(self._wake, TICK_S)
            self._wake.clear()
            await self._round()

    async def _round(self) -> None:
        board = self.board
        now = board.clock.now()
        turns = board.floor.turns(board.rules, now, online=board.online)
        given = [turn for turn in turns if turn.contact_id in board.names]
        if not self.second_destination:
            given = [turn for turn in given if isinstance(turn, Ring)]
        await asyncio.gather(*map(self._give, given))
        await self._chase()

    async def _give(self, turn: Turn) -> None:
        try:
            match turn:
                case Ring():
                    await self._ring(turn)
                case Overflow():
                    await self._overflow(turn)
        except (Unavailable, *LOST) as reason:
            log.warning("lines.turn_not_written", reason=type(reason).__name__)

    async def _ring(self, turn: Ring) -> None:
        board = self.board
        command = RingTaker(command_id=new_id(), contact_id=turn.contact_id, taker=turn.taker)
        answer = await board.ask(command, actor=DISTRIBUTION)
        if answer.refusal is not None:
            return
        try:
            call = board.names[turn.contact_id]
            await board.phone.offer_to(call, turn.taker, ring_s=board.rules.ring_s)
        except (CannotDo, KeyError):
            await board.tell(
                MissRing(
                    command_id=derived_id(command.command_id, "unreachable"),
                    contact_id=turn.contact_id,
                    taker=turn.taker,
                    why=RingFailure.UNREACHABLE,
                )
            )

    async def _overflow(self, turn: Overflow) -> None:
        board = self.board
        command = OverflowCall(command_id=new_id(), contact_id=turn.contact_id, why=turn.why)
        answer = await board.ask(command, actor=DISTRIBUTION)
        if answer.refusal is not None:
            return
        try:
            await board.phone.overflow(board.names[turn.contact_id])
        except (CannotDo, KeyError):
            await board.tell(
                ReturnCall(
                    command_id=derived_id(command.command_id, "cannot"),
                    contact_id=turn.contact_id,
                )
            )

    async def _chase(self) -> None:
        """A ring whose end the switch never told is over all the same: the call waits again."""
        board = self.board
        now = board.clock.now()
        rings_for = timedelta(seconds=board.rules.ring_s) + OVERDUE
        for contact_id, life in tuple(board.floor.calls.items()):
            since_at = life.since_at
            if since_at is None or contact_id not in board.names:
                continue
            if life.phase is Phase.RINGING and life.taker and now - since_at > rings_for:
                await board.tell(
                    MissRing(
                        command_id=derived_id("overdue", contact_id, since_at),
                        contact_id=contact_id,
                        taker=life.taker,
                        why=RingFailure.NO_ANSWER,
                    )
                )
            elif life.phase is Phase.OVERFLOWING and now - since_at > OVERFLOW_RINGS + OVERDUE:
                await board.tell(
                    ReturnCall(
                        command_id=derived_id("overdue", contact_id, since_at),
                        contact_id=contact_id,
                    )
                )
