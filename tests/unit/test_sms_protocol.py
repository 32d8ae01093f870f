"""Short messages: alphabets, PDUs, parts, repeats, segments, the modem's files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from siaga.channels.sms.protocol.alphabet import gsm7_septets, gsm7_text, unpack_septets
from siaga.channels.sms.protocol.pdu import (
    Address,
    Command,
    NotAPdu,
    Pdu,
    ShortMessage,
    Status,
    bind,
    decode,
    frame_size,
    message_id,
    read_message,
    respond,
    submit,
)
from siaga.channels.sms.protocol.reading import (
    Heard,
    Part,
    Receipt,
    is_binary,
    is_number,
    read,
    sender_of,
    spellings,
    text_of,
)

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
CITIZEN = Address(digits="6281200000001", ton=1, npi=1)
CENTRE = Address(digits="112")


def delivered(message: bytes = b"", **fields: object) -> ShortMessage:
    return ShortMessage(source=CITIZEN, destination=CENTRE, message=message, **fields)  # type: ignore[arg-type]


# ---- alphabets


def test_the_plain_alphabet_goes_there_and_back() -> None:
    text = "Tolong! @ £ $ ¥ è é Ñ Ü ñ à Δ Ω [kebakaran] {dua} ^ ~ | \\ €5"
    codes = gsm7_septets(text)
    assert codes is not None
    assert gsm7_text(b"".join(codes)) == text
    assert len(b"".join(codes)) == len(text) + sum(letter in "[]{}^~|\\€" for letter in text)
    assert gsm7_septets("api 🔥") is None


def test_bytes_without_meaning_are_shown_as_such() -> None:
    assert gsm7_text(b"a\x1b\x01\x1b") == "a£"
    assert gsm7_text(b"\x80\xff") == "\ufffd\ufffd"
    assert text_of(b"\xd8\x3d\x00", 8) == "\ufffd"
    assert text_of(b"a\x00b", 3) == "a\ufffdb"


def test_seven_bits_are_unpacked() -> None:
    assert gsm7_text(unpack_septets(bytes.fromhex("C8329BFD06"))) == "Hello"


@pytest.mark.parametrize(
    ("payload", "coding", "text"),
    [
        (b"\x00 api", 0, "@ api"),
        (b"Segera", 0x10, "Segera"),
        (b"Segera", 0xF0, "Segera"),
        ("Kébun".encode("latin-1"), 3, "Kébun"),
        ("ada api 🔥".encode("utf-16-be"), 8, "ada api 🔥"),
        (b"\xff\xfe" + "api".encode("utf-16-le"), 8, "api"),
        ("ada 🔥 api".encode(), 0, "ada 🔥 api"),
        (bytes(5), 4, ""),
    ],
)
def test_texts_by_their_data_coding(payload: bytes, coding: int, text: str) -> None:
    assert text_of(payload, coding) == text


def test_an_operator_may_mean_latin_by_its_default() -> None:
    assert text_of(b"[a]@", 0, alphabet="latin1") == "[a]@"
    assert text_of(b"[a]@", 0) == "ÄaÑ¡"
    assert [is_binary(coding) for coding in (0, 3, 4, 8, 0xF0, 0xF4, 0xF5)] == [
        False,
        False,
        True,
        False,
        False,
        True,
        True,
    ]


# ---- PDUs


def test_a_pdu_goes_there_and_back() -> None:
    message = ShortMessage(
        source=CENTRE, destination=CITIZEN, coding=8, esm_class=0x40, registered=1, message=b"\x05x"
    )
    sent = submit(message, 7)
    again = decode(sent.encode())
    assert again == sent
    read_back = read_message(Pdu(command=Command.DELIVER_SM, status=0, sequence=7, body=sent.body))
    assert (read_back.source, read_back.destination) == (CENTRE, CITIZEN)
    assert (read_back.coding, read_back.esm_class, read_back.message) == (8, 0x40, b"\x05x")
    assert not read_back.broken


def test_an_answer_carries_the_same_sequence() -> None:
    heard = Pdu(command=Command.DELIVER_SM, status=0, sequence=99)
    thanks = respond(heard)
    assert (thanks.command, thanks.sequence, thanks.status) == (0x8000_0005, 99, 0)
    assert thanks.body == b"\0"
    assert respond(heard, Status.TRY_AGAIN).status == 0x64
    assert message_id(Pdu(command=0x8000_0004, status=0, sequence=1, body=b"A1\0")) == "A1"
    asked = bind("siaga", "rahasia", system_type="", sequence=1)
    assert asked.body.startswith(b"siaga\0rahasia\0\0\x34")
    with pytest.raises(ValueError, match="at most 8"):
        bind("siaga", "terlalupanjang", system_type="", sequence=1)


@pytest.mark.parametrize("head", [b"\0\0\0\x0f", b"\xff\xff\xff\xff", b"\0\0\0\0"])
def test_a_stream_out_of_step_is_noticed(head: bytes) -> None:
    with pytest.raises(NotAPdu):
        frame_size(head)


def test_a_broken_body_keeps_what_is_there() -> None:
    whole = submit(ShortMessage(source=CITIZEN, destination=CENTRE, message=b"Tolong"), 1).body
    for size in range(len(whole)):
        cut = Pdu(command=Command.DELIVER_SM, status=0, sequence=1, body=whole[:size])
        read_back = read_message(cut)
        assert read_back.broken
        assert b"Tolong".startswith(read_back.message)


def test_a_payload_parameter_is_the_text_too() -> None:
    body = submit(ShortMessage(source=CITIZEN, destination=CENTRE), 1).body
    body += bytes.fromhex("04240006") + b"Tolong"
    pdu = Pdu(command=Command.DELIVER_SM, status=0, sequence=1, body=body)
    heard = read(read_message(pdu))
    assert isinstance(heard, Heard)
    assert heard.payload == b"Tolong"


# ---- reading


def test_senders_as_operators_write_them() -> None:
    assert sender_of(CITIZEN) == "+6281200000001"
    assert sender_of(Address(digits="081200000001")) == "081200000001"
    assert sender_of(Address(digits="TELKOM", ton=5)) == "TELKOM"
    assert sender_of(Address(digits="BANK\x07<b>", ton=5)) == "BANKb"
    assert [is_number(one) for one in ("+6281200000001", "9888", "TELKOM", "")] == [
        True,
        False,
        False,
        False,
    ]


def test_headers_name_the_part() -> None:
    eight = read(delivered(bytes.fromhex("0500030A0302") + b"dua", esm_class=0x40))
    sixteen = read(
        delivered(bytes.fromhex("0608041234 0201".replace(" ", "")) + b"satu", esm_class=0x40)
    )
    by_parameter = read(
        delivered(b"tiga", tlvs={0x020C: b"\x01\x02", 0x020E: b"\x03", 0x020F: b"\x03"})
    )
    assert isinstance(eight, Heard)
    assert isinstance(sixteen, Heard)
    assert isinstance(by_parameter, Heard)
    assert (eight.part, eight.payload) == (Part(reference=10, number=2, total=3), b"dua")
    assert (sixteen.part, sixteen.payload) == (Part(reference=0x1234, number=1, total=2), b"satu")
    assert by_parameter.part == Part(reference=0x102, number=3, total=3)


@pytest.mark.parametrize("header", ["0500030A0104", "0500030A0000", "FF0003", ""])
def test_a_header_that_cannot_be_one_hides_no_text(header: str) -> None:
    heard = read(delivered(bytes.fromhex(header) + b"Tolong", esm_class=0x40))
    assert isinstance(heard, Heard)
    assert heard.part is None
    assert heard.payload.endswith(b"ong")


def test_receipts() -> None:
    said = (
        b"id:0000000A sub:001 dlvrd:000 submit date:2611 done date:2611 stat:UNDELIV err:069 text:x"
    )
    receipt = read(delivered(said, esm_class=0x04))
    assert isinstance(receipt, Receipt)
    assert (receipt.status, receipt.error) == ("failed", "UNDELIV:069")
    assert "10" in receipt.message_ids
    named = read(delivered(b"", esm_class=0x04, tlvs={0x1E: b"77\0", 0x427: b"\x02"}))
    assert isinstance(named, Receipt)
    assert (named.status, named.recipient) == ("delivered", "+6281200000001")
    waiting = read(delivered(b"id:1 stat:ENROUTE", esm_class=0x04))
    assert isinstance(waiting, Receipt)
    assert waiting.status == ""
    assert isinstance(read(delivered(b"Tolong", esm_class=0x04)), Heard), "no receipt at all"


def test_one_id_in_every_spelling() -> None:
    assert {"255", "ff", "FF", "000000FF"} <= set(spellings("255"))
    assert "255" in spellings("000000ff")
    assert spellings("a-b") == ("a-b", "A-B")
