"""Whatever bytes and texts the channels are given, they answer and never raise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.aml.protocol import read_form, read_sms, signature_ok
from siaga.channels.forwarded.protocol import read_paste
from siaga.channels.sms.protocol import gammu
from siaga.channels.sms.protocol.parts import Parts
from siaga.channels.sms.protocol.pdu import Command, NotAPdu, Pdu, decode, read_message
from siaga.channels.sms.protocol.reading import Heard, read, text_of
from siaga.channels.telegram.outbound import classify, read_updates
from siaga.channels.telegram.protocol import EDITED, NEW, parse, update_key, wrap

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
WHOLE = st.integers(-(2**70), 2**70)
LEAVES = st.none() | st.booleans() | WHOLE | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(
    [
        *("message_id", "chat", "id", "from", "date", "edit_date", "text", "location", "latitude"),
        *("longitude", "contact", "horizontal_accuracy", "live_period", "photo", "file_id"),
        *("voice", "venue", "sticker", "reply_to_message", "sender_chat", "title"),
        *("new_reaction", "caption"),
    ]
)
THINGS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=25,
)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_update(raw: bytes) -> None:
    assert parse(raw)
    assert parse(wrap("1", raw))
    assert update_key("1", raw).startswith("1:")
    classify(200, raw)
    read_updates(raw)


@given(
    st.sampled_from([*NEW, *EDITED, "message_reaction", "deleted_business_messages", "x"]), THINGS
)
def test_any_json_is_an_update_that_can_be_stored(name: str, thing: object) -> None:
    raw = json.dumps({"update_id": 7, name: thing}).encode()
    for item in parse(wrap("1", raw), received_at=NOW):
        text = getattr(item, "text", None) or ""
        assert "\x00" not in text
        text.encode()
        point = getattr(item, "point", None)
        assert point is None or (abs(point.latitude) <= 90 and abs(point.longitude) <= 180)


@given(st.binary(max_size=300), st.sampled_from([0, 1, 3, 4, 8, 0x10, 0xF0, 0xF4, 0xFF]))
def test_any_bytes_are_a_short_message(body: bytes, coding: int) -> None:
    for command in (Command.DELIVER_SM, Command.DATA_SM):
        heard = read(read_message(Pdu(command=command, status=0, sequence=1, body=body)))
        if isinstance(heard, Heard):
            text_of(heard.payload, heard.coding).encode()
            if heard.part is not None:
                Parts().add(heard, "k", at=NOW).text("gsm7")
    said = text_of(body, coding)
    said.encode()
    assert "\x00" not in said


@given(st.binary(max_size=60))
def test_any_bytes_are_a_pdu_or_are_not(raw: bytes) -> None:
    try:
        assert decode(raw).encode() == raw
    except NotAPdu:
        assert True


@given(st.lists(st.tuples(st.text(max_size=40), st.binary(max_size=60)), max_size=3))
def test_any_files_are_a_message_of_the_modem(files: list[tuple[str, bytes]]) -> None:
    gammu.incoming(name for name, _ in files)
    gammu.read(files).text.encode()


@given(st.text(max_size=200), st.binary(max_size=300))
def test_any_text_or_form_is_a_location_or_says_why_not(text: str, body: bytes) -> None:
    for located in (read_sms(text), read_sms(f'A"ML={text}'), read_form(body)):
        assert located.usable or located.problem
        located.raw.encode()
    signature_ok(b"kunci", body)


FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["lt", "lg", "lo", "rd", "top", "lc", "pm", "ls", "et", "ml", "lz"]),
        st.text(alphabet="0123456789.,-+eNaGif ", max_size=18),
    ),
    max_size=10,
)


@given(st.sampled_from("123"), FIELDS)
def test_any_figures_are_on_earth_or_not_believed(
    version: str, fields: list[tuple[str, str]]
) -> None:
    text = f'A"ML={version};' + ";".join(f"{name}={value}" for name, value in fields)
    located = read_sms(text)
    if located.usable:
        assert located.latitude is not None
        assert located.longitude is not None
        assert abs(located.latitude) <= 90
        assert abs(located.longitude) <= 180
        assert (located.latitude, located.longitude) != (0, 0)
        assert located.accuracy_m is None or located.accuracy_m >= 0


@given(
    st.lists(
        st.sampled_from(
            (
                "26/11/26, 10:21 - Budi: ",
                "[26/11/26 10.21.33] Budi: ",
                "Budi, [26.11.26 10:21]",
                "\u200e<terlampir: x.jpg>",
                "https://maps.google.com/?q=-1.6,103.6",
                "geo:-1.6,103.6",
                "Dari: +62812",
                *("\n", "\n\n", "tolong", " ", "\x00", "\ud800", "[", "]", ":", "1.2.3"),
            )
        )
        | st.text(max_size=30),
        max_size=40,
    )
)
def test_any_paste_is_read_and_every_word_of_a_plain_one_stays(pieces: list[str]) -> None:
    text = "".join(pieces)
    paste = read_paste(text, ZONE, now=NOW)
    for message in paste.messages:
        assert message.text or message.placeholder
        message.text.encode()
        assert message.sent_at is None or message.sent_at <= NOW
        for point in message.points:
            assert abs(point.latitude) <= 90
            assert abs(point.longitude) <= 180
