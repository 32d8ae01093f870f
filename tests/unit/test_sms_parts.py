"""Short messages: parts, repeats, segments, and the files of a modem."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from siaga.channels.sms.protocol import gammu
from siaga.channels.sms.protocol.outcomes import OutcomeKind, Trouble, outcome
from siaga.channels.sms.protocol.parts import GAP, SAME_FOR, SHOWN_AFTER, Parts
from siaga.channels.sms.protocol.pdu import Address, ShortMessage
from siaga.channels.sms.protocol.reading import Heard, Part, read
from siaga.channels.sms.protocol.repeats import (
    ANSWERED_LATE_S,
    REPEATED_WITHIN,
    Repeats,
    candidate_keys,
)
from siaga.channels.sms.protocol.segments import SEGMENTS_MAX, TooLong, count, segments
from tests.unit.test_sms_protocol import CENTRE, NOW, delivered

# ---- parts


def part(
    number: int, *, text: str = "", reference: int = 1, total: int = 3, coding: int = 0
) -> Heard:
    return Heard(
        sender="+6281200000001",
        payload=(text or f"bagian {number} ").encode(),
        coding=coding,
        part=Part(reference=reference, number=number, total=total),
    )


def test_parts_are_joined_in_any_order() -> None:
    parts = Parts()
    for number in (3, 1, 1):
        assert not parts.add(part(number), f"k{number}", at=NOW).complete
    whole = parts.add(part(2), "k2", at=NOW)
    assert whole.complete
    assert whole.text("gsm7") == "bagian 1 bagian 2 bagian 3 "
    assert whole.first_key == "k3"


def test_two_people_with_one_reference_are_two_messages() -> None:
    parts = Parts()
    parts.add(part(1, total=2), "a", at=NOW)
    other = Heard(
        sender="+62899", payload=b"lain", coding=0, part=Part(reference=1, number=2, total=2)
    )
    assert not parts.add(other, "b", at=NOW).complete
    assert len(parts) == 2


def test_a_reference_that_comes_round_again_is_a_new_message() -> None:
    parts = Parts()
    parts.add(part(1, total=2), "a", at=NOW)
    parts.add(part(2, total=2), "b", at=NOW)
    new = parts.add(part(1, text="lain", total=2), "c", at=NOW + timedelta(minutes=1))
    assert not new.complete
    later = parts.add(part(1, text="lain", total=2), "d", at=NOW + SAME_FOR * 2)
    assert later.first_key == "d"


def test_what_has_come_is_shown_after_a_minute_and_only_once() -> None:
    parts = Parts()
    whole = parts.add(part(2), "a", at=NOW)
    assert parts.unsaid(NOW + SHOWN_AFTER - timedelta(seconds=1)) == []
    assert parts.unsaid(NOW + SHOWN_AFTER) == [whole]
    assert whole.text("gsm7") == f"{GAP}bagian 2 {GAP}"
    whole.shown = 1
    assert parts.unsaid(NOW + SHOWN_AFTER) == []
    parts.add(part(3), "b", at=NOW)
    assert parts.unsaid(NOW + SHOWN_AFTER) == [whole]
    parts.forget(NOW + SAME_FOR * 2)
    assert len(parts) == 0


def test_a_letter_cut_between_two_parts_is_whole_again() -> None:
    raw = "🔥".encode("utf-16-be")
    parts = Parts()
    for number, piece in enumerate((raw[:2], raw[2:]), start=1):
        heard = Heard(
            sender="+628",
            payload=piece,
            coding=8,
            part=Part(reference=1, number=number, total=2),
        )
        whole = parts.add(heard, "k", at=NOW)
    assert whole.text("gsm7") == "🔥"


# ---- repeats


def key_of(
    repeats: Repeats, held: dict[str, datetime], *, session: int, now: datetime = NOW
) -> str:
    key = repeats.key_for(candidate_keys(delivered(b"tolong"), now), held, session=session, now=now)
    held.setdefault(key, now)
    return key


def test_the_same_words_on_a_sound_link_are_said_twice() -> None:
    repeats, held = Repeats(), dict[str, datetime]()
    first = key_of(repeats, held, session=1)
    assert key_of(repeats, held, session=1) != first, "while the first is being stored"
    repeats.answered(first, 1, took_s=0.01, at_s=1)
    assert key_of(repeats, held, session=1) != first
    assert len(held) == 3


@pytest.mark.parametrize("why", ["refused", "late", "other link", "before a restart"])
def test_what_may_not_have_heard_our_thanks_is_a_repeat(why: str) -> None:
    repeats, held = Repeats(), dict[str, datetime]()
    first = key_of(repeats, held, session=1)
    session = 1
    match why:
        case "refused":
            repeats.not_kept(first, 1)
        case "late":
            repeats.answered(first, 1, took_s=ANSWERED_LATE_S, at_s=1)
        case "other link":
            repeats.answered(first, 1, took_s=0.01, at_s=1)
            session = 2
        case _:
            repeats = Repeats()
    assert key_of(repeats, held, session=session, now=NOW + timedelta(minutes=1)) == first


def test_once_our_thanks_have_arrived_or_long_after_it_is_new() -> None:
    repeats, held = Repeats(), dict[str, datetime]()
    first = key_of(repeats, held, session=1)
    repeats.answered(first, 1, took_s=0.01, at_s=5)
    repeats.arrived(1, before_s=4)
    assert key_of(repeats, held, session=2) == first
    repeats.answered(first, 1, took_s=0.01, at_s=5)
    repeats.arrived(1, before_s=6)
    assert key_of(repeats, held, session=2) != first
    fresh, held = Repeats(), {first: NOW}
    assert key_of(fresh, held, session=9, now=NOW + REPEATED_WITHIN * 2) != first


def test_a_repeat_after_midnight_is_found() -> None:
    evening = datetime(2026, 11, 26, 23, 59, tzinfo=UTC)
    held: dict[str, datetime] = {}
    first = key_of(Repeats(), held, session=1, now=evening)
    assert key_of(Repeats(), held, session=1, now=evening + timedelta(minutes=2)) == first


def test_other_bytes_or_another_sender_are_another_message() -> None:
    other = ShortMessage(source=Address(digits="62899"), destination=CENTRE, message=b"tolong")
    keys = {
        candidate_keys(message, NOW)[0]
        for message in (
            delivered(b"tolong"),
            delivered(b"tolong!"),
            delivered(b"tolong", coding=8),
            delivered(b"tolong", tlvs={0x204: b"\x01\x02"}),
            other,
        )
    }
    assert len(keys) == 5


# ---- what we send


def test_a_short_text_is_one_segment() -> None:
    [one] = segments("112: pesan masuk \N{EN DASH} tunggu\N{HORIZONTAL ELLIPSIS}", 7)
    assert (one.coding, one.esm_class) == (0, 0)
    assert one.message == b"112: pesan masuk - tunggu..."
    assert [
        count("a" * 160),
        count("a" * 161),
        count("é" * 160),
        count("ǎ" * 70),
        count("ǎ" * 71),
    ] == [
        1,
        2,
        1,
        1,
        2,
    ]
    assert count("") == 0


@pytest.mark.parametrize("text", ["a" * 400, "[kata] " * 60, "api 🔥 " * 30])
def test_a_long_text_is_cut_and_joins_again(text: str) -> None:
    pieces = segments(text, 200)
    assert len(pieces) == count(text)
    parts = Parts()
    for number, piece in enumerate(pieces):
        assert len(piece.message) <= 160
        heard = read(delivered(piece.message, esm_class=piece.esm_class, coding=piece.coding))
        assert isinstance(heard, Heard)
        whole = parts.add(heard, str(number), at=NOW)
    assert whole.complete
    assert whole.text("gsm7") == text.strip()


def test_what_nobody_would_read_is_not_sent() -> None:
    with pytest.raises(TooLong):
        segments("a" * (153 * SEGMENTS_MAX + 1), 1)
    with pytest.raises(ValueError, match="nothing"):
        segments("  ", 1)


@pytest.mark.parametrize(
    ("status", "kind", "trouble"),
    [
        (0, OutcomeKind.ACCEPTED, Trouble.NONE),
        (0x58, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (0x14, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (0x0B, OutcomeKind.FAILED, Trouble.RECIPIENT),
        (0x0E, OutcomeKind.FAILED, Trouble.CHANNEL),
        (0xFF, OutcomeKind.UNKNOWN, Trouble.NONE),
        (0x4C1, OutcomeKind.FAILED, Trouble.CONTENT),
    ],
)
def test_what_the_operators_answer_means(status: int, kind: OutcomeKind, trouble: Trouble) -> None:
    assert (outcome(status).kind, outcome(status).trouble) == (kind, trouble)


# ---- the modem


def test_the_modems_files_make_messages() -> None:
    names = [
        "IN20261126_041530_00_+6281200000001_01.txt",
        "IN20261126_041530_00_+6281200000001_00.txt",
        "IN20261126_041530_00_+6281200000001_00.smsbackup",
        "IN20261126_041531_00_9888_00.bin",
        "INcatatan.txt",
        "OUTA20261126_041530_00_+628_x.txt",
        ".part",
    ]
    found = gammu.incoming(names)
    assert found == {
        "IN20261126_041530_00_+6281200000001": (names[1], names[0]),
        "IN20261126_041531_00_9888": (names[3],),
        "INcatatan.txt": ("INcatatan.txt",),
    }


@pytest.mark.parametrize("raw", [b"\xfe\xff" + "é🔥".encode("utf-16-be"), "é🔥".encode()])
def test_the_modems_texts(raw: bytes) -> None:
    said = gammu.read([("IN20261126_041530_00_+6281200000001_00.txt", raw)])
    assert (said.sender, said.text) == ("+6281200000001", "é🔥")
    assert said.written_at == datetime(2026, 11, 26, 4, 15, 30)


def test_what_is_for_the_modem_is_named_and_written_plainly() -> None:
    name = gammu.OutgoingName(number="+6281200000001", mark="0a" * 16, at=NOW)
    assert name.file == f"OUTA20261126_030000_00_+6281200000001_{'0a' * 16}.txtd"
    assert gammu.outgoing_text("é") == b"\xff\xfe\xe9\x00"
    for number, mark in (("../x", "0a" * 8), ("9888", "0a" * 8), ("+6281200000001", "../../x")):
        with pytest.raises(ValueError, match="not a"):
            gammu.OutgoingName(number=number, mark=mark, at=NOW)


def test_what_only_memory_completed_is_said_at_once() -> None:
    """After a restart nobody hears the part that made it whole: it lies before the cursor."""
    parts = Parts()
    parts.add(part(1, total=2), "a", at=NOW)
    whole = parts.add(part(2, total=2), "b", at=NOW)
    assert parts.unsaid(NOW) == [whole]
    whole.shown = 2
    assert parts.unsaid(NOW + SHOWN_AFTER) == []
