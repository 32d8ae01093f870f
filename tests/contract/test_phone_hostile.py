"""Whatever a switch says, in whatever order: no adapter falls over, and no call ends twice."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.phone.asterisk.protocol import Ari, Opening
from siaga.channels.phone.asterisk.requests import AriSettings, Request
from siaga.channels.phone.freeswitch.lines import EslSettings, Say
from siaga.channels.phone.freeswitch.protocol import Esl
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.port import Answered, CannotDo, Ended, Offered, Placed, TakerFailed

AT = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
LEGS = st.sampled_from(["c-1", "c-2", "leg-1", "leg-2", "leg-3", "nobody", "", "x\n\ny"])
ARI_KINDS = st.sampled_from(
    [
        "StasisStart",
        "StasisEnd",
        "ChannelStateChange",
        "ChannelHangupRequest",
        "ChannelDestroyed",
        "Dial",
        "ChannelDtmfReceived",
        "ChannelTalkingStarted",
        "ChannelHold",
        "ChannelUnhold",
        "PlaybackStarted",
        "PlaybackFinished",
        "RecordingFinished",
        "EndpointStateChange",
    ]
)
ARI_FIELDS = {
    "args": st.sampled_from([["offered"], ["dialled"], ["placed"], ["snoop"], []]) | JUNK,
    "cause": st.sampled_from([0, 16, 17, 44]) | JUNK,
    "dialstatus": st.sampled_from(["RINGING", "BUSY", ""]) | JUNK,
    "digit": st.sampled_from(["1", "*", "12"]) | JUNK,
    "timestamp": st.just("2026-03-01T05:00:01.000+0000") | JUNK,
    "playback": JUNK,
    "recording": JUNK,
    "endpoint": JUNK,
}
STATES = st.sampled_from(["Up", "Ring", "Ringing", "Down"])
SOUND = st.builds(
    lambda leg, state, call: {"id": leg, "state": state, "protocol_id": call, "name": "PJSIP/a-1"},
    LEGS,
    STATES,
    st.sampled_from(["a", "b", ""]),
)
ARI_MESSAGES = st.builds(
    lambda kind, channel, more: {"type": kind, "channel": channel, "peer": channel, **more},
    ARI_KINDS,
    SOUND | JUNK,
    st.fixed_dictionaries({}, optional=ARI_FIELDS),
)
ASKS = st.sampled_from(["offer", "overflow", "hang up", "hold", "transfer", "listen", "release"])
ESL_KINDS = st.sampled_from(
    [
        "CHANNEL_PARK",
        "CHANNEL_PROGRESS",
        "CHANNEL_ANSWER",
        "CHANNEL_HANGUP_COMPLETE",
        "CHANNEL_HOLD",
        "DTMF",
        "RECORD_STOP",
        "BACKGROUND_JOB",
        "CUSTOM",
    ]
)
ESL_FIELDS = {
    "variable_siaga_role": st.sampled_from(["offered", "taker", "placed", "second", "x"]),
    "variable_sip_call_id": st.sampled_from(["a", "b", "", "é\x00"]),
    "variable_hangup_cause_q850": st.sampled_from(["16", "17", "-1", "٣", "99999"]),
    "Answer-State": st.sampled_from(["answered", "early"]),
    "Event-Date-Timestamp": st.sampled_from(["0", "9" * 17, "9" * 60, "x"]),
    "Event-Subclass": st.sampled_from(["sofia::register", "siaga::placed", "sofia::expire"]),
    "from-user": st.text(max_size=5),
    "Job-UUID": LEGS,
    "DTMF-Digit": st.sampled_from(["1", "12", ""]),
}
ESL_EVENTS = st.builds(
    lambda kind, leg, more: {"Event-Name": kind, "Unique-ID": leg, **more},
    ESL_KINDS,
    LEGS,
    st.fixed_dictionaries({}, optional=ESL_FIELDS),
)


def legs() -> Legs:
    numbers = itertools.count(1)
    return Legs(new_leg=lambda: f"leg-{next(numbers)}", second="second")


def asked(legs: Legs, what: str) -> list[Any]:
    """A command about some call, which may not be possible."""
    call = next((call.name for call in legs.calls()), "nobody")
    try:
        match what:
            case "offer":
                return legs.offer_to(call, "taker-1", ring_s=5)
            case "overflow":
                return legs.overflow(call)
            case "hang up":
                return legs.hang_up(call)
            case "hold":
                return legs.hold(call, held=True)
            case "transfer":
                return legs.transfer(call, to="taker-2")
            case "listen":
                return legs.listen(call, taker="head-1")
            case _:
                return legs.release()
    except CannotDo:
        return []


@given(st.lists(ARI_MESSAGES | ASKS, max_size=25), st.lists(SOUND | JUNK, max_size=4), JUNK)
def test_no_message_of_asterisk_ends_the_adapter(
    told: list[Any], listing: list[Any], info: Any
) -> None:
    ari = Ari(AriSettings(), legs=legs(), contact_of=lambda _: "contact-1")
    steps: list[Any] = []
    for one in told:
        if isinstance(one, str):
            steps += ari.carry_out(asked(ari.legs, one))
        else:
            steps += ari.received(json.dumps(one).encode(), at=AT)
    opening = Opening(
        info=json.dumps(info).encode(),
        channels=json.dumps(listing).encode(),
        endpoints=json.dumps(info).encode(),
    )
    steps += ari.opened(opening, at=AT)
    for request in [step for step in steps if isinstance(step, Request)]:
        assert "\n" not in request.path
        steps += ari.answered(request, status=500, at=AT)
    ends_once(steps)


@given(st.lists(ESL_EVENTS | ASKS | st.binary(max_size=40), max_size=25))
def test_no_bytes_of_freeswitch_end_the_adapter(told: list[Any]) -> None:
    esl = Esl(EslSettings(), legs=legs(), contact_of=lambda _: "contact-1")
    steps: list[Any] = []
    for frame in (
        b"Content-Type: auth/request\n\n",
        b"Content-Type: command/reply\nReply-Text: +OK\n\n" * 2,
        b"Content-Type: api/response\nContent-Length: 2\n\n{}" * 3,
    ):
        steps += esl.received(frame, at=AT)
    assert esl.is_settled
    for one in told:
        match one:
            case str():
                steps += esl.carry_out(asked(esl.legs, one))
            case bytes():
                steps += esl.received(one + b"\n\n", at=AT)
            case _:
                steps += esl.received(plain_event(one), at=AT)
    for say in [step for step in steps if isinstance(step, Say)]:
        assert "\n\n" not in say.line
    ends_once(steps)


@given(st.binary(max_size=400))
def test_no_frame_of_asterisk_ends_the_adapter(told: bytes) -> None:
    ari = Ari(AriSettings(), legs=legs(), contact_of=lambda _: "contact-1")
    assert ari.received(told, at=AT) == []


def test_a_thousand_calls_leave_nothing_behind() -> None:
    """Answered or given up: what an adapter remembers goes when the call goes."""
    ari = Ari(AriSettings(), legs=legs(), contact_of=lambda _: "contact-1")
    for number in range(1_000):
        caller = {"id": f"c-{number}", "state": "Ring", "protocol_id": f"call-{number}"}
        told: dict[str, Any] = {"type": "StasisStart", "args": ["offered"], "channel": caller}
        ari.received(json.dumps(told).encode(), at=AT)
        (dial,) = ari.carry_out(ari.legs.offer_to(f"call-{number}", "taker-1", ring_s=5))
        assert isinstance(dial, Request)
        if number % 2:
            leg = {"id": dial.lane, "state": "Up"}
            told = {"type": "StasisStart", "args": ["dialled"], "channel": leg}
            ari.received(json.dumps(told).encode(), at=AT)
            recorded = {"name": "contact-1-talk", "target_uri": f"bridge:siaga-c-{number}"}
            told = {"type": "RecordingFinished", "recording": recorded}
            ari.received(json.dumps(told).encode(), at=AT)
        for kind in ("ChannelHangupRequest", "StasisEnd", "ChannelDestroyed"):
            told = {"type": kind, "cause": 16, "channel": caller}
            ari.received(json.dumps(told).encode(), at=AT)
    kept = {**vars(ari), **vars(ari.legs), **vars(ari._requests)}
    grown = {name: value for name, value in kept.items() if isinstance(value, dict) and value}
    assert set(grown) == {"_hears"}


def plain_event(headers: dict[str, str]) -> bytes:
    text = "".join(f"{name}: {quote(value)}\n" for name, value in headers.items()).encode() + b"\n"
    return b"Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(text), text)


def ends_once(steps: Iterable[Any]) -> None:
    """A call begins before anything else is told of it, and ends once."""
    up: set[str] = set()
    for step in steps:
        match step:
            case Offered(call=call) | Placed(call=call):
                assert call not in up or getattr(step, "replayed", False)
                up.add(call)
            case Ended(call=call):
                assert call in up
                up.remove(call)
            case Answered(call=call) | TakerFailed(call=call):
                assert call in up
