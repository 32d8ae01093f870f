"""What each of Telegram's kinds of content says, as far as it can be shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from siaga.channels.telegram.items import FileReference, Point
from siaga.channels.telegram.reading import node, number, point_problem, rows, seconds, whole, words
from siaga.language.values import MessageKind

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`kind` follows from what is there; a `reason` always means UNREADABLE."""

    text: str | None = None
    point: Point | None = None
    media: tuple[FileReference, ...] = ()
    reason: str = ""

    @property
    def kind(self) -> MessageKind:
        if self.reason:
            return MessageKind.UNREADABLE
        if self.point:
            return MessageKind.LOCATION
        if self.media:
            return MessageKind.MEDIA
        return MessageKind.TEXT if self.text else MessageKind.UNREADABLE


SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "message_auto_delete_timer_changed",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "write_access_allowed",
        "chat_background_set",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "boost_added",
        "chat_shared",
        "users_shared",
    }
)
"""What the chat says about itself: nobody wrote it to us."""

ENVELOPE = frozenset(
    {
        "message_id",
        "message_thread_id",
        "is_topic_message",
        "from",
        "sender_chat",
        "sender_boost_count",
        "sender_business_bot",
        "sender_tag",
        "direct_messages_topic",
        "date",
        "edit_date",
        "chat",
        "business_connection_id",
        "forward_origin",
        "forward_from",
        "forward_from_chat",
        "forward_from_message_id",
        "forward_signature",
        "forward_sender_name",
        "forward_date",
        "is_automatic_forward",
        "reply_to_message",
        "external_reply",
        "reply_to_story",
        "reply_to_checklist_task_id",
        "quote",
        "via_bot",
        "has_protected_content",
        "is_from_offline",
        "is_paid_post",
        "paid_star_count",
        "media_group_id",
        "author_signature",
        "entities",
        "caption",
        "caption_entities",
        "show_caption_above_media",
        "has_media_spoiler",
        "link_preview_options",
        "effect_id",
        "reply_markup",
    }
)
"""Fields of a message that are not its content."""


def read_content(message: Fields) -> tuple[str, Content]:
    """Telegram's name of the content, and what it says; unknown content is UNREADABLE."""
    for shape, reader in _READERS.items():
        if shape in message:
            content = reader(message)
            if content.kind is MessageKind.UNREADABLE and not content.reason:
                content = Content(text=content.text, reason="empty")
            return shape, content
    shape = next((name for name in message if name not in ENVELOPE), "empty")[:60]
    shown = words(message.get("caption")) or words(node(message.get(shape)).get("title"))
    return shape, Content(text=shown, reason="unknown_type" if shape != "empty" else "empty")


def _text(message: Fields) -> Content:
    return Content(text=words(message.get("text")))


def _file(shape: str, implied: str) -> Callable[[Fields], Content]:
    def read(message: Fields) -> Content:
        body = node(message.get(shape))
        caption = words(message.get("caption"))
        file_id = words(body.get("file_id"))
        if file_id is None:
            return Content(text=caption, reason="no_media")
        reference = FileReference(
            id=file_id,
            media_type=words(body.get("mime_type")) or implied,
            size_bytes=whole(body.get("file_size")),
            filename=words(body.get("file_name")),
            voice=shape in ("voice", "video_note"),
            duration_s=seconds(body.get("duration")),
        )
        return Content(text=caption, media=(reference,))

    return read


def _photo(message: Fields) -> Content:
    """The same picture in several sizes: the largest is kept."""
    caption = words(message.get("caption"))
    sizes = [size for size in map(node, rows(message.get("photo"))) if words(size.get("file_id"))]
    if not sizes:
        return Content(text=caption, reason="no_media")
    largest = max(sizes, key=lambda size: whole(size.get("width")) or 0)
    reference = FileReference(
        id=str(largest["file_id"]),
        media_type="image/jpeg",
        size_bytes=whole(largest.get("file_size")),
    )
    return Content(text=caption, media=(reference,))


def _sticker(message: Fields) -> Content:
    """The picture says nothing an emoji does not say."""
    emoji = words(node(message.get("sticker")).get("emoji"))
    return Content(text=emoji, reason="" if emoji else "sticker")


def _location(message: Fields) -> Content:
    return _place(node(message.get("location")), measured=True)


def _venue(message: Fields) -> Content:
    venue = node(message.get("venue"))
    named = (words(venue.get("title")), words(venue.get("address")))
    label = ", ".join(part for part in named if part) or None
    return _place(node(venue.get("location")), measured=False, label=label)


def _place(location: Fields, *, measured: bool, label: str | None = None) -> Content:
    latitude, longitude = number(location.get("latitude")), number(location.get("longitude"))
    problem = point_problem(latitude, longitude)
    if problem or latitude is None or longitude is None:
        return Content(text=label, reason=problem)
    accuracy_m = number(location.get("horizontal_accuracy"))
    point = Point(
        latitude=latitude,
        longitude=longitude,
        measured=measured,
        accuracy_m=accuracy_m if accuracy_m is not None and accuracy_m >= 0 else None,
        words=label,
        live=seconds(location.get("live_period")) is not None,
    )
    return Content(text=label, point=point)


def _contact(message: Fields) -> Content:
    """Name and number on a line, as people read them out."""
    card = node(message.get("contact"))
    digits = words(card.get("phone_number")) or ""
    international = f"+{digits}" if digits.isdecimal() and not digits.startswith("0") else digits
    parts = (words(card.get("first_name")), words(card.get("last_name")), international)
    return Content(text=" ".join(part for part in parts if part) or None)


# In this order: what also carries an older field beside it stands before that one.
_READERS: dict[str, Callable[[Fields], Content]] = {
    "text": _text,
    "venue": _venue,
    "location": _location,
    "photo": _photo,
    "voice": _file("voice", "audio/ogg"),
    "audio": _file("audio", "audio/mpeg"),
    "video": _file("video", "video/mp4"),
    "video_note": _file("video_note", "video/mp4"),
    "animation": _file("animation", "video/mp4"),
    "document": _file("document", "application/octet-stream"),
    "sticker": _sticker,
    "contact": _contact,
}
