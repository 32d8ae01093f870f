"""Conversations with Asterisk as they are documented, line by line: what it says, what we do."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from siaga.channels.phone.asterisk.protocol import Ari, Opening
from siaga.channels.phone.asterisk.requests import AriSettings, Request
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Lost
from siaga.channels.phone.port import (
    Answered,
    Digit,
    Ended,
    Held,
    Link,
    Offered,
    Overflowed,
    Placed,
    RecordingReady,
    Ringing,
    TakerFailed,
    TakerOnline,
    Talking,
    Voice,
)
from tests.contract.phone_playbook import Playbook

AT = datetime(2026, 3, 1, 5, 0, 0, 123000, UTC)
CALLER, TAKER = "1772341200.17", "leg-1"
CALL = "3c26700bd5a5-ab12@10.1.2.3"
Json = dict[str, Any]


def wire(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"


def channel(leg: str, state: str = "Ring", **more: Any) -> Json:
    return {
        "id": leg,
        "name": "PJSIP/carrier-0000001a",
        "state": state,
        "protocol_id": CALL,
        "caller": {"name": "", "number": "081234567890"},
        "connected": {"name": "", "number": ""},
        "accountcode": "",
        "dialplan": {
            "context": "siaga-112",
            "exten": "112",
            "priority": 6,
            "app_name": "Stasis",
            "app_data": "siaga,offered",
        },
        "creationtime": wire(AT),
        "language": "id",
        **more,
    }


def said(kind: str, *, after_s: float = 0, **fields: Any) -> bytes:
    told = {"type": kind, "timestamp": wire(AT + timedelta(seconds=after_s))}
    return json.dumps({**told, **fields, "application": "siaga"}).encode()


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def post(leg: str, verb: str, **params: str) -> Request:
    return Request(method="POST", path=f"/channels/{leg}/{verb}", lane=leg, params=params)


def bridge(verb: str, **params: str) -> Request:
    path = f"/bridges/siaga-{CALLER}/{verb}"
    return Request(method="POST", path=path, lane=CALLER, params=params)


def delete(path: str, lane: str) -> Request:
    return Request(method="DELETE", path=path, lane=lane)


def play(number: int, prompt: str = "waiting") -> Request:
    playback = f"siaga-play-{CALLER}-{number}"
    return post(CALLER, "play", media=f"sound:siaga/{prompt}", playbackId=playback)


@pytest.fixture
def ari() -> Ari:
    numbers = itertools.count(1)
    legs = Legs(new_leg=lambda: f"leg-{next(numbers)}", second="PJSIP/500@carrier")
    settings = AriSettings(trunk="carrier", not_takers=frozenset({"carrier"}))
    return Ari(settings, legs=legs, contact_of=lambda call: "contact-1" if call else "")


@pytest.fixture
def playbook(ari: Ari) -> Playbook:
    return Playbook(lambda raw: ari.received(raw, at=AT))


OFFERED = Offered(call=CALL, at=AT, caller="081234567890", called="112", line="carrier")
DIALLED = Request(
    method="POST",
    path="/channels",
    lane=TAKER,
    body={
        "endpoint": "PJSIP/taker-1",
        "app": "siaga",
        "appArgs": "dialled",
        "channelId": TAKER,
        "timeout": 12,
        "variables": {
            "SIAGA_ROLE": "taker",
            "SIAGA_CALLER": CALLER,
            "SIAGA_WHO": "taker-1",
            "PJSIP_HEADER(add,X-Siaga-Contact)": "contact-1",
        },
    },
)
TALK_DETECT = {"variable": "TALK_DETECT(set)", "value": ""}
ARRIVES = said("StasisStart", args=["offered"], channel=channel(CALLER))
PICKS_UP = said("StasisStart", after_s=4, args=["dialled"], channel=channel(TAKER, "Up"))


def offer(playbook: Playbook) -> Playbook:
    listens = post(CALLER, "variable", **TALK_DETECT)
    return playbook >> ARRIVES << OFFERED << play(1) << listens


def ring(playbook: Playbook, ari: Ari) -> Playbook:
    def asked() -> Any:
        return ari.carry_out(ari.legs.offer_to(CALL, "taker-1", ring_s=12))

    return offer(playbook) >> asked << DIALLED


def talk(playbook: Playbook, ari: Ari) -> Playbook:
    return (
        ring(playbook, ari)
        >> PICKS_UP
        << Answered(call=CALL, at=later(4), taker="taker-1")
        << delete(f"/playbacks/siaga-play-{CALLER}-1", CALLER)
        << post(CALLER, "answer")
        << Request(
            method="POST",
            path="/bridges",
            lane=CALLER,
            params={"type": "mixing,dtmf_events", "bridgeId": f"siaga-{CALLER}"},
        )
        << bridge("addChannel", channel=f"{CALLER},{TAKER}")
        << bridge("record", name="contact-1-talk", format="wav", ifExists="overwrite")
    )


def test_a_call_from_the_first_ring_to_the_recording(playbook: Playbook, ari: Ari) -> None:
    ringing = said("ChannelStateChange", after_s=1, channel=channel(TAKER, "Ringing"))
    finished = {
        "name": "contact-1-talk",
        "format": "wav",
        "state": "done",
        "duration": 30,
        "target_uri": f"bridge:siaga-{CALLER}",
    }
    assert (
        ring(playbook, ari)
        >> said("Dial", after_s=1, peer=channel(TAKER, "Down"), dialstatus="")
        >> ringing
        << Ringing(call=CALL, taker="taker-1", at=later(1))
        >> ringing
        >> said(
            "ChannelDtmfReceived", after_s=2, digit="5", duration_ms=80, channel=channel(CALLER)
        )
        << Digit(call=CALL, at=later(2), digit="5")
        >> said("ChannelTalkingStarted", after_s=2, channel=channel(CALLER))
        << Voice(call=CALL, at=later(2))
    )
    assert ari.received(PICKS_UP, at=AT)[0] == Answered(call=CALL, at=later(4), taker="taker-1")
    assert (
        playbook
        >> said("ChannelTalkingStarted", after_s=5, channel=channel(CALLER))
        >> said("ChannelHold", after_s=6, channel=channel(TAKER, "Up"))
        << Held(call=CALL, at=later(6), held=True)
        >> said("ChannelUnhold", after_s=7, channel=channel(TAKER, "Up"))
        << Held(call=CALL, at=later(7), held=False)
        >> said("ChannelHangupRequest", after_s=34, cause=16, channel=channel(CALLER, "Up"))
        >> said("StasisEnd", after_s=34, channel=channel(CALLER, "Up"))
        << Ended(call=CALL, at=later(34), by="caller", cause=16)
        << delete(f"/channels/{TAKER}", TAKER)
        << delete(f"/bridges/siaga-{CALLER}", CALLER)
        >> said("ChannelDestroyed", after_s=34, cause=16, channel=channel(CALLER, "Up"))
        >> said("RecordingFinished", after_s=34, recording=finished)
        << RecordingReady(
            call=CALL,
            at=later(34),
            part="talk",
            path=Path("/var/spool/asterisk/recording/contact-1-talk.wav"),
        )
        >> said("RecordingFinished", after_s=35, recording=finished)
    )


@pytest.mark.parametrize(
    ("dialstatus", "cause", "code"),
    [("BUSY", 17, 486), ("NOANSWER", 0, 408), ("", 19, 408), ("", 20, 480), ("", 0, 0)],
)
def test_a_taker_who_does_not_answer(
    playbook: Playbook, ari: Ari, dialstatus: str, cause: int, code: int
) -> None:
    assert (
        ring(playbook, ari)
        >> said("Dial", after_s=12, peer=channel(TAKER, "Down"), dialstatus=dialstatus)
        >> said("ChannelDestroyed", after_s=12, cause=cause, channel=channel(TAKER, "Down"))
        << TakerFailed(call=CALL, at=later(12), taker="taker-1", code=code)
        >> said("ChannelDestroyed", after_s=12, cause=cause, channel=channel(TAKER, "Down"))
    )


def test_an_originate_that_is_refused(playbook: Playbook, ari: Ari) -> None:
    assert (
        ring(playbook, ari)
        >> (lambda: ari.answered(DIALLED, status=500, at=later(1)))
        << TakerFailed(call=CALL, at=later(1), taker="taker-1", code=480)
    )


def test_a_taker_who_picks_up_when_the_caller_has_gone(playbook: Playbook, ari: Ari) -> None:
    assert (
        ring(playbook, ari)
        >> said("ChannelDestroyed", after_s=3, cause=127, channel=channel(CALLER))
        << Ended(call=CALL, at=later(3), by="caller", cause=127)
        << delete(f"/channels/{TAKER}", TAKER)
        >> PICKS_UP
        << delete(f"/channels/{TAKER}", TAKER)
    )


def test_a_page_that_crashes_is_no_hang_up(playbook: Playbook, ari: Ari) -> None:
    assert (
        talk(playbook, ari)
        >> said("ChannelDestroyed", after_s=9, cause=44, channel=channel(TAKER, "Up"))
        << delete(f"/channels/{CALLER}", CALLER)
        >> said("ChannelDestroyed", after_s=9, cause=16, channel=channel(CALLER, "Up"))
        << Ended(call=CALL, at=later(9), by="network", cause=16)
        << delete(f"/bridges/siaga-{CALLER}", CALLER)
    )


def test_the_prompt_plays_without_end_and_gives_way_to_a_tone(playbook: Playbook) -> None:
    def playback(kind: str, number: int, after_s: float, state: str) -> bytes:
        told = {"id": f"siaga-play-{CALLER}-{number}", "state": state}
        return said(kind, after_s=after_s, playback=told)

    assert (
        offer(playbook)
        >> playback("PlaybackStarted", 1, 0.1, "playing")
        >> playback("PlaybackFinished", 1, 20, "done")
        << play(2)
        >> playback("PlaybackStarted", 2, 20.1, "playing")
        >> playback("PlaybackFinished", 2, 20.2, "done")
        << post(CALLER, "ring")
        >> playback("PlaybackFinished", 2, 21, "done")
    )


def test_the_second_destination(playbook: Playbook, ari: Ari) -> None:
    steps = list((offer(playbook), ari.carry_out(ari.legs.overflow(CALL)))[1])
    (asked,) = steps
    assert isinstance(asked, Request)
    assert asked.body is not None
    assert asked.body["endpoint"] == "PJSIP/500@carrier"
    assert "Contact" not in json.dumps(asked.body)
    assert (
        playbook
        >> said("Dial", after_s=2, peer=channel(TAKER, "Down"), dialstatus="PROGRESS")
        << Overflowed(call=CALL, at=later(2))
        >> said("ChannelStateChange", after_s=3, channel=channel(TAKER, "Ringing"))
    )
    assert ari.received(PICKS_UP, at=AT)[0] == Answered(call=CALL, at=later(4))


def test_a_listener_hears_through_a_channel_of_his_own(playbook: Playbook, ari: Ari) -> None:
    talk(playbook, ari)
    listener = "leg-2"
    spied = channel(f"{listener}-snoop", "Up", name="Snoop/1772341200.17-00000000")
    ear = {"type": "mixing", "bridgeId": f"siaga-{listener}"}
    (dialled,) = ari.carry_out(ari.legs.listen(CALL, taker="head-1"))
    assert isinstance(dialled, Request)
    assert (
        playbook
        >> said("StasisStart", args=["dialled"], channel=channel(listener, "Up"))
        << Request(method="POST", path="/bridges", lane=listener, params=ear)
        << Request(
            method="POST",
            path=f"/channels/{CALLER}/snoop",
            lane=listener,
            params={
                "spy": "both",
                "whisper": "none",
                "app": "siaga",
                "appArgs": "snoop",
                "snoopId": f"{listener}-snoop",
            },
        )
        >> said("StasisStart", args=["snoop"], channel=spied)
        << Request(
            method="POST",
            path=f"/bridges/siaga-{listener}/addChannel",
            lane=listener,
            params={"channel": f"{listener},{listener}-snoop"},
        )
        >> said("ChannelDestroyed", cause=16, channel=channel(listener, "Up"))
        << delete(f"/channels/{listener}-snoop", f"{listener}-snoop")
        << delete(f"/bridges/siaga-{listener}", listener)
    )


def test_a_taker_who_dials_out_goes_on_in_the_dialplan(playbook: Playbook) -> None:
    own = {"name": "PJSIP/taker-1-0000002b", "channelvars": {"SIAGA_CONTACT": "contact-9"}}
    up = channel(CALLER, "Up", **own)
    watch = {"eventSource": f"channel:{CALLER}"}
    assert (
        playbook
        >> said("StasisStart", args=["placed"], channel=channel(CALLER, "Ring", **own))
        << Request(
            method="POST", path="/applications/siaga/subscription", lane=CALLER, params=watch
        )
        << Placed(call=CALL, taker="taker-1", at=AT, contact="contact-9")
        << post(CALLER, "continue")
        >> said("StasisEnd", channel=channel(CALLER, "Ring", **own))
        >> said("ChannelStateChange", after_s=8, channel=up)
        << Answered(call=CALL, at=later(8), taker="taker-1")
        >> said("ChannelDestroyed", after_s=40, cause=16, channel=up)
        << Ended(call=CALL, at=later(40), by="taker", cause=16)
    )


def test_takers_are_online_and_trunks_are_no_takers(playbook: Playbook) -> None:
    def endpoint(resource: str, state: str, technology: str = "PJSIP") -> bytes:
        told = {"technology": technology, "resource": resource, "state": state}
        return said("EndpointStateChange", endpoint={**told, "channel_ids": []})

    assert (
        playbook
        >> endpoint("taker-1", "online")
        << TakerOnline(taker="taker-1", at=AT, online=True)
        >> endpoint("taker-1", "online")
        >> endpoint("taker-1", "unknown")
        >> endpoint("carrier", "online")
        >> endpoint("taker-1", "online", "IAX2")
        >> endpoint("taker-1", "offline")
        << TakerOnline(taker="taker-1", at=AT, online=False)
    )


def test_another_listener_of_the_same_name_ends_the_link(playbook: Playbook) -> None:
    assert playbook >> said("ApplicationReplaced") << Lost(reason="replaced by another listener")


def test_a_process_that_starts_finds_who_waits_and_who_talks(ari: Ari, playbook: Playbook) -> None:
    dialled = {"SIAGA_ROLE": "taker", "SIAGA_CALLER": "talks", "SIAGA_WHO": "taker-1"}
    gone = {**dialled, "SIAGA_CALLER": "nobody"}
    other = {"dialplan": {"app_name": "Queue", "app_data": "sales"}}
    listing = [
        channel("waits", "Ring", protocol_id="waits@x"),
        channel("talks", "Up", protocol_id="talks@x"),
        channel("leg-a", "Up", channelvars=dialled, dialplan={"app_name": "AppDial2"}),
        channel("leg-b", "Up", channelvars=gone, dialplan={"app_name": "AppDial2"}),
        channel("stranger", "Up", **other),
        7,
        {},
    ]
    opening = Opening(
        info=b'{"status":{"startup_time":"2026-03-01T01:00:00.000+0000"}}',
        channels=json.dumps(listing).encode(),
        endpoints=b'[{"technology":"PJSIP","resource":"taker-1","state":"online"},null]',
    )
    watch = {"eventSource": "endpoint:PJSIP"}
    waits = Offered(call="waits@x", at=AT, caller="081234567890", called="112", line="carrier")
    again = {"media": "sound:siaga/waiting", "playbackId": "siaga-play-waits-1"}
    assert (
        playbook
        >> (lambda: ari.opened(opening, at=AT))
        << Link(up=True, at=AT)
        << Request(method="POST", path="/applications/siaga/subscription", lane="", params=watch)
        << TakerOnline(taker="taker-1", at=AT, online=True)
        << delete("/channels/leg-b", "leg-b")
        << replace(waits, replayed=True)
        << post("waits", "play", **again)
        << replace(waits, call="talks@x", replayed=True)
        << Talking(call="talks@x", taker="taker-1", at=AT)
        >> said("StasisStart", args=["offered"], channel=channel("waits"))
    )
