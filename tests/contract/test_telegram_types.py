"""The same updates read by us and by aiogram's types, which nobody here wrote."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from siaga.channels.telegram.items import InboundMessage
from siaga.channels.telegram.outbound import text_message, updates_after
from siaga.channels.telegram.protocol import parse, wrap
from siaga.language.values import Change

aiogram_types = pytest.importorskip("aiogram.types", reason="NOT RUN: aiogram is not installed")

PERSON = {"id": 5011223344, "is_bot": False, "first_name": "Siti", "last_name": "Aminah"}
CHAT = {"id": 5011223344, "type": "private", "first_name": "Siti"}
FILE = {"file_id": "F", "file_unique_id": "U", "file_size": 9000}
PLACE = {"latitude": -1.6101, "longitude": 103.6131, "horizontal_accuracy": 24.5}
SIZES = [FILE | {"file_id": f"P{w}", "width": w, "height": w} for w in (90, 320, 1280)]

CONTENTS: list[dict[str, Any]] = [
    {"text": "Tolong 🔥"},
    {"location": PLACE},
    {"location": PLACE | {"live_period": 900, "heading": 90, "proximity_alert_radius": 5}},
    {"venue": {"location": PLACE, "title": "Pasar", "address": "Jl. Besar"}, "location": PLACE},
    {"photo": SIZES, "caption": "lihat", "media_group_id": "7"},
    {"voice": FILE | {"duration": 95, "mime_type": "audio/ogg"}},
    {"audio": FILE | {"duration": 95, "mime_type": "audio/mpeg"}},
    {"video": FILE | {"duration": 9, "width": 1, "height": 1, "mime_type": "video/mp4"}},
    {"video_note": FILE | {"duration": 9, "length": 240}},
    {"document": FILE | {"file_name": "surat.pdf", "mime_type": "application/pdf"}},
    {
        "animation": FILE | {"duration": 9, "width": 1, "height": 1, "mime_type": "video/mp4"},
        "document": FILE,
    },
    {"contact": {"phone_number": "6281200000001", "first_name": "Siti", "user_id": 5011223344}},
    {"text": "ya", "reply_to_message": {"message_id": 3, "date": 1, "chat": CHAT, "from": PERSON}},
    {
        "text": "diteruskan",
        "forward_origin": {"type": "hidden_user", "sender_user_name": "A", "date": 1},
    },
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: next(iter(content)))
@pytest.mark.parametrize("field", ["message", "edited_message"])
def test_both_read_the_same(field: str, content: dict[str, Any]) -> None:
    now = int(time.time())
    message = {"message_id": 41, "from": PERSON, "chat": CHAT, "date": now - 9} | content
    if field == "edited_message":
        message["edit_date"] = now - 2
    update = {"update_id": 900, field: message}
    theirs = getattr(aiogram_types.Update.model_validate(update), field)
    [ours] = parse(wrap("1", json.dumps(update).encode()))
    assert isinstance(ours, InboundMessage)
    assert ours.message_id == theirs.message_id
    assert ours.sender is not None
    assert (ours.sender.id, ours.sender.name) == (theirs.from_user.id, theirs.from_user.full_name)
    assert ours.sent_at is not None
    expected_at = now - 2 if field == "edited_message" else theirs.date.timestamp()
    assert ours.sent_at.timestamp() == expected_at
    assert ours.change is (Change.EDITED if field == "edited_message" else None)
    assert ours.forwarded is (theirs.forward_origin is not None)
    kind = theirs.content_type
    assert ours.shape == (kind.value if hasattr(kind, "value") else kind)
    if theirs.text or theirs.caption:
        assert ours.text == (theirs.text or theirs.caption)
    place = theirs.venue.location if theirs.venue else theirs.location
    if place is not None:
        assert ours.point is not None
        assert (ours.point.latitude, ours.point.longitude) == (place.latitude, place.longitude)
        assert ours.point.accuracy_m == place.horizontal_accuracy
        assert ours.point.live is (place.live_period is not None)
    their_file = {
        "photo": theirs.photo[-1] if theirs.photo else None,
        "voice": theirs.voice,
        "audio": theirs.audio,
        "video": theirs.video,
        "video_note": theirs.video_note,
        "document": theirs.document,
        "animation": theirs.animation,
    }.get(ours.shape)
    if their_file is not None:
        [our_file] = ours.media
        assert (our_file.id, our_file.size_bytes) == (their_file.file_id, their_file.file_size)
        assert our_file.duration_s == getattr(their_file, "duration", None)


def test_what_we_send_is_what_their_methods_know() -> None:
    methods = pytest.importorskip("aiogram.methods")
    for body in (
        text_message(5, "Di mana?", button="Kirim lokasi saya", quotes=3),
        text_message(5, "Baik."),
    ):
        assert methods.SendMessage.model_validate(body).text == body["text"]
        assert body.keys() <= set(methods.SendMessage.model_fields)
    assert updates_after(3).keys() <= set(methods.GetUpdates.model_fields)
