"""The part of an adapter that every joining switch needs: a link that is made again, and commands.

Asterisk and FreeSWITCH differ in how a link speaks; what the port promises is kept here.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Step
from siaga.channels.phone.port import Can, CannotDo, Event, Link
from siaga.platform.clock import Clock

log = structlog.get_logger(__name__)

EVENTS_WAITING_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How an adapter keeps time with its switch."""

    retry_first_s: float = 0.2
    retry_last_s: float = 5.0
    pulse_s: float = 5.0
    connect_s: float = 5.0


class LinkLost(Exception):
    """The link is down; the words are for people."""


class BridgingPhone(ABC):
    """A Phone whose switch joins legs by our order. See `port.Phone` for what is promised."""

    capabilities: frozenset[Can]

    def __init__(self, legs: Legs, *, clock: Clock, rhythm: Rhythm) -> None:
        self._legs, self._clock, self._rhythm = legs, clock, rhythm
        self._events: asyncio.Queue[Event | BaseException] = asyncio.Queue(EVENTS_WAITING_MAX)
        self._may_speak = asyncio.Event()
        self._may_speak.set()
        self._is_up = False
        self._told_down = False
        self._keeper: asyncio.Task[None] | None = None
        self._link: asyncio.Task[None] | None = None
        self._farewell: asyncio.Task[None] | None = None

    @abstractmethod
    async def _serve(self) -> None:
        """Connect, and serve the link until it is lost: LinkLost or OSError."""

    @abstractmethod
    async def _tell(self, steps: Sequence[Step]) -> None:
        """Carry out what `legs` ordered, and pass its events on."""

    @abstractmethod
    async def _say_farewell(self) -> None:
        """Hand whoever waits to the switch's failsafe, and let no new call come."""

    @abstractmethod
    async def _pulse(self) -> None:
        """Say that we are there."""

    # ---- the port

    async def events(self) -> AsyncIterator[Event]:
        """See the port. To be listened to once."""
        if self._keeper is not None:
            raise RuntimeError("the events have a listener already")
        self._keeper = asyncio.create_task(self._keep_linked())
        self._keeper.add_done_callback(self._fell)
        while True:
            event = await self._events.get()
            if isinstance(event, BaseException):
                raise event
            yield event

    async def offer_to(self, call: str, taker: str, *, ring_s: int) -> None:
        await self._command(lambda: self._legs.offer_to(call, taker, ring_s=ring_s))

    async def overflow(self, call: str) -> None:
        await self._command(lambda: self._legs.overflow(call))

    async def hang_up(self, call: str) -> None:
        await self._command(lambda: self._legs.hang_up(call))

    async def play(self, call: str, prompt: str) -> None:
        await self._command(lambda: self._legs.play(call, prompt), Can.PLAY)

    async def hold(self, call: str, *, held: bool) -> None:
        await self._command(lambda: self._legs.hold(call, held=held), Can.HOLD)

    async def transfer(self, call: str, *, to: str) -> None:
        await self._command(lambda: self._legs.transfer(call, to=to), Can.TRANSFER)

    async def add_party(self, call: str, *, to: str) -> None:
        await self._command(lambda: self._legs.add_party(call, to=to), Can.ADD_PARTY)

    async def listen(self, call: str, *, taker: str) -> None:
        await self._command(lambda: self._legs.listen(call, taker=taker), Can.LISTEN)

    async def join(self, call: str, *, to: str, taker: str) -> None:
        raise CannotDo("the switch has them in one bridge")

    def silence(self, silent: bool) -> None:
        if silent == (not self._may_speak.is_set()):
            return
        if silent:
            self._may_speak.clear()
            self._farewell = asyncio.get_running_loop().create_task(self._fall_silent())
        else:
            self._may_speak.set()

    async def close(self) -> None:
        for task in (self._farewell, self._keeper):
            if task is not None and not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    # ---- the link

    async def _command(self, ask: Callable[[], list[Step]], needs: Can | None = None) -> None:
        if needs is not None and needs not in self.capabilities:
            raise CannotDo(needs.value)
        if not self._is_up:
            raise CannotDo("no link to the switch")
        await self._tell(ask())

    async def _emit(self, event: Event) -> None:
        if isinstance(event, Link):
            self._is_up = event.up
            if event.up:
                self._told_down = False
                log.info("phone.link_up", restarted=event.restarted)
        await self._events.put(event)

    def _fell(self, keeper: asyncio.Task[None]) -> None:
        """A keeper that ended by itself is a bug: the listener must hear of it."""
        if not keeper.cancelled() and (broken := keeper.exception()) is not None:
            while self._events.full():
                self._events.get_nowait()
            self._events.put_nowait(broken)

    async def _keep_linked(self) -> None:
        wait_s = self._rhythm.retry_first_s
        try:
            while True:
                await self._may_speak.wait()
                self._link = asyncio.create_task(self._serve_with_pulse())
                reason = await self._outcome(self._link)
                was_up = self._is_up
                await self._say_down(reason)
                wait_s = self._rhythm.retry_first_s if was_up else wait_s
                if self._may_speak.is_set():
                    await asyncio.sleep(wait_s)
                    wait_s = min(2 * wait_s, self._rhythm.retry_last_s)
        finally:
            if self._link is not None:
                self._link.cancel()
                await asyncio.gather(self._link, return_exceptions=True)

    async def _outcome(self, link: asyncio.Task[None]) -> str:
        """Why a link ended; a bug in it is no outage and goes on up."""
        try:
            await link
        except (LinkLost, OSError, TimeoutError) as lost:
            return str(lost) or type(lost).__name__
        except asyncio.CancelledError:
            if self._may_speak.is_set():
                raise
            return "silent on purpose"
        return "the link ended"

    async def _serve_with_pulse(self) -> None:
        pulse = asyncio.create_task(self._beat())
        serve = asyncio.create_task(self._serve())
        try:
            await asyncio.wait({pulse, serve}, return_when=asyncio.FIRST_COMPLETED)
            for task in (serve, pulse):
                if task.done():
                    task.result()
        finally:
            for task in (serve, pulse):
                task.cancel()
            await asyncio.gather(serve, pulse, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._rhythm.pulse_s)
            if self._is_up:
                await self._pulse()

    async def _say_down(self, reason: str) -> None:
        self._is_up = False
        if not self._told_down:
            self._told_down = True
            log.warning("phone.link_down", reason=reason)
            await self._events.put(Link(up=False, at=self._clock.now(), reason=reason))

    async def _fall_silent(self) -> None:
        if self._is_up:
            with suppress(LinkLost, OSError, TimeoutError):
                await self._say_farewell()
        if self._link is not None and not self._may_speak.is_set():
            self._link.cancel()
