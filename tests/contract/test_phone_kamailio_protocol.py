"""Kamailio's words and rtpengine's, from recorded bytes to garbage: values, never an exception."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.phone.kamailio.journal import Row, in_order, read_row
from siaga.channels.phone.kamailio.media import NoSound, Side, decoded, encoded, side_of
from siaga.channels.phone.kamailio.netstring import FRAME_BYTES_MAX, Frames, Garbage, framed
from siaga.channels.phone.kamailio.protocol import (
    Gone,
    HeardDigit,
    Malformed,
    Order,
    Pong,
    Resynced,
    Trouble,
    Wrong,
    call_hex,
    cause,
    encode,
    hold_name,
    is_prompt,
    read_digit,
    read_event,
)
from siaga.channels.phone.port import (
    Answered,
    Ended,
    Event,
    Held,
    Offered,
    Overflowed,
    Placed,
    Ringing,
    TakerFailed,
    TakerOnline,
)

# As a running Kamailio 5.6.3 and rtpengine 10.5 said them, loopback addresses only.
CALL = "e6480a3fd57633a9a462"
HEX = "6536343830613366643537363333613961343632"
RECORDED = {
    "offered": b'{"ev":"offered","call":"%b","at":1795655728.245778,"from":"30383132333435",'
    b'"pai":"<null>","privacy":"<null>","called":"7369703a313132403132372e302e302e31",'
    b'"line":"127.0.0.1:43697","geo":""}',
    "ringing": b'{"ev":"ringing","call":"%b","at":1795655730.423004,"taker":"6f7031"}',
    "answered": b'{"ev":"answered","call":"%b","at":1795655730.925268,"taker":"6f7031",'
    b'"how":"failsafe"}',
    "failed": b'{"ev":"failed","call":"%b","at":1795655728.419055,"taker":"6f7031","code":"486"}',
    "ended": b'{"ev":"ended","call":"%b","at":1795655733.595166,"by":"caller",'
    b'"reason":"512e3835303b63617573653d31363b746578743d227822"}',
}
ROWS = (
    "INVITE|551683c9||e6480a3fd57633a9a462|200|row|1795655728|offered|1795655728.245929|"
    + HEX
    + "|30383132333435||||||1795655728.245778|",
    "INVITE|551683c9|1b4078b84a87586b|e6480a3fd57633a9a462|200|row|1795655730|answered|"
    "1795655730.925434|" + HEX + "|||op1|failsafe|||1795655728.245778|1795655730.925268",
    "BYE|551683c9|1b4078b84a87586b|e6480a3fd57633a9a462|200|row|1795655733|ended|"
    "1795655733.595231|"
    + HEX
    + "|||op1|taker|caller|512e3835303b63617573653d31363b746578743d227822|1795655728.245778|"
    "1795655730.925268",
)
DIGIT = (
    b'{"callid":"hold-f9464eccb2f2f81e0267441344b4a2b6","source_tag":"caller","tags":["hold"],'
    b'"type":"DTMF","timestamp":1795655729,"source_ip":"127.0.0.1","event":5,"duration":160,'
    b'"volume":10}'
)


def recorded(name: str) -> bytes:
    return RECORDED[name].replace(b"%b", HEX.encode())


def test_recorded_events_become_the_ports_events() -> None:
    at = datetime(2026, 11, 26, 1, 15, 28, 245778, UTC)
    offered = Offered(
        call=CALL, at=at, caller="0812345", called="sip:112@127.0.0.1", line="127.0.0.1:43697"
    )
    assert read_event(recorded("offered")) == offered
    ringing = read_event(recorded("ringing"))
    assert isinstance(ringing, Ringing)
    assert ringing.taker == "op1"
    answered = read_event(recorded("answered"))
    assert isinstance(answered, Answered)
    assert answered.failsafe
    failed = read_event(recorded("failed"))
    assert isinstance(failed, TakerFailed)
    assert (failed.taker, failed.code) == ("op1", 486)
    ended = read_event(recorded("ended"))
    assert isinstance(ended, Ended)
    assert (ended.by, ended.cause) == ("caller", 16)


def test_the_other_events() -> None:
    def said(**body: object) -> object:
        return read_event(json.dumps({"at": 1795655728.5, "call": HEX} | body).encode())

    assert isinstance(said(ev="overflowed"), Overflowed)
    held = said(ev="held", held=True)
    assert isinstance(held, Held)
    assert held.held
    placed = said(ev="placed", taker="6f7031", contact="632d31")
    assert isinstance(placed, Placed)
    assert (placed.taker, placed.contact) == ("op1", "c-1")
    taker = said(ev="taker", taker="6f7031", online=True, replaced=True)
    assert isinstance(taker, TakerOnline)
    assert (taker.online, taker.replaced) == (True, True)
    trouble = said(ev="wrong", what="prompt")
    assert isinstance(trouble, Trouble)
    assert trouble.what is Wrong.PROMPT
    assert isinstance(said(ev="gone"), Gone)
    assert read_event(b'{"ev":"pong"}') == Pong()
    assert read_event(b'{"ev":"resynced"}') == Resynced()


def test_spoofed_and_broken_events_are_malformed() -> None:
    for frame in (
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"ev":"offered"}',
        b'{"ev":"offered","call":"zz","at":1}',
        b'{"ev":"offered","call":"%b","at":"NaN"}' % HEX.encode(),
        b'{"ev":"offered","call":"%b","at":1e400}' % HEX.encode(),
        b'{"ev":"nonsense","call":"%b","at":1795655728}' % HEX.encode(),
        b'{"ev":"taker","at":1795655728,"taker":7}',
        b'{"ev":"wrong","at":1795655728,"what":["x"]}',
    ):
        assert isinstance(read_event(frame), Malformed), frame[:60]


def test_a_hostile_call_id_goes_back_as_it_came() -> None:
    raw = b"odd|call\"{}'<>\xff\x00@x"
    frame = b'{"ev":"ringing","call":"%b","at":1795655728,"taker":""}' % raw.hex().encode()
    ringing = read_event(frame)
    assert isinstance(ringing, Ringing)
    assert call_hex(ringing.call) == raw.hex()
    order = json.loads(encode(Order(cmd="refuse", call=ringing.call), "key"))
    assert order == {"key": "key", "cmd": "refuse", "call": raw.hex()}
    assert ringing.call.encode()  # no lone surrogates: an id can be derived from it


def test_control_characters_of_a_caller_are_left_out() -> None:
    body = {"ev": "offered", "call": HEX, "at": 1795655728, "from": b"08\x00\x1b[2J1\xff".hex()}
    offered = read_event(json.dumps(body).encode())
    assert isinstance(offered, Offered)
    assert offered.caller == "08[2J1\N{REPLACEMENT CHARACTER}"


def test_digits_of_rtpengine() -> None:
    heard = read_digit(DIGIT)
    assert isinstance(heard, HeardDigit)
    assert (heard.waiting, heard.digit.digit, heard.tag) == (True, "5", "caller")
    assert heard.call == hold_name(CALL)
    for wrong in (b"", b"{}", b'{"type":"DTMF","callid":"x","event":16,"timestamp":1795655729}'):
        assert isinstance(read_digit(wrong), Malformed)
    star = read_digit(DIGIT.replace(b'"event":5', b'"event":10'))
    assert isinstance(star, HeardDigit)
    assert star.digit.digit == "*"


def test_rows_of_the_journal_in_any_order() -> None:
    rows = [read_row(row) for row in reversed(ROWS)]
    events = in_order([row for row in rows if isinstance(row, Row)])
    assert [type(event) for event in events] == [Offered, Answered, Ended]
    offered, answered, ended = events
    assert isinstance(offered, Offered)
    assert isinstance(answered, Answered)
    assert isinstance(ended, Ended)
    assert (offered.caller, offered.replayed) == ("0812345", True)
    assert (answered.taker, answered.failsafe, answered.replayed) == ("op1", True, True)
    assert (ended.by, ended.cause) == ("caller", 16)


def test_a_row_is_read_from_its_end() -> None:
    odd = ROWS[0].replace("|e6480a3fd57633a9a462|200", "|odd|call|with|bars|200", 1)
    assert read_row(odd) == read_row(ROWS[0])
    for broken in ("", "|||", ROWS[0][:40], "x" * 10_000, ROWS[0].replace("offered", "odd")):
        assert isinstance(read_row(broken), Malformed)


def test_causes() -> None:
    for reason, value in {
        "Q.850;cause=16": 16,
        "SIP;cause=200, q.850 ; cause = 31;text=x": 31,
        "SIP;cause=200": 0,
        "Q.850;cause=999": 0,
        "": 0,
    }.items():
        assert cause(reason.encode().hex()) == value, reason


def test_prompt_names_are_no_paths() -> None:
    assert is_prompt("said-0a1b")
    for name in ("", "../x", "a/b", "A", "x.wav", "x" * 65, "a b"):
        assert not is_prompt(name)


@given(st.lists(st.binary(max_size=300), max_size=8), st.data())
def test_frames_arrive_in_any_pieces(bodies: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(framed(body) for body in bodies)
    frames, got = Frames(), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        got += frames.feed(stream[:cut])
        stream = stream[cut:]
    assert got == bodies


def test_a_giant_or_broken_frame_ends_the_stream() -> None:
    for stream in (
        b"%d:" % (FRAME_BYTES_MAX + 1),
        b"9" * 40,
        b"x:abc,",
        b"3:abcd",
        b":x,",
        b"-1:,",
        b"not a netstring",
    ):
        frames = Frames()
        assert any(isinstance(each, Garbage) for each in frames.feed(stream)), stream[:20]
        assert frames.feed(framed(b"{}")) == []
    frames = Frames()
    for _ in range(100):
        assert frames.feed(b"0" * 3) in ([], [Garbage(why="length")])


@given(st.binary(max_size=400))
def test_no_bytes_make_an_exception(raw: bytes) -> None:
    assert all(isinstance(each, bytes | Garbage) for each in Frames().feed(raw))
    assert isinstance(read_event(raw), Malformed)
    assert isinstance(read_digit(raw), Malformed)
    assert isinstance(read_row(raw.decode("latin-1")), Malformed)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_KINDS = st.sampled_from([*RECORDED, "overflowed", "held", "placed", "taker", "wrong", "gone"])


@given(
    st.fixed_dictionaries(
        {"ev": _KINDS, "at": st.just(1795655728.5) | _JSON, "call": st.just(HEX) | _JSON},
        optional={
            name: _JSON
            for name in ("taker", "code", "by", "reason", "from", "geo", "online", "held", "what")
        },
    )
)
def test_no_shape_makes_an_exception(body: dict[str, object]) -> None:
    said = read_event(json.dumps(body).encode())
    assert isinstance(said, Event | Gone | Trouble | Malformed)
    digit = body | {"type": "DTMF", "callid": "x", "timestamp": 1, "event": 1}
    assert isinstance(read_digit(json.dumps(digit).encode()), HeardDigit | Malformed)


def _leg(protocol: str, other: str, port: int) -> dict[str, object]:
    stream = {"local port": port, "endpoint": {"address": "10.0.0.9", "port": port + 1}}
    medias = [{"protocol": protocol, "streams": [stream]}]
    return {"medias": medias, "subscriptions": [{"tag": other}]}


def test_the_relay_says_which_side_is_the_page() -> None:
    phone, page = _leg("RTP/AVP", "p", 30_000), _leg("UDP/TLS/RTP/SAVPF", "t", 30_010)
    raw = encoded({"tags": {"t": {"a": "b"}, "p": ["c", {}]}})
    assert raw == b"d4:tagsd1:pl1:cdee1:td1:a1:beee"
    assert decoded(raw) == {"tags": {"t": {"a": "b"}, "p": ["c", {}]}}
    side = side_of("c", {"tags": {"p": page, "t": phone}})
    assert (side.telephone, side.page, side.page_port) == ("t", "p", 30_010)
    assert (side.address, side.port) == ("10.0.0.9", 30_001)
    with pytest.raises(NoSound):
        side_of("c", {"tags": {"t": phone, "p": _leg("RTP/AVP", "t", 30_010)}})


@given(st.binary(max_size=200), _JSON, st.dictionaries(st.text(max_size=3), _JSON, max_size=2))
def test_nothing_the_relay_says_makes_another_exception(
    raw: bytes, shape: object, tags: dict[str, object]
) -> None:
    with suppress(NoSound):
        decoded(raw)
    for said in ({"tags": shape}, {"tags": tags}):
        with suppress(NoSound):
            assert isinstance(side_of("c", said), Side)
