"""The world outside the room: telephones that call, ring, speak and hear, beside the test."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.calls.tones import Hearing
from tests.http.server import NUMBERS
from tests.patience import PATIENCE_S, eventually
from tests.voice.sip import media_port
from tests.voice.stack import Stack
from tests.voice.telephone import Talk, Telephone

T = TypeVar("T")
SOS = "sip:112@127.0.0.1"
SECOND, CITY = 20, 21
"""Of the stack's ports: where the second destination rings, and every number of the city."""

_COUNT = itertools.count(1)


def new_number() -> str:
    """As the network shows it: national, with its zero."""
    return f"0{NUMBERS[2:]}{next(_COUNT):05d}"


class Outside:
    """One event loop in a thread of its own: sound flows while the test waits for a page."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="outside")
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, T], *, within_s: float = PATIENCE_S) -> T:
        async def bounded() -> T:
            return await asyncio.wait_for(work, within_s)

        return asyncio.run_coroutine_threadsafe(bounded(), self.loop).result()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class Call:
    """A call of a citizen, followed from its first packet to its end."""

    def __init__(self, outside: Outside, telephone: Telephone, talk: Talk) -> None:
        self.outside, self.telephone, self.talk = outside, telephone, talk
        self.hearing = Hearing(talk.sound)
        self.tone_hz = 0
        self.early_s: float | None = None
        self.answered_s: float | None = None
        self.status = 0
        self._has_left = False
        self._follower: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        return self.talk.call_id

    @property
    def began_s(self) -> float:
        return self.talk.began_s

    async def follow(self) -> None:
        """Every answer to the INVITE, its sound connected the moment it can be."""
        while not self.status:
            answer = await self.telephone.until(self.talk, 183, *range(200, 700), within_s=600)
            now_s = asyncio.get_running_loop().time()
            if answer.status >= 300:
                self.status = answer.status
            elif answer.body:
                self.talk.sound.start(media_port(answer.body))
                if answer.status >= 200:
                    self.answered_s, self.status = now_s, answer.status
                    if self.tone_hz:
                        self.talk.sound.speak(self.tone_hz)
                elif self.early_s is None:
                    self.early_s = now_s

    def start(self, *, tone_hz: int) -> None:
        self.tone_hz = tone_hz
        self._follower = asyncio.create_task(self.follow())

    # ---- what a test does

    def hang_up(self) -> None:
        self._has_left = True
        self._soon(self.telephone.bye, self.talk)

    def hang_up_is_answered(self) -> None:
        self.hang_up()
        answers = self.talk.said
        eventually(
            lambda: not answers.empty() and "BYE" in answers.get_nowait().get("CSeq"),
            what="the BYE is answered",
        )

    def give_up(self) -> None:
        self._soon(self.telephone.cancel, self.talk)
        eventually(lambda: self.status == 487, what="a cancelled call is answered 487")

    def press(self, keys: str) -> None:
        for key in keys:
            self.outside.do(self.talk.sound.press(key))
            time.sleep(0.1)

    def say(self, sound: bytes) -> None:
        self.outside.do(self.talk.sound.say(sound))

    def early(self) -> None:
        eventually(lambda: self.early_s is not None, what="early media")

    def answered(self) -> None:
        eventually(lambda: self.answered_s is not None, what="answered")

    def ended(self) -> None:
        """The other side hung up."""
        eventually(self.talk.ended.is_set, what="the caller hears the end")

    @property
    def goes_on(self) -> bool:
        is_up = self.answered_s is not None and not self._has_left
        return is_up and not self.talk.ended.is_set()

    def hears(self, tone_hz: int, *, within_s: float = PATIENCE_S) -> None:
        """From now on, this tone."""
        self.hearing.until(tone_hz, within_s=within_s)

    def hears_not(self, tone_hz: int, *, for_s: float = 1.0) -> None:
        self.hearing.never(tone_hz, for_s=for_s)

    def _soon(self, act: Any, *words: Any) -> None:
        self.outside.loop.call_soon_threadsafe(act, *words)


@dataclass
class Citizens:
    """Telephones in the city, all on the line to 112; and one port where the city is called."""

    outside: Outside
    stack: Stack

    def __post_init__(self) -> None:
        self._known: list[Telephone] = []
        self.calls: list[Call] = []
        self.city = self.outside.do(self._open("city", own=self.stack.ports.base + CITY))

    def call(self, number: str = "", *, tone_hz: int = 440, **how: Any) -> Call:
        """`number` "" is a new one; `how`: headers, body as of a telephone."""

        async def begin() -> Call:
            telephone = await self._open(number or new_number())
            call = Call(self.outside, telephone, telephone.call(SOS, **how))
            call.start(tone_hz=tone_hz)
            return call

        call = self.outside.do(begin())
        self.calls.append(call)
        return call

    def all_hang_up(self) -> None:
        """Whoever still waits gives up, whoever talks says goodbye."""
        for call in self.calls:
            if call.goes_on:
                call.hang_up()
            elif not call.status:
                call.give_up()
        self.calls.clear()

    def is_rung(self, number: str, *, tone_hz: int, within_s: float = PATIENCE_S) -> Rung:
        """The call-back or the agency's call: waits for it, rings."""

        async def rung() -> Talk:
            while True:
                talk = await self.city.rings.get()
                assert talk.invite
                if number in talk.invite.start:
                    return talk

        return Rung(
            self.outside, self.city, self.outside.do(rung(), within_s=within_s), tone_hz=tone_hz
        )

    def second_destination(self, *, tone_hz: int) -> Telephone:
        """Its telephone, which picks up at once."""
        second = self.outside.do(self._open("second", own=self.stack.ports.base + SECOND))
        second.answer_after_s, second.tone_hz = 0.2, tone_hz
        return second

    async def _open(self, account: str, *, own: int = 0) -> Telephone:
        telephone = await Telephone(account).by_udp(self.stack.ports.sip, own=own)
        self._known.append(telephone)
        return telephone

    def close(self) -> None:
        for telephone in self._known:
            self.outside.do(telephone.close())


class Rung:
    """A call that arrived at somebody in the city."""

    def __init__(self, outside: Outside, telephone: Telephone, talk: Talk, *, tone_hz: int) -> None:
        self.outside, self.telephone, self.talk = outside, telephone, talk
        self.tone_hz = tone_hz
        self.hearing = Hearing(talk.sound)

    def pick_up(self) -> None:
        async def work() -> None:
            self.telephone.tone_hz = self.tone_hz
            self.telephone.pick_up(self.talk)

        self.outside.do(work())

    def hang_up(self) -> None:
        async def work() -> None:
            self.telephone.bye(self.talk)

        self.outside.do(work())

    def refuse(self, status: int) -> None:
        async def work() -> None:
            assert self.talk.invite
            self.telephone.reply(self.talk.invite, status, "Refused")

        self.outside.do(work())

    def hears(self, tone_hz: int, *, within_s: float = PATIENCE_S) -> None:
        self.hearing.until(tone_hz, within_s=within_s)

    def hears_not(self, tone_hz: int, *, for_s: float = 1.0) -> None:
        self.hearing.never(tone_hz, for_s=for_s)

    def ended(self, *, within_s: float = PATIENCE_S) -> None:
        eventually(self.talk.ended.is_set, within_s=within_s, what="the call to the city ends")
