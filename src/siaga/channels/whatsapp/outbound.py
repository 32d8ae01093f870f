"""What we write to Meta. Pure. Limits are Meta's, in characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.channels.whatsapp.reading import words

TEXT_MAX = 4096
REQUEST_TEXT_MAX = 1024
BUTTON_MAX = 20
BUTTONS_MAX = 3
ROW_TITLE_MAX, ROW_MORE_MAX, ROWS_MAX = 24, 72, 10
PARAMETER_MAX = 1024

Body = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """`to`: digits with country code, or a business-scoped id. `outbox_id` comes back in every
    status. `quotes`: the provider's id of the message this answers."""

    to: str
    outbox_id: str
    quotes: str = ""


def text_message(envelope: Envelope, text: str) -> Body:
    """Raises ValueError when Meta would refuse the text for its length; so do the others."""
    content = {"body": _sendable(text, TEXT_MAX), "preview_url": False}
    return {**_message(envelope), "type": "text", "text": content}


def location_request(envelope: Envelope, text: str) -> Body:
    """A text with the button that sends where the citizen's telephone is, once."""
    return _interactive(
        envelope, "location_request_message", text=text, action={"name": "send_location"}
    )


def link_button(envelope: Envelope, text: str, *, title: str, url: str) -> Body:
    """A text with a button that opens a page of ours."""
    if not url.startswith("https://"):
        raise ValueError("WhatsApp opens only addresses that begin with https://")
    parameters = {"display_text": _sendable(title, BUTTON_MAX), "url": url}
    action = {"name": "cta_url", "parameters": parameters}
    return _interactive(envelope, "cta_url", text=text, action=action)


def reply_buttons(envelope: Envelope, text: str, *, buttons: Mapping[str, str]) -> Body:
    """A text with up to three answers to press; `buttons` by the id that comes back."""
    if not 0 < len(buttons) <= BUTTONS_MAX:
        raise ValueError(f"WhatsApp takes 1 to {BUTTONS_MAX} buttons, not {len(buttons)}")
    rows = [
        {"type": "reply", "reply": {"id": key, "title": _sendable(title, BUTTON_MAX)}}
        for key, title in buttons.items()
    ]
    return _interactive(envelope, "button", text=text, action={"buttons": rows})


def choice_list(envelope: Envelope, text: str, *, title: str, choices: Mapping[str, str]) -> Body:
    """A text with a list to choose from; `choices` by the id that comes back."""
    if not 0 < len(choices) <= ROWS_MAX:
        raise ValueError(f"WhatsApp takes 1 to {ROWS_MAX} choices, not {len(choices)}")
    rows = [_row(key, words) for key, words in choices.items()]
    action = {"button": _sendable(title, BUTTON_MAX), "sections": [{"title": title, "rows": rows}]}
    return _interactive(envelope, "list", text=text, action=action, limit=TEXT_MAX)


def template(
    envelope: Envelope, name: str, *, language: str, arguments: Sequence[tuple[str, str]]
) -> Body:
    """A text Meta has approved: the only way after the reply window. `arguments`: (name of the
    parameter, or "" where the template only counts them; what it becomes), in their order."""
    parameters = [
        {"type": "text"}
        | ({"parameter_name": key} if key else {})
        | {"text": _one_line(said, PARAMETER_MAX)}
        for key, said in arguments
    ]
    content: Body = {"name": name, "language": {"code": language}}
    if parameters:
        content["components"] = [{"type": "body", "parameters": parameters}]
    return {**_message(envelope), "type": "template", "template": content}


def reaction(envelope: Envelope, wamid: str, *, emoji: str) -> Body:
    """An empty emoji takes an earlier one away."""
    return {
        **_message(envelope),
        "type": "reaction",
        "reaction": {"message_id": wamid, "emoji": emoji},
    }


def location(
    envelope: Envelope, point: tuple[float, float], *, name: str, address: str = ""
) -> Body:
    """`point`: latitude, longitude in degrees."""
    content: Body = {"latitude": point[0], "longitude": point[1], "name": name}
    return {
        **_message(envelope),
        "type": "location",
        "location": content | ({"address": address} if address else {}),
    }


def read_mark(wamid: str, *, typing: bool = False) -> Body:
    """Blue ticks for this message and all before it; `typing` shows for at most 25 s."""
    body: Body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return {**body, "typing_indicator": {"type": "text"}} if typing else body


def _interactive(
    envelope: Envelope, kind: str, *, text: str, action: Body, limit: int = REQUEST_TEXT_MAX
) -> Body:
    content = {"type": kind, "body": {"text": _sendable(text, limit)}, "action": action}
    return {**_message(envelope), "type": "interactive", "interactive": content}


def _row(key: str, text: str) -> Body:
    """A title that is too long goes on in the smaller line below it."""
    title = _sendable(text, ROW_TITLE_MAX + ROW_MORE_MAX)
    if len(title) <= ROW_TITLE_MAX:
        return {"id": key, "title": title}
    head = title[:ROW_TITLE_MAX].rpartition(" ")[0] or title[:ROW_TITLE_MAX]
    return {"id": key, "title": head, "description": title[len(head) :].strip()[:ROW_MORE_MAX]}


def _message(envelope: Envelope) -> Body:
    body: Body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    digits = envelope.to.removeprefix("+")
    if digits.isdecimal() and digits.isascii():
        body["to"] = f"+{digits}"  # without it Meta adds our own country code
    else:
        body["recipient"] = envelope.to
    if envelope.quotes:
        body["context"] = {"message_id": envelope.quotes}
    return {**body, "biz_opaque_callback_data": envelope.outbox_id}


def _sendable(text: str, limit: int) -> str:
    sendable = words(text) or ""
    if not 0 < len(sendable) <= limit:
        raise ValueError(f"WhatsApp takes 1 to {limit} characters, not {len(sendable)}")
    return sendable


def _one_line(text: str, limit: int) -> str:
    """Meta refuses line breaks, tabs and long gaps inside a template's parameter."""
    return _sendable(" ".join(text.split()), limit)
