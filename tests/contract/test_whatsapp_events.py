"""Edits, calls, new ids, echoes and prices: what Meta's posts hold besides plain messages."""

from __future__ import annotations

from typing import Any

import pytest

from siaga.channels.whatsapp.items import (
    Echo,
    IdentityChange,
    InboundMessage,
    Other,
    StatusReport,
)
from siaga.channels.whatsapp.protocol import parse
from siaga.language.values import Change, MessageKind
from tests.contract.whatsapp_bodies import LINE, SENT, body, message, only, other_field


def test_edits_revokes_and_reactions_name_what_they_change() -> None:
    edited = {
        "original_message_id": "wamid.O",
        "message": {"type": "text", "text": {"body": "bukan, di Telanaipura"}},
    }
    item = only(body(message("edit", edited)))
    assert (item.change, item.quotes, item.kind) == (Change.EDITED, "wamid.O", MessageKind.TEXT)
    assert item.text == "bukan, di Telanaipura"
    picture = {"type": "image", "image": {"id": "7", "mime_type": "image/jpeg", "caption": "b"}}
    item = only(body(message("edit", {"original_message_id": "wamid.O", "message": picture})))
    assert (item.kind, item.text, item.media[0].id) == (MessageKind.MEDIA, "b", "7")
    item = only(body(message("revoke", {"original_message_id": "wamid.O"})))
    assert (item.change, item.quotes, item.text) == (Change.REVOKED, "wamid.O", None)
    assert item.kind is MessageKind.TEXT
    for emoji, said in (("👍", "👍"), ("", None), (None, None)):
        item = only(body(message("reaction", {"message_id": "wamid.O", "emoji": emoji})))
        assert (item.change, item.quotes, item.text) == (Change.REACTION, "wamid.O", said)


@pytest.mark.parametrize("shape", ["edit", "revoke", "reaction"])
def test_a_change_of_nothing_is_unreadable(shape: str) -> None:
    item = only(body(message(shape, {"emoji": "x"})))
    assert (item.kind, item.change) == (MessageKind.UNREADABLE, None)


def test_what_was_passed_on_often_says_so() -> None:
    for context, expected in (
        ({"forwarded": True}, (True, False)),
        ({"frequently_forwarded": True}, (True, True)),
        ({"forwarded": "ya"}, (False, False)),
    ):
        item = only(body(message("text", {"body": "x"}, context=context)))
        assert (item.forwarded, item.forwarded_often) == expected


def test_a_call_is_heard_once_with_its_caller() -> None:
    call = {"id": "wacid.1", "from": "6281200000001", "event": "connect", "timestamp": SENT}
    raw = other_field(
        "calls",
        contacts=[{"wa_id": "6281200000001", "user_id": "ID.9", "profile": {"name": "Budi"}}],
        calls=[
            call,
            call | {"event": "terminate"},
            call | {"direction": "BUSINESS_INITIATED"},
            call | {"id": "wacid.2"},
        ],
    )
    first, ended, ours, second = parse(raw)
    assert isinstance(first, InboundMessage)
    assert (first.shape, first.detail, first.kind) == ("call", "call", MessageKind.UNREADABLE)
    assert (first.sender.wa_id, first.sender.user_id) == ("6281200000001", "ID.9")
    assert (first.item_id, first.provider_id) == ("wacid.1:connect", "")
    assert isinstance(second, InboundMessage)
    assert [getattr(each, "shape", "") for each in (ended, ours)] == ["call_ended"] * 2


def test_new_ids_of_a_person() -> None:
    number = {"type": "user_changed_number", "wa_id": "6281299", "body": "A changed"}
    (item,) = parse(body(message("system", number)))
    assert isinstance(item, IdentityChange)
    assert (item.previous.wa_id, item.current.wa_id) == ("6281200000001", "6281299")
    user_id: dict[str, Any] = {
        "type": "user_changed_user_id",
        "user_id": "ID.222",
        "body": "User Budi changed from ID.111 to ID.222",
    }
    said = message("system", user_id)
    del said["from"]
    (item,) = parse(body(said, contacts=[{}, {}]))
    assert isinstance(item, IdentityChange)
    assert (item.previous.user_id, item.current.user_id) == ("ID.111", "ID.222")
    update: dict[str, Any] = {"wa_id": "62812", "user_id": {"previous": "ID.1", "current": "ID.2"}}
    (item,) = parse(other_field("user_id_update", user_id_update=[update]))
    assert isinstance(item, IdentityChange)
    assert (item.previous.user_id, item.current.user_id) == ("ID.1", "ID.2")
    assert (item.current.wa_id, item.item_id) == ("62812", "ID.1>ID.2")
    (item,) = parse(other_field("user_id_update", user_id_update=[{"user_id": {}}]))
    assert isinstance(item, Other)


def test_other_system_messages_are_shown() -> None:
    item = only(body(message("system", {"type": "customer_identity_changed", "body": "x"})))
    assert (item.kind, item.detail) == (MessageKind.UNREADABLE, "customer_identity_changed")


def test_what_was_written_on_the_telephone_app_is_an_echo() -> None:
    echo: dict[str, Any] = {
        "from": "62811",
        "to": "62812",
        "to_user_id": "ID.1",
        "id": "wamid.E",
        "type": "text",
    }
    echo |= {"timestamp": SENT, "text": {"body": "sudah kami kirim"}}
    (item,) = parse(other_field("smb_message_echoes", message_echoes=[echo]))
    assert isinstance(item, Echo)
    assert (item.recipient.wa_id, item.recipient.user_id) == ("62812", "ID.1")
    assert (item.text, item.item_id) == ("sudah kami kirim", f"{LINE}:wamid.E")


def test_unsupported_says_what_it_was() -> None:
    said = message("unsupported", {"type": "poll_creation"}, errors=[{"code": 131051}])
    assert only(body(said)).detail == "poll_creation"
    lost = message("image", {"mime_type": "image/jpeg"}, errors=[{"code": 131052}])
    assert only(body(lost)).detail == "error_131052"


def test_what_a_message_costs_is_read() -> None:
    price = {"billable": True, "category": "utility", "pricing_model": "PMP"}
    status = {"id": "wamid.O", "status": "delivered", "timestamp": SENT, "pricing": price}
    (item,) = parse(body(statuses=[status]))
    assert isinstance(item, StatusReport)
    assert (item.category, item.billable) == ("utility", True)


def test_shared_contacts_and_orders_are_read() -> None:
    cards = [{"name": {"formatted_name": "Pak RT"}, "phones": [{"phone": "+62 812"}]}]
    item = only(body(message("contacts", cards)))
    assert (item.kind, item.text) == (MessageKind.TEXT, "Pak RT +62 812")
    order = {"text": "pesan", "product_items": [{"product_retailer_id": "gas", "quantity": 2}]}
    assert only(body(message("order", order))).text == "pesan\n2 x gas"
