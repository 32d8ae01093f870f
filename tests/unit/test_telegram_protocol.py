"""Updates as the Bot API describes them, and what becomes of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from siaga.channels.telegram.items import InboundMessage, Notice, Point, Unknown
from siaga.channels.telegram.live import NOT_BEFORE, LiveMoves
from siaga.channels.telegram.outbound import (
    OutcomeKind,
    Trouble,
    classify,
    read_updates,
    text_message,
    updates_after,
)
from siaga.channels.telegram.protocol import parse, update_key, wrap
from siaga.channels.telegram.settings import TelegramSettings
from siaga.channels.telegram.verify import secret_ok
from siaga.language.values import Change, MessageKind

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
BOT = "77"
PERSON = {"id": 5011223344, "is_bot": False, "first_name": "Siti", "last_name": "Aminah"}
CHAT = {"id": 5011223344, "type": "private", "first_name": "Siti"}


def update(field: str = "message", number: int = 900, **content: Any) -> bytes:
    message = {
        "message_id": 41,
        "from": PERSON,
        "chat": CHAT,
        "date": int(NOW.timestamp()) - 5,
    } | content
    return json.dumps({"update_id": number, field: message}).encode()


def read(raw: bytes) -> Any:
    [item] = parse(wrap(BOT, raw), received_at=NOW)
    return item


def message(field: str = "message", **content: Any) -> InboundMessage:
    item = read(update(field, **content))
    assert isinstance(item, InboundMessage)
    return item


def test_a_text() -> None:
    heard = message(text="Tolong, kebakaran")
    assert heard.item_id == "77:5011223344:41"
    assert heard.kind is MessageKind.TEXT
    assert heard.text == "Tolong, kebakaran"
    assert heard.sender is not None
    assert heard.sender.key == "telegram:5011223344"
    assert heard.sender.name == "Siti Aminah"
    assert heard.sent_at == NOW - timedelta(seconds=5)
    assert heard.change is None


def test_a_position_its_moves_and_a_picked_place() -> None:
    place = {"latitude": -1.61, "longitude": 103.61}
    first = message(
        location=place | {"horizontal_accuracy": 24.5, "live_period": 900, "heading": 9}
    )
    assert first.point == Point(
        latitude=-1.61, longitude=103.61, measured=True, accuracy_m=24.5, live=True
    )
    moved = message(
        "edited_message", location=place | {"live_period": 900}, edit_date=int(NOW.timestamp())
    )
    assert moved.item_id == "77:5011223344:41:900"
    assert (moved.about, moved.change) == (first.item_id, Change.EDITED)
    assert moved.sent_at == NOW
    picked = message(
        venue={"location": place, "title": "Pasar", "address": "Jl. Besar"}, location=place
    )
    assert picked.point is not None
    assert (picked.point.measured, picked.point.words) == (False, "Pasar, Jl. Besar")


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        (0, 0, "zero"),
        (103.61, -1.61, "out_of_range"),
        ("-1.61", 103.61, "not_a_number"),
        (None, None, "not_a_number"),
        (True, 1.0, "not_a_number"),
        (10**400, 103.6, "not_a_number"),
    ],
)
def test_a_position_that_cannot_be_is_unreadable(
    latitude: Any, longitude: Any, reason: str
) -> None:
    heard = message(location={"latitude": latitude, "longitude": longitude})
    assert (heard.kind, heard.reason) == (MessageKind.UNREADABLE, reason)


@pytest.mark.parametrize(
    ("content", "media_type", "voice"),
    [
        ({"voice": {"file_id": "V1", "duration": 95, "mime_type": "audio/ogg"}}, "audio/ogg", True),
        ({"audio": {"file_id": "A1", "duration": 95}}, "audio/mpeg", False),
        (
            {"video": {"file_id": "F1", "duration": 95, "mime_type": "video/mp4"}},
            "video/mp4",
            False,
        ),
        ({"video_note": {"file_id": "N1", "duration": 95, "length": 240}}, "video/mp4", True),
        (
            {"animation": {"file_id": "G", "duration": 95}, "document": {"file_id": "D"}},
            "video/mp4",
            False,
        ),
    ],
)
def test_files(content: dict[str, Any], media_type: str, voice: bool) -> None:
    heard = message(**content, caption="lihat")
    [file] = heard.media
    assert heard.kind is MessageKind.MEDIA
    assert (file.media_type, file.voice, file.duration_s) == (media_type, voice, 95)
    assert heard.text == "lihat"


def test_of_a_photo_the_largest_size_is_kept() -> None:
    sizes = [{"file_id": f"P{width}", "width": width, "height": 1} for width in (90, 1280, 320)]
    heard = message(photo=[*sizes, {"width": 9000}, "x"])
    assert [file.id for file in heard.media] == ["P1280"]
    assert heard.media[0].media_type == "image/jpeg"


def test_a_shared_number_a_sticker_and_what_was_passed_on() -> None:
    card = message(contact={"phone_number": "6281200000001", "first_name": "Siti", "user_id": 1})
    assert card.text == "Siti +6281200000001"
    assert message(sticker={"file_id": "S", "emoji": "🔥"}).text == "🔥"
    assert message(sticker={"file_id": "S"}).kind is MessageKind.UNREADABLE
    assert message(text="x", forward_origin={"type": "user"}).forwarded
    assert not message(text="x").forwarded


def test_what_it_answers() -> None:
    own = message(text="di sini", reply_to_message={"message_id": 40, "from": PERSON})
    assert own.about == "77:5011223344:40"
    bots = message(
        text="ya", reply_to_message={"message_id": 39, "from": {"is_bot": True, "id": 77}}
    )
    assert bots.about is None


def test_edits_and_reactions_name_what_they_change() -> None:
    edited = message("edited_message", text="Tolong, kebakaran di pasar")
    assert (edited.change, edited.about) == (Change.EDITED, "77:5011223344:41")
    body = {"chat": CHAT, "message_id": 41, "user": PERSON, "date": int(NOW.timestamp())}
    raw: dict[str, Any] = {
        "update_id": 5,
        "message_reaction": body | {"new_reaction": [{"type": "emoji", "emoji": "👍"}]},
    }
    reacted = read(json.dumps(raw).encode())
    assert (reacted.change, reacted.text, reacted.about) == (
        Change.REACTION,
        "👍",
        "77:5011223344:41",
    )
    raw["message_reaction"]["new_reaction"] = []
    assert read(json.dumps(raw).encode()).text is None
    gone = {"update_id": 6, "deleted_business_messages": {"chat": CHAT, "message_ids": [41, 42]}}
    items = parse(wrap(BOT, json.dumps(gone).encode()))
    assert [getattr(item, "change", None) for item in items] == [Change.REVOKED] * 2


def test_in_a_group_the_person_is_known_and_the_group_is_named() -> None:
    group = {"id": -1001234, "type": "supergroup", "title": "Warga RT 04"}
    heard = message(text="tolong", chat=group)
    assert heard.sender is not None
    assert (heard.sender.key, heard.sender.name) == (
        "telegram:5011223344",
        "Siti Aminah · Warga RT 04",
    )
    anonymous = message(text="info", chat=group, sender_chat=group)
    assert anonymous.sender is not None
    assert anonymous.sender.key == "telegram:-1001234"


@pytest.mark.parametrize("shape", ["poll", "dice", "story", "game", "checklist", "of_2031"])
def test_content_of_a_kind_nobody_knows_is_shown(shape: str) -> None:
    content: dict[str, Any] = {shape: {"title": "Banjir?"}}
    heard = message(**content)
    assert (heard.kind, heard.shape, heard.text) == (MessageKind.UNREADABLE, shape, "Banjir?")


def test_what_the_chat_says_of_itself_rings_nobody() -> None:
    assert isinstance(read(update(pinned_message={})), Notice)
    member = {"update_id": 3, "my_chat_member": {"chat": CHAT, "from": PERSON}}
    assert isinstance(read(json.dumps(member).encode()), Notice)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b"{not", b"\xff\xfe", b"[" * 50_000, b'{"update_id":1%s}' % (b"0" * 9999)],
)
def test_what_is_no_update_is_shown_too(raw: bytes) -> None:
    assert isinstance(read(raw), Unknown)
    assert update_key(BOT, raw) == update_key(BOT, raw)


def test_an_update_of_a_kind_nobody_knows_is_shown() -> None:
    item = read(b'{"update_id":8,"thought_of_2031":{"x":1}}')
    assert item == Unknown(item_id="77:8", shape="thought_of_2031")


def test_the_same_message_of_another_bot_is_another_one() -> None:
    assert update_key("77", update()) != update_key("78", update())
    [other] = parse(wrap("78", update(text="x")))
    assert other.item_id == "78:5011223344:41"


# ---- live positions


def test_only_moves_are_news() -> None:
    moves = LiveMoves()
    here = Point(latitude=-1.61, longitude=103.61, measured=True, accuracy_m=20)
    near = Point(latitude=-1.6101, longitude=103.61, measured=True, accuracy_m=20)
    far = Point(latitude=-1.62, longitude=103.61, measured=True, accuracy_m=20)
    assert moves.is_news("a", NOW, point=here)
    assert not moves.is_news("a", NOW + NOT_BEFORE * 2, point=near)
    assert not moves.is_news("a", NOW + NOT_BEFORE / 2, point=far)
    assert moves.is_news("a", NOW + NOT_BEFORE * 3, point=far)
    assert not moves.is_news("a", NOW, point=here), "older than what was told"
    assert moves.is_news("b", NOW, point=here)
    sharper = Point(latitude=-1.62, longitude=103.61, measured=True, accuracy_m=9)
    assert moves.is_news("a", NOW + NOT_BEFORE * 5, point=sharper)


# ---- what we send


def test_bodies() -> None:
    body = text_message(5, "Di mana?", button="Kirim lokasi saya", quotes=41)
    assert body["reply_markup"]["keyboard"] == [
        [{"text": "Kirim lokasi saya", "request_location": True}]
    ]
    assert body["reply_parameters"]["message_id"] == 41
    assert "reply_markup" not in text_message(5, "x")
    with pytest.raises(ValueError, match="4096"):
        text_message(5, "x" * 4097)
    assert "offset" not in updates_after(None)
    assert updates_after(8)["offset"] == 8
    assert "message_reaction" in updates_after(8)["allowed_updates"]


def refused(code: int, description: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description} | more


ACCEPTED = {"ok": True, "result": {"message_id": 9, "chat": {"id": 5}}}
SLOWER = {"parameters": {"retry_after": 17}}


@pytest.mark.parametrize(
    ("status", "body", "kind", "trouble", "wait_s"),
    [
        (200, ACCEPTED, "accepted", "", None),
        (200, {"ok": True, "result": {}}, "unknown", "", None),
        (429, refused(429, "Too Many Requests", **SLOWER), "retry_after", "busy", 17),
        (403, refused(403, "Forbidden: bot was blocked by the user"), "failed", "recipient", None),
        (400, refused(400, "Bad Request: chat not found"), "failed", "recipient", None),
        (400, refused(400, "Bad Request: message is too long"), "failed", "content", None),
        (401, refused(401, "Unauthorized"), "failed", "channel", None),
        (500, refused(500, "Internal"), "retry_after", "busy", None),
        (502, None, "unknown", "", None),
        (504, None, "unknown", "", None),
        (200, None, "unknown", "", None),
        (302, None, "failed", "channel", None),
    ],
)
def test_what_the_answers_mean(
    status: int, body: Any, kind: str, trouble: str, wait_s: int | None
) -> None:
    raw = json.dumps(body).encode() if body is not None else b"<html>"
    outcome = classify(status, raw)
    assert (outcome.kind, outcome.trouble) == (OutcomeKind(kind), Trouble(trouble))
    assert outcome.retry_after_s == wait_s


def test_updates_of_an_answer_are_taken_apart() -> None:
    answer = {"ok": True, "result": [json.loads(update(text="é🔥")), {"no": "id"}, 7]}
    found = read_updates(json.dumps(answer).encode())
    assert found is not None
    [one] = found
    assert one.id == 900
    assert read(one.raw).text == "é🔥"
    assert read_updates(b'{"ok":false}') is None
    assert read_updates(b"<html>") is None


# ---- settings


def test_settings_and_the_secret() -> None:
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    settings = TelegramSettings(token=token)
    assert (settings.bot, settings.polls) == ("110201543", True)
    assert token not in repr(settings)
    assert not TelegramSettings(token=token, webhook_secret="s" * 20).polls
    for wrong in (
        {"token": "abc"},
        {"token": token, "webhook_secret": "pendek"},
        {"token": token, "webhook_url": "https://x"},
        {"token": token, "webhook_url": "http://x", "webhook_secret": "s" * 20},
        {"token": token, "api_url": "ftp://x"},
    ):
        with pytest.raises(ValueError, match="telegram_"):
            TelegramSettings(**wrong)
    assert secret_ok("rahasia", b"rahasia")
    assert not secret_ok("rahasia", b"rahasi\xff")
    assert not secret_ok("rahasia", None)
    assert not secret_ok("", b"")
