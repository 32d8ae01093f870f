"""What citizens send: WhatsApp posts as Meta signs them, and the public form's fields."""

from __future__ import annotations

import hmac
import itertools
import json
import time
from hashlib import sha256
from typing import Any

import httpx

from siaga.platform.ids import new_id
from tests.http.server import APP_SECRET, LINE, NUMBERS, SPOKEN

_numbers = itertools.count(1)


def new_number() -> str:
    """Digits with country code, never used before in this run."""
    return f"{NUMBERS}{next(_numbers):05d}"


def said(words: str) -> str:
    """A sentence that must never be found in a log."""
    return f"{words} {SPOKEN}-{new_id().hex[-12:]}"


def text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body}}


def place(latitude: Any, longitude: Any, **more: Any) -> dict[str, Any]:
    location = {"latitude": latitude, "longitude": longitude} | more
    return {"type": "location", "location": location}


def message(sender: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    start = {"from": sender, "id": f"wamid.{new_id().hex}", "timestamp": str(int(time.time()))}
    return start | content | more


def update(*messages: dict[str, Any], name: str = "Warga Uji") -> dict[str, Any]:
    senders = dict.fromkeys(each["from"] for each in messages if "from" in each)
    return _body(
        contacts=[{"profile": {"name": name}, "wa_id": sender} for sender in senders],
        messages=list(messages),
    )


def status(wamid: str, word: str, number: str) -> dict[str, Any]:
    now = str(int(time.time()))
    return _body(statuses=[{"id": wamid, "status": word, "timestamp": now, "recipient_id": number}])


def event(field: str, **parts: Any) -> dict[str, Any]:
    """A post about something else than messages."""
    return _body(field, **parts)


def _body(field: str = "messages", **parts: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "112", "phone_number_id": LINE}
    value = {"messaging_product": "whatsapp", "metadata": metadata} | parts
    change = {"field": field, "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}


def signature(raw: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), raw, sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def post(url: str, body: Any) -> httpx.Response:
    """A signed post; bytes go as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.post(f"{url}/hooks/whatsapp", content=raw, headers=signature(raw), timeout=20)


def form(**fields: str) -> dict[str, str]:
    return {
        "form_id": str(new_id()),
        "words": said("Pohon tumbang"),
        "address": "Depan masjid",
    } | fields
