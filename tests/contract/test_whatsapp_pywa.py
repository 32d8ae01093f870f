"""Our reading of single messages against that of pywa, a library nobody of this project wrote."""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import Any

import pytest

from siaga.channels.whatsapp.items import InboundMessage, StatusReport
from siaga.channels.whatsapp.protocol import parse
from siaga.language.values import Change, MessageKind
from tests.contract import whatsapp_recorded as recorded

pywa = pytest.importorskip("pywa", reason="NOT RUN: pywa is not installed")

pytestmark = pytest.mark.needs_data

MEDIA = ("image", "video", "audio", "document", "sticker")


@pytest.fixture(scope="module")
def their_client() -> Any:
    logging.getLogger("pywa").setLevel(logging.CRITICAL)
    return pywa.WhatsApp(phone_id="1", token="x", server=None, filter_updates=False)


def theirs(client: Any, payload: dict[str, Any]) -> Any:
    """What pywa makes of a post; None where it has no reading or fails at it.

    It fails at contacts without a business-scoped id, as all were until 2026: it gets them empty.
    """
    given = json.loads(json.dumps(payload))
    for contact in single(given, "contacts"):
        contact.setdefault("user_id", None)
    raw = json.dumps(given).encode()
    try:
        update = pywa.types.RawUpdate(raw, hmac_header=None, update_hash="x")
        handler = client._get_handler_type(update)
        kind = client._handlers_to_updates.get(handler)
        return kind.from_update(client=client, update=update) if kind else None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None


def single(payload: dict[str, Any], kind: str) -> list[Any]:
    return [one for value in recorded.values(payload) for one in value.get(kind, [])]


def agrees_with_itself(payload: dict[str, Any]) -> bool:
    """Whether contact and message name the same person: in some documents they do not, and then
    pywa believes the contact, we the message."""
    (message,), contacts = single(payload, "messages"), single(payload, "contacts")
    pairs = (("from", "wa_id"), ("from_user_id", "user_id"))
    return len(contacts) == 1 and all(
        message.get(ours) in (None, contacts[0].get(theirs)) for ours, theirs in pairs
    )


def test_messages_are_read_alike(their_client: Any) -> None:
    compared: Counter[str] = Counter()
    for name, payload in recorded.payloads():
        if len(single(payload, "messages")) != 1:
            continue
        their = theirs(their_client, payload)
        (ours,) = parse(json.dumps(payload).encode())[:1]
        if their is None or not isinstance(ours, InboundMessage):
            continue
        assert ours.provider_id == their.id, name
        assert ours.sent_at == their.timestamp, name
        if their.from_user is not None and agrees_with_itself(payload):
            assert ours.sender.wa_id == their.from_user.wa_id, name
            assert ours.sender.user_id == their.from_user.bsuid, name
            assert not their.from_user.name or ours.sender.name == their.from_user.name, name
        _same_content(name, ours, their)
        compared[type(their).__name__] += 1
    print(dict(compared))
    assert compared["Message"] >= 40
    assert len(compared) >= 5


def _same_content(name: str, ours: InboundMessage, their: Any) -> None:
    match type(their).__name__:
        case "Message":
            _same_message(name, ours, their)
        case "CallbackButton" | "CallbackSelection":
            assert ours.text == their.title, name
        case "EditedMessage":
            assert ours.change is Change.EDITED, name
            assert ours.quotes == their.original_message_id, name
            edited = their.message
            assert ours.text == (edited.text or edited.caption), name
        case "DeletedMessage":
            assert ours.change is Change.REVOKED, name
            assert ours.quotes == their.original_message_id, name


def _same_message(name: str, ours: InboundMessage, their: Any) -> None:
    assert ours.shape == str(their.type.value), name
    assert ours.forwarded is bool(their.forwarded or their.forwarded_many_times), name
    assert ours.forwarded_often is bool(their.forwarded_many_times), name
    if their.text:
        assert ours.text == their.text, name
    assert ours.kind is not MessageKind.UNREADABLE or their.unsupported or their.error, name
    if their.reply_to_message is not None and ours.change is None:
        assert ours.quotes == their.reply_to_message.id, name
    if their.location is not None:
        assert ours.point is not None, name
        point = (ours.point.latitude, ours.point.longitude)
        assert point == (float(their.location.latitude), float(their.location.longitude)), name
        assert ours.point.measured is bool(their.location.current_location), name
    if their.reaction is not None:
        assert (ours.text or None) == (their.reaction.emoji or None), name
        assert ours.quotes == their.reaction.message_id, name
    for kind in MEDIA:
        if (file := getattr(their, kind)) is not None:
            (mine,) = ours.media
            assert (mine.id, mine.media_type) == (file.id, file.mime_type), name
            assert mine.sha256 == file.sha256, name
            if kind == "audio":
                assert mine.voice is bool(file.voice), name


def test_statuses_are_read_alike(their_client: Any) -> None:
    compared = 0
    for name, payload in recorded.payloads():
        if len(single(payload, "statuses")) != 1:
            continue
        their = theirs(their_client, payload)
        (ours,) = parse(json.dumps(payload).encode())[:1]
        if type(their).__name__ != "MessageStatus" or not isinstance(ours, StatusReport):
            continue
        assert (ours.provider_id, ours.status) == (their.id, their.status.value), name
        assert ours.occurred_at == their.timestamp, name
        if their.error is not None:
            assert ours.error == str(their.error.code), name
        if their.pricing is not None:
            assert ours.category == their.pricing.category.value, name
            assert ours.billable is bool(their.pricing.billable), name
        compared += 1
    assert compared >= 5
