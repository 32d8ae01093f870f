"""What every adapter does with the telephone port, whichever switch it speaks to.

An adapter's test derives from `PhoneSuite` and gives it a *peer*: a small server on loopback that
speaks the switch's own protocol and does what a person at a telephone does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from typing import Any, Protocol, TypeVar

import pytest

from siaga.channels.phone.port import (
    Answered,
    CannotDo,
    Digit,
    Ended,
    Event,
    Link,
    Offered,
    Overflowed,
    Phone,
    Ringing,
    TakerFailed,
    TakerOnline,
    Talking,
)
from tests.patience import PATIENCE_S

QUIET_S = 0.15
SECOND = ""
"""As a taker: whoever answers at the second destination."""

HOSTILE = (
    "'; drop table calls; --",
    "<script>alert(112)</script>",
    "${CALLERID(num)},Hangup()",
    "a\r\n\r\napi shutdown",
    "\x00\x1b[2J",
    "9" * 5_000,
    "\u202e211\u202c",
    "%0a%0aapi%20shutdown",
)


class Peer(Protocol):
    """The switch, its callers and its takers. `asked_…` waits until the adapter has asked."""

    @property
    def phone(self) -> Phone: ...

    async def arrives(self, call: str, *, caller: str = "081200000001") -> None: ...
    async def asked_to_ring(self, taker: str) -> None: ...
    async def rings(self, taker: str) -> None: ...
    async def answers(self, taker: str) -> None: ...
    async def refuses(self, taker: str, *, code: int) -> None: ...
    async def asked_to_join(self, call: str, taker: str) -> None: ...
    async def asked_to_end(self, call: str) -> None: ...
    async def presses(self, call: str, digit: str) -> None: ...
    async def caller_hangs_up(self, call: str) -> None: ...
    async def taker_hangs_up(self, taker: str) -> None: ...
    async def registers(self, taker: str) -> None: ...
    async def cuts_link(self) -> None: ...
    async def restarts(self) -> None:
        """The switch forgets every call, and its links with them."""

    async def says(self, nonsense: str) -> None:
        """Send bytes that are no message: "garbage", "half" or "huge"."""

    def commands(self) -> str:
        """All that was asked so far, as one text to look for what must not be in it."""
        ...


E = TypeVar("E", bound=Event)


class Ears:
    """Listens to an adapter's events and lets a test wait for the one it wants."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self.heard: list[Event] = []
        self._next: asyncio.Queue[Event] = asyncio.Queue()
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        events: Any = self._phone.events()
        async with aclosing(events):
            async for event in events:
                self.heard.append(event)
                self._next.put_nowait(event)

    async def hears(self, kind: type[E], **fields: Any) -> E:
        """The next event of this kind with these fields; others are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await self._or_broken()
                if isinstance(event, kind) and all(
                    getattr(event, name) == value for name, value in fields.items()
                ):
                    return event

    async def _or_broken(self) -> Event:
        """A listener that fell over must not look like a quiet switch."""
        following = asyncio.create_task(self._next.get())
        done, _ = await asyncio.wait({following, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if following in done:
            return following.result()
        following.cancel()
        self._task.result()
        raise AssertionError("the events ended")

    async def quiet(self) -> None:
        await asyncio.sleep(QUIET_S)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[Ears]:
    """An adapter that is linked, and somebody who listens to it."""
    ears = Ears(peer.phone)
    try:
        await ears.hears(Link, up=True)
        yield ears
    finally:
        await peer.phone.close()
        await ears.close()


class PhoneSuite:
    """Derive, and return your peer from `peer`."""

    def peer(self) -> AbstractAsyncContextManager[Peer]:
        raise NotImplementedError

    async def test_a_call_is_offered_rung_answered_and_ended(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1@carrier", caller="081234567890")
            offered = await ears.hears(Offered, call="call-1@carrier")
            assert "081234567890" in offered.caller
            assert not offered.replayed
            await peer.phone.offer_to(offered.call, "taker-1", ring_s=12)
            await peer.asked_to_ring("taker-1")
            await peer.rings("taker-1")
            await ears.hears(Ringing, call=offered.call, taker="taker-1")
            await peer.answers("taker-1")
            answered = await ears.hears(Answered, call=offered.call, taker="taker-1")
            await peer.asked_to_join(offered.call, "taker-1")
            await peer.caller_hangs_up(offered.call)
            ended = await ears.hears(Ended, call=offered.call)
            assert ended.by == "caller"
            assert offered.at.utcoffset() is not None
            assert offered.at <= answered.at <= ended.at
            assert len(ears.of(Answered)) == len(ears.of(Ended)) == 1

    @pytest.mark.parametrize("code", [486, 408, 480])
    async def test_a_taker_who_does_not_answer_leaves_the_call_waiting(self, code: int) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")
            await peer.refuses("taker-1", code=code)
            failed = await ears.hears(TakerFailed, call="call-1", taker="taker-1")
            assert failed.code == code
            await peer.phone.offer_to("call-1", "taker-2", ring_s=5)
            await peer.asked_to_ring("taker-2")
            await peer.answers("taker-2")
            await ears.hears(Answered, call="call-1", taker="taker-2")
            assert not ears.of(Ended)

    async def test_a_caller_may_give_up_while_waiting_and_while_ringing(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("waits")
            await peer.arrives("rings")
            await ears.hears(Offered, call="rings")
            await peer.phone.offer_to("rings", "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")
            for call in ("waits", "rings"):
                await peer.caller_hangs_up(call)
                assert (await ears.hears(Ended, call=call)).by == "caller"
            with pytest.raises(CannotDo):
                await peer.phone.offer_to("waits", "taker-1", ring_s=5)
            assert not ears.of(Answered)

    async def test_the_second_destination_answers(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            await peer.phone.overflow("call-1")
            await peer.asked_to_ring(SECOND)
            await peer.rings(SECOND)
            await ears.hears(Overflowed, call="call-1")
            await peer.answers(SECOND)
            await ears.hears(Answered, call="call-1", taker="")
            await peer.caller_hangs_up("call-1")
            await ears.hears(Ended, call="call-1")

    async def test_a_second_destination_that_is_busy_leaves_the_call_waiting(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            await peer.phone.overflow("call-1")
            await peer.asked_to_ring(SECOND)
            await peer.refuses(SECOND, code=486)
            assert (await ears.hears(TakerFailed, call="call-1", taker="")).code == 486
            await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")

    async def test_a_taker_ends_the_conversation(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await talk(peer, ears, "call-1", "taker-1")
            await peer.taker_hangs_up("taker-1")
            assert (await ears.hears(Ended, call="call-1")).by == "taker"

    async def test_we_end_a_call(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            await peer.phone.hang_up("call-1")
            await peer.asked_to_end("call-1")
            assert (await ears.hears(Ended, call="call-1")).by == "system"

    async def test_digits_are_told_one_by_one(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await talk(peer, ears, "call-1", "taker-1")
            for digit in "12#":
                await peer.presses("call-1", digit)
            for digit in "12#":
                assert (await ears.hears(Digit, call="call-1")).digit == digit

    async def test_a_registered_taker_is_online(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.registers("taker-7")
            await ears.hears(TakerOnline, taker="taker-7", online=True)

    async def test_after_a_reconnect_everything_that_is_up_is_told_again(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await talk(peer, ears, "talks", "taker-1")
            await peer.arrives("waits")
            first = await ears.hears(Offered, call="waits")
            await peer.arrives("leaves")
            await ears.hears(Offered, call="leaves")
            await peer.cuts_link()
            await ears.hears(Link, up=False)
            await peer.caller_hangs_up("leaves")
            assert not (await ears.hears(Link, up=True)).restarted
            await ears.quiet()
            again = [event for event in ears.of(Offered) if event.replayed]
            assert {event.call for event in again} >= {"waits"}
            assert next(event.at for event in again if event.call == "waits") == first.at
            assert [(e.call, e.taker) for e in ears.of(Talking)] == [("talks", "taker-1")]
            assert [e.call for e in ears.of(Ended)] == ["leaves"]
            await peer.phone.offer_to("waits", "taker-2", ring_s=5)
            await peer.asked_to_ring("taker-2")

    async def test_a_switch_that_restarts_has_forgotten_its_calls(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            await peer.restarts()
            await ears.hears(Link, up=False)
            assert (await ears.hears(Link, up=True)).restarted
            with pytest.raises(CannotDo):
                await peer.phone.offer_to("call-1", "taker-1", ring_s=5)

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_a_hostile_caller_id_is_only_text(self, text: str) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1", caller=text)
            offered = await ears.hears(Offered, call="call-1")
            assert len(offered.caller) <= 1_000
            offered.caller.encode("utf-8")
            await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")
            for word in ("shutdown", "drop table", "Hangup()", "999999"):
                assert word not in peer.commands()

    async def test_a_hostile_call_id_is_a_call_like_any_other(self) -> None:
        call = "x y}{z,'\"`$(id)&park()\u00e9@evil"
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives(call)
            offered = await ears.hears(Offered)
            await peer.phone.offer_to(offered.call, "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")
            assert "$(id)" not in peer.commands()
            await peer.caller_hangs_up(call)
            await ears.hears(Ended, call=offered.call)

    @pytest.mark.parametrize("nonsense", ["garbage", "half", "huge"])
    async def test_nonsense_on_the_line_loses_no_call(self, nonsense: str) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("before")
            await ears.hears(Offered, call="before")
            await peer.says(nonsense)
            await peer.arrives("after")
            await ears.hears(Offered, call="after")
            for call in ("before", "after"):
                await peer.caller_hangs_up(call)
                await ears.hears(Ended, call=call)

    async def test_what_cannot_be_done_is_said(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            phone = peer.phone
            for ask in (
                phone.offer_to("nobody", "taker-1", ring_s=5),
                phone.overflow("nobody"),
                phone.hang_up("nobody"),
                phone.play("nobody", "silent"),
                phone.hold("nobody", held=True),
                phone.transfer("nobody", to="taker-1"),
                phone.add_party("nobody", to="taker-1"),
                phone.listen("nobody", taker="taker-1"),
            ):
                with pytest.raises(CannotDo):
                    await ask
            await ears.quiet()
            assert not ears.of(Ended)

    @pytest.mark.parametrize("taker", ["", "a b", "x\n\napi shutdown", "u/1,2", "../x", "a" * 200])
    async def test_a_taker_that_is_no_account_is_not_rung(self, taker: str) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            await peer.arrives("call-1")
            await ears.hears(Offered)
            with pytest.raises(CannotDo):
                await peer.phone.offer_to("call-1", taker, ring_s=5)
            await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
            await peer.asked_to_ring("taker-1")

    async def test_fallen_silent_it_is_down_and_comes_back(self) -> None:
        async with self.peer() as peer, listening(peer) as ears:
            peer.phone.silence(True)
            await ears.hears(Link, up=False)
            with pytest.raises(CannotDo):
                await peer.phone.offer_to("call-1", "taker-1", ring_s=5)
            peer.phone.silence(False)
            await ears.hears(Link, up=True)


async def talk(peer: Peer, ears: Ears, call: str, taker: str) -> None:
    """A call that is up between a caller and a taker."""
    await peer.arrives(call)
    await ears.hears(Offered, call=call)
    await peer.phone.offer_to(call, taker, ring_s=5)
    await peer.asked_to_ring(taker)
    await peer.answers(taker)
    await ears.hears(Answered, call=call, taker=taker)
    await peer.asked_to_join(call, taker)
