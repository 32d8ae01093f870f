"""What each of Meta's message types says, as far as it can be shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from siaga.channels.whatsapp.items import MediaReference, Point
from siaga.channels.whatsapp.reading import (
    degrees,
    first_words,
    node,
    point_problem,
    rows,
    words,
)
from siaga.language.values import Change, MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`kind` follows from what is there; a `reason` always means UNREADABLE."""

    text: str | None = None
    point: Point | None = None
    media: tuple[MediaReference, ...] = ()
    quotes: str | None = None
    change: Change | None = None
    reason: str = ""
    detail: str = ""

    @property
    def kind(self) -> MessageKind:
        if self.reason:
            return MessageKind.UNREADABLE
        if self.change and not self.media:
            return MessageKind.TEXT  # a message taken back or a thumb taken away has no words
        if self.point:
            return MessageKind.LOCATION
        if self.media:
            return MessageKind.MEDIA
        return MessageKind.TEXT if self.text else MessageKind.UNREADABLE


Fields = Mapping[str, Any]


def read_content(shape: str, fields: Fields) -> Content:
    """Read a message by its type; a type not known here is UNREADABLE, never an error."""
    reader = _READERS.get(shape)
    if reader is None:
        return Content(text=_any_words(fields), reason="unknown_type")
    content = reader(shape, node(fields.get(shape)), fields)
    if content.kind is MessageKind.UNREADABLE and not content.reason:
        return Content(text=content.text, quotes=content.quotes, reason="empty")
    if content.change and content.quotes is None:  # of what, nobody knows
        return Content(text=content.text, reason=content.change.value)
    return content


def _text(_: str, body: Fields, __: Fields) -> Content:
    return Content(text=words(body.get("body")))


def _media(shape: str, body: Fields, _: Fields) -> Content:
    caption = words(body.get("caption"))
    media_id = words(body.get("id"))
    if media_id is None:
        return Content(text=caption, reason="no_media")
    reference = MediaReference(
        id=media_id,
        media_type=words(body.get("mime_type")) or f"{shape}/*",
        sha256=words(body.get("sha256")),
        url=words(body.get("url")),
        filename=words(body.get("filename")),
        voice=body.get("voice") is True,
    )
    return Content(text=caption, media=(reference,))


def _location(_: str, body: Fields, __: Fields) -> Content:
    name, address = words(body.get("name")), words(body.get("address"))
    label = ", ".join(part for part in (name, address) if part) or None
    latitude, longitude = degrees(body.get("latitude")), degrees(body.get("longitude"))
    problem = point_problem(latitude, longitude)
    if problem or latitude is None or longitude is None:
        return Content(text=label, reason=problem)
    measured = not (name or address or body.get("url"))
    point = Point(
        latitude=latitude, longitude=longitude, measured=measured, name=name, address=address
    )
    return Content(text=label, point=point)


def _interactive(_: str, body: Fields, __: Fields) -> Content:
    inner = words(body.get("type")) or "unknown"
    reply = node(body.get(inner))
    if inner in ("button_reply", "list_reply"):
        return Content(text=first_words(reply.get("title"), reply.get("id")))
    return Content(text=words(reply.get("body")), reason=inner, detail=inner)


def _button(_: str, body: Fields, __: Fields) -> Content:
    return Content(text=first_words(body.get("text"), body.get("payload")))


def _reaction(_: str, body: Fields, __: Fields) -> Content:
    """Without an emoji it was taken away."""
    return Content(
        text=words(body.get("emoji")),
        quotes=words(body.get("message_id")),
        change=Change.REACTION,
    )


def _contacts(_: str, __: Fields, fields: Fields) -> Content:
    """Name and numbers of each shared contact on a line of its own."""
    lines = []
    for card in map(node, rows(fields.get("contacts"))):
        name = node(card.get("name"))
        phones = (node(phone) for phone in rows(card.get("phones")))
        numbers = [first_words(phone.get("phone"), phone.get("wa_id")) for phone in phones]
        shown = [first_words(name.get("formatted_name"), name.get("first_name")), *numbers]
        lines.append(" ".join(part for part in shown if part))
    return Content(text="\n".join(line for line in lines if line) or None)


def _order(_: str, body: Fields, __: Fields) -> Content:
    """The words, then each thing on a line of its own."""
    lines = [words(body.get("text"))]
    for item in map(node, rows(body.get("product_items"))):
        name = words(item.get("product_retailer_id"))
        lines.append(f"{words(item.get('quantity')) or 1} x {name}" if name else None)
    return Content(text="\n".join(line for line in lines if line) or None)


def _system(_: str, body: Fields, __: Fields) -> Content:
    kind = words(body.get("type")) or "system"
    return Content(text=words(body.get("body")), reason=kind, detail=kind)


def _unsupported(_: str, body: Fields, __: Fields) -> Content:
    kind = words(body.get("type")) or "unsupported"
    return Content(reason=kind, detail=kind)


def _edit(_: str, body: Fields, __: Fields) -> Content:
    """What it says after the change; what it said before stays what it was."""
    changed = node(body.get("message"))
    inner = words(changed.get("type")) or "unknown"
    after = node(changed.get(inner))
    media = _media(inner, after, changed).media if inner in _MEDIA else ()
    return Content(
        text=first_words(after.get("body"), after.get("caption")),
        media=media,
        quotes=words(body.get("original_message_id")),
        change=Change.EDITED,
    )


def _revoke(_: str, body: Fields, __: Fields) -> Content:
    return Content(quotes=words(body.get("original_message_id")), change=Change.REVOKED)


def _any_words(fields: Fields) -> str | None:
    """A text that came under a type unknown to us is still worth reading."""
    return first_words(node(fields.get("text")).get("body"))


_MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})

_READERS: dict[str, Callable[[str, Fields, Fields], Content]] = {
    **dict.fromkeys(_MEDIA, _media),
    "text": _text,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "contacts": _contacts,
    "order": _order,
    "system": _system,
    "unsupported": _unsupported,
    "edit": _edit,
    "revoke": _revoke,
}
