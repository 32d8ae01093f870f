"""What was said lies in the recording where and when it was said, the caller left."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.channels.phone.audio.g711 import (
    ALAW,
    ALAW_OF_ULAW,
    RATE_HZ,
    SILENCE_ALAW,
    ULAW,
    Bytes,
    to_alaw,
)
from siaga.channels.phone.audio.pcap import BrokenCapture
from siaga.channels.phone.audio.recording import Piece, duration_s, peaks, pieces
from siaga.channels.phone.audio.spool import Side, read_metadata
from siaga.channels.phone.audio.wav import NotARecording, read_wav, write_wav
from tests.sounds import AT_S, CALLER_PORT, META, TAKER_PORT, Party, alaw, capture, tone

SIDES = read_metadata(META).sides
LOW, HIGH = alaw(tone(1, -12, 440)), alaw(tone(1, -12, 880))
A_SECOND = RATE_HZ


def sound_of(piece: Piece) -> Bytes:
    return read_wav(piece.wav)


def only(*parties: Party, **how: int) -> Piece:
    packets = [packet for party in parties for packet in party.packets]
    (piece,) = pieces([capture(packets)], SIDES, **how)
    return piece


def test_both_laws_decode_as_the_standard_says() -> None:
    assert [int(ALAW[code]) for code in (0xD5, 0x55, 0xAA, 0x2A)] == [8, -8, 32256, -32256]
    assert [int(ULAW[code]) for code in (0xFF, 0x7F, 0x80, 0x00)] == [0, 0, 32124, -32124]
    every = np.arange(256, dtype=np.uint8)
    assert (to_alaw(ALAW[every]) == every).all()
    wrong = np.abs(ALAW[ALAW_OF_ULAW].astype(int) - ULAW)
    assert (wrong <= np.maximum(16, np.abs(ULAW.astype(int)) // 24)).all()


def test_the_caller_is_left_and_the_taker_right_whoever_speaks_first() -> None:
    caller, taker = Party(port=CALLER_PORT), Party(port=TAKER_PORT, stream=7)
    taker.say(HIGH, 0.0)
    caller.say(LOW, 0.5)
    piece = only(caller, taker)
    sound = sound_of(piece)
    assert piece.began_at == datetime.fromtimestamp(AT_S, UTC)
    assert piece.duration_s == duration_s(piece.wav) == 1.5
    assert (sound[:A_SECOND, Side.TAKER] == HIGH).all()
    assert (sound[4000:, Side.CALLER] == LOW).all()
    assert (sound[:4000, Side.CALLER] == SILENCE_ALAW).all()


def test_mu_law_is_kept_as_a_law() -> None:
    caller = Party(port=CALLER_PORT, payload_type=0)
    caller.say(np.arange(160, dtype=np.uint8), 0)
    assert (sound_of(only(caller))[:, Side.CALLER] == ALAW_OF_ULAW[:160]).all()


@settings(max_examples=30, deadline=None)
@given(
    late_ms=st.lists(st.integers(0, 900), min_size=50, max_size=50),
    lost=st.sets(st.integers(1, 49)),
)
def test_jitter_reordering_and_loss_move_nothing(late_ms: list[int], lost: set[int]) -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    first, *rest = caller.packets
    caller.packets = [first] + [
        (at_s + late_ms[number] / 1000, port, rtp)
        for number, (at_s, port, rtp) in enumerate(rest, start=1)
        if number not in lost
    ]
    sound = sound_of(only(caller))[:, Side.CALLER]
    for number in set(range(50)) - lost:
        here = slice(number * 160, number * 160 + 160)
        assert (sound[here] == LOW[here]).all()
    for number in lost:
        assert (sound[number * 160 : number * 160 + 160] == SILENCE_ALAW).all()


def test_a_new_stream_or_a_jump_of_its_time_goes_on_at_its_arrival() -> None:
    caller = Party(port=CALLER_PORT, timestamp=0xFFFFFF00)  # wraps at once
    caller.say(LOW, 0)
    caller.stream, caller.timestamp = 99, 5
    caller.say(HIGH, 2)
    caller.timestamp = 2_000_000_000
    caller.say(LOW, 4)
    sound = sound_of(only(caller))[:, Side.CALLER]
    assert len(sound) == 5 * A_SECOND
    for begin, said in ((0, LOW), (2, HIGH), (4, LOW)):
        assert (sound[begin * A_SECOND : (begin + 1) * A_SECOND] == said).all()


def test_a_gap_in_sending_stays_a_gap() -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    caller.timestamp += 3 * A_SECOND
    caller.say(HIGH, 4.3)  # the clock of the sender tells, not the late arrival
    sound = sound_of(only(caller))[:, Side.CALLER]
    assert (sound[4 * A_SECOND :] == HIGH).all()
    assert (sound[A_SECOND : 4 * A_SECOND] == SILENCE_ALAW).all()


def test_digits_comfort_noise_and_strange_packets_are_no_sound() -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    for payload_type in (13, 101, 111):
        caller.payload_type = payload_type
        caller.send(b"\1\2\3\4", 0.5)
    caller.packets.append((AT_S + 0.7, CALLER_PORT, b"\x16\xfe\xfd" + b"x" * 40))
    assert (sound_of(only(caller))[:, Side.CALLER] == LOW).all()


def test_a_clock_set_back_writes_over_nothing() -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    before = list(caller.packets)
    caller.packets.clear()
    caller.stream = 2
    caller.say(HIGH, -300)
    data = capture(before) + capture(caller.packets)[24:]
    (piece,) = pieces([data], SIDES)
    sound = sound_of(piece)[:, Side.CALLER]
    assert (sound[:A_SECOND] == LOW).all()
    assert (sound[-A_SECOND + 400 :] == HIGH[400:]).all()
    assert len(sound) < 2.1 * A_SECOND


def test_an_hour_and_more_becomes_pieces_and_silence_none() -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    caller.timestamp += 11 * A_SECOND
    caller.say(HIGH, 12)
    first, last = pieces([capture(caller.packets)], SIDES, piece_s=4)
    assert (first.duration_s, last.duration_s) == (1, 1)
    assert (last.began_at - first.began_at).total_seconds() == 12
    assert (sound_of(last)[:, Side.CALLER] == HIGH).all()


def test_without_metadata_everybody_is_still_heard() -> None:
    caller, taker = Party(port=CALLER_PORT), Party(port=TAKER_PORT, stream=7)
    caller.say(LOW, 0)
    taker.say(HIGH, 0.01)
    packets = [*caller.packets, *taker.packets]
    (piece,) = pieces([capture(packets)], {})
    sound = sound_of(piece)
    assert (sound[:A_SECOND, Side.CALLER] == LOW).all()
    assert (sound[80:, Side.TAKER] == HIGH).all()


def test_nothing_said_makes_no_piece() -> None:
    assert list(pieces([], SIDES)) == []
    assert list(pieces([capture([])], SIDES)) == []


def test_what_can_be_read_of_a_broken_capture_comes_before_the_error() -> None:
    caller = Party(port=CALLER_PORT)
    caller.say(LOW, 0)
    far = capture([(AT_S + 200_000, CALLER_PORT, caller.rtp(b"x" * 160))])[24:]
    for rubbish in (b"\xff" * 50, far):
        found = pieces([capture(caller.packets) + rubbish], SIDES)
        assert (sound_of(next(found))[:, Side.CALLER] == LOW).all()
        with pytest.raises(BrokenCapture):
            next(found)


@given(data=st.binary(max_size=400))
def test_garbage_raises_nothing_but_a_named_error(data: bytes) -> None:
    try:
        found = list(pieces([capture([])[:24] + data, data], SIDES))
    except BrokenCapture:
        return
    assert all(piece.duration_s > 0 for piece in found)


def test_peaks_draw_each_side_for_itself() -> None:
    caller, taker = Party(port=CALLER_PORT), Party(port=TAKER_PORT, stream=7)
    caller.say(alaw(tone(1, -3, 440)), 0)
    taker.say(alaw(tone(0.99, -30, 880)), 1)
    left, right = peaks(only(caller, taker).wav)
    assert len(left) == len(right) == 100
    assert min(left[:50]) > 200
    assert max(left[50:]) == max(right[:50]) == 0
    assert 5 < min(right[50:99]) <= max(right) < 30


def test_a_wav_is_read_back_and_nothing_else() -> None:
    sound = np.arange(20, dtype=np.uint8).reshape(10, 2)
    wav = write_wav(sound)
    assert (read_wav(wav) == sound).all()
    size = int.from_bytes(wav[4:8], "little")
    assert size == len(BytesIO(wav).getvalue()) - 8
    for other in (b"", b"RIFF\4\0\0\0WAVE", wav.replace(b"\6\0\2\0", b"\1\0\2\0"), b"\0" * 60):
        with pytest.raises(NotARecording):
            peaks(other)
