"""An arrival as the public doors expect it: a signed WhatsApp post, or the form's fields. Pure."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from siaga.simulation.city_hour import Arrival, Sent


def whatsapp_body(
    arrival: Arrival, *, phone_number_id: str, message_id: str, sent_at: datetime
) -> bytes:
    """The raw body Meta would post; `message_id` must be new for each arrival."""
    message: dict[str, Any] = {
        "from": arrival.sender,
        "id": message_id,
        "timestamp": str(int(sent_at.timestamp())),
        "type": arrival.sent.value,
        arrival.sent.value: _content(arrival, message_id),
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "112", "phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": arrival.name}, "wa_id": arrival.sender}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}
    return json.dumps(body).encode()


def signed(body: bytes, app_secret: bytes) -> dict[str, str]:
    """The headers of a post that Meta signed."""
    signature = hmac.new(app_secret, body, sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}


def form_fields(arrival: Arrival, *, form_id: UUID) -> Mapping[str, str]:
    """The fields of the public form, empty ones left out."""
    fields = {
        "form_id": str(form_id),
        "words": arrival.text,
        "incident_type": arrival.incident_type,
        "area": arrival.area or "",
        "latitude": "" if arrival.latitude is None else str(arrival.latitude),
        "longitude": "" if arrival.longitude is None else str(arrival.longitude),
        "name": arrival.name,
        "number": arrival.sender,
    }
    return {name: value for name, value in fields.items() if value}


def _content(arrival: Arrival, message_id: str) -> dict[str, Any]:
    match arrival.sent:
        case Sent.TEXT:
            return {"body": arrival.text}
        case Sent.LOCATION:
            return {"latitude": arrival.latitude, "longitude": arrival.longitude}
        case Sent.STICKER:
            digest = sha256(message_id.encode()).hexdigest()
            return {"id": digest[:16], "mime_type": "image/webp", "sha256": digest}
