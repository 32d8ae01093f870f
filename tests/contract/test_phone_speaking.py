"""The call that only speaks, with a telephone that the voice tests hold in their hand."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest

from siaga.channels.phone.speaking import io
from siaga.channels.phone.speaking.io import Line, Speaker, Spoken
from siaga.channels.phone.speaking.protocol import AU_HEADER, media_of, read, read_au
from tests.patience import PATIENCE_S, until
from tests.voice.sip import Message, parse
from tests.voice.sound import alaw
from tests.voice.telephone import Telephone
from tests.voice.transport import Udp

SOUND = alaw(np.full(8000 // 5, 900.0))  # a fifth of a second


class AtTheTrunk(Udp):
    """Answers whoever calls."""

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._edge = addr
        super().datagram_received(data, addr)


Run = Callable[[Telephone], Coroutine[Any, Any, Spoken]]


def rung(act: Run) -> Spoken:
    async def whole() -> Spoken:
        telephone = Telephone("duty")
        telephone.transport = await AtTheTrunk.open(9, telephone._heard)
        try:
            return await asyncio.wait_for(act(telephone), PATIENCE_S)
        finally:
            await telephone.close()

    return asyncio.run(whole())


def speaker(telephone: Telephone) -> Speaker:
    return Speaker(Line(trunk=telephone.transport.contact, caller="112", realm="siaga.local"))


def test_what_is_picked_up_is_heard_twice() -> None:
    async def act(telephone: Telephone) -> Spoken:
        telephone.answer_after_s = 0.1
        calling = asyncio.create_task(speaker(telephone).say("081200000003", SOUND, key="call-1"))
        talk = await telephone.rings.get()
        spoken = await calling
        assert talk.ended.is_set(), "it hangs up by itself"
        assert len(talk.sound.heard) >= 18
        assert {payload for _, payload, _ in talk.sound.heard} == {8}
        assert talk.call_id == "call-1", "the trunk's records name it"
        return spoken

    spoken = rung(act)
    assert (spoken.answered, spoken.heard) == (True, True)


def test_a_busy_number_says_so() -> None:
    async def act(telephone: Telephone) -> Spoken:
        telephone.refuse = 486
        return await speaker(telephone).say("081200000003", SOUND, key="call-1")

    spoken = rung(act)
    assert (spoken.answered, spoken.reason, spoken.again) == (False, "busy", True)


def test_a_number_that_does_not_exist_is_called_once() -> None:
    async def act(telephone: Telephone) -> Spoken:
        telephone.refuse = 404
        return await speaker(telephone).say("081200000003", SOUND, key="call-1")

    spoken = rung(act)
    assert (spoken.answered, spoken.reason, spoken.again) == (False, "sip_404", False)


def test_who_picks_up_as_we_give_up_is_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io, "RING_S", 0.5)
    monkeypatch.setattr(io, "TAKE_BACK_S", 8.0)

    async def act(telephone: Telephone) -> Spoken:
        def picked_up(request: Message) -> None:
            telephone.reply(request, 200, "OK")
            telephone.pick_up(telephone.talks[request.get("Call-ID")])

        monkeypatch.setattr(telephone, "_cancelled", picked_up)
        spoken = await speaker(telephone).say("081200000003", SOUND, key="call-1")
        assert telephone.talks["call-1"].bye is not None, "nobody is left in a silent call"
        return spoken

    spoken = rung(act)
    assert (spoken.answered, spoken.heard) == (True, True)


def test_who_picks_up_when_we_have_given_up_is_not_left_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(io, "RING_S", 0.5)
    monkeypatch.setattr(io, "TAKE_BACK_S", 0.2)

    async def act(telephone: Telephone) -> Spoken:
        monkeypatch.setattr(telephone, "_cancelled", lambda request: None)  # it is lost
        calling = speaker(telephone)
        spoken = await calling.say("081200000003", SOUND, key="call-1")
        talk = await telephone.rings.get()
        telephone.pick_up(talk)
        await talk.ended.wait()
        calling.close()
        return spoken

    spoken = rung(act)
    assert (spoken.answered, spoken.again) == (False, True)


@pytest.mark.parametrize("talks", [True, False])
def test_a_room_that_stops_leaves_nobody_ringing_or_in_silence(talks: bool) -> None:
    async def act(telephone: Telephone) -> Spoken:
        calling = asyncio.create_task(
            speaker(telephone).say("081200000003", SOUND * 20, key="call-1")
        )
        talk = await telephone.rings.get()
        if talks:
            telephone.pick_up(talk)
            await until(lambda: talk.sound.heard)
        calling.cancel()
        await talk.ended.wait()
        assert (talk.bye is not None) is talks
        return Spoken(answered=talks)

    assert rung(act).answered is talks


@pytest.mark.parametrize("where", ["sbc.example", "0.0.0.0", ""])
def test_an_answer_without_a_place_for_sound_is_not_called_heard(where: str) -> None:
    async def act(telephone: Telephone) -> Spoken:
        calling = asyncio.create_task(speaker(telephone).say("081200000003", SOUND, key="call-1"))
        talk = await telephone.rings.get()
        body = f"v=0\r\nc=IN IP4 {where}\r\nm=audio 4000 RTP/AVP 8\r\n"
        assert talk.invite
        telephone.reply(talk.invite, 200, "OK", body=body if where else "")
        spoken = await calling
        assert talk.ended.is_set()
        return spoken

    spoken = rung(act)
    assert (spoken.answered, spoken.heard, spoken.reason) == (True, False, "no_sound")


def test_the_place_of_the_sound_goes_before_the_place_of_all() -> None:
    both = "c=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/AVP 8\r\nc=IN IP4 10.0.0.2\r\n"
    assert media_of(both) == ("10.0.0.2", 4000)
    assert media_of(both + "m=video 5000 RTP/AVP 9\r\nc=IN IP4 10.0.0.3\r\n") == ("10.0.0.2", 4000)


def test_an_answer_that_comes_again_is_thanked_for_again() -> None:
    async def act(telephone: Telephone) -> Spoken:
        thanks: asyncio.Queue[Message] = asyncio.Queue()
        heard = telephone._heard

        def noting(raw: bytes) -> None:
            message = parse(raw)
            if message.method == "ACK":
                thanks.put_nowait(message)
            heard(raw)

        telephone.transport._heard = noting  # type: ignore[attr-defined]
        calling = asyncio.create_task(
            speaker(telephone).say("081200000003", SOUND * 20, key="call-1")
        )
        talk = await telephone.rings.get()
        for _ in range(3):
            telephone.pick_up(talk)
            await thanks.get()
        telephone.bye(talk)
        return await calling

    assert rung(act).answered


def test_nobody_picks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io, "RING_S", 0.5)

    async def act(telephone: Telephone) -> Spoken:
        spoken = await speaker(telephone).say("081200000003", SOUND, key="call-1")
        await asyncio.sleep(0.1)
        return spoken

    assert rung(act).reason == "no_answer"


def test_a_trunk_that_is_not_there_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io, "RING_S", 0.7)
    line = Line(trunk="127.0.0.1:9", caller="112", realm="siaga.local")

    async def act() -> Spoken:
        calling = Speaker(line)
        spoken = await calling.say("081200000003", SOUND, key="call-1")
        calling.close()
        return spoken

    spoken = asyncio.run(act())
    assert (spoken.reason, spoken.again) == ("unreachable", True)


def test_who_hangs_up_at_once_has_heard_nothing() -> None:
    async def act(telephone: Telephone) -> Spoken:
        telephone.answer_after_s = 0.0
        calling = asyncio.create_task(
            speaker(telephone).say("081200000003", SOUND * 20, key="call-1")
        )
        talk = await telephone.rings.get()
        await asyncio.sleep(0.2)
        telephone.bye(talk)
        return await calling

    spoken = rung(act)
    assert (spoken.answered, spoken.heard, spoken.reason) == (True, False, "hung_up")


@pytest.mark.parametrize("number", ["", "112;rport", "0812\r\nTo: x", "sip:x@y", "1" * 30])
def test_only_a_number_is_called(number: str) -> None:
    line = Line(trunk="127.0.0.1:9", caller="112", realm="siaga.local")
    assert asyncio.run(Speaker(line).say(number, SOUND, key="call-1")).reason == "no_number"


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 40, b"SIP/2.0 200 OK\r\n\r\n", b"SIP/2.0 xx\r\nCall-ID: a\r\n\r\n"]
)
def test_what_is_no_sip_is_nothing(raw: bytes) -> None:
    assert read(raw) is None


def test_only_the_sound_of_the_telephone_is_spoken() -> None:
    head = AU_HEADER.pack(b".snd", 24, 4, 27, 8000, 1)
    assert read_au(head + b"\xd5" * 4) == b"\xd5" * 4
    for wrong in (b"", b"RIFF" + head[4:], struct.pack(">4s5I", b".snd", 24, 4, 27, 44100, 1)):
        with pytest.raises(ValueError, match=r"sound|8 kHz"):
            read_au(wrong)
