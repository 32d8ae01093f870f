"""The WebSocket of the Asterisk adapter, by the examples and the rules of RFC 6455."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.phone.asterisk.websocket import (
    MESSAGE_BYTES_MAX,
    Answer,
    Broken,
    Message,
    Stream,
    accept_of,
)

MASK = bytes.fromhex("37fa213d")  # of the example in section 5.7


def stream() -> Stream:
    return Stream(mask=lambda: MASK)


def frame(payload: bytes, *, opcode: int = 1, ends: bool = True) -> bytes:
    length = len(payload)
    first = (0x80 if ends else 0) | opcode
    if length < 126:
        return bytes([first, length]) + payload
    if length < 65_536:
        return bytes([first, 126]) + length.to_bytes(2) + payload
    return bytes([first, 127]) + length.to_bytes(8) + payload


def test_the_handshake_of_the_rfc() -> None:
    assert accept_of("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def test_the_examples_of_the_rfc() -> None:
    assert list(stream().feed(bytes.fromhex("810548656c6c6f"))) == [Message(data=b"Hello")]
    parts = bytes.fromhex("010348656c") + bytes.fromhex("80026c6f")
    assert list(stream().feed(parts)) == [Message(data=b"Hello")]
    pinged = list(stream().feed(bytes.fromhex("890548656c6c6f")))
    assert pinged == [Answer(data=bytes.fromhex("8a8537fa213d7f9f4d5158"))]
    binary = frame(bytes(range(256)), opcode=2)
    assert binary[:4] == bytes.fromhex("827e0100")
    assert list(stream().feed(binary)) == [Message(data=bytes(range(256)))]


def test_a_ping_may_come_within_a_message() -> None:
    told = frame(b"Hel", ends=False) + frame(b"", opcode=9) + frame(b"lo", opcode=0)
    assert list(stream().feed(told))[1:] == [Message(data=b"Hello")]


@pytest.mark.parametrize(
    "told",
    [
        bytes.fromhex("c100"),  # a reserved bit
        bytes.fromhex("8180"),  # masked by a server
        bytes.fromhex("8300"),  # an opcode that does not exist
        bytes.fromhex("0900"),  # a ping in parts
        bytes.fromhex("897e007e"),  # a ping too long
        bytes.fromhex("8000"),  # a continuation of nothing
        bytes.fromhex("010141") + bytes.fromhex("810142"),  # a message within a message
        bytes.fromhex("817fffffffffffffffff"),  # a length without end
        bytes.fromhex("880203e8"),  # a close
        bytes.fromhex("8800"),
    ],
)
def test_what_ends_a_stream(told: bytes) -> None:
    with pytest.raises(Broken):
        list(stream().feed(told))


def test_a_close_is_answered_before_the_stream_ends() -> None:
    answers = stream().feed(bytes.fromhex("880203e8"))
    assert next(answers) == Answer(data=bytes.fromhex("888237fa213d3412"))
    with pytest.raises(Broken):
        next(answers)


def test_a_message_above_the_limit_is_left_out_and_never_held() -> None:
    one, told = stream(), frame(b"x" * (3 * MESSAGE_BYTES_MAX)) + frame(b"next")
    found: list[Any] = []
    for at in range(0, len(told), 65_536):
        found += one.feed(told[at : at + 65_536])
        assert len(one._held) <= 65_536
    assert found == [Message(data=b"next")]


def test_parts_that_grow_above_the_limit_are_left_out_too() -> None:
    half = b"x" * (MESSAGE_BYTES_MAX // 2 + 1)
    one = stream()
    told = frame(half, ends=False) + frame(half, opcode=0, ends=False) + frame(b"", opcode=0)
    assert list(one.feed(told + frame(b"next"))) == [Message(data=b"next")]


@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 50))
def test_messages_come_out_whole_however_the_bytes_arrive(sent: list[bytes], size: int) -> None:
    told = b"".join(frame(payload) for payload in sent)
    one = stream()
    found: list[Any] = []
    for at in range(0, len(told), size):
        found += one.feed(told[at : at + size])
    assert found == [Message(data=payload) for payload in sent]


@given(st.binary(max_size=2_000))
def test_any_bytes_end_in_messages_or_in_broken(told: bytes) -> None:
    try:
        found = list(stream().feed(told))
    except Broken:
        return
    assert all(isinstance(one, Message | Answer) for one in found)
