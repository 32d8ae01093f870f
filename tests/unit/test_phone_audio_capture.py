"""Captures, RTP and the spool's names are read tolerantly: odd bytes never stop a recording."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siaga.channels.phone.audio.pcap import BrokenCapture, CaptureReader
from siaga.channels.phone.audio.rtp import read_rtp
from siaga.channels.phone.audio.spool import Side, named, read_metadata
from tests.sounds import AT_S, CALLER_PORT, META, TAKER_PORT, capture

PACKETS = [(AT_S + n / 50, 31000 + n % 2, bytes([0x80, 8]) + bytes(10 + n)) for n in range(5)]
FILE = capture(PACKETS)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("link", [1, 101])
@pytest.mark.parametrize("ipv6", [False, True])
def test_every_form_the_proxy_writes_is_read(order: str, link: int, ipv6: bool) -> None:
    data = capture(PACKETS, order=order, link=link, ipv6=ipv6)
    found = CaptureReader().feed(data)
    assert [(one.port, one.payload) for one in found] == [packet[1:] for packet in PACKETS]
    assert [round(one.at_s - AT_S, 3) for one in found] == [0, 0.02, 0.04, 0.06, 0.08]
    assert {(one.source_port, len(one.source)) for one in found} == {(17000, 16 if ipv6 else 4)}


@given(cuts=st.lists(st.integers(0, len(FILE)), max_size=8))
def test_a_growing_file_gives_the_same_in_any_pieces(cuts: list[int]) -> None:
    reader, found = CaptureReader(), []
    edges = [0, *sorted(cuts), len(FILE)]
    for begin, end in pairwise(edges):
        found += reader.feed(FILE[begin:end])
    assert found == CaptureReader().feed(FILE)


@pytest.mark.parametrize("size", [0, 10, 24, 30, len(FILE) - 1])
def test_a_last_packet_cut_off_is_left_away(size: int) -> None:
    whole = CaptureReader().feed(FILE)
    found = CaptureReader().feed(FILE[:size])
    assert found == whole[: len(found)]
    assert len(found) == (4 if size > 30 else 0)


@given(data=st.binary(max_size=300), begins_well=st.booleans())
@example(data=b"\xff" * 40, begins_well=True)
def test_garbage_raises_nothing_but_a_named_error(data: bytes, begins_well: bool) -> None:
    reader = CaptureReader()
    try:
        found = reader.feed(FILE[:24] + data if begins_well else data)
    except BrokenCapture:
        return
    assert all(one.payload is not None for one in found)
    assert read_rtp(data) is None or data[0] >> 6 == 2


def test_what_was_good_before_garbage_is_given_first() -> None:
    reader = CaptureReader()
    assert len(reader.feed(FILE + b"\xff" * 40)) == 5
    with pytest.raises(BrokenCapture):
        reader.feed(b"")


def test_other_link_types_are_refused() -> None:
    with pytest.raises(BrokenCapture, match="link type 105"):
        CaptureReader().feed(capture([], link=105))


def test_what_is_no_whole_udp_packet_is_passed_over() -> None:
    tcp = bytearray(FILE)
    tcp[24 + 16 + 14 + 9] = 6
    fragment = bytearray(FILE)
    fragment[24 + 16 + 14 + 7] = 1
    arp = bytearray(FILE)
    arp[24 + 16 + 14] = 0
    for changed in (tcp, fragment, arp):
        assert len(CaptureReader().feed(bytes(changed))) == 4


RTP = struct.pack(">HHII", 8, 7, 1000, 5)


def test_the_header_with_all_its_extras_is_taken_off() -> None:
    extras = struct.pack(">II", 1, 2) + struct.pack(">HHI", 0xBEDE, 1, 0)
    packet = b"\xb2" + RTP[1:] + extras + b"halo" + b"\0\0\3"
    found = read_rtp(packet)
    assert found is not None
    assert (found.payload_type, found.sequence, found.timestamp, found.stream) == (8, 7, 1000, 5)
    assert found.payload == b"halo"


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\x80\x08",
        b"\x00" + RTP[1:],  # STUN
        b"\x16" + RTP[1:],  # DTLS
        b"\x80\xc8" + RTP[2:],  # RTCP
        b"\x8f" + RTP[1:],  # 15 sources that are not there
        b"\x90" + RTP[1:],  # an extension that is not there
        b"\x90" + RTP[1:] + b"\xbe\xde\xff\xff",
        b"\xa0" + RTP[1:] + b"\xff",  # more padding than packet
    ],
)
def test_what_is_no_rtp_is_none(packet: bytes) -> None:
    assert read_rtp(packet) is None


def test_file_names_give_the_call_back() -> None:
    assert named("1-14204%40127.0.0.1-bbdcd6cbf58d3cd5").call == "1-14204@127.0.0.1"
    waiting = named("hold-we%20ird%2F..%2541%2B%2A~%28x%29%3Cy%3E-9a6c7e9f0ad39615")
    assert (waiting.call, waiting.waiting) == ("we ird/..%41+*~(x)<y>", True)
    assert named("%ff%").call == "\ufffd%"
    assert not named("holder-bbdcd6cbf58d3cd5").waiting


def test_ports_tell_who_is_who_whoever_spoke_first() -> None:
    found = read_metadata(META + "\n\ncontact:0198|placed\n")
    assert found.sides == {TAKER_PORT: Side.TAKER, CALLER_PORT: Side.CALLER}
    assert found.note == "contact:0198|placed"


def test_the_browser_is_the_taker_also_when_it_calls() -> None:
    placed = META.replace(f"{CALLER_PORT} RTP/AVP", f"{CALLER_PORT} UDP/TLS/RTP/SAVPF")
    found = read_metadata(placed)
    assert found.sides == {TAKER_PORT: Side.CALLER, CALLER_PORT: Side.TAKER}


def test_pages_and_a_desk_telephone_that_rang_together_are_all_takers() -> None:
    rang = f"SDP mode: offer\nm=audio {TAKER_PORT + 2} UDP/TLS/RTP/SAVPF 8\n"
    found = read_metadata(rang + META)
    assert found.sides[CALLER_PORT] is Side.CALLER
    assert found.sides[TAKER_PORT] is found.sides[TAKER_PORT + 2] is Side.TAKER


def test_an_offer_in_the_middle_of_a_call_does_not_turn_the_sides() -> None:
    again = f"\nSDP mode: offer\nm=audio {CALLER_PORT} RTP/AVP 8\nSDP mode: answer\n"
    assert read_metadata(META + again).sides[CALLER_PORT] is Side.CALLER


@given(text=st.text(max_size=200))
@example(text="SDP mode: offer\nm=audio 99999999 x\nm=audio 0 RTP/AVP\nm=audio\n")
def test_any_text_may_stand_in_the_metadata(text: str) -> None:
    found = read_metadata(text)
    assert all(0 <= port <= 99_999 for port in found.sides)
