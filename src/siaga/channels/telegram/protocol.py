"""One update of Telegram's, turned into items. Pure: bytes in, values out, never an exception.

Shapes: the Bot API's documentation, 2026. Nothing is dropped: what has no shape known here becomes
an UNREADABLE message or an `Unknown`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from siaga.channels.telegram.items import InboundMessage, Item, Notice, Sender, Unknown
from siaga.channels.telegram.reading import instant, node, rows, whole, whole_number, words
from siaga.channels.telegram.shapes import SERVICE, read_content
from siaga.language.values import Change, MessageKind

NEW = ("message", "channel_post", "business_message")
EDITED = ("edited_message", "edited_channel_post", "edited_business_message")
REACTED = "message_reaction"
DELETED = "deleted_business_messages"
NOTICES = frozenset(
    {
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "message_reaction_count",
        "business_connection",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
    }
)
ASKED_FOR = (*NEW[:2], *EDITED[:2], REACTED, "my_chat_member")
"""What we ask Telegram to send: reactions come only to those who name them."""


def wrap(bot: str, raw: bytes) -> bytes:
    """An update as the inbox keeps it: message ids are unique only beside the bot's own id."""
    return bot.encode("ascii", "replace") + b"\n" + raw


def update_key(bot: str, raw: bytes) -> str:
    """What makes a delivery unique: the update's id, else its bytes."""
    update_id = whole(_read(raw).get("update_id"))
    return f"{bot}:{update_id}" if update_id is not None else f"{bot}:{sha256(raw).hexdigest()}"


def parse(wrapped: bytes, *, received_at: datetime | None = None) -> list[Item]:
    """Every item of a wrapped update; at least one, also for bytes that are no JSON."""
    head, separator, body = wrapped.partition(b"\n")
    bot, raw = (head.decode("ascii", "replace"), body) if separator else ("", wrapped)
    update = _read(raw)
    key = update_key(bot, raw)
    items: list[Item] = []
    for name, value in update.items():
        items.extend(_field(name, node(value), f"{bot}:", key=key, received_at=received_at))
    return items or [Unknown(item_id=key, shape="malformed")]


def _read(raw: bytes) -> Mapping[str, Any]:
    try:
        return node(json.loads(raw.decode("utf-8-sig", "replace"), parse_int=whole_number))
    except (ValueError, RecursionError):
        return {}


def _field(
    name: str, value: Mapping[str, Any], bot: str, *, key: str, received_at: datetime | None
) -> Iterator[Item]:
    if name == "update_id":
        return
    elif name in NEW or name in EDITED:
        yield _message(value, bot, key=key, edited=name in EDITED, received_at=received_at)
    elif name == REACTED:
        yield _reaction(value, bot, key=key, received_at=received_at)
    elif name == DELETED:
        yield from _deleted(value, bot, key=key)
    elif name in NOTICES:
        yield Notice(item_id=key, shape=name)
    else:
        yield Unknown(item_id=key, shape=name[:60])


def _message(
    message: Mapping[str, Any],
    bot: str,
    *,
    key: str,
    edited: bool,
    received_at: datetime | None,
) -> Item:
    chat_id, message_id = _ids(message)
    if chat_id is None or message_id is None:
        return Unknown(item_id=key, shape="message")
    if not edited and any(name in message for name in SERVICE):
        return Notice(item_id=key, shape=next(name for name in message if name in SERVICE))
    shape, content = read_content(message)
    own = f"{bot}{chat_id}:{message_id}"
    heard = InboundMessage(
        item_id=own,
        chat_id=chat_id,
        message_id=message_id,
        sender=_sender(message),
        kind=content.kind,
        shape=shape,
        sent_at=instant(message.get("edit_date" if edited else "date"), received_at),
        text=content.text,
        point=content.point,
        media=content.media,
        forwarded="forward_origin" in message or "forward_date" in message,
        about=_answers(message, bot, chat_id),
        reason=content.reason,
    )
    if edited:
        update = key.rpartition(":")[2]
        return replace(heard, item_id=f"{own}:{update}", about=own, change=Change.EDITED)
    return heard


def _ids(message: Mapping[str, Any]) -> tuple[int | None, int | None]:
    return whole(node(message.get("chat")).get("id")), whole(message.get("message_id"))


def _answers(message: Mapping[str, Any], bot: str, chat_id: int) -> str | None:
    """The citizen's own earlier message; what the bot wrote has another name in our books."""
    replied = node(message.get("reply_to_message"))
    if node(replied.get("from")).get("is_bot") is True:
        return None
    replied_id = whole(replied.get("message_id"))
    return f"{bot}{chat_id}:{replied_id}" if replied_id is not None else None


def _sender(message: Mapping[str, Any]) -> Sender | None:
    """Who wrote; in a channel, or as a hidden administrator, the chat itself."""
    chat = node(message.get("chat"))
    title = words(chat.get("title"))
    person = node(message.get("from"))
    if "sender_chat" in message or whole(person.get("id")) is None:
        speaker = node(message.get("sender_chat")) or chat
        speaker_id = whole(speaker.get("id"))
        if speaker_id is None:
            return None
        name = words(speaker.get("title")) or _name(speaker)
        return Sender(id=speaker_id, name=name, username=words(speaker.get("username")))
    parts = (_name(person), title)
    return Sender(
        id=int(person["id"]),
        name=" · ".join(part for part in parts if part) or None,
        username=words(person.get("username")),
    )


def _name(person: Mapping[str, Any]) -> str | None:
    parts = (words(person.get("first_name")), words(person.get("last_name")))
    return " ".join(part for part in parts if part) or None


def _reaction(
    reaction: Mapping[str, Any], bot: str, *, key: str, received_at: datetime | None
) -> Item:
    """Emoji set on a message; none left means that it was taken back."""
    chat_id, message_id = _ids(reaction)
    if chat_id is None or message_id is None:
        return Unknown(item_id=key, shape=REACTED)
    person = node(reaction.get("user")) or node(reaction.get("actor_chat"))
    user_id = whole(person.get("id"))
    emoji = (words(node(one).get("emoji")) for one in rows(reaction.get("new_reaction")))
    own = f"{bot}{chat_id}:{message_id}"
    return InboundMessage(
        item_id=f"{own}:{key.rpartition(':')[2]}",
        chat_id=chat_id,
        message_id=message_id,
        sender=Sender(id=user_id, name=_name(person)) if user_id is not None else None,
        kind=MessageKind.TEXT,
        shape="reaction",
        sent_at=instant(reaction.get("date"), received_at),
        text="".join(one for one in emoji if one) or None,
        about=own,
        change=Change.REACTION,
    )


def _deleted(value: Mapping[str, Any], bot: str, *, key: str) -> Iterator[Item]:
    chat_id = whole(node(value.get("chat")).get("id"))
    gone = [one for each in rows(value.get("message_ids")) if (one := whole(each)) is not None]
    if chat_id is None or not gone:
        yield Unknown(item_id=key, shape=DELETED)
        return
    for message_id in gone:
        own = f"{bot}{chat_id}:{message_id}"
        yield InboundMessage(
            item_id=f"{own}:{key.rpartition(':')[2]}",
            chat_id=chat_id,
            message_id=message_id,
            sender=_sender({"chat": value.get("chat")}),
            kind=MessageKind.TEXT,
            shape="deleted",
            sent_at=None,
            about=own,
            change=Change.REVOKED,
        )
