"""Conversations with FreeSWITCH as they are documented: its bytes, and what we do about them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from siaga.channels.phone.freeswitch.framing import BODY_BYTES_MAX, Frame, Framing, Unreadable
from siaga.channels.phone.freeswitch.lines import EslSettings, Say
from siaga.channels.phone.freeswitch.protocol import EVENTS, Authenticate, Esl
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Lost
from siaga.channels.phone.port import (
    Answered,
    Digit,
    Ended,
    Held,
    Link,
    Offered,
    Placed,
    RecordingReady,
    Ringing,
    TakerFailed,
    TakerOnline,
    Talking,
)
from tests.contract.phone_playbook import Playbook

AT = datetime(2026, 3, 1, 5, 0, 0, 123000, UTC)
CALLER, TAKER = "7f4db78a-17d7-11dd-b7a0-db4edd065621", "leg-1"
CALL = "r3xaJ8CLpyTAIHWUZG7gtZQYgAPEGf9S@10.1.2.3"
ACCEPTED = b"Content-Type: command/reply\nReply-Text: +OK accepted\n\n"
LISTENS = b"Content-Type: command/reply\nReply-Text: +OK event listener enabled plain\n\n"
STARTED = b"Content-Type: command/reply\nReply-Text: +OK Job-UUID: leg-1\nJob-UUID: leg-1\n\n"
Headers = Mapping[str, str]


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def micros(at: datetime) -> str:
    return str(round(at.timestamp() * 1_000_000))


def event(name: str, leg: Headers, *, after_s: float = 0, body: str = "", **more: str) -> bytes:
    told = {
        "Event-Name": name,
        "Core-UUID": "6c6def18-9562-de11-a8e0-001fc6ab49e2",
        "FreeSWITCH-IPv6": "::1",
        "Event-Date-Timestamp": micros(later(after_s)),
        **leg,
        **more,
    }
    lines = "".join(f"{head}: {quote(value)}\n" for head, value in told.items())
    text = f"{lines}\n{body}".encode()
    return b"Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(text), text)


def replied(text: str = "+OK\n") -> bytes:
    body = text.encode()
    return b"Content-Type: api/response\nContent-Length: %d\n\n%s" % (len(body), body)


def api(line: str) -> Say:
    return Say(line=f"api {line}")


CALLERS_LEG = {
    "Unique-ID": CALLER,
    "Answer-State": "early",
    "Caller-Caller-ID-Number": "081234567890",
    "Caller-Destination-Number": "112",
    "Caller-Channel-Created-Time": micros(AT),
    "Caller-Channel-Answered-Time": "0",
    "variable_sip_call_id": CALL,
    "variable_sip_from_user": "081234567890",
    "variable_sip_P-Asserted-Identity": "<sip:+6281234567890@carrier.example>",
    "variable_sip_Privacy": "none",
    "variable_sip_network_ip": "192.0.2.9",
    "variable_siaga_role": "offered",
}
TAKERS_LEG = {
    "Unique-ID": TAKER,
    "Answer-State": "ringing",
    "variable_siaga_role": "taker",
    "variable_siaga_caller": CALLER,
    "variable_siaga_who": "taker-1",
}
OFFERED = Offered(
    call=CALL,
    at=AT,
    caller="081234567890",
    asserted="<sip:+6281234567890@carrier.example>",
    privacy="none",
    called="112",
    line="192.0.2.9",
)
PROMPT = "/usr/share/freeswitch/siaga/waiting.wav"
PLAYS = (
    api(f"uuid_break {CALLER} all"),
    api(f"uuid_broadcast {CALLER} endless_playback::{PROMPT} aleg"),
)
DIALLED = Say(
    line=(
        "bgapi originate {origination_uuid=leg-1,originate_timeout=12,ignore_early_media=true,"
        f"siaga_role=taker,siaga_caller={CALLER},siaga_who=taker-1,"
        "sip_h_X-Siaga-Contact=contact-1}user/taker-1 &park()\nJob-UUID: leg-1"
    )
)
ALIVE = api(f"global_setvar siaga_until={int(AT.timestamp()) + 15}")


@pytest.fixture
def esl() -> Esl:
    numbers = itertools.count(1)
    legs = Legs(new_leg=lambda: f"leg-{next(numbers)}", second="sofia/gateway/carrier/500")
    return Esl(EslSettings(), legs=legs, contact_of=lambda call: "contact-1" if call else "")


@pytest.fixture
def playbook(esl: Esl) -> Playbook:
    return Playbook(lambda data: esl.received(data, at=AT))


def link(playbook: Playbook, channels: str = '{"row_count":0}', core: str = "core-1") -> Playbook:
    return (
        playbook
        >> b"Content-Type: auth/request\n\n"
        << Authenticate()
        >> ACCEPTED
        << Say(line=EVENTS)
        << api("global_getvar core_uuid")
        << api("show registrations as json")
        << api("show channels as json")
        >> LISTENS
        >> replied(core)
        >> replied('{"row_count":1,"rows":[{"reg_user":"taker-1","realm":"siaga"}]}')
        >> replied(channels)
    )


def linked(playbook: Playbook) -> Playbook:
    online = TakerOnline(taker="taker-1", at=AT, online=True)
    return link(playbook) << Link(up=True, at=AT) << ALIVE << online >> replied()


def ring(playbook: Playbook, esl: Esl) -> Playbook:
    def asked() -> Any:
        return esl.carry_out(esl.legs.offer_to(CALL, "taker-1", ring_s=12))

    parked = event("CHANNEL_PARK", CALLERS_LEG)
    offered = linked(playbook) >> parked << OFFERED << PLAYS[0] << PLAYS[1]
    return offered >> replied() + replied() + parked >> asked << DIALLED >> STARTED


def talk(playbook: Playbook, esl: Esl) -> Playbook:
    return (
        ring(playbook, esl)
        >> event("CHANNEL_ANSWER", TAKERS_LEG, after_s=4)
        << Answered(call=CALL, at=later(4), taker="taker-1")
        << api(f"uuid_break {CALLER} all")
        << api(f"uuid_answer {CALLER}")
        << api(f"uuid_bridge {CALLER} {TAKER}")
        << api(f"uuid_setvar {CALLER} RECORD_STEREO true")
        << api(f"uuid_record {CALLER} start /var/lib/freeswitch/recordings/contact-1-talk.wav")
        >> replied() * 5
        >> event("BACKGROUND_JOB", {"Job-UUID": TAKER}, body=f"+OK {TAKER}\n")
        >> event("CHANNEL_PARK", TAKERS_LEG, after_s=4)
    )


def test_a_call_from_the_first_ring_to_the_recording(playbook: Playbook, esl: Esl) -> None:
    path = "/var/lib/freeswitch/recordings/contact-1-talk.wav"
    assert (
        talk(playbook, esl)
        >> event("DTMF", CALLERS_LEG, after_s=5, **{"DTMF-Digit": "#", "DTMF-Duration": "2000"})
        << Digit(call=CALL, at=later(5), digit="#")
        >> event("DTMF", TAKERS_LEG, after_s=5, **{"DTMF-Digit": "1"})
        >> event("CHANNEL_HOLD", TAKERS_LEG, after_s=6)
        << Held(call=CALL, at=later(6), held=True)
        >> event("CHANNEL_UNHOLD", TAKERS_LEG, after_s=7)
        << Held(call=CALL, at=later(7), held=False)
        >> event("RECORD_STOP", CALLERS_LEG, after_s=30, **{"Record-File-Path": "/etc/passwd"})
        >> event("CHANNEL_HANGUP_COMPLETE", CALLERS_LEG, after_s=30, **_hangup("recv_bye"))
        << Ended(call=CALL, at=later(30), by="caller", cause=16)
        << api(f"uuid_kill {TAKER}")
        >> replied()
    )
    assert path.startswith(str(EslSettings().recordings))


def test_a_recording_is_told_when_its_file_is_closed(playbook: Playbook, esl: Esl) -> None:
    path = "/var/lib/freeswitch/recordings/contact-1-talk.wav"
    told = event("RECORD_STOP", CALLERS_LEG, after_s=30, **{"Record-File-Path": path})
    ready = RecordingReady(call=CALL, at=later(30), part="talk", path=Path(path))
    assert talk(playbook, esl) >> told << ready >> told


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Hangup-Cause": "USER_BUSY", "variable_hangup_cause_q850": "17"}, 486),
        ({"Hangup-Cause": "NO_ANSWER", "variable_hangup_cause_q850": "19"}, 408),
        ({"Hangup-Cause": "X", "variable_sip_term_status": "603"}, 603),
        ({"Hangup-Cause": "X", "variable_hangup_cause_q850": "20"}, 480),
        ({"Hangup-Cause": "X", "variable_hangup_cause_q850": "607"}, 0),
    ],
)
def test_a_taker_who_does_not_answer(
    playbook: Playbook, esl: Esl, fields: dict[str, Any], code: int
) -> None:
    assert (
        ring(playbook, esl)
        >> event("CHANNEL_PROGRESS", TAKERS_LEG, after_s=1)
        << Ringing(call=CALL, taker="taker-1", at=later(1))
        >> event("CHANNEL_PROGRESS_MEDIA", TAKERS_LEG, after_s=1)
        >> event("CHANNEL_HANGUP_COMPLETE", TAKERS_LEG, after_s=12, **fields)
        << TakerFailed(call=CALL, at=later(12), taker="taker-1", code=code)
        >> event("BACKGROUND_JOB", {"Job-UUID": TAKER}, body="-ERR NO_ANSWER\n")
    )


def test_a_taker_who_picks_up_when_the_caller_has_gone(playbook: Playbook, esl: Esl) -> None:
    cancelled = {**_hangup("recv_cancel"), "variable_hangup_cause_q850": "487"}
    assert (
        ring(playbook, esl)
        >> event("CHANNEL_HANGUP_COMPLETE", CALLERS_LEG, after_s=3, **cancelled)
        << Ended(call=CALL, at=later(3), by="caller")
        << api(f"uuid_kill {TAKER}")
        >> replied("-ERR No such channel!\n")
        >> event("CHANNEL_ANSWER", TAKERS_LEG, after_s=3)
        << api(f"uuid_kill {TAKER}")
    )


def test_the_switch_may_say_first_that_the_callers_leg_ended(playbook: Playbook, esl: Esl) -> None:
    assert (
        talk(playbook, esl)
        >> event("CHANNEL_HANGUP_COMPLETE", CALLERS_LEG, after_s=9, **_hangup("send_bye"))
        << Ended(call=CALL, at=later(9), by="taker", cause=16)
        << api(f"uuid_kill {TAKER}")
        >> event("CHANNEL_HANGUP_COMPLETE", TAKERS_LEG, after_s=9, **_hangup("recv_bye"))
    )


def test_a_taker_who_dials_out_is_followed(playbook: Playbook) -> None:
    leg = {
        "Unique-ID": CALLER,
        "Caller-Channel-Created-Time": micros(AT),
        "variable_sip_call_id": CALL,
        "variable_sip_auth_username": "taker-1",
        "variable_sip_h_X-Siaga-Contact": "contact-9",
        "variable_siaga_role": "placed",
    }
    assert (
        linked(playbook)
        >> event("CUSTOM", {**leg, "Event-Subclass": "siaga::placed"})
        << Placed(call=CALL, taker="taker-1", at=AT, contact="contact-9")
        >> event("CHANNEL_ANSWER", leg, after_s=8)
        << Answered(call=CALL, at=later(8), taker="taker-1")
        >> event("CHANNEL_HANGUP_COMPLETE", leg, after_s=20, **_hangup("recv_bye"))
        << Ended(call=CALL, at=later(20), by="taker", cause=16)
        >> event("CHANNEL_ANSWER", leg, after_s=21)
    )


def test_a_process_that_starts_finds_who_waits_and_who_talks(playbook: Playbook) -> None:
    waits = {**CALLERS_LEG, "Unique-ID": "waits", "variable_sip_call_id": "waits@x"}
    up = {"Answer-State": "answered", "Caller-Channel-Answered-Time": micros(later(-60))}
    talks = {**CALLERS_LEG, **up, "Unique-ID": "talks", "variable_sip_call_id": "talks@x"}
    taker = {**TAKERS_LEG, **up, "variable_siaga_caller": "talks"}
    uuids = ["waits", "talks", TAKER, "gone", "x\n\napi shutdown", None]
    listing = json.dumps({"row_count": 6, "rows": [{"uuid": uuid} for uuid in uuids]})
    early = event("DTMF", waits, after_s=1, **{"DTMF-Digit": "7"})
    assert (
        link(playbook, channels=listing)
        << api("uuid_dump waits json")
        << api("uuid_dump talks json")
        << api(f"uuid_dump {TAKER} json")
        << api("uuid_dump gone json")
        >> early
        >> replied(json.dumps(waits)) + replied(json.dumps(talks)) + replied(json.dumps(taker))
        >> replied("-ERR No such channel!\n")
        << Link(up=True, at=AT)
        << ALIVE
        << TakerOnline(taker="taker-1", at=AT, online=True)
        << replace(OFFERED, call="waits@x", replayed=True)
        << api("uuid_break waits all")
        << api(f"uuid_broadcast waits endless_playback::{PROMPT} aleg")
        << replace(OFFERED, call="talks@x", replayed=True)
        << Talking(call="talks@x", taker="taker-1", at=later(-60))
        << Digit(call="waits@x", at=later(1), digit="7")
    )


def test_a_leg_that_cannot_be_named_in_a_command_stays_with_the_switch(playbook: Playbook) -> None:
    odd = {**CALLERS_LEG, "Unique-ID": "x\n\napi shutdown"}
    assert (
        linked(playbook)
        >> event("CHANNEL_PARK", odd)
        >> event("CHANNEL_PARK", {**odd, "Unique-ID": ""})
    )


def test_a_new_core_is_a_switch_that_has_restarted(playbook: Playbook, esl: Esl) -> None:
    assert ring(playbook, esl)
    esl.connected()
    assert (
        link(playbook, core="core-2")
        << Link(up=True, at=AT, restarted=True)
        << ALIVE
        << TakerOnline(taker="taker-1", at=AT, online=True)
        << Ended(call=CALL, at=AT, by="network", replayed=True)
    )


@pytest.mark.parametrize(
    ("bytes_", "reason"),
    [
        (b"Content-Type: text/rude-rejection\nContent-Length: 0\n\n", "access list"),
        (b"Content-Type: text/disconnect-notice\nContent-Length: 4\n\nbye\n", "ended"),
        (b"x" * 70_000, "without end"),
        (b"Content-Length: 999999999999\n\n", "without end"),
    ],
)
def test_what_ends_a_link(playbook: Playbook, bytes_: bytes, reason: str) -> None:
    playbook >> bytes_
    (lost,) = playbook._due
    assert isinstance(lost, Lost)
    assert reason in lost.reason


def test_a_wrong_password_ends_the_link(playbook: Playbook) -> None:
    assert (
        playbook
        >> b"Content-Type: auth/request\n\n"
        << Authenticate()
        >> b"Content-Type: command/reply\nReply-Text: -ERR invalid\n\n"
        << Lost(reason="the switch refuses the password")
    )


def test_frames_come_out_whole_however_the_bytes_arrive() -> None:
    stream = b"\n\n" + ACCEPTED + replied("+OK\n\nwith an empty line") + event("DTMF", CALLERS_LEG)
    whole = list(Framing().feed(stream))
    framing = Framing()
    apart: list[Frame] = []
    for at in range(len(stream)):
        apart += framing.feed(stream[at : at + 1])
    assert apart == whole
    assert [frame.kind for frame in whole] == ["command/reply", "api/response", "text/event-plain"]
    assert whole[1].body == b"+OK\n\nwith an empty line"


def test_a_body_above_the_limit_is_left_out_and_the_next_frame_is_read() -> None:
    framing, length = Framing(), BODY_BYTES_MAX + 1
    told = b"Content-Length: %d\n\n" % length + b"z" * length + ACCEPTED
    found: list[Frame] = []
    for at in range(0, len(told), 65_536):
        found += framing.feed(told[at : at + 65_536])
        assert len(framing._held) <= 65_536
    assert [frame.kind for frame in found] == ["command/reply"]


def test_a_header_without_end_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        list(Framing().feed(b"z" * 70_000))


def _hangup(how: str) -> dict[str, str]:
    return {
        "Hangup-Cause": "NORMAL_CLEARING",
        "variable_hangup_cause_q850": "16",
        "variable_sip_hangup_disposition": how,
    }
