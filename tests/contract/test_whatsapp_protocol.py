"""The WhatsApp parser against recorded bytes, bad bytes and arbitrary bytes."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.channels.whatsapp.items import (
    InboundMessage,
    Other,
    StatusReport,
)
from siaga.channels.whatsapp.protocol import parse
from siaga.language.values import Change, MessageKind
from tests.contract import whatsapp_recorded as recorded
from tests.contract.whatsapp_bodies import LINE, SENT, body, message, only

READABLE = {"text", "button", "location", "image", "video", "audio", "document", "sticker"}
READABLE |= {"contacts", "order"}
CHANGES = {"edit": Change.EDITED, "revoke": Change.REVOKED, "reaction": Change.REACTION}
NEW_IDS = {"user_changed_number", "user_changed_user_id"}


# ---- recorded material


@pytest.mark.needs_data
def test_every_recorded_payload_loses_nothing() -> None:
    names = []
    for name, payload in recorded.payloads():
        items = parse(json.dumps(payload).encode())
        expected = sum(
            len(value.get("messages", [])) + len(value.get("statuses", []))
            for value in recorded.values(payload)
        )
        heard = [item for item in items if not isinstance(item, Other)]
        assert items, name
        assert len(heard) >= expected, name  # a call is heard like a message
        assert not any(item.shape == "malformed" for item in items if isinstance(item, Other)), name
        names.append(name)
    assert len(names) >= 120


@pytest.mark.needs_data
def test_recorded_messages_keep_their_obvious_fields() -> None:
    compared = 0
    for name, payload in recorded.payloads():
        said = [
            one
            for value in recorded.values(payload)
            for one in value.get("messages", [])
            if one.get("system", {}).get("type") not in NEW_IDS
        ]
        items = parse(json.dumps(payload).encode())
        heard = [
            item for item in items if isinstance(item, InboundMessage) and item.shape != "call"
        ]
        for raw, item in zip(said, heard, strict=True):
            _compare(name, raw, item)
            compared += 1
    assert compared >= 60


def _compare(name: str, raw: dict[str, Any], item: InboundMessage) -> None:
    content = raw.get(raw["type"], {})
    context = raw.get("context", {})
    assert item.provider_id == raw["id"], name
    assert item.shape == raw["type"], name
    assert item.sender.wa_id == raw.get("from"), name
    assert item.sent_at == datetime.fromtimestamp(int(raw["timestamp"]), UTC), name
    is_forwarded = bool(context.get("forwarded") or context.get("frequently_forwarded"))
    assert item.forwarded is is_forwarded, name
    assert item.forwarded_often is bool(context.get("frequently_forwarded")), name
    assert item.change is CHANGES.get(raw["type"]), name
    if raw["type"] in READABLE or item.change:
        assert item.kind is not MessageKind.UNREADABLE, name
    elif raw["type"] != "interactive":
        assert item.kind is MessageKind.UNREADABLE, name
    if raw["type"] == "text":
        assert item.text == content["body"], name
    if raw["type"] == "location":
        assert item.point is not None, name
        assert item.point.latitude == float(content["latitude"]), name
        assert item.point.longitude == float(content["longitude"]), name
    if item.media and not item.change:
        (file,) = item.media
        assert (file.id, file.media_type) == (content["id"], content["mime_type"]), name
        assert file.sha256 == content.get("sha256"), name
        assert file.voice is bool(content.get("voice")), name


@pytest.mark.needs_data
def test_recorded_statuses_keep_their_obvious_fields() -> None:
    compared = 0
    for name, payload in recorded.payloads():
        said = [one for value in recorded.values(payload) for one in value.get("statuses", [])]
        items = parse(json.dumps(payload).encode())
        heard = [item for item in items if isinstance(item, StatusReport)]
        for raw, item in zip(said, heard, strict=True):
            assert (item.provider_id, item.status) == (raw["id"], raw["status"]), name
            assert item.occurred_at == datetime.fromtimestamp(int(raw["timestamp"]), UTC), name
            assert item.outbox_id == raw.get("biz_opaque_callback_data"), name
            assert item.error == str(raw["errors"][0]["code"] if raw.get("errors") else ""), name
            compared += 1
    assert compared >= 10


@pytest.mark.needs_data
def test_the_recorded_batch_gives_its_four_events() -> None:
    raw = (recorded.folder() / "bsuid" / "batch_two_entries.json").read_bytes()
    first, second, third, status = parse(raw)
    assert isinstance(first, InboundMessage)
    assert first.text == "kebakaran"
    assert (first.sender.name, first.sender.user_id) == ("A", "ID.1")
    assert isinstance(second, InboundMessage)
    assert second.kind is MessageKind.LOCATION
    assert second.sender.name == "B"
    assert isinstance(third, InboundMessage)
    assert third.kind is MessageKind.MEDIA
    assert third.media[0].voice
    assert isinstance(status, StatusReport)
    assert status.item_id == "wamid.OUT1:delivered:6281200000001"


@pytest.mark.needs_data
def test_a_user_without_a_number_is_still_somebody() -> None:
    item = only((recorded.folder() / "bsuid" / "username_user_no_phone.json").read_bytes())
    assert item.sender.wa_id is None
    assert item.sender.user_id
    assert item.sender.username
    assert item.sender.key == item.sender.user_id


# ---- bad input, each line of the issue


def test_a_thousand_updates_in_one_body_are_a_thousand_items() -> None:
    many = [message("text", {"body": f"nomor {n}"}, id=f"wamid.{n}") for n in range(1000)]
    items = parse(body(*many))
    assert [item.item_id for item in items] == [f"{LINE}:wamid.{n}" for n in range(1000)]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b'"x"', b"{}", b'{"entry":{}}', b'{"entry":[]}'],
)
def test_bytes_that_are_no_webhook_are_one_malformed_item(raw: bytes) -> None:
    (item,) = parse(raw)
    assert isinstance(item, Other)
    assert item.shape == "malformed"
    assert item.item_id == sha256(raw).hexdigest()


@pytest.mark.parametrize("raw", [b"[" * 200_000, b'{"entry":' * 50_000])
def test_endless_nesting_is_malformed(raw: bytes) -> None:
    (item,) = parse(raw)
    assert isinstance(item, Other)
    assert item.shape == "malformed"


def test_invalid_utf8_in_one_text_loses_neither_it_nor_its_neighbour() -> None:
    two = message("text", {"body": "aXb"}), message("text", {"body": "utuh"}, id="wamid.B")
    first, second = parse(body(*two).replace(b"aXb", b"a\xc3b"))
    assert isinstance(first, InboundMessage)
    assert isinstance(second, InboundMessage)
    assert (first.text, second.text) == ("a\ufffdb", "utuh")


def test_nul_and_half_surrogates_become_replacement_characters() -> None:
    item = only(body(message("text", {"body": "a\x00b\ud83dc"})))
    assert item.text == "a\ufffdb\ufffdc"
    item.text.encode("utf-8")


def test_emoji_and_a_megabyte_stay_whole() -> None:
    words = "🔥👨‍👩‍👧 tolong <script>'; DROP TABLE--" + "x" * 1_000_000
    assert only(body(message("text", {"body": words}))).text == words


@pytest.mark.parametrize(
    "timestamp", ["4070908800", "1577836799", "0", "-5", "abc", "", None, True, 1e400, "9" * 60, []]
)
def test_an_impossible_time_is_no_time(timestamp: Any) -> None:
    item = only(body(message("text", {"body": "x"}, timestamp=timestamp)))
    assert item.sent_at is None
    assert item.text == "x"


def test_a_time_after_its_own_arrival_is_no_time() -> None:
    raw = body(message("text", {"body": "x"}, timestamp=SENT))
    arrived_at = datetime.fromtimestamp(int(SENT), UTC)
    (item,) = parse(raw, received_at=arrived_at)
    (early,) = parse(raw, received_at=arrived_at.replace(year=2024))
    assert isinstance(item, InboundMessage)
    assert isinstance(early, InboundMessage)
    assert (item.sent_at, early.sent_at) == (arrived_at, None)


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        (999, 103.6, "out_of_range"),
        (-1.6, 181, "out_of_range"),
        ("abc", 103.6, "not_a_number"),
        (float("nan"), 103.6, "not_a_number"),
        (float("inf"), 103.6, "not_a_number"),
        ([1], 103.6, "not_a_number"),
        (True, 103.6, "not_a_number"),
        (None, None, "not_a_number"),
        (0, 0, "zero"),
        (103.6, -1.6, "swapped"),
        (int("9" * 500), 1, "not_a_number"),
    ],
)
def test_an_impossible_place_keeps_the_message(latitude: Any, longitude: Any, reason: str) -> None:
    place = {"latitude": latitude, "longitude": longitude, "name": "Pasar"}
    item = only(body(message("location", place)))
    assert (item.kind, item.shape, item.reason) == (MessageKind.UNREADABLE, "location", reason)
    assert item.point is None
    assert item.text == "Pasar"


def test_a_place_abroad_is_kept() -> None:
    item = only(body(message("location", {"latitude": 48.85, "longitude": 2.35})))
    assert item.point is not None
    assert item.point.measured


@pytest.mark.parametrize(
    "shape", ["poll", "request_welcome", "ephemeral", "text", "image", "location", "interactive"]
)
@pytest.mark.parametrize("content", [None, [], "x", 7, {}, {"type": "hologram"}])
def test_a_shape_nobody_knows_is_shown_as_unreadable(shape: str, content: Any) -> None:
    item = only(body(message(shape, content)))
    assert (item.kind, item.shape) == (MessageKind.UNREADABLE, shape)
    assert item.reason


@pytest.mark.parametrize("broken", [None, 7, "x", [], {}])
def test_a_message_without_anything_is_still_an_item(broken: Any) -> None:
    item = only(body(broken))
    assert item.kind is MessageKind.UNREADABLE
    assert item.item_id.startswith(f"{LINE}:")


def test_replies_by_button_are_text() -> None:
    for inner in ("button_reply", "list_reply"):
        reply = {"type": inner, inner: {"id": "x", "title": "Sudah selesai"}}
        assert only(body(message("interactive", reply))).text == "Sudah selesai"
    assert only(body(message("button", {"text": "Belum", "payload": "p"}))).text == "Belum"


def test_a_message_that_meta_could_not_fetch_says_so() -> None:
    item = only(body(message("text", {"body": "x"}, errors=[{"code": 131052}])))
    assert (item.kind, item.reason, item.text) == (MessageKind.UNREADABLE, "error_131052", "x")


def test_account_errors_and_other_fields_are_others() -> None:
    (errors,) = parse(body(errors=[{"code": 130429}, {"code": None}]))
    assert isinstance(errors, Other)
    assert (errors.shape, errors.errors) == ("errors", ("130429",))
    change = {"field": "account_update", "value": {"event": "DISABLED_UPDATE"}}
    (other,) = parse(json.dumps({"entry": [{"changes": [change]}]}).encode())
    assert isinstance(other, Other)
    assert (other.shape, other.words) == ("account_update", ("DISABLED_UPDATE",))


def test_the_same_delivery_has_the_same_ids_however_its_keys_are_ordered() -> None:
    raw = body(message("text", {"body": "x"}), errors=[{"code": 1}])
    turned = json.dumps(json.loads(raw), sort_keys=True, indent=2).encode()
    assert [one.item_id for one in parse(raw)] == [one.item_id for one in parse(turned)]


def test_statuses_of_two_participants_differ() -> None:
    base = {"id": "wamid.O", "status": "read", "timestamp": SENT}
    items = parse(body(statuses=[{**base, "recipient_id": "1"}, {**base, "recipient_id": "2"}]))
    assert [item.item_id for item in items] == ["wamid.O:read:1", "wamid.O:read:2"]


# ---- arbitrary input

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
PATTERN: dict[str, Any] = json.loads(
    body(
        message("text", {"body": "a"}, context={"id": "wamid.Q", "forwarded": True}),
        message("location", {"latitude": 1.0, "longitude": 2.0, "name": "n"}, id="wamid.L"),
        message("contacts", [{"name": {"formatted_name": "B"}, "phones": [{"phone": "1"}]}]),
        message("edit", {"original_message_id": "x", "message": {"type": "text", "text": {}}}),
        statuses=[
            {"id": "wamid.O", "status": "sent", "recipient_id": "1", "errors": [{"code": 1}]}
        ],
        errors=[{"code": 2}],
    )
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, ...]] = [here] if here else []
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, child in pairs:
        inner.extend(paths(child, (*here, key)))
    return inner


def holds(raw: bytes) -> None:
    items = parse(raw)
    assert items
    for item in items:
        repr(item).encode("utf-8")
        assert item.item_id


@settings(deadline=None, max_examples=200)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_give_an_item(raw: bytes) -> None:
    holds(raw)


@settings(deadline=None, max_examples=200)
@given(JSON)
def test_any_json_gives_an_item(value: Any) -> None:
    holds(json.dumps(value).encode())
    holds(json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode())


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(paths(PATTERN)), JSON), min_size=1, max_size=3))
def test_a_payload_changed_anywhere_gives_an_item(changes: list[tuple[Any, Any]]) -> None:
    payload = copy.deepcopy(PATTERN)
    for path, value in changes:
        target: Any = payload
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this branch away
    holds(json.dumps(payload).encode())
