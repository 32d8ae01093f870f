"""The telephone's worker: between the switch and the lines desk, in both directions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from siaga.app.workers.lines.alone import TalksAlone
from siaga.app.workers.lines.announcing import Announcing, Speak
from siaga.app.workers.lines.hearing import CallHearing, Ended
from siaga.app.workers.lines.knowing import Callers
from siaga.app.workers.lines.switchboard import Switchboard
from siaga.app.workers.lines.turns import Distribution
from siaga.app.workers.lines.watch import Watch
from siaga.channels.phone import port
from siaga.desks.lines.commands import NoteEnd
from siaga.language.calls import EndedBy, taker
from siaga.language.intake import contact_life
from siaga.language.values import AccountId, ContactId
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.signals import Signals
from siaga.platform.tail import Tagged

TOLD = "told"
"""Reason of a link by which the switch has told everything that waits or talks."""

RECONCILE_EVERY_S = 30.0
AGAIN_S = 0.5

log = structlog.get_logger()


class Journal(Protocol):
    """What the switch itself wrote down of its calls; told again it does no harm."""

    async def unread(self) -> list[port.Event]: ...

    def read(self) -> None:
        """What `unread` gave last is in the logbook."""
        ...


class Sound(Protocol):
    """Who listens to waiting calls and keeps what was said."""

    def waits(self, call: str) -> None: ...

    def ended(self, ended: Ended) -> None: ...

    def problems(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the worker needs from elsewhere in the room."""

    hub: Hub
    signals: Signals
    speak: Speak
    failing_since: Callable[[], float | None]
    sound: Sound
    journal: Journal
    second_destination: bool
    more_lamps: Callable[[], dict[str, tuple[str, str]]] = dict


class LinesWorker:
    def __init__(self, board: Switchboard, callers: Callers, *, outside: Outside) -> None:
        self.board, self.hub, self.sound = board, outside.hub, outside.sound
        self.link = port.Link(up=False, at=board.clock.now(), reason="starting")
        self._journal, self._more_lamps = outside.journal, outside.more_lamps
        self.hearing = CallHearing(
            board,
            callers,
            over=self.sound.ended,
            waits=self.sound.waits,
            missing=self._look_again,
        )
        second = outside.second_destination
        self.distribution = Distribution(board, second_destination=second)
        self.announcing = Announcing(board, outside.hub, speak=outside.speak)
        self.watch = Watch(
            board, outside.signals, failing_since=outside.failing_since, lamps=self._lamps
        )
        self._linked_at: datetime | None = None
        self.alone = TalksAlone(
            board, outside.hub, signals=outside.signals, linked_at=lambda: self._linked_at
        )
        self._again = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def remembers(self) -> int:
        """Calls, their names and their events on the way: none when nobody calls."""
        board = self.board
        calls, on_way = len(board.floor.calls), len(self.hearing.on_way)
        return calls + on_way + len(board.names) + len(board.outgoing) + len(self.alone.pairs)

    # ---- from the logbook

    def follow(self, entries: list[Tagged]) -> None:
        for entry, _ in entries:
            self.board.floor.see(entry)
            self.announcing.see(entry)
        self.distribution.wake()

    async def start(self) -> None:
        """The picture of before a restart comes from the boards' keys and the desk's own folds."""
        gateway = self.board.gateway
        desk = gateway.desks["lines"]
        for key in tuple(self.hub.boards["calls"].cards()):
            life, _ = await gateway.states.get(desk, contact_life(ContactId(key)))
            self.board.floor.put_call(ContactId(key), life)
        for key in tuple(self.hub.boards["takers"].cards()):
            life, _ = await gateway.states.get(desk, taker(AccountId(key)))
            self.board.floor.put_taker(AccountId(key), life)
        jobs = (
            self._listen,
            self.distribution.run,
            self.watch.run,
            self.alone.run,
            self.announcing.run,
            self._keep_reconciling,
        )
        self._tasks = [asyncio.create_task(_keep(job), name=job.__qualname__) for job in jobs]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.hearing.stop()
        await self.board.phone.close()

    # ---- from the telephone

    async def _listen(self) -> None:
        async for event in self.board.phone.events():
            match event:
                case port.Link():
                    self._linked(event)
                case port.TakerOnline():
                    self._online(event)
                case _:
                    self.hearing.hear(event)
            self.distribution.wake()

    def _online(self, event: port.TakerOnline) -> None:
        if event.online:
            self.board.online.add(AccountId(event.taker))
        else:
            self.board.online.discard(AccountId(event.taker))

    def _linked(self, event: port.Link) -> None:
        log.info("lines.link", up=event.up, restarted=event.restarted, reason=event.reason)
        self.link = event
        if not event.up:
            self._linked_at = None
            self.board.online.clear()
        elif event.reason == TOLD:
            self._linked_at = self.board.clock.now()
            self._again.set()
        else:
            self.announcing.link_came_back()

    def _look_again(self) -> None:
        self._again.set()

    async def _keep_reconciling(self) -> None:
        while True:
            try:
                async with asyncio.timeout(RECONCILE_EVERY_S):
                    await self._again.wait()
            except TimeoutError:
                pass
            self._again.clear()
            for event in await self._journal.unread():
                self.hearing.hear(event, live=False)
            await self.hearing.idle()
            self._journal.read()
            if self.link.up and self.link.reason == TOLD:
                await self._end_forgotten()

    async def _end_forgotten(self) -> None:
        """Calls the switch no longer knows; a conversation's own page says whether it goes on."""
        board = self.board
        for contact_id, life in tuple(board.floor.calls.items()):
            if contact_id in board.names or life.answered_at is not None:
                continue
            log.warning("lines.forgotten_call")
            await board.tell(
                NoteEnd(
                    command_id=derived_id("forgotten", contact_id),
                    contact_id=contact_id,
                    ended_by=EndedBy.SYSTEM,
                    ended_at=board.clock.now(),
                )
            )

    def _lamps(self) -> dict[str, tuple[str, str]]:
        lamps = {"telephone": ("ok", "linked") if self.link.up else ("down", "no_link")}
        problems = self.sound.problems()
        lamps["recording"] = ("degraded", problems[0]) if problems else ("ok", "recording")
        if self.announcing.problem:
            lamps["prompts"] = ("degraded", self.announcing.problem)
        else:
            lamps["prompts"] = ("ok", "prompts")
        return lamps | self._more_lamps()


async def _keep(job: Callable[[], Awaitable[None]]) -> None:
    """A telephone never goes dead over one mistake: it is logged and the job begins again."""
    while True:
        try:
            await job()
        except Exception:
            log.exception("lines.job_failed", job=job.__qualname__)
        await asyncio.sleep(AGAIN_S)
