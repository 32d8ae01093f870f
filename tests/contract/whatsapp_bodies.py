"""Webhook bodies of Meta's shape, made as a test wants them."""

from __future__ import annotations

import json
from typing import Any

from siaga.channels.whatsapp.items import InboundMessage
from siaga.channels.whatsapp.protocol import parse

LINE = "106540352242922"
SENT = "1762300001"


def body(*messages: Any, contacts: Any = None, **value: Any) -> bytes:
    said = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": LINE}, **value}
    if messages:
        said["messages"] = list(messages)
        said["contacts"] = contacts or [{"profile": {"name": "Budi"}, "wa_id": "6281200000001"}]
    change = {"field": "messages", "value": said}
    whole = {"object": "whatsapp_business_account", "entry": [{"id": "W", "changes": [change]}]}
    return json.dumps(whole).encode()


def message(shape: str, content: Any, **more: Any) -> dict[str, Any]:
    base = {"from": "6281200000001", "id": "wamid.A", "timestamp": SENT, "type": shape}
    return {**base, shape: content, **more}


def only(raw: bytes) -> InboundMessage:
    (item,) = parse(raw)
    assert isinstance(item, InboundMessage)
    return item


def other_field(field: str, **value: Any) -> bytes:
    said = {"metadata": {"phone_number_id": LINE}, **value}
    return json.dumps({"entry": [{"changes": [{"field": field, "value": said}]}]}).encode()
