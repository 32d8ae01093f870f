"""The port of this channel on a running Kamailio and rtpengine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import structlog

from siaga.channels.phone.kamailio.files import journal_since, recordings
from siaga.channels.phone.kamailio.link import LinkToEdge, NotConnected
from siaga.channels.phone.kamailio.media import NoSound, join
from siaga.channels.phone.kamailio.protocol import (
    Gone,
    HeardDigit,
    Malformed,
    Order,
    Resynced,
    Said,
    Trouble,
    Wrong,
    hold_name,
    is_prompt,
    read_digit,
)
from siaga.channels.phone.kamailio.rpc import NoAnswer, Rpc
from siaga.channels.phone.port import (
    EVERY_CALL,
    Answered,
    Can,
    CannotDo,
    Digit,
    Ended,
    Event,
    Link,
    Offered,
    Placed,
    RecordingReady,
    Ringing,
    Talking,
)
from siaga.platform.clock import Clock
from siaga.platform.ids import derived_id

log = structlog.get_logger()

LOOK_S = 1.0
RESYNC_S_MAX = 5.0
WAITED_MAX = 5000
ORDINARY = "hold"
TOLD = "told"
"""Reason of the second Link(up): everything that waits or talks has been told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Where the edge is; all on loopback."""

    link_port: int
    rpc_port: int
    digits_port: int
    media_port: int
    key: str = field(repr=False)
    journal: Path
    spool: Path


@dataclass(slots=True)
class Health:
    """What the lamps are lit from; an instant is the last time it was so."""

    up: bool = False
    reason: str = ""
    media_wrong_at: datetime | None = None
    prompt_wrong_at: datetime | None = None
    announced_at: datetime | None = None  # a call came and nothing was wrong
    early_digit_at: datetime | None = None
    digits: bool = False  # the port for digits could be opened


@dataclass(slots=True)
class _Call:
    """A call the edge has, as far as we need it to translate."""

    tag: str = ""
    answered: bool = False
    ours: bool = False  # made by a taker


class KamailioPhone:
    """One per place. `events` may be iterated once at a time."""

    capabilities = frozenset(Can)

    def __init__(self, edge: Edge, clock: Clock) -> None:
        self._edge, self._clock = edge, clock
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._rpc = Rpc(edge.rpc_port, edge.key)
        self._link = LinkToEdge(
            edge.link_port, edge.key, heard=self._heard, up=self._came_up, lost=self._went_down
        )
        self._calls: dict[str, _Call] = {}
        self._names: dict[str, str] = {}
        self._waited: dict[str, str] = {}  # names of announcements whose recording may still come
        self._told = asyncio.Event()
        self._up_since = ""
        self._tasks: list[asyncio.Task[None]] = []
        self._recorded: set[Path] = set()
        self.health = Health()

    @property
    def calls(self) -> frozenset[str]:
        """Call-IDs the edge has; complete from the second Link(up) on."""
        return frozenset(self._calls)

    async def events(self) -> AsyncIterator[Event]:
        work = (self._link.run(), self._listen_for_digits(), self._look_for_recordings())
        self._tasks = [asyncio.create_task(each) for each in work]
        try:
            while True:
                yield await self._queue.get()
        finally:
            await self._stop()

    # ---- commands

    async def offer_to(self, call: str, taker: str, *, ring_s: int) -> None:
        contact = str(derived_id("phone", call))
        self._tell(
            Order(
                cmd="ring", call=call, more={"taker": taker, "contact": contact, "ring_s": ring_s}
            )
        )

    async def overflow(self, call: str) -> None:
        self._tell(Order(cmd="overflow", call=call))

    async def hang_up(self, call: str) -> None:
        known = self._calls.get(call)
        if known is not None and not known.answered:
            self._tell(Order(cmd="refuse", call=call))
            return
        try:
            found = [each for each in await self._rpc.dialogs() if each.call == call]
            if not found:
                raise CannotDo(call)
            await self._rpc.mark_ended(call)
            for each in found:
                await self._rpc.end(each)
        except NoAnswer as error:
            raise CannotDo(str(error)) from error

    async def play(self, call: str, prompt: str) -> None:
        if prompt and not is_prompt(prompt):
            raise CannotDo(prompt)
        if call != EVERY_CALL:
            self._tell(Order(cmd="play", call=call, more={"file": prompt or ORDINARY}))
            return
        self._tell(Order(cmd="announce", more={"file": prompt}))
        for each, known in list(self._calls.items()):
            if not known.answered and not known.ours:
                self._tell(Order(cmd="play", call=each, more={"file": prompt or ORDINARY}))

    async def hold(self, call: str, *, held: bool) -> None:
        raise CannotDo("the taker's page does it")

    async def transfer(self, call: str, *, to: str) -> None:
        raise CannotDo("the taker's page does it")

    async def add_party(self, call: str, *, to: str) -> None:
        raise CannotDo("the taker's page does it")

    async def listen(self, call: str, *, taker: str) -> None:
        raise CannotDo("the taker's page does it")

    async def join(self, call: str, *, to: str, taker: str) -> None:
        try:
            await join(self._edge.media_port, call, other=to)
        except NoSound as error:
            raise CannotDo(str(error)) from error
        self._tell(Order(cmd="stay", more={"taker": taker}))

    def silence(self, silent: bool) -> None:
        if self._link.silent and not silent:
            with suppress(NotConnected):
                self._link.tell(Order(cmd="ping"))
                self._link.tell(Order(cmd="resync"))
        self._link.silent = silent

    async def journal_since(self, cursor: str) -> tuple[list[Event], str]:
        """Events of the journal behind `cursor` ("" = from the beginning), and the next cursor."""
        return await asyncio.to_thread(journal_since, self._edge.journal, cursor)

    async def close(self) -> None:
        await self._stop()
        await self._rpc.close()

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _tell(self, order: Order) -> None:
        try:
            self._link.tell(order)
        except NotConnected as error:
            raise CannotDo(str(error)) from error

    # ---- the link

    async def _came_up(self) -> None:
        """Everything is asked for again; the answers come while the link is read on."""
        self._told.clear()
        self._tasks.append(asyncio.create_task(self._tell_again()))

    async def _tell_again(self) -> None:
        before = self._calls
        self._calls, self._names = {}, {}
        restarted = await self._was_restarted()
        self.health.up, self.health.reason = True, ""
        self._say(Link(up=True, at=self._clock.now(), restarted=restarted))
        try:
            self._link.tell(Order(cmd="resync"))
            async with asyncio.timeout(RESYNC_S_MAX):
                await self._told.wait()
            await self._tell_dialogs()
        except (NotConnected, NoAnswer, TimeoutError) as error:
            log.warning("phone_resync_failed", error=type(error).__name__)
            self._calls = before | self._calls
            return
        for call in before.keys() - self._calls.keys():
            # Nobody saw its end: the journal may know better, and comes with the same ids.
            at = self._clock.now()
            self._say(Ended(call=call, at=at, by="network", replayed=True))
        self._say(Link(up=True, at=self._clock.now(), restarted=restarted, reason=TOLD))

    async def _was_restarted(self) -> bool:
        try:
            since = await self._rpc.up_since()
        except NoAnswer:
            return False
        restarted = bool(self._up_since) and since != self._up_since
        self._up_since = since
        return restarted

    async def _tell_dialogs(self) -> None:
        for each in await self._rpc.dialogs():
            known = self._calls.setdefault(each.call, _Call())
            known.tag, known.ours = each.tag, each.kind == "out"
            if each.confirmed:
                known.answered = True
                if each.taker:
                    at = each.answered_at or self._clock.now()
                    self._say(Talking(call=each.call, taker=each.taker, at=at))
            elif each.taker and not known.ours:
                self._say(Ringing(call=each.call, taker=each.taker, at=self._clock.now()))

    def _went_down(self, reason: str) -> None:
        if self.health.up or not self.health.reason:
            self._say(Link(up=False, at=self._clock.now(), reason=reason))
        self.health.up, self.health.reason = False, reason

    def _heard(self, said: Said) -> None:
        match said:
            case Resynced():
                self._told.set()
            case Gone(call=call, at=at):
                if self._calls.pop(call, None) is not None:
                    self._say(Ended(call=call, at=at, by="network", replayed=True))
            case Trouble(what=Wrong.MEDIA, at=at):
                self.health.media_wrong_at = at
            case Trouble(what=Wrong.PROMPT, at=at):
                self.health.prompt_wrong_at = at
            case Offered():
                self._offered(said)
            case Placed(call=call):
                self._calls.setdefault(call, _Call(ours=True))
                self._say(said)
            case Answered(call=call):
                self._calls.setdefault(call, _Call()).answered = True
                self._say(said)
            case Ended(call=call):
                self._calls.pop(call, None)
                self._names.pop(hold_name(call), None)
                self._say(said)
            case _:
                self._say_other(said)

    def _say_other(self, said: Said) -> None:
        if isinstance(said, Event):
            self._say(said)

    def _offered(self, offered: Offered) -> None:
        again = not self._told.is_set()
        self._calls.setdefault(offered.call, _Call())
        name = hold_name(offered.call)
        self._names[name] = self._waited[name] = offered.call
        while len(self._waited) > WAITED_MAX:
            self._waited.pop(next(iter(self._waited)))
        if not again:
            self.health.announced_at = offered.at
        self._say(replace(offered, replayed=again))

    def _say(self, event: Event) -> None:
        self._queue.put_nowait(event)

    # ---- digits and recordings

    async def _listen_for_digits(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                transport, _ = await loop.create_datagram_endpoint(
                    lambda: _Datagrams(self), local_addr=("127.0.0.1", self._edge.digits_port)
                )
                break
            except OSError as error:
                log.error("phone_digits_port", reason=error.strerror)
                await asyncio.sleep(LOOK_S * 5)
        self.health.digits = True
        try:
            await asyncio.Event().wait()
        finally:
            transport.close()

    def hear_digit(self, datagram: bytes) -> None:
        heard = read_digit(datagram)
        if isinstance(heard, Malformed):
            log.warning("phone_digit_malformed", why=heard.why)
            return
        digit = self._digit(heard)
        if digit is not None:
            self._say(digit)

    def _digit(self, heard: HeardDigit) -> Digit | None:
        """The caller's own, of a call we know; a page's own tones are none of a caller's."""
        now = self._clock.now()  # rtpengine's own instant is a whole second
        if heard.waiting:
            call = self._names.get(heard.call)
            if call is None:
                return None
            self.health.early_digit_at = now
            return replace(heard.digit, call=call, at=now)
        known = self._calls.get(heard.call)
        if known is None or (known.tag and known.tag != heard.tag):
            return None
        return replace(heard.digit, at=now)

    async def _look_for_recordings(self) -> None:
        while True:
            found = await asyncio.to_thread(recordings, self._edge.spool)
            self._recorded &= {each.note for each in found}
            for each in found:
                if each.note in self._recorded:
                    continue
                self._recorded.add(each.note)
                call, part = each.call, "talk"
                if each.call.startswith("hold-"):
                    call, part = self._waited.get(each.call, each.call), "waiting"
                at = self._clock.now()
                self._say(RecordingReady(call=call, at=at, part=part, path=each.sound))
            await asyncio.sleep(LOOK_S)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, phone: KamailioPhone) -> None:
        self._phone = phone

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._phone.hear_digit(data)
