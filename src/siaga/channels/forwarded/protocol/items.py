"""What can be recognised in a pasted text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Form(StrEnum):
    """How the text was written down."""

    WHATSAPP_ANDROID = "whatsapp_android"
    WHATSAPP_IOS = "whatsapp_ios"
    WHATSAPP_COPY = "whatsapp_copy"
    TELEGRAM_COPY = "telegram_copy"
    SMS = "sms"
    PLAIN = "plain"


class Placeholder(StrEnum):
    """What stands in a text where something else was sent."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    DELETED = "deleted"
    MEDIA = "media"  # of some kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Coordinates somebody wrote, degrees WGS 84, and the words they were found in."""

    latitude: float
    longitude: float
    words: str
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """One message of the paste."""

    text: str
    sender: str | None = None
    number: str | None = None  # of the sender, when the chat shows no name
    sent_at: datetime | None = None
    placeholder: Placeholder | None = None
    points: tuple[Point, ...] = ()
    numbers: tuple[str, ...] = ()  # telephone numbers the text names
    closed_links: tuple[str, ...] = ()  # map links without coordinates in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    form: Form
    messages: tuple[ReadMessage, ...]
    left_out: int = 0  # older messages beyond what is shown
